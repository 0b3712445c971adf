"""Reads of vehicles: whom a day's runs could take, what was accepted, and who still rides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.cases.models import Case, Person
from app.foundation import clock
from app.foundation.clock import to_local
from app.foundation.db import db
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.money import Money

from ..book import Book
from ..models import BedNight, Leg, Traveller, Trip, Vehicle, VehicleOut, VehicleRide, VehicleRun
from ..pooling import Day, Load, Rider
from ..pooling.roads import between
from ..rides import is_main
from .apart import kept_apart
from .book import planner_book
from .trips import whole

OUT_FROM = 4 * 60  # nobody is fetched before four in the morning
LAST = 24 * 60 - 1
LIMITS = (joinedload(Traveller.person).joinedload(Person.limits),)


@dataclass(frozen=True)
class Choices:
    """What people decided: trip → vehicle or 0 for "not with us"; and how much longer somebody may sit."""

    by_trip: dict[int, int]
    detour: int = 60


def vehicles(*, also_inactive: bool = False) -> list[Vehicle]:
    wanted = select(Vehicle).order_by(Vehicle.name)
    return list(db.session.scalars(wanted if also_inactive else wanted.where(Vehicle.active)))


def vehicle_or_404(vehicle_id: int) -> Vehicle:
    found = db.session.get(Vehicle, vehicle_id)
    if found is None:
        raise NotFound(_("Ese vehículo no existe."))
    return found


def out_or_404(out_id: int) -> VehicleOut:
    found = db.session.get(VehicleOut, out_id)
    if found is None:
        raise NotFound(_("Esas fechas no están anotadas."))
    return found


def run_or_404(run_id: int) -> VehicleRun:
    found = db.session.get(VehicleRun, run_id)
    if found is None:
        raise NotFound(_("Ese recorrido no existe."))
    return found


def trips_of_day(on: date, direction: str) -> list[Trip]:
    """Chosen trips that must be at the hospital on that day, or are ready for the way home on it."""
    begins, ends = clock.at_wall(on, time()), clock.at_wall(on, time(23, 59))
    instant = Trip.present_at if direction == "there" else Trip.ready_at
    wanted = select(Trip).where(Trip.state == "chosen", instant.between(begins, ends)).order_by(instant, Trip.id)
    wanted = wanted.options(joinedload(Trip.case).joinedload(Case.patient), joinedload(Trip.appointment))
    wanted = wanted.options(selectinload(Trip.travellers).options(*LIMITS))
    return [trip for trip in db.session.scalars(whole(wanted)).unique() if ways(trip, direction)]


def ways(trip: Trip, direction: str) -> list[Leg]:
    """The rides that the party takes together from home to the first date, or home from the last one."""
    rides = [leg for leg in trip.legs if leg.direction == direction and is_main(leg)]
    if direction == "there" and len(trip.dates) > 1:
        return [leg for leg in rides if leg.departs_at < trip.present_at]
    return rides


def beds_on_the_way(trip: Trip, direction: str) -> list[BedNight]:
    """Paid beds that a vehicle makes needless: before they present themselves, or once they are ready to go home."""
    day = to_local(trip.present_at if direction == "there" else trip.ready_at).date()
    lodging = [night for night in trip.nights if night.kind == "lodging"]
    return [night for night in lodging if (night.night < day if direction == "there" else night.night >= day)]


def wished(trip: Trip, direction: str) -> int:
    """Evenings more that somebody chose on that side: that day no vehicle comes, unless somebody chooses one."""
    return trip.evenings_before if direction == "there" else trip.evenings_after


def public_cost(trip: Trip, direction: str) -> Money:
    """Fares and beds of that way as it is planned now."""
    fares = sum((leg.fare for leg in ways(trip, direction)), Money.zero())
    return fares + sum((night.price for night in beds_on_the_way(trip, direction)), Money.zero())


def day_of(
    trips: list[Trip], loads: list[Vehicle], on: date, direction: str, choices: Choices, per_km: Money | None
) -> Day:  # fmt: skip
    """What the solver is asked. Minutes are those of `on` by the wall clock. `per_km`: what the programme counts for a
    kilometre that day; None: what each vehicle says of itself."""
    riders = [_rider(trip, direction, choices) for trip in trips]
    cars = [_load(one, one.per_km if per_km is None else per_km) for one in loads]
    codes = [place for one in riders for place in (one.origin, one.destination)] + [car.home for car in cars]
    minutes, metres = between(planner_book(), codes, on)
    return Day(riders, cars, minutes, metres, choices.detour, _apart(trips))


def _load(one: Vehicle, per_km: Money) -> Load:
    return Load(one.id, one.seats, one.home.code, per_km.amount_minor, one.chairs, one.chair_seats)


def _apart(trips: list[Trip]) -> frozenset[frozenset[int]]:
    """Pairs of trips whose families are kept apart."""
    by_case: dict[int, list[int]] = {}
    for trip in trips:
        by_case.setdefault(trip.case_id, []).append(trip.id)
    pairs = [(by_case[kept.case_id], by_case[kept.other_id]) for kept in kept_apart(by_case)]
    return frozenset(frozenset((one, other)) for ours, theirs in pairs for one in ours for other in theirs)


def chairs_on(leg: Leg) -> int:
    """How many of those on this ride stay in their wheelchair."""
    people = [seat.traveller.person for seat in leg.seats]
    return sum(bool(one and one.limits and one.limits.wheelchair) for one in people)


def _rider(trip: Trip, direction: str, choices: Choices) -> Rider:
    rides, chosen = ways(trip, direction), choices.by_trip.get(trip.id)
    there = direction == "there"
    return Rider(
        trip.id, len(rides[0].seats), rides[0].origin.code, rides[-1].destination.code,
        OUT_FROM if there else minute_of(trip.ready_at), minute_of(trip.present_at) if there else LAST,
        public_cost(trip, direction).amount_minor, only=chosen or None,
        aside=chosen == 0 or (chosen is None and wished(trip, direction) > 0),
        chairs=chairs_on(rides[0]),
    )  # fmt: skip


def minute_of(at: datetime) -> int:
    local = to_local(at)
    return local.hour * 60 + local.minute


def runs_of_day(on: date, direction: str) -> list[VehicleRun]:
    """Accepted and not undone, with who rides."""
    wanted = select(VehicleRun).where(
        VehicleRun.on_day == on, VehicleRun.direction == direction, VehicleRun.undone_at.is_(None)
    )  # fmt: skip
    rides = joinedload(VehicleRun.rides).joinedload(VehicleRide.trip)
    wanted = wanted.options(
        rides.joinedload(Trip.case).joinedload(Case.patient), rides.joinedload(Trip.travellers).options(*LIMITS)
    )  # fmt: skip
    wanted = wanted.options(rides.joinedload(Trip.legs).joinedload(Leg.seats))
    return list(db.session.scalars(wanted.order_by(VehicleRun.id)).unique())


def leave_home(runs: Iterable[VehicleRun]) -> dict[int, datetime]:
    """Run → when it leaves where it sleeps, to be at its first stop by the book's roads. Left out: nobody rides, or
    nobody knows how long that takes. The book is read once."""
    book = planner_book()
    return {run.id: at for run in runs if (at := _leaves_home(run, book))}


def _leaves_home(run: VehicleRun, book: Book) -> datetime | None:
    rides = [ride for ride in run.rides if still_rides(ride)]
    first = min(rides, key=lambda ride: ride.gets_on_at, default=None)
    if first is None:
        return None
    home, begins = run.vehicle.home.code, ways(first.trip, run.direction)[0].origin.code
    minutes, _metres = between(book, (home, begins), run.on_day)
    lasts = 0 if home == begins else minutes.get((home, begins))
    return None if lasts is None else first.gets_on_at - timedelta(minutes=lasts)


def runs_between(vehicle: Vehicle, first: date, last: date | None) -> list[date]:
    """Days on which it was told to drive, of these."""
    wanted = select(VehicleRun.on_day).where(
        VehicleRun.vehicle_id == vehicle.id, VehicleRun.undone_at.is_(None), VehicleRun.on_day >= first
    )  # fmt: skip
    wanted = wanted if last is None else wanted.where(VehicleRun.on_day <= last)
    return list(db.session.scalars(wanted.distinct().order_by(VehicleRun.on_day)))


def standing_rides(trip_id: int, direction: str) -> list[VehicleRide]:
    wanted = select(VehicleRide).where(VehicleRide.trip_id == trip_id, VehicleRide.direction == direction)
    return list(db.session.scalars(wanted.where(VehicleRide.standing)))


def still_rides(ride: VehicleRide) -> bool:
    """On this run, and their trip says so."""
    return ride.standing and rides_now(ride)


def rides_now(ride: VehicleRide) -> bool:
    """The trip was not planned anew, moved or called off since."""
    if ride.trip.state not in ("chosen", "departed", "arrived"):
        return False
    return any(
        leg.mode == "vehicle" and leg.direction == ride.direction and leg.departs_at == ride.gets_on_at
        for leg in ride.trip.legs
    )
