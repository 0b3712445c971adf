"""What a run costs and whether it can be driven. docs/rules-travel.md says the same in prose."""

from collections.abc import Sequence
from dataclasses import replace

from app.foundation.errors import Refused
from app.foundation.language import _

from .values import Day, Load, Plan, Rider, Run, Stop

Order = Sequence[tuple[Rider, bool]]  # who gets on (True) or off, one after the other


def run_of(day: Day, vehicle: Load, order: Order) -> Run | None:
    """The run that drives this order as late as it can; None where it cannot be driven.

    Nobody waits on board: the hours follow from one another, and the whole run moves until everybody is picked up
    when they can be and is there when they must.
    """
    minutes = _minutes(day, order)
    if minutes is None or not _fits(vehicle, order) or day.clash({rider.key for rider, _on in order}):
        return None
    begins = max(rider.earliest - at for (rider, on), at in zip(order, minutes, strict=True) if on)
    ends = min(rider.latest - at for (rider, on), at in zip(order, minutes, strict=True) if not on)
    detours = _detours(day, order, minutes)
    if begins > ends or any(more > day.detour for more in detours.values()):
        return None
    stops = tuple(
        Stop(rider.key, on, _place(rider, on), ends + at) for (rider, on), at in zip(order, minutes, strict=True)
    )
    metres = driven(day, vehicle, order)
    return None if metres is None else Run(vehicle.key, stops, metres, cost_of(vehicle, metres), detours)


def cost_of(vehicle: Load, metres: int) -> int:
    """Centavos, half up."""
    return (metres * vehicle.per_km + 500) // 1000


def driven(day: Day, vehicle: Load, order: Order) -> int | None:
    """Metres from the vehicle's home over every stop and back; None where there is no road."""
    places = [vehicle.home, *(_place(rider, on) for rider, on in order), vehicle.home]
    legs = list(zip(places, places[1:], strict=False))
    if any(day.lasts(*leg) is None for leg in legs):
        return None
    return sum(day.far(*leg) for leg in legs)


def _place(rider: Rider, on: bool) -> str:
    return rider.origin if on else rider.destination


def _minutes(day: Day, order: Order) -> list[int] | None:
    """Minutes from the first stop to each."""
    found, place = [0], _place(*order[0])
    for rider, on in order[1:]:
        lasts = day.lasts(place, _place(rider, on))
        if lasts is None:
            return None
        found.append(found[-1] + lasts)
        place = _place(rider, on)
    return found


def _fits(vehicle: Load, order: Order) -> bool:
    on_board = chairs = 0
    for rider, on in order:
        if rider.aside or rider.only not in (None, vehicle.key):
            return False
        on_board += vehicle.seats_for(rider) if on else -vehicle.seats_for(rider)
        chairs += rider.chairs if on else -rider.chairs
        if on_board > vehicle.seats or chairs > vehicle.chairs:
            return False
    return True


def _detours(day: Day, order: Order, minutes: Sequence[int]) -> dict[int, int]:
    """Rider → minutes more than the direct way."""
    got_on = {rider.key: at for (rider, on), at in zip(order, minutes, strict=True) if on}
    return {
        rider.key: at - got_on[rider.key] - (day.direct(rider) or 0)
        for (rider, on), at in zip(order, minutes, strict=True)
        if not on
    }


def alone(day: Day) -> Plan:
    """Nobody shares: each pays the public fare, or is driven alone where that is cheaper and a vehicle is free.

    Whoever was put into a vehicle is driven in it; what that adds is no part of `Plan.alone`.
    """
    runs = _singly(day)
    if all(one.only is None for one in day.riders):
        return Plan(runs, total(day, runs), total(day, runs))
    free = replace(day, riders=[replace(one, only=None) for one in day.riders])
    return Plan(runs, total(day, runs), total(free, _singly(free)))


def _singly(day: Day) -> tuple[Run, ...]:
    cheaper = [
        (rider.only is not None, rider.public - run.cost, -rider.key, -vehicle.key, run)
        for rider in day.riders
        for vehicle in day.vehicles
        if (run := run_of(day, vehicle, [(rider, True), (rider, False)])) and _wanted(rider, run)
    ]
    taken, runs = set(), {}
    for _chosen, _saves, rider, _vehicle, run in sorted(cheaper, key=lambda one: one[:4], reverse=True):
        if run.vehicle not in taken and rider not in runs:
            taken.add(run.vehicle)
            runs[rider] = run
    return tuple(runs.values())


def _wanted(rider: Rider, run: Run) -> bool:
    return rider.only == run.vehicle or run.cost < rider.public


def as_chosen(day: Day, runs: Sequence[Run]) -> bool:
    """Whoever somebody put into a vehicle is in it."""
    riding = {(stop.rider, run.vehicle) for run in runs for stop in run.stops}
    return all(one.only is None or (one.key, one.only) in riding for one in day.riders)


def better(day: Day, found: Plan, baseline: Plan) -> Plan:
    """Choices of people come before money; without any, the cheaper one."""
    if not as_chosen(day, found.runs):
        return baseline
    return found if found.cost < baseline.cost or not as_chosen(day, baseline.runs) else baseline


def total(day: Day, runs: Sequence[Run]) -> int:
    served = {stop.rider for run in runs for stop in run.stops}
    return sum(run.cost for run in runs) + sum(one.public for one in day.riders if one.key not in served)


def check_plan(day: Day, runs: Sequence[Run]) -> None:
    """Refused: somebody rides twice, or a run that these riders, seats and hours do not allow."""
    riders, vehicles = {one.key: one for one in day.riders}, {one.key: one for one in day.vehicles}
    seen = [stop.rider for run in runs for stop in run.stops if stop.on]
    if len(seen) != len(set(seen)) or len({run.vehicle for run in runs}) != len(runs):
        raise Refused(_("Alguien iría en dos vehículos: vuelva a calcular."))
    for run in runs:
        known = run.vehicle in vehicles and all(stop.rider in riders for stop in run.stops)
        order = [(riders[stop.rider], stop.on) for stop in run.stops] if known else []
        if not order or run_of(day, vehicles[run.vehicle], order) != run:
            raise Refused(_("Cambió un viaje, un vehículo, una hora o la tarifa: vuelva a calcular."))
