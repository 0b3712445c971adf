"""Rides, seats and nights as rows that no session holds yet: what a trip would be, read and priced like one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.cases.models import Place
from app.foundation import clock
from app.foundation.money import Money

from .book import Party
from .journeys import Journey, PlannedLeg
from .models import BedNight, Leg, Seat, Traveller, Trip

FULL_FARE = {"full": Party(full=1), "half": Party(full=0, half=1), "free": Party(full=0, free=1)}
MORNING_ENDS = time(12)  # without a way home, somebody's day is counted until noon


@dataclass(frozen=True)
class Sketch:
    """A trip as it would be. `legs` and `nights` are rows that stand already, and new ones without a session."""

    travellers: Sequence[Traveller]
    legs: Sequence[Leg]
    nights: Sequence[BedNight]
    present_at: datetime
    ends_at: datetime
    ready_at: datetime
    returns_at: datetime
    open_since: datetime | None = None
    state: str = "departed"

    @property
    def last_night(self) -> date | None:
        return max((night.night for night in self.nights), default=None)

    def nights_away(self) -> int:
        """Evenings from the one of the departure to the last night of anybody, both counted."""
        first = clock.today(min(leg.departs_at for leg in self.legs))
        return (self.last_night - first).days + 1 if self.last_night else 0

    def ahead(self, now: datetime) -> timedelta:
        """Time on the road that is still to come."""
        return sum((leg.arrives_at - leg.departs_at for leg in self.legs if leg.departs_at > now), timedelta())

    def nights_ahead(self, evening: date) -> int:
        """Evenings from this one on."""
        return len({night.night for night in self.nights if night.night >= evening})


def seat(traveller: Traveller, full_fare: int) -> Seat:
    fare = Money(FULL_FARE[traveller.fare_class].fare(full_fare))
    return Seat(traveller_id=traveller.id, traveller=traveller, fare=fare)


def leg_of(planned: PlannedLeg, direction: str, going: Iterable[Traveller], places: Mapping[str, Place]) -> Leg:
    """A ride of the planner as a row, with a seat for each of those going."""
    leg = Leg(
        direction=direction, origin=places[planned.origin], destination=places[planned.destination],
        route_id=planned.route, mode=planned.mode, departs_at=planned.departs_at, arrives_at=planned.arrives_at,
        dark_minutes=planned.dark_minutes, estimate=planned.estimate,
    )  # fmt: skip
    leg.to_id, leg.from_id = leg.destination.id, leg.origin.id
    leg.seats = [seat(traveller, planned.fare_each) for traveller in going]
    return leg


def legs_of(journey: Journey | None, direction: str, going: Sequence[Traveller], places) -> list[Leg]:
    return [leg_of(planned, direction, going, places) for planned in journey.legs] if journey else []


def nights_of(journey: Journey | None, going: Sequence[Traveller], places: Mapping[str, Place]) -> list[BedNight]:
    """The nights of a journey's stays, one line per person."""
    stays = journey.stays if journey else ()
    return [
        night_of(traveller, evening, "lodging", places[stay.place])
        for stay in stays
        for evening in evenings(stay.check_in, stay.check_in + timedelta(days=stay.nights))
        for traveller in going
    ]


def night_of(traveller: Traveller, evening: date, kind: str, place: Place | None) -> BedNight:
    """One person's night. A bed at a lodging and a chair cost what the place asks; the ward and home nothing."""
    price = Money(place.price_minor or 0) if place and kind in ("lodging", "chair") else Money.zero()
    return BedNight(
        traveller_id=traveller.id, traveller=traveller, night=evening, kind=kind,
        place=None if kind == "home" else place, price=price,
    )  # fmt: skip


def evenings(arrives: datetime, leaves: datetime) -> list[date]:
    """The nights between: those whose 02:00 is later than the arrival and not later than the departure."""
    first = clock.today(arrives - timedelta(hours=2))
    last = clock.today(leaves - timedelta(hours=2))
    return [first + timedelta(days=n) for n in range((last - first).days)]


def without(leg: Leg, leaving: set[int]) -> Leg | None:
    """The ride without some travellers; itself where none of them is on it, None where nobody else is."""
    rest = [one for one in leg.seats if one.traveller_id not in leaving]
    if len(rest) == len(leg.seats):
        return leg
    if not rest:
        return None
    names = (
        "direction", "origin", "destination", "from_id", "to_id", "route_id", "mode", "departs_at", "arrives_at",
        "dark_minutes", "estimate", "by_hand", "meeting_point", "driver", "note",
    )  # fmt: skip
    copy = Leg(**{name: getattr(leg, name) for name in names})
    copy.seats = [Seat(traveller_id=one.traveller_id, traveller=one.traveller, fare=one.fare) for one in rest]
    return copy


def noon_after(evening: date) -> datetime:
    return datetime.combine(evening + timedelta(days=1), MORNING_ENDS, clock.zone())


def going(trip: Trip) -> list[Traveller]:
    """Who is still on the way: not who died."""
    return [traveller for traveller in trip.travellers if traveller.away_until is None]
