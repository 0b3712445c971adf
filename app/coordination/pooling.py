"""A day of the programme's vehicles: who could share, what it saves, and what accepting it sets off."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.accounts.models import User
from app.cases.models import Case
from app.coordination import money
from app.coordination.follow import follow
from app.finance import operations as finance
from app.finance import queries as finance_queries
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.models import KeptApart, Trip, Vehicle, VehicleRide, VehicleRun
from app.travel.pooling import Day, Plan, Rider, Run, Stop, check_plan
from app.travel.vehicle_days import why_not


@dataclass(frozen=True)
class VehicleDay:
    """Who could ride on a day in one direction. `taken`: runs that were accepted; their people and vehicles are out of
    it. `parked`: vehicles that do not go out that day, and why. `apart`: families who are kept apart. `per_km`: the
    day's rate, if there is one. `places`: code → name."""

    on: date
    direction: str
    day: Day
    trips: Mapping[int, Trip]
    vehicles: Mapping[int, Vehicle]
    taken: list[VehicleRun]
    parked: list[tuple[Vehicle, str]]
    apart: list[KeptApart]
    per_km: Money | None
    places: Mapping[str, str]

    def hour(self, minute: int) -> datetime:
        """Minutes of the day as an instant."""
        return clock.at_wall(self.on, time()) + timedelta(minutes=minute)

    @property
    def case_ids(self) -> set[int]:
        """Of everybody on the page."""
        return set(self.families)

    @property
    def families(self) -> dict[int, Case]:
        """Those on the page, by the case's id."""
        trips = [ride.trip for run in self.taken for ride in run.rides] + list(self.trips.values())
        return {trip.case_id: trip.case for trip in trips}

    def leaves_home(self, run: Run) -> datetime | None:
        """When the vehicle leaves where it sleeps; None: nobody knows how long it takes to the first stop."""
        home, first = self.vehicles[run.vehicle].home.code, run.stops[0]
        lasts = 0 if home == first.place else self.day.minutes.get((home, first.place))
        return None if lasts is None else self.hour(first.minute - lasts)

    def seats_of(self, trip_id: int) -> int:
        return next(one.seats for one in self.day.riders if one.key == trip_id)

    def left_out(self, plan: Plan) -> list[tuple[Trip, str]]:
        """Who travels as planned, and why."""
        waiting = [one for one in self.day.riders if one.key not in plan.served]
        return [(self.trips[one.key], self._why(one)) for one in waiting]

    def troubles(self, run: VehicleRun) -> list[str]:
        """What an accepted run has come up against since."""
        rides = [ride for ride in run.rides if travel_queries.still_rides(ride)]
        legs = [travel_queries.ways(ride.trip, self.direction)[0] for ride in rides]
        said = [_("%(name)s: %(why)s", name=one.name, why=why) for one, why in self.parked if one.id == run.vehicle_id]
        if sum(travel_queries.chairs_on(leg) for leg in legs) > run.vehicle.chairs:
            said.append(_("lleva más sillas de ruedas que lugares para ellas"))
        riding = {ride.trip.case_id for ride in rides}
        if any({kept.case_id, kept.other_id} <= riding for kept in self.apart):
            said.append(_("van juntas dos familias que no deben ir juntas"))
        return said

    def _why(self, rider: Rider) -> str:
        if rider.aside and travel_queries.wished(self.trips[rider.key], self.direction):
            return str(_("se escogió una noche más: no viaja ese día"))
        if rider.aside:
            return str(_("así se decidió"))
        if self.day.direct(rider) is None:
            return str(_("no se sabe cuánto tarda el camino: faltan rutas o coordenadas"))
        if rider.only is not None:
            return str(_("en el vehículo que se escogió no caben, no alcanzan la hora o no deben ir juntos"))
        if not self.day.vehicles:
            return str(_("no hay vehículo libre ese día"))
        if rider.chairs and not any(rider.chairs <= car.chairs for car in self.day.vehicles):
            return str(_("ningún vehículo libre tiene lugar para su silla de ruedas"))
        if not any(car.seats_for(rider) <= car.seats for car in self.day.vehicles):
            return str(_("no caben en ningún vehículo"))
        if any(rider.key in pair for pair in self.day.apart):
            return str(_("no va junto con otra familia del día, y aparte no sale más barato"))
        return str(_("sale igual o más barato como ya está planeado, o no se alcanza la hora"))


