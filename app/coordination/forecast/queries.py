"""What was needed and what is booked, as items, in six statements however many trips. A trip is found by the day of its
appointment, which is indexed; a cancelled one is not counted, neither ahead nor behind."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from sqlalchemy import Date, Select, String, and_, case, cast, func, literal, null, or_, select

from app.cases.models import Appointment, Place
from app.finance.models import Advance, Budget, BudgetPart, Delivery, Entry, Estimate, Fund, Hold, Transfer
from app.finance.models.funds import APART, DIRECT
from app.foundation import clock
from app.foundation.db import db
from app.travel.models import BedNight, Leg, Seat, Trip, Vehicle, VehicleOut, VehicleRide, VehicleRun
from app.travel.vehicle_days import why_not

from .rules import AHEAD, HELD_BACK, LOOKED_AT, WEEK, Item

BEHIND = (LOOKED_AT + HELD_BACK) * WEEK
MARGIN = timedelta(days=28)  # nights and rides that lie around the day of the appointment
NOT_BOUGHT = ("walk",)


@dataclass(frozen=True)
class FundMoney:
    """`needs`: what trips cost, and what left it without a trip; of coming trips what has not been handed over.
    `promised`: of that, what the fund holds back already."""

    needs: list[Item] = field(default_factory=list)
    promised: list[int] = field(default_factory=list)


def funds() -> list[Fund]:
    """Those that are offered, with what they hold."""
    return list(db.session.scalars(select(Fund).where(Fund.active).order_by(Fund.name)))


def money(today: date) -> dict[int | None, FundMoney]:
    """Fund id → its money. None: budgets that no fund pays for yet."""
    found: dict[int | None, FundMoney] = defaultdict(FundMoney)
    for fund_id, leaves, known, total, used, held in db.session.execute(_trips_money(today)):
        day, of = clock.today(leaves), found[fund_id]
        if day < today:
            of.needs.append(Item(day, clock.today(known), int(total or 0)))
        else:
            of.needs.append(Item(day, clock.today(known), max(0, int(total or 0) - int(used or 0))))
            of.promised.append(int(held or 0) if day < today + AHEAD * WEEK else 0)
    for fund_id, day, amount in db.session.execute(_money_without_a_trip(today)):
        found[fund_id].needs.append(Item(day, day, int(amount)))
    return found


def _trips(today: date, *columns) -> Select:
    """Trips that are not cancelled, by the day of their appointment."""
    joined = select(*columns).select_from(Appointment)
    joined = joined.join(Trip, and_(Trip.appointment_id == Appointment.id, Trip.state != "cancelled"))
    return joined.where(Appointment.on_day.between(today - BEHIND - MARGIN, today + AHEAD * WEEK + MARGIN))


def _trips_money(today: date) -> Select:
    """Money must be in hand when they leave. Who pays is known from the approval on; of several, each its part."""
    total = select(func.sum(Estimate.amount_minor)).where(Estimate.budget_id == Budget.id)
    own = or_(BudgetPart.id.is_(None), Hold.fund_id == BudgetPart.fund_id)
    used = select(func.sum(Hold.used_minor)).where(Hold.budget_id == Budget.id, own)
    held = select(func.sum(Hold.amount_minor - Hold.used_minor)).where(
        Hold.budget_id == Budget.id, Hold.state == "held", own
    )  # fmt: skip
    known = func.coalesce(Budget.approved_at, Trip.created_at, type_=Trip.created_at.type)
    leaves = func.coalesce(Trip.departs_at, Trip.present_at, type_=Trip.present_at.type)
    whole, used, held = (one.correlate(Budget, BudgetPart).scalar_subquery() for one in (total, used, held))
    source = literal("trip:") + cast(Trip.id, String)
    fund_id = func.coalesce(BudgetPart.fund_id, Budget.fund_id)
    trips = _trips(today, fund_id, leaves, known, func.coalesce(BudgetPart.amount_minor, whole), used, held).join(
        Budget, and_(Budget.case_id == Trip.case_id, Budget.source == source, Budget.state != "released")
    )
    return trips.outerjoin(BudgetPart, BudgetPart.budget_id == Budget.id)


def _money_without_a_trip(today: date) -> Select:
    """Advances that were asked for apart, direct payments, the carrier's texts, by fund and day of the books."""
    no_trip = or_(Advance.budget_id.is_(None), Budget.source.startswith(APART), Budget.source.startswith(DIRECT))
    apart = or_(Entry.kind == "text_cost", and_(Entry.kind == "delivery", no_trip))
    return (
        select(Fund.id, Entry.book_date, func.sum(Transfer.amount_minor))
        .select_from(Entry)
        .join(Transfer, Transfer.entry_id == Entry.id)
        .join(Fund, Fund.account_id == Transfer.debit_id)
        .outerjoin(Delivery, Delivery.entry_id == Entry.id)
        .outerjoin(Advance, Advance.id == Delivery.advance_id)
        .outerjoin(Budget, Budget.id == Advance.budget_id)
        .where(Entry.book_date.between(today - BEHIND, today - timedelta(days=1)), apart)
        .group_by(Fund.id, Entry.book_date)
    )


