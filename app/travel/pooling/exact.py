"""The cheapest plan of a small day, proved: every set of riders for every vehicle, labels that nothing outdoes.

A label is a vehicle somewhere: how far it has driven, how long each on board has sat, and between which hours it can
be here. One label outdoes another of the same state when it is no worse in all of these.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .rules import better, run_of
from .values import Day, Load, Plan, Rider, Run

MOST = 8  # riders


@dataclass(frozen=True)
class _Label:
    """`begins` and `ends`: when it may be here at the earliest and the latest."""

    metres: int
    begins: int
    ends: int
    sat: tuple[int, ...]  # minutes on board, of those who are, in the order of the riders
    order: tuple[tuple[int, bool], ...]

    def outdoes(self, other: "_Label") -> bool:
        return (
            self.metres <= other.metres and self.begins <= other.begins and self.ends >= other.ends
            and all(mine <= yours for mine, yours in zip(self.sat, other.sat, strict=True))
        )  # fmt: skip


def cheapest(day: Day, baseline: Plan) -> Plan:
    """The optimum over who rides in what; `baseline` stands where nothing is cheaper."""
    whole = (1 << len(day.riders)) - 1
    best: dict[int, tuple[int, tuple[Run, ...]]] = {0: (0, ())}
    for vehicle in day.vehicles:
        runs = _runs(day, vehicle)
        longer = dict(best)
        for served, (cost, chosen) in best.items():
            for riders, run in runs.items():
                if not served & riders:
                    both = served | riders
                    if both not in longer or cost + run.cost < longer[both][0]:
                        longer[both] = (cost + run.cost, (*chosen, run))
        best = longer
    found = [
        (cost + _public(day, whole & ~served), served, chosen)
        for served, (cost, chosen) in best.items()
        if _all_locked(day, served)
    ]
    if not found:
        return baseline
    cost, _served, chosen = min(found, key=lambda one: (one[0], one[1]))
    return better(day, Plan(chosen, cost, baseline.alone), baseline)


def _public(day: Day, riders: int) -> int:
    return sum(one.public for n, one in enumerate(day.riders) if riders >> n & 1)


def _all_locked(day: Day, served: int) -> bool:
    """Whoever somebody put into a vehicle is in it."""
    return all(one.only is None or served >> n & 1 for n, one in enumerate(day.riders))


def _runs(day: Day, vehicle: Load) -> dict[int, Run]:
    """Set of riders, as bits → the cheapest run of this vehicle with just them."""
    found: dict[int, Run] = {}
    levels: dict[tuple[int, int, str], list[_Label]] = {(0, 0, vehicle.home): [_Label(0, -(10**9), 10**9, (), ())]}
    while levels:
        following: dict[tuple[int, int, str], list[_Label]] = defaultdict(list)
        for (on, off, place), labels in levels.items():
            for label in labels:
                if on and on == off:
                    _keep(found, day, vehicle, on, label)
                for state, longer in _steps(day, vehicle, on, off, place, label):
                    _add(following[state], longer)
        levels = following
    return found


def _keep(found: dict[int, Run], day: Day, vehicle: Load, riders: int, label: _Label) -> None:
    run = run_of(day, vehicle, [(day.riders[n], on) for n, on in label.order])
    if run and (riders not in found or run.cost < found[riders].cost):
        found[riders] = run


def _steps(day: Day, vehicle: Load, on: int, off: int, place: str, label: _Label) -> Iterator:
    """(state, label) of each next stop: one more gets on, or somebody on board gets off."""
    aboard = [n for n in range(len(day.riders)) if (on & ~off) >> n & 1]
    seats = sum(vehicle.seats_for(day.riders[n]) for n in aboard)
    chairs = sum(day.riders[n].chairs for n in aboard)
    for n, rider in enumerate(day.riders):
        if not on >> n & 1:
            fits = seats + vehicle.seats_for(rider) <= vehicle.seats and chairs + rider.chairs <= vehicle.chairs
            if not fits or not _may(rider, vehicle) or _clash(day, on, rider):
                continue
            if longer := _moved(day, place, label, aboard, n, rider, True):
                yield (on | 1 << n, off, rider.origin), longer
        elif n in aboard and (longer := _moved(day, place, label, aboard, n, rider, False)):
            yield (on, off | 1 << n, rider.destination), longer


def _clash(day: Day, on: int, rider: Rider) -> bool:
    return bool(day.apart) and any(
        frozenset((rider.key, other.key)) in day.apart for n, other in enumerate(day.riders) if on >> n & 1
    )


def _may(rider: Rider, vehicle: Load) -> bool:
    return not rider.aside and rider.only in (None, vehicle.key)


def _moved(day: Day, place: str, label: _Label, aboard: list[int], n: int, rider: Rider, on: bool) -> _Label | None:
    goal = rider.origin if on else rider.destination
    lasts = day.lasts(place, goal)
    if lasts is None:
        return None
    sat = dict(zip(aboard, (minutes + lasts for minutes in label.sat), strict=True))
    begins, ends = label.begins + lasts, label.ends + lasts
    if on:
        begins, sat[n] = max(begins, rider.earliest), 0
    else:
        ends = min(ends, rider.latest)
        if sat.pop(n) > (day.direct(rider) or 0) + day.detour:
            return None
    if begins > ends:
        return None
    minutes = tuple(sat[m] for m in sorted(sat))
    return _Label(label.metres + day.far(place, goal), begins, ends, minutes, (*label.order, (n, on)))


def _add(labels: list[_Label], new: _Label) -> None:
    if not any(label.outdoes(new) for label in labels):
        labels[:] = [label for label in labels if not new.outdoes(label)]
        labels.append(new)
