"""The planner: every best way there, backwards from a deadline, and every best way home.

Rules, each of them, are written down in docs/rules-travel.md; the tests compare with a brute force.
"""

import gc
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from app.foundation.errors import Refused
from app.foundation.language import _

from .book import LODGING, Book, Limits, Party
from .bounds import Map
from .estimates import with_estimates
from .gaps import missing
from .journeys import Journey, Packing
from .local_days import ceil_minute, floor_minute
from .riding import Riding
from .search import Asked, Goal, Label, Search
from .service_days import ServiceDays
from .ways import RIDES, WaysHome, WaysThere

PARTIES_REMEMBERED = 4
BOOKS_REMEMBERED = 8  # the programme's book, and a few with an estimated leg


@dataclass(frozen=True)
class Question:
    """From where to where (codes), by when or from when on (one of the two, aware), who, and how.

    `full_houses`: lodging → evenings (local dates) on which it has no bed left for the party.
    """

    origin: str
    destination: str
    arrive_by: datetime | None = None
    ready_at: datetime | None = None
    party: Party = field(default_factory=Party)
    estimates: bool = True
    full_houses: Mapping[str, Collection[date]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Answer:
    """The front: latest departure first on the way there, earliest arrival first on the way home.

    `missing` says in words which part of the book is missing where nothing was found.
    """

    journeys: tuple[Journey, ...]
    missing: str | None = None


def plan(book: Book, question: Question) -> Answer:
    """All Pareto-best journeys. Refuses an unknown place, equal places, and both or neither time."""
    _refuse_unanswerable(book, question)
    if question.estimates:
        book = with_estimates(book, question.origin, question.destination)
    journeys = find(book, question)
    return Answer(journeys, None if journeys else missing(book, question, find))


def _refuse_unanswerable(book: Book, question: Question) -> None:
    for code, name in ((question.origin, "from"), (question.destination, "to")):
        if code not in book.places:
            raise Refused(_("No hay ningún lugar «%(code)s» en el libro.", code=code), name)
    if question.origin == question.destination:
        raise Refused(_("La salida y el destino son el mismo lugar."), "to")
    if (question.arrive_by is None) == (question.ready_at is None):
        raise Refused(_("Diga a qué hora hay que llegar, o desde qué hora se puede salir."))


class Timetable:
    """A book made ready for questions: its service days, and for each kind of party both ways of reading them.

    Without `by_dark`, rides with dark minutes are as if they did not run.
    """

    def __init__(self, book: Book, by_dark: bool = True):
        self.book = book
        self.service = ServiceDays(book, by_dark)
        self.maps = lru_cache(maxsize=PARTIES_REMEMBERED)(self._maps)

    def _maps(self, full: int, half: int) -> tuple[Map, Map]:
        """There, and home."""
        fares = Party(full, half)
        return Map(WaysThere(self.service, fares)), Map(WaysHome(self.service, fares))


@lru_cache(maxsize=BOOKS_REMEMBERED)
def timetable_of(book: Book, modes: frozenset[str] | None = None, by_dark: bool = True) -> Timetable:
    """The book's timetable, made once for each book and its limits (a book never changes: an edit makes another)."""
    if modes is not None:
        book = replace(book, routes=tuple(route for route in book.routes if route.mode in modes))
    return Timetable(book, by_dark)


def find(book: Book, question: Question) -> tuple[Journey, ...]:
    """The front in this very book, without estimates and without a reason where it is empty."""
    timetable = timetable_of(book, question.limits.modes, not question.limits.no_dark)
    there = question.arrive_by is not None
    packing = Packing(timetable.service, timetable.book, question.party)
    before = None if there else floor_minute(question.ready_at)
    after = floor_minute(question.arrive_by) if there else None
    with _without_collecting():
        labels = _search(timetable, question, there).run()
        return tuple(packing.journey(label, there, before, after) for label in sorted(labels, key=_order))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """A search makes many values and no cycles: to look for cycles meanwhile, all over the program, takes longer."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _search(timetable: Timetable, question: Question, there: bool) -> Search:
    index, party, most = timetable.service.index, question.party, question.limits.riding_minutes
    ends = index[question.origin], index[question.destination]
    start, place = ends if there else ends[::-1]
    maps = timetable.maps(party.full, party.half)
    this_way, other_way = maps if there else maps[::-1]
    goal = _goal(timetable, question, place, there)
    near, far = this_way.bounds(start), other_way.bounds(place)
    if not _regular(timetable, goal, there):
        near, far = near.without_darkness(), far.without_darkness()
    riding = None if most is None else Riding(this_way.ways, most)
    beds = _beds(timetable, question)
    return Search(this_way.ways, Asked(start, goal, timetable.book.settings.transfer, beds, near, far, riding))


def _regular(timetable: Timetable, goal: Goal, there: bool) -> bool:
    """Whether no clock is changed: around a change a ride may have fewer dark minutes than it usually has at least."""
    service = timetable.service
    first, last = sorted(service.days.day_of(time if there else -time) for time in (goal.horizon, goal.time))
    return all(service.regular(day) for day in range(first - 1, last + 2))


def _beds(timetable: Timetable, question: Question) -> dict[int, tuple[int, set[int]]]:
    """Lodging → weight of a night for the party, and the nights on which it has no bed."""
    nights = {code: {day.toordinal() + 1 for day in evenings} for code, evenings in question.full_houses.items()}
    return {
        timetable.service.index[code]: (place.night(question.party.sleepers) << RIDES, nights.get(code, set()))
        for code, place in timetable.book.places.items()
        if place.kind == LODGING
    }


def _goal(timetable: Timetable, question: Question, place: int, there: bool) -> Goal:
    """Nobody leaves more than the horizon before the deadline, or arrives more than it after being ready.

    Nobody leaves before the calendar begins or arrives after it ends: such a time could not be said.
    """
    days, hours = timetable.service.days, timetable.book.settings.horizon_hours
    if there:
        time = floor_minute(question.arrive_by)
        earliest = max(ceil_minute(question.arrive_by) - hours * 60, days.first)
        return Goal(place, time, days.nights_by(time), earliest)
    time, latest = ceil_minute(question.ready_at), min(floor_minute(question.ready_at) + hours * 60, days.last)
    return Goal(place, -time, -days.nights_by(floor_minute(question.ready_at)), -latest)


def _order(label: Label) -> tuple[int, int, int]:
    return -label[0], label[1], label[2]
