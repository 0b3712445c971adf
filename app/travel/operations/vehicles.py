"""The verbs of vehicles: kept in the list, told to drive, called back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.cases.models import Place
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..models import Leg, Trip, Vehicle, VehicleRide, VehicleRun
from ..queries.vehicles import beds_on_the_way, rides_now, standing_rides, ways
from ..rides import going, seat
from ..rules import dark_minutes
from ..timetable import parse_days
from .by_hand import corrected
from .on_site import drop_nights


def save_vehicle(
    vehicle: Vehicle | None, by, *, name: str, plate: str, seats: int, home: Place, per_km: Money, driver_name: str,
    driver_phone: str, active: bool = True, chairs: int = 0, chair_seats: int = 1, days: str = "daily",
) -> Vehicle:  # fmt: skip
    """Adds it, or changes it. Refused: its name is taken; days that are none; wheelchairs that need more seats than it
    has."""
    parse_days(days)
    if chairs * chair_seats > seats:
        raise Refused(_("Con sus sillas de ruedas no alcanzan los lugares: revise cuántos quita cada una."), "chairs")
    same = db.session.scalar(select(Vehicle).where(Vehicle.name == name))
    if same is not None and same is not vehicle:
        raise Refused(_("Ya hay un vehículo con ese nombre."), "name")
    vehicle = vehicle or Vehicle()
    vehicle.name, vehicle.plate, vehicle.seats, vehicle.home, vehicle.per_km = name, plate, seats, home, per_km
    vehicle.driver_name, vehicle.driver_phone, vehicle.active = driver_name, driver_phone, active
    vehicle.chairs, vehicle.chair_seats, vehicle.days = chairs, chair_seats, days
    db.session.add(vehicle)
    db.session.flush()
    audit.record("vehicle.saved", f"vehicle:{vehicle.id}", by, name=name, seats=seats, per_km=str(per_km))
    return vehicle


def begin_run(run: VehicleRun) -> VehicleRun:
    """Refused: this vehicle has a run in that direction on that day already."""
    db.session.add(run)
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise Refused(_("Ese vehículo ya tiene un recorrido ese día: deshágalo antes.")) from taken
    audit.record("vehicle.run", f"vehicle:{run.vehicle_id}", run.accepted_by or "", on=str(run.on_day))
    return run


def take_along(trip: Trip, run: VehicleRun, ride: VehicleRide, by, now: datetime) -> Trip:
    """That way of the trip becomes one ride in the vehicle: no fare, and no bed on the way, wished for or not.

    Refused: they have left already; another run takes them.
    """
    if trip.state != "chosen":
        raise Refused(_("La familia del caso %(number)s ya salió: vuelva a calcular.", number=trip.case.number))
    for former in standing_rides(trip.id, run.direction):
        former.standing = rides_now(former)  # it was planned anew, or moved, since that run was accepted
    db.session.flush()
    run.rides.append(ride)
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise Refused(_("Alguien más acaba de acomodar a esta familia: vuelva a calcular.")) from taken
    rides = ways(trip, run.direction)
    leg = _leg(trip, rides, run, ride)
    drop_nights(trip, beds_on_the_way(trip, run.direction))
    setattr(trip, "evenings_before" if run.direction == "there" else "evenings_after", 0)
    for one in rides:
        trip.legs.remove(one)
    trip.legs.append(leg)
    return corrected(trip, _("va en %(vehicle)s", vehicle=run.vehicle.name), by, now)


def _leg(trip: Trip, rides: list[Leg], run: VehicleRun, ride: VehicleRide) -> Leg:
    leg = Leg(
        direction=run.direction, origin=rides[0].origin, destination=rides[-1].destination, mode="vehicle",
        departs_at=ride.gets_on_at, arrives_at=ride.gets_off_at, by_hand=True, driver=run.vehicle.driver[:80],
        meeting_point=rides[0].meeting_point or rides[0].origin.name[:120],
        dark_minutes=dark_minutes(ride.gets_on_at, ride.gets_off_at, clock.zone()),
    )  # fmt: skip
    riders = {one.traveller_id for one in rides[0].seats}
    leg.seats = [seat(one, 0) for one in going(trip) if one.id in riders]
    return leg


def call_back(run: VehicleRun, by, now: datetime) -> list[VehicleRide]:
    """The run is no more. Gives back the rides that stood; their trips are put back by who asked.

    Nobody else calls it back meanwhile. Refused: undone already.
    """
    db.session.refresh(run, with_for_update={"of": VehicleRun})
    if run.undone_at is not None:
        raise Refused(_("Ese recorrido ya se deshizo."))
    run.undone_at = now
    standing = [ride for ride in run.rides if ride.standing]
    for ride in standing:
        ride.standing = False
    db.session.flush()
    audit.record("vehicle.run_undone", f"vehicle:{run.vehicle_id}", by, on=str(run.on_day))
    return standing
