"""The planner: every best way there, backwards from a deadline, and every best way home.

Rules, each of them, are written down in docs/rules-travel.md; the tests compare with a brute force.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from heapq import heappop, heappush

from app.foundation.errors import Refused
from app.foundation.language import _

from .book import Book, Party
from .estimates import with_estimates
from .gaps import missing
from .journeys import Journey, Packing
from .local_days import ceil_minute, floor_minute
from .search import Goal, Label, Search
from .service_days import RidesHome, RidesThere, ServiceDays

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
    """A book made ready for questions: its service days, both ways of reading them, and its bounds."""

    def __init__(self, book: Book):
        self.book = book
        self.service = ServiceDays(book)
        self.there, self.home = RidesThere(self.service), RidesHome(self.service)
        self.bounds = lru_cache(maxsize=512)(self._bounds)
        self._cheapest: dict[bool, list[list[tuple[int, int]]]] = {}

    def _bounds(self, start: int, forwards: bool) -> list[int | None]:
        """Least fare per person between `start` and every place, in a search's direction (Dijkstra)."""
        ways = self._ways(forwards)
        least: list[int | None] = [None] * len(ways)
        heap = [(0, start)]
        while heap:
            fare, place = heappop(heap)
            if least[place] is not None:
                continue
            least[place] = fare
            for further, more in ways[place]:
                if least[further] is None:
                    heappush(heap, (fare + more, further))
        return least

    def _ways(self, forwards: bool) -> list[list[tuple[int, int]]]:
        if forwards not in self._cheapest:
            least: list[dict[int, int]] = [{} for _place in self.service.codes]
            for route, ends in zip(self.book.routes, self.service.ends, strict=True):
                start, end = ends if forwards else ends[::-1]
                least[start][end] = min(route.fare_minor, least[start].get(end, route.fare_minor))
            self._cheapest[forwards] = [list(fares.items()) for fares in least]
        return self._cheapest[forwards]


@lru_cache(maxsize=BOOKS_REMEMBERED)
def timetable_of(book: Book) -> Timetable:
    """The book's timetable, made once for each book (a book never changes: an edit makes another)."""
    return Timetable(book)


def find(book: Book, question: Question) -> tuple[Journey, ...]:
    """The front in this very book, without estimates and without a reason where it is empty."""
    timetable = timetable_of(book)
    there = question.arrive_by is not None
    labels = _labels(timetable, question, there)
    packing = Packing(timetable.service, timetable.book, question.party)
    before = None if there else floor_minute(question.ready_at)
    after = floor_minute(question.arrive_by) if there else None
    return tuple(packing.journey(label, there, before, after) for label in sorted(labels, key=_order))


def _labels(timetable: Timetable, question: Question, there: bool) -> list[Label]:
    index = timetable.service.index
    ends = index[question.origin], index[question.destination]
    start, place = ends if there else ends[::-1]
    closed = {
        index[code]: sorted(evening.toordinal() + 1 for evening in evenings)
        for code, evenings in question.full_houses.items()
        if code in index
    }
    rides = timetable.there if there else timetable.home
    search = Search(rides, timetable.book, question.party, timetable.bounds(start, there), closed)
    return search.run(start, _goal(timetable, question, place, there))


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
    return -label[2], label[0], label[1]
