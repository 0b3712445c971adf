"""Rides, seats and nights as rows that no session holds yet: what a trip would be, read and priced like one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.cases.models import Person, Place
from app.foundation import clock
from app.foundation.money import Money

from .book import MODES, Limits, Party
from .journeys import Journey, PlannedLeg
from .models import BedNight, Leg, Seat, Traveller, Trip, TripDate
from .rules import Member, same_person

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

    def __post_init__(self) -> None:
        """Nobody sleeps there before they join."""
        slept = [one for one in self.nights if _with_them(one)]
        object.__setattr__(self, "nights", slept)

    @property
    def dates(self) -> Sequence[TripDate]:
        """Those of the trip that these people are on: what a ward gave them to eat depends on them."""
        trip = self.travellers[0].trip if self.travellers else None
        return trip.dates if trip else ()

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


def _with_them(night: BedNight) -> bool:
    joins = night.traveller.joins_at
    return joins is None or clock.today(joins - timedelta(hours=2)) <= night.night


def members(travellers: Iterable[Traveller]) -> list[Member]:
    """Those who travel, as the planner wants to hear of them."""
    return [
        Member(
            one.person_id, one.name, one.kind, one.fare_class, limits_of_person(one.person),
            one.person.sex if one.person else None,
        )
        for one in travellers
    ]  # fmt: skip


def as_before(trip: Trip | None, party: Sequence[Member]) -> list[Member]:
    """The same people, each joining or leaving when the trip that stands says so."""
    rows = list(zip(members(trip.travellers), trip.travellers, strict=True)) if trip else []

    def marked(member: Member) -> Member:
        row = next((row for known, row in rows if same_person(known, member)), None)
        return replace(member, joins_at=row.joins_at, leaves_at=row.leaves_at) if row else member

    return [marked(member) for member in party]


def limits_of_person(person: Person | None) -> Limits:
    known = person.limits if person else None
    if known is None:
        return Limits()
    barred = set(known.barred_modes.split())
    modes = frozenset(MODES) - barred if barred else None
    return Limits(modes, known.no_dark, known.riding_minutes, known.wheelchair)


def shared_price(nights: Iterable[BedNight]) -> Iterator[tuple[BedNight, Money]]:
    """What each night costs: where a room is paid, its first sleeper carries the price and the others sleep free."""
    rooms: dict[tuple[int, date], list[BedNight]] = {}
    for night in nights:
        if night.kind == "lodging" and night.place.priced_per == "room":
            rooms.setdefault((night.place.id, night.night), []).append(night)
        else:
            yield night, night.price
    for sleepers in rooms.values():
        place = sleepers[0].place
        price = max(one.price for one in sleepers) or Money(place.price_minor or 0)
        for position, night in enumerate(sorted(sleepers, key=lambda one: one.traveller.id)):
            yield night, price if position % place.room_beds == 0 else Money.zero()


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
    on_it = (one for one in going if one.joins_at is None or one.joins_at <= planned.departs_at)
    leg.seats = [seat(traveller, planned.fare_each) for traveller in on_it]
    return leg


def apart(leg: Leg, now: datetime) -> bool:
    """A ride of somebody who goes home before the others, or is still to join them: theirs alone."""
    riders = [one.traveller for one in leg.seats]
    return bool(riders) and all(one.leaves_at or (one.joins_at and one.joins_at > now) for one in riders)


def is_main(leg: Leg) -> bool:
    """A ride of the patient; without the patient, of whoever neither joined on the way nor went home before."""
    riders = [one.traveller for one in leg.seats]
    return any(one.kind == "patient" for one in riders) or not any(one.joins_at or one.leaves_at for one in riders)


@dataclass(frozen=True)
class Stretch:
    """Rides that are read together: `part` is there, between (one visit and the next) or home. `due`: the hour of
    presenting oneself that its last ride is for; None on the way home."""

    part: str
    legs: list[Leg]
    due: datetime | None


def stretches(trip: Trip) -> list[Stretch]:
    """The rides as people say them; what follows the first visit and is not yet the way home lies between visits."""
    visits = [one.present_at for one in trip.dates] if len(trip.dates) > 1 else []
    first = min(visits, default=None)
    out = [leg for leg in trip.legs if leg.direction == "there"]
    between = [leg for leg in out if first is not None and leg.departs_at >= first]
    found = (
        Stretch("there", [leg for leg in out if leg not in between], first if between else trip.last_present_at),
        Stretch("between", between, trip.last_present_at),
        Stretch("home", [leg for leg in trip.legs if leg.direction == "home"], None),
    )
    return [one for one in found if one.legs]


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
    """Who is still on the way with the others: not who died, nor who goes home before them."""
    return [one for one in trip.travellers if one.away_until is None and one.leaves_at is None]
