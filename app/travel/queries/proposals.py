"""Up to three ways to travel, by name, each with the way there and the way home; and the rest of the front."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import product

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.language import _
from app.foundation.money import Money

from ..book import BookPlace
from ..journeys import Journey, PlannedStay
from ..planner import Answer
from ..rules import (
    FASTING,
    WITH_STIPEND,
    Away,
    Member,
    Visit,
    check_party,
    meals_due,
    ready_at,
    starting,
    stipend_days,
    ward_of,
)
from .asking import Asking
from .beds import full_houses

MARGIN = timedelta(days=5)  # beyond the planner's horizon, so that every night of a journey is looked up
OTHERS_SHOWN = 12
Price = Callable[[list[tuple[date, str, int]], list[tuple[date, int]]], Money]
ORDERS = {
    "cheapest": lambda one: (one.total, one.away, one.dark_minutes),
    "least_away": lambda one: (one.away, one.total, one.dark_minutes),
    "least_dark": lambda one: (one.dark_minutes, one.total, one.away),
}


@dataclass(frozen=True)
class Between:
    """From one date to the next of the same journey: where they sleep (None: no night lies between), and the rides
    to the house and from there."""

    stay: PlannedStay | None = None
    rides: tuple[Journey, ...] = ()

    @property
    def cost_minor(self) -> int:
        return (self.stay.price_minor if self.stay else 0) + sum(ride.cost_minor for ride in self.rides)


@dataclass(frozen=True)
class Proposal:
    """One way there and one way home (None: the book knows no way home). `cost`: fares and nights of everybody.
    `between`: what lies between its dates, where it serves several.

    `total` adds meals and stipend where the caller knows their price. `key` is the same for the same journeys.
    """

    there: Journey
    home: Journey | None
    cost: Money
    total: Money
    meals: list[tuple[date, str, int]]
    stipend: list[tuple[date, int]]
    returns_at: datetime
    names: tuple[str, ...] = ()
    between: tuple[Between, ...] = ()

    @property
    def journeys(self) -> tuple[Journey, ...]:
        rides = (ride for gap in self.between for ride in gap.rides)
        return (self.there, *rides, self.home) if self.home else (self.there, *rides)

    @property
    def away(self) -> timedelta:
        return self.returns_at - self.there.departs_at

    @property
    def road(self) -> timedelta:
        """Time spent riding."""
        rides = (leg for journey in self.journeys for leg in journey.legs)
        return sum((leg.arrives_at - leg.departs_at for leg in rides), timedelta())

    @property
    def nights(self) -> int:
        waiting = sum(gap.stay.nights for gap in self.between if gap.stay)
        return waiting + sum(journey.nights for journey in self.journeys)

    @property
    def dark_minutes(self) -> int:
        return sum(journey.dark_minutes for journey in self.journeys)

    @property
    def estimated(self) -> bool:
        return any(journey.estimated for journey in self.journeys)

    @property
    def key(self) -> str:
        rides = (leg for journey in self.journeys for leg in journey.legs)
        words = "|".join(f"{r.origin}>{r.destination} {r.mode} {r.departs_at} {r.arrives_at}" for r in rides)
        return sha256(words.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Proposals:
    """`named`: cheapest, least time away, least dark, those that coincide once; `rest`: what else is best at all.

    `missing` says why there is no way there, `missing_home` why none back. `places`: code → place, for names.
    """

    named: list[Proposal]
    rest: list[Proposal]
    every: list[Proposal]
    places: dict[str, BookPlace]
    missing: str | None = None
    missing_home: str | None = None

    def __iter__(self):
        return iter((*self.named, *self.rest))

    def by_key(self, key: str) -> Proposal | None:
        """The proposal of this key, with its names, wherever on the front it is."""
        return next((one for one in (*self, *self.every) if one.key == key), None)


def proposals(
    visit: Visit, party: Sequence[Member], now: datetime, price: Price | None = None, asking: Asking | None = None
) -> Proposals:
    """Planned on the book of today, full houses and journeys that leave before `now` left out.

    `price` turns meals and stipend days into money, so that "cheapest" is the cheapest budget; without it
    cheapest means fares and nights. Whoever joins later comes by an own way, and costs it. Refused: an unknown
    place, a party without its patient. `asking`: for whoever has more to ask than this.
    """
    check_party(party)
    party = starting(party)
    asking, ready = asking or Asking(), ready_at(visit, clock.zone())
    first, last = clock.today(visit.present_at - MARGIN), clock.today(ready + MARGIN)
    houses = full_houses(first, last, party, visit.appointment_id)
    there = asking.answer(visit.origin_code, visit.hospital_code, party, houses, arrive_by=visit.present_at)
    home = asking.answer(visit.hospital_code, visit.origin_code, party, houses, ready_at=ready)
    in_time = [journey for journey in there.journeys if journey.departs_at >= now]
    ways = product(in_time, home.journeys or (None,))
    every = [proposal_of([visit], party, one, back, price) for one, back in ways]
    named = _named(every)
    return Proposals(named, _rest(every, named), every, asking.book.places, _missing(there, in_time), home.missing)


def proposal_of(
    visits: Sequence[Visit], party: Sequence[Member], there: Journey, home: Journey | None, price: Price | None,
    between: tuple[Between, ...] = (),
) -> Proposal:  # fmt: skip
    """These journeys, and what lies between the visits, with everything that they cost. Pure, but for `price`."""
    zone = clock.zone()
    returns = home.arrives_at if home else ready_at(visits[-1], zone)
    people = [(m.kind, Away(there.departs_at, returns, cared_for=ward_of(m.kind, visits, zone))) for m in party]
    meals = meals_due([person for kind, person in people if kind not in FASTING], clock.zone())
    stipend = stipend_days([person for kind, person in people if kind in WITH_STIPEND], clock.zone())
    rides = there.cost_minor + sum(gap.cost_minor for gap in between) + (home.cost_minor if home else 0)
    cost = sum((chairs(visit, party) for visit in visits if visit.nights_admitted), Money(rides))
    total = cost + price(meals, stipend) if price else cost
    return Proposal(there, home, cost, total, meals, stipend, returns, between=between)


def chairs(visit: Visit, party: Sequence[Member]) -> Money:
    """What the companions of an inpatient pay for a chair at the hospital, all nights."""
    watching = sum(member.kind != "patient" for member in party)
    return chair_price(visit.hospital_code) * (watching * visit.nights_admitted)


def chair_price(hospital_code: str) -> Money:
    """A night on a chair at the hospital: the price written at the hospital's place, else nothing."""
    return Money(cases.place_or_404(hospital_code).price_minor or 0)