def nights(today: date) -> dict[int, list[Item]]:
    """House → a night for each bed."""
    wanted = (
        _trips(today, BedNight.place_id, BedNight.night, Trip.created_at, func.count(BedNight.id))
        .join(BedNight, BedNight.trip_id == Trip.id)
        .where(BedNight.kind == "lodging")
        .group_by(BedNight.place_id, BedNight.night, Trip.id, Trip.created_at)
    )
    day = cache(clock.today)
    rows = ((place_id, night, day(known), count) for place_id, night, known, count in db.session.execute(wanted))
    return _added_up(rows)


def _added_up(rows: Iterable[tuple[Hashable, date, date, int]]) -> dict[Hashable, list[Item]]:
    """(thing, day, known since, amount) → the items of each thing, one for each pair of days."""
    sums = defaultdict(Counter)
    for key, day, known, amount in rows:
        sums[key][day, known] += amount
    items = {key: [Item(*days, amount) for days, amount in of.items()] for key, of in sums.items()}
    return defaultdict(list, items)


def seats(today: date) -> dict[tuple[str, str], list[Item]]:
    """(means, direction) → seats on rides. A seat in the programme's vehicles is known once the run was accepted."""
    known = case((VehicleRun.accepted_at.is_not(None), VehicleRun.accepted_at), else_=Trip.created_at)
    pooled = and_(VehicleRide.trip_id == Trip.id, VehicleRide.direction == Leg.direction, VehicleRide.standing)
    count = select(func.count(Seat.id)).where(Seat.leg_id == Leg.id).correlate(Leg).scalar_subquery()
    wanted = (
        _trips(today, Leg.mode, Leg.direction, Leg.departs_at, known, count)
        .join(Leg, and_(Leg.trip_id == Trip.id, Leg.mode.not_in(NOT_BOUGHT)))
        .outerjoin(VehicleRide, and_(pooled, Leg.mode == "vehicle"))
        .outerjoin(VehicleRun, VehicleRun.id == VehicleRide.run_id)
    )
    day = cache(clock.today)
    rows = db.session.execute(wanted)
    return _added_up(((mode, way), day(leaves), day(first), places) for mode, way, leaves, first, places in rows)


@dataclass(frozen=True)
class Out:
    """Days on which a vehicle stays at home, both included."""

    starts_on: date
    ends_on: date | None
    reason: str


@dataclass
class Car:
    """`days`: the weekdays on which it goes out, as the route book writes them."""

    seats: int
    days: str
    outs: list[Out] = field(default_factory=list)


@dataclass(frozen=True)
class Room:
    """`houses`: id, name and beds, where somebody wrote how many. `vehicles`: those of the programme."""

    houses: list[tuple[int, str, int | None]]
    vehicles: list[Car]

    def seats_on(self, day: date) -> int:
        """Of the vehicles that go out on it."""
        return sum(car.seats for car in self.vehicles if why_not(car.days, car.outs, day) is None)


def room() -> Room:
    """Houses, and each vehicle once for every span in which it is out: one statement."""
    nobody, never = literal(0), cast(null(), Date)
    houses = select(Place.id, nobody, Place.name, Place.beds, never, never, literal(""))
    cars = (
        select(
            nobody, Vehicle.id, Vehicle.days, Vehicle.seats, VehicleOut.starts_on, VehicleOut.ends_on, VehicleOut.reason
        )
        .outerjoin(VehicleOut, and_(VehicleOut.vehicle_id == Vehicle.id, VehicleOut.removed_at.is_(None)))
        .where(Vehicle.active)
    )
    wanted = houses.where(Place.kind == "lodging", Place.active).union_all(cars)
    found, vehicles = [], {}
    for house, vehicle, said, places, starts_on, ends_on, reason in db.session.execute(wanted):
        if house:
            found.append((house, said, places))
            continue
        car = vehicles.setdefault(vehicle, Car(places, said))
        if starts_on:
            car.outs.append(Out(starts_on, ends_on, reason))
    return Room(sorted(found, key=lambda row: row[1]), list(vehicles.values()))
