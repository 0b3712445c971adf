"""A larger day, searched: a few runs are emptied, in part or wholly, and filled again, the best addition first.

Large neighbourhood search under simulated annealing: at first a dearer plan is taken too, so as to get out of a dead
end, later only a cheaper one. From time to time the best runs seen so far, of whatever plan, are put together anew:
plans that came to different good runs then share them. Chance is the same every time; how far it gets depends on the
time it has.
"""

import math
import random
import time
from dataclasses import dataclass
from heapq import heapreplace

from .insertion import Addition, Car, Order
from .rules import better, run_of, total
from .values import Day, Plan

WARMTH = 0.02  # of the dearest fare: so much dearer a plan may be at first
SEED = 1
TOGETHER = (0.25, 0.4, 0.55, 0.7, 0.8, 0.9)  # of the time: when the best runs are put together
FIRST, FURTHER = 0.12, 1.6  # how rarely a worse addition is taken: of who begins a run, of who joins it
RUNS, PLANS = 60, 120  # of each vehicle, and how many at a time, while they are put together


def improved(day: Day, baseline: Plan, seconds: float) -> Plan:
    """The best plan found; `baseline` where nothing is cheaper."""
    riders = [one for one in day.riders if not one.aside and day.direct(one) is not None]
    if not riders or not day.vehicles:
        return baseline
    cars = [Car(day, riders, load) for load in day.vehicles]
    orders = _Search(cars).best(seconds)
    told = [(car.load, car.told(order)) for car, order in zip(cars, orders, strict=True) if order]
    runs = tuple(run for load, order in told if (run := run_of(day, load, order)))
    return better(day, Plan(runs, total(day, runs), baseline.alone), baseline)


@dataclass(frozen=True)
class _State:
    """An order of stops for each vehicle, and what each is worth."""

    orders: tuple[Order, ...]
    values: tuple[int, ...]

    @property
    def value(self) -> int:
        return sum(self.values)


class _Search:
    def __init__(self, cars: list[Car]):
        self.cars, self.chance = cars, random.Random(SEED)
        self.seen: list[dict[int, tuple[int, Order]]] = [{} for _car in cars]  # by who rides, the best

    def best(self, seconds: float) -> tuple[Order, ...]:
        begun = time.perf_counter()
        now = best = _State(((),) * len(self.cars), (0,) * len(self.cars))
        warm = WARMTH * 1000 * max(one.public for one in self.cars[0].riders) or 1
        due = list(TOGETHER)
        while (gone := (time.perf_counter() - begun) / seconds) < 1:
            if due and gone >= due[0]:
                due.pop(0)
                now = best = max(best, self._together(), key=lambda one: one.value)
            tried = self._changed(now)
            gain = tried.value - now.value
            if gain >= 0 or self.chance.random() < math.exp(max(-700.0, gain / (warm * (1 - gone) ** 2))):
                now = tried
                best = max(best, now, key=lambda one: one.value)
        return best.orders

    def _changed(self, now: _State) -> _State:
        orders, values = list(now.orders), list(now.values)
        chosen = self.chance.sample(range(len(orders)), min(len(orders), self.chance.choice((1, 1, 2, 2, 3))))
        for v in chosen:
            orders[v] = self._emptied(orders[v])
        riding = [_riding(order) for order in orders]
        taken = sum(riding)
        for v in chosen:
            order = self._filled(self.cars[v], orders[v], taken ^ riding[v])
            values[v], orders[v] = max((0, ()), (self.cars[v].value(order), order))
            taken, riding[v] = taken ^ riding[v], _riding(orders[v])
            taken |= riding[v]
            if values[v] > self.seen[v].get(riding[v], (0,))[0]:
                self.seen[v][riding[v]] = values[v], orders[v]
        return _State(tuple(orders), tuple(values))

    def _together(self) -> _State:
        """The most valuable choice of a run for each vehicle, or none, without anybody twice; the best few kept."""
        plans: list[tuple[int, int, tuple]] = [(0, 0, ())]
        for seen in self.seen:
            most = sorted(((value, riding, order) for riding, (value, order) in seen.items()), key=_worth)[:RUNS]
            most.append((0, 0, ()))
            best, longer = [-1] * PLANS, []
            for worth, taken, chosen in plans:
                for value, riding, order in most:
                    if worth + value < best[0]:
                        break  # nor is any run after it worth enough
                    if not taken & riding:
                        heapreplace(best, worth + value)
                        longer.append((worth + value, taken | riding, (*chosen, (order, value))))
            plans = sorted(longer, key=_worth)[:PLANS]
        orders, values = zip(*plans[0][2], strict=True)
        return _State(orders, values)

    def _emptied(self, order: Order) -> Order:
        riding = sorted({stop >> 1 for stop in order})
        if not riding or self.chance.random() < 0.4:
            return ()
        out = set(self.chance.sample(riding, self.chance.randint(1, len(riding))))
        return tuple(stop for stop in order if stop >> 1 not in out)

    def _filled(self, car: Car, order: Order, taken: int) -> Order:
        """An empty run begins with somebody who may cost more than they save; then the best additions, mostly."""
        rate = FIRST if not order else FURTHER
        while longer := _free(car.additions(order), taken, int(self.chance.expovariate(rate))):
            order, rate = longer, FURTHER
        return order


def _free(additions: list[Addition], taken: int, skipped: int) -> Order:
    """The best addition of somebody who is not taken, or one after it: as many are skipped as there can be."""
    order: Order = ()
    for _gain, n, longer in additions:
        if not taken >> n & 1:
            order = longer
            if not skipped:
                break
            skipped -= 1
    return order


def _riding(order: Order) -> int:
    """Who rides, as bits."""
    return sum(1 << (stop >> 1) for stop in order if stop & 1)


def _worth(one: tuple) -> int:
    """The most valuable first."""
    return -one[0]
