"""B6: who rides with whom, of 8, 40 and 100 families, beside OR-Tools with sixty seconds."""

import time
from itertools import permutations
from random import Random
from statistics import median

from app.travel.pooling import Day, Load, Rider, exact, rules, search, solve

from . import ortools_peer
from .measure import REPEATS

TITLE = "B6: pooling"
SIZES, LONG = (8, 40, 100), 60.0
HEAD = f"""Families of one to three in twelve villages, to one of two hospitals by their hour; a vehicle of four to
eight seats for every ten. Ours: the median of {REPEATS} rounds; of 8 it is the optimum, proved. OR-Tools: the better of
two ways to begin, with {LONG:.0f} seconds each. *Ours, long*: our own search with {LONG:.0f} seconds, once. *Nobody
sharing*: each by public transport, or alone in a free vehicle. The last column is ours above the best of them all.
PyVRP is not beside them: it takes no pairs of a pick-up and its own drop.

| families | nobody sharing | ours | seconds | of processor | OR-Tools, {LONG:.0f} s | ours, long | above the best |
|---:|---:|---:|---:|---:|---:|---:|---:|"""


def measure() -> str:
    return "\n".join([HEAD, *(_row(many) for many in SIZES)])


def _row(many: int) -> str:
    day = a_day(many)
    alone = rules.alone(day)
    took, worked, costs = [], [], []
    for _round in range(REPEATS):
        began, busy = time.perf_counter(), time.process_time()
        costs.append(solve(day).cost)
        took.append(time.perf_counter() - began)
        worked.append(time.process_time() - busy)
    theirs = min(ortools_peer.cost(day, LONG, strategy) for strategy in ortools_peer.STRATEGIES)
    proved = many <= exact.MOST
    long = solve(day).cost if proved else search.improved(day, alone, LONG).cost
    ours = median(costs)
    above = (ours / min(ours, theirs, long) - 1) * 100
    return (
        f"| {many} | {alone.cost / 100:,.0f} | {ours / 100:,.0f}{' (optimum)' if proved else ''} | {median(took):.2f} |"
        f" {median(worked):.2f} | {theirs / 100:,.0f} | {'–' if proved else f'{long / 100:,.0f}'} | {above:+.2f} % |"
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