def _named(every: Iterable[Proposal]) -> list[Proposal]:
    """The best by each name; ties are cheaper, then shorter, then lighter."""
    names: dict[str, list[str]] = {}
    best: dict[str, Proposal] = {}
    for name, order in ORDERS.items():
        first = min(every, key=order, default=None)
        if first is not None:
            best[first.key] = first
            names.setdefault(first.key, []).append(name)
    return [_with_names(proposal, names[key]) for key, proposal in best.items()]


def _with_names(proposal: Proposal, names: list[str]) -> Proposal:
    return Proposal(**(vars(proposal) | {"names": tuple(names)}))


def _rest(every: list[Proposal], named: list[Proposal]) -> list[Proposal]:
    """What no other beats on money, time away and darkness together, cheapest first."""
    shown = {proposal.key for proposal in named}
    best: list[Proposal] = []
    for one in sorted(every, key=lambda p: (p.total, p.away, p.dark_minutes)):
        if not any(other.away <= one.away and other.dark_minutes <= one.dark_minutes for other in best):
            best.append(one)
    return [one for one in best if one.key not in shown][:OTHERS_SHOWN]


def _missing(there: Answer, in_time: list[Journey]) -> str | None:
    if there.journeys and not in_time:
        return _("Todas las salidas que alcanzan ya pasaron.")
    return there.missing