def day_of(on: date, direction: str, choices: travel_queries.Choices) -> VehicleDay:
    """What `pooling.solve` is to be asked."""
    taken = travel_queries.runs_of_day(on, direction)
    riding = {ride.trip_id for run in taken for ride in run.rides if travel_queries.still_rides(ride)}
    busy = {run.vehicle_id for run in taken}
    trips = [trip for trip in travel_queries.trips_of_day(on, direction) if trip.id not in riding]
    why = {one: why_not(one.days, one.outs, on) for one in travel_queries.vehicles()}
    loads = [one for one, parked in why.items() if parked is None and one.id not in busy]
    per_km = finance_queries.vehicle_km(on)
    day = travel_queries.day_of(trips, loads, on, direction, choices, per_km)
    places = {code: place.name for code, place in travel_queries.planner_book().places.items()}
    by_id, cars = {trip.id: trip for trip in trips}, {one.id: one for one in loads}
    on_the_page = {ride.trip.case_id for run in taken for ride in run.rides} | {trip.case_id for trip in trips}
    parked = [(one, parked) for one, parked in why.items() if parked is not None]
    apart = travel_queries.kept_apart(on_the_page)
    return VehicleDay(on, direction, day, by_id, cars, taken, parked, apart, per_km, places)


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


def accept(
    on: date, direction: str, choices: travel_queries.Choices, runs: list[Run], now: datetime, by: User
) -> int:  # fmt: skip
    """Each party of these runs rides with us: rides, budgets and texts follow. Gives how many.

    Nobody else plans these trips meanwhile, and the plan is held against the day as it is now. Refused: nothing to
    accept; a trip, a vehicle or an hour that changed since it was shown.
    """
    if not runs:
        raise Refused(_("No hay recorridos que aceptar."))
    for trip_id in sorted({stop.rider for run in runs for stop in run.stops}):
        travel_queries.locked_trip(trip_id)
    today = day_of(on, direction, choices)
    check_plan(today.day, runs)
    return sum(_accept(today, run, now, by) for run in runs)


def _accept(today: VehicleDay, found: Run, now: datetime, by: User) -> int:
    run = VehicleRun(
        vehicle=today.vehicles[found.vehicle], on_day=today.on, direction=today.direction, metres=found.metres,
        cost=Money(found.cost), accepted_at=now, accepted_by=by,
    )  # fmt: skip
    travel.begin_run(run)
    gets_on = {stop.rider: stop.minute for stop in found.stops if stop.on}
    for stop in (stop for stop in found.stops if not stop.on):
        trip = today.trips[stop.rider]
        ride = VehicleRide(
            trip=trip, direction=today.direction, seats=today.seats_of(trip.id), detour_minutes=found.detours[trip.id],
            gets_on_at=today.hour(gets_on[stop.rider]), gets_off_at=today.hour(stop.minute), former=_former(trip),
        )  # fmt: skip
        travel.take_along(trip, run, ride, by, now)
        follow(trip, now, by)
    return len(gets_on)


def _former(trip: Trip) -> str:
    budget = finance_queries.budget_of(trip.case_id, money.source(trip))
    return json.dumps({"plan": travel.plan_values(trip), "budget": finance.standing_of(budget)})


def undo(run: VehicleRun, now: datetime, by: User) -> list[str]:
    """Everybody on it travels as before. Gives the case numbers of those whose trip changed since, and stays."""
    kept = []
    for ride in travel.call_back(run, by, now):
        trip = travel_queries.locked_trip(ride.trip_id)
        if not travel_queries.rides_now(ride) or trip.state != "chosen":
            kept.append(trip.case.number)
            continue
        former = json.loads(ride.former)
        travel.put_back(trip, former["plan"], _("Ya no va en el vehículo"), by, now)
        budget = follow(trip, now, by).budget
        if budget is not None and former["budget"] is not None:
            finance.stand_again(budget, former["budget"], by)
    return kept
