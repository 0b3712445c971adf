"""B6: who rides with whom, of 8, 40 and 100 families, beside OR-Tools alone with sixty seconds."""

import time
from itertools import permutations
from random import Random
from statistics import median

from app.travel.pooling import Day, Load, Plan, Rider, exact, routing, rules, solve

from .measure import REPEATS

TITLE = "B6: pooling"
SIZES, LONG = (8, 40, 100), 60.0
HEAD = f"""Families of one to three in twelve villages, to one of two hospitals by their hour; a vehicle of four to
eight seats for every ten. Ours: the median of {REPEATS} rounds; of 8 it is the optimum, proved. OR-Tools alone: the
same model with {LONG:.0f} seconds, once, and no baseline to fall back on. *Nobody sharing*: each by public
transport, or alone in a free vehicle. PyVRP is not beside them: it takes no pairs of a pick-up and its own drop.

| families | nobody sharing | ours | seconds | OR-Tools, {LONG:.0f} s | ours above it |
|---:|---:|---:|---:|---:|---:|"""


def measure() -> str:
    return "\n".join([HEAD, *(_row(many) for many in SIZES)])


def _row(many: int) -> str:
    day = a_day(many)
    alone = rules.alone(day)
    took, costs = [], []
    for _round in range(REPEATS):
        began = time.perf_counter()
        costs.append(solve(day).cost)
        took.append(time.perf_counter() - began)
    long = routing.improved(day, Plan((), sum(one.public for one in day.riders), alone.cost), LONG).cost
    ours = median(costs)
    above = (ours / long - 1) * 100
    proved = " (optimum)" if many <= exact.MOST else ""
    return (
        f"| {many} | {alone.cost / 100:,.0f} | {ours / 100:,.0f}{proved} | {median(took):.2f} | {long / 100:,.0f} |"
        f" {above:+.2f} % |"
    )


def a_day(many: int) -> Day:
    """Places on a plane of 120 by 120 km; roads are 1.6 times as long as the plane, at 30 km an hour."""
    rng = Random(many)
    villages, hospitals = [f"V{n}" for n in range(12)], ["H1", "H2"]
    at = {place: (rng.uniform(0, 120), rng.uniform(0, 120)) for place in (*villages, *hospitals)}
    minutes, metres = {}, {}
    for start, end in permutations(at, 2):
        km = 1.6 * ((at[start][0] - at[end][0]) ** 2 + (at[start][1] - at[end][1]) ** 2) ** 0.5 + 1
        minutes[start, end], metres[start, end] = round(km * 2) + 1, round(km * 1000)
    riders = [_family(rng, key, villages, hospitals, metres) for key in range(many)]
    cars = [Load(n, rng.randint(4, 8), rng.choice(villages), rng.randint(150, 350)) for n in range(max(1, many // 10))]
    return Day(riders, cars, minutes, metres, detour=90)


def _family(rng: Random, key: int, villages: list[str], hospitals: list[str], metres: dict) -> Rider:
    seats, village, hospital = rng.choice((1, 2, 2, 3)), rng.choice(villages), rng.choice(hospitals)
    public = round(metres[village, hospital] / 1000 * 150) * seats
    return Rider(key, seats, village, hospital, 240, rng.choice((600, 660, 720, 780)), public)
