"""A day of the programme's vehicles: who could share, what it saves, and what accepting it sets off."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.accounts.models import User
from app.coordination import letters, money, reads
from app.finance import operations as finance
from app.finance import queries as finance_queries
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.models import Trip, Vehicle, VehicleRide, VehicleRun
from app.travel.pooling import Day, Plan, Run, Stop, check_plan, solve


@dataclass(frozen=True)
class Sketch:
    """A day as it could be driven. `taken`: runs that were accepted before; their people and vehicles are out of it."""

    on: date
    direction: str
    day: Day
    plan: Plan
    trips: Mapping[int, Trip]
    vehicles: Mapping[int, Vehicle]
    taken: list[VehicleRun]
    places: Mapping[str, str]

    def hour(self, minute: int) -> datetime:
        """Minutes of the day as an instant."""
        return clock.at_wall(self.on, time()) + timedelta(minutes=minute)

    @property
    def case_ids(self) -> set[int]:
        """Of everybody on the page."""
        return {trip.case_id for trip in self.trips.values()} | {
            ride.trip.case_id for run in self.taken for ride in run.rides
        }

    def seats_of(self, trip_id: int) -> int:
        return next(one.seats for one in self.day.riders if one.key == trip_id)

    def left_out(self) -> list[tuple[Trip, str]]:
        """Who travels as planned, and why."""
        waiting = [one for one in self.day.riders if one.key not in self.plan.served]
        return [(self.trips[one.key], self._why(one)) for one in waiting]

    def _why(self, rider) -> str:
        if rider.aside:
            return str(_("así se decidió"))
        if self.day.direct(rider) is None:
            return str(_("no se sabe cuánto tarda el camino: faltan rutas o coordenadas"))
        if not any(rider.seats <= car.seats for car in self.day.vehicles):
            return str(_("no caben en ningún vehículo"))
        return str(_("sale igual o más barato como ya está planeado, o no se alcanza la hora"))


def sketch(on: date, direction: str, choices: travel_queries.Choices) -> Sketch:
    """What the programme's vehicles could do that day, at most two seconds of search."""
    taken = travel_queries.runs_of_day(on, direction)
    riding = {ride.trip_id for run in taken for ride in run.rides if travel_queries.still_rides(ride)}
    busy = {run.vehicle_id for run in taken}
    trips = [trip for trip in travel_queries.trips_of_day(on, direction) if trip.id not in riding]
    loads = [one for one in travel_queries.vehicles() if one.id not in busy]
    day = travel_queries.day_of(trips, loads, on, direction, choices)
    by_id = {trip.id: trip for trip in trips}
    return Sketch(on, direction, day, solve(day), by_id, {one.id: one for one in loads}, taken, _names())


def _names() -> dict[str, str]:
    """Code → name of every place of the book."""
    return {code: place.name for code, place in travel_queries.planner_book().places.items()}


def as_text(plan: Plan) -> str:
    """The plan that somebody looked at, to be sent back when they accept it."""
    return json.dumps([
        [run.vehicle, run.metres, run.cost, [[s.rider, int(s.on), s.place, s.minute] for s in run.stops],
         sorted(run.detours.items())]
        for run in plan.runs
    ])  # fmt: skip


def from_text(text: str) -> list[Run]:
    """Refused: what as_text did not write."""
    try:
        return [_run(*told) for told in json.loads(text)]
    except (TypeError, ValueError) as unreadable:
        raise Refused(_("Vuelva a calcular antes de aceptar.")) from unreadable


def _run(vehicle, metres, cost, stops, detours) -> Run:
    in_order = tuple(Stop(int(rider), bool(on), str(place), int(minute)) for rider, on, place, minute in stops)
    more = {int(rider): int(minutes) for rider, minutes in detours}
    return Run(int(vehicle), in_order, int(metres), int(cost), more)


def accept(shown: Sketch, runs: list[Run], now: datetime, by: User) -> int:
    """Each party of these runs rides with us: rides, budgets and texts follow. Gives how many.

    Refused: nothing to accept; a trip, a vehicle or an hour that changed since it was shown.
    """
    if not runs:
        raise Refused(_("No hay recorridos que aceptar."))
    check_plan(shown.day, runs)
    return sum(_accept(shown, run, now, by) for run in runs)


def _accept(shown: Sketch, found: Run, now: datetime, by: User) -> int:
    run = VehicleRun(
        vehicle=shown.vehicles[found.vehicle], on_day=shown.on, direction=shown.direction, metres=found.metres,
        cost=Money(found.cost), accepted_at=now, accepted_by=by,
    )  # fmt: skip
    travel.begin_run(run)
    gets_on = {stop.rider: stop.minute for stop in found.stops if stop.on}
    for stop in (stop for stop in found.stops if not stop.on):
        trip = shown.trips[stop.rider]
        ride = VehicleRide(
            trip=trip, direction=shown.direction, seats=shown.seats_of(trip.id), detour_minutes=found.detours[trip.id],
            gets_on_at=shown.hour(gets_on[stop.rider]), gets_off_at=shown.hour(stop.minute), former=_former(trip),
        )  # fmt: skip
        travel.take_along(trip, run, ride, by, now)
        _follow(trip, now, by)
    return len(gets_on)


def _former(trip: Trip) -> str:
    budget = finance_queries.budget_of(trip.case_id, money.source(trip))
    return json.dumps({"plan": travel.plan_values(trip), "budget": finance.standing_of(budget)})


def _follow(trip: Trip, now: datetime, by: User):
    appointment = reads.appointment(trip.appointment_id)
    budget = money.budget_for(trip, appointment.case, by, now)
    letters.reconcile(appointment, now)
    return budget


def undo(run: VehicleRun, now: datetime, by: User) -> list[str]:
    """Everybody on it travels as before. Gives the names of those whose trip changed since, and stays as it is."""
    kept = []
    still = {ride.id for ride in run.rides if travel_queries.still_rides(ride)}
    for ride in travel.call_back(run, by, now):
        if ride.id not in still or ride.trip.state != "chosen":
            kept.append(ride.trip.case.patient.full_name)
            continue
        former = json.loads(ride.former)
        travel.put_back(ride.trip, former["plan"], _("Ya no va en el vehículo"), by, now)
        budget = _follow(ride.trip, now, by)
        if budget is not None and former["budget"] is not None:
            finance.stand_again(budget, former["budget"], by)
    return kept
