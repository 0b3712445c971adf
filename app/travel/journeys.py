"""What the planner answers: journeys with legs and stays, rides packed so that nobody waits to no purpose."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.foundation.money import Money

from .book import Book, Party
from .local_days import LocalDays
from .search import Label, rides_of
from .service_days import Ride, ServiceDays
from .ways import turned


@dataclass(frozen=True)
class PlannedLeg:
    """One ride of the party. Times are aware, in the programme's zone; `fare_minor` is for everybody,
    `fare_each` the full fare of one."""

    origin: str
    destination: str
    mode: str
    departs_at: datetime
    arrives_at: datetime
    fare_minor: int
    fare_each: int
    dark_minutes: int
    route: int | None
    estimate: bool


@dataclass(frozen=True)
class PlannedStay:
    """`nights` nights at a lodging after arriving at `check_in`; `price_minor` is for everybody and all nights."""

    place: str
    check_in: datetime
    nights: int
    price_minor: int


@dataclass(frozen=True)
class Journey:
    """One member of the front."""

    legs: tuple[PlannedLeg, ...]
    stays: tuple[PlannedStay, ...]

    @property
    def departs_at(self) -> datetime:
        return self.legs[0].departs_at

    @property
    def arrives_at(self) -> datetime:
        return self.legs[-1].arrives_at

    @property
    def cost_minor(self) -> int:
        return sum(leg.fare_minor for leg in self.legs) + sum(stay.price_minor for stay in self.stays)

    @property
    def cost(self) -> Money:
        return Money(self.cost_minor)

    @property
    def nights(self) -> int:
        return sum(stay.nights for stay in self.stays)

    @property
    def dark_minutes(self) -> int:
        return sum(leg.dark_minutes for leg in self.legs)

    @property
    def estimated(self) -> bool:
        return any(leg.estimate for leg in self.legs)


def shortlist(journeys: Sequence[Journey], few: int = 3) -> tuple[list[Journey], list[Journey]]:
    """The cheapest, the shortest on the road, the one with least darkness; then the next ones, up to `few`. And the
    others. Both in the order in which they came."""
    if len(journeys) <= few + 1:  # behind a fold there is more than one
        return list(journeys), []
    wishes = (
        lambda one: (one.cost_minor, one.arrives_at - one.departs_at),
        lambda one: (one.arrives_at - one.departs_at, one.cost_minor),
        lambda one: (one.dark_minutes, one.cost_minor),
    )
    best = dict.fromkeys(min(range(len(journeys)), key=lambda n: wish(journeys[n])) for wish in wishes)
    shown = sorted([*best, *(n for n in range(len(journeys)) if n not in best)][:few])
    return [journeys[n] for n in shown], [one for n, one in enumerate(journeys) if n not in shown]


@dataclass(frozen=True)
class Wait:
    """Time at a place, as (instant it begins, instant it ends, position of the place)."""

    begins: int
    ends: int
    place: int


class Packing:
    """Labels of a search → journeys. Values never change; only when a ride runs inside its day may."""

    def __init__(self, service: ServiceDays, book: Book, party: Party):
        self.service, self.book, self.party = service, book, party
        self.days: LocalDays = service.days
        self.transfer = book.settings.transfer
        self.places = list(book.places.values())

    def journey(self, label: Label, forwards: bool, before: int | None, after: int | None) -> Journey:
        """`before`, `after`: the instant from which one waits to leave, or until which one waits there."""
        rides = rides_of(label) if forwards else [turned(ride) for ride in reversed(rides_of(label))]
        rides = self._packed(rides)
        waits = self._waits(rides, before, after)
        return Journey(tuple(map(self._leg, rides)), tuple(filter(None, map(self._stay, waits))))

    def _packed(self, rides: list[Ride]) -> list[Ride]:
        """Each next ride as soon as it runs; after a night, the first one as late as that day's last ride allows."""
        packed = list(rides)
        for first, last in self._days_of_travel(rides):
            for i in range(last - 1, first - 1, -1) if first else ():
                packed[i] = self._moved(packed[i], packed[i][0], packed[i + 1][0] - self.transfer, late=True)
            for i in range(first + 1, last + 1):
                packed[i] = self._moved(packed[i], packed[i - 1][3] + self.transfer, packed[i][3], late=False)
        return packed

    def _days_of_travel(self, rides: list[Ride]) -> list[tuple[int, int]]:
        """(first, last) positions of the rides between which nobody sleeps."""
        cuts = [i for i in range(1, len(rides)) if rides[i - 1][5] != rides[i][4]]
        return list(zip([0, *cuts], [cut - 1 for cut in [*cuts, len(rides)]], strict=True))

    def _moved(self, ride: Ride, earliest: int, latest: int, late: bool) -> Ride:
        """The latest (or earliest) departure of the same run within the limits: in all the rest they are alike."""
        departs, minutes = ride[0], ride[3] - ride[0]
        day = self.days.day_of(departs)
        midnight = self.days.at(day, 0)
        times = next(run.times for run in self.service.day(day)[ride[8]].runs if departs - midnight in run.times)
        if late:
            departs = max(departs, midnight + times[bisect_right(times, latest - minutes - midnight) - 1])
        else:
            departs = min(departs, midnight + times[bisect_left(times, earliest - midnight)])
        return (departs, *ride[1:3], departs + minutes, *ride[4:])

    def _waits(self, rides: list[Ride], before: int | None, after: int | None) -> list[Wait]:
        waits = [Wait(one[3], other[0], one[2]) for one, other in zip(rides, rides[1:], strict=False)]
        if before is not None:
            waits.insert(0, Wait(before, rides[0][0], rides[0][1]))
        if after is not None:
            waits.append(Wait(rides[-1][3], after, rides[-1][2]))
        return waits

    def _stay(self, wait: Wait) -> PlannedStay | None:
        nights = self.days.nights_by(wait.ends) - self.days.nights_by(wait.begins)
        if nights == 0:
            return None
        place = self.places[wait.place]
        price = nights * place.night(self.party.sleepers)
        return PlannedStay(place.code, self.days.aware(wait.begins), nights, price)

    def _leg(self, ride: Ride) -> PlannedLeg:
        route = self.book.routes[ride[8]]
        return PlannedLeg(
            route.origin, route.destination, route.mode, self.days.aware(ride[0]), self.days.aware(ride[3]),
            self.party.fare(ride[6]), ride[6], ride[7], route.key, route.estimate,
        )  # fmt: skip
