"""The plan of a day: proved where it is small, searched for where it is large, never dearer than each alone."""

from . import exact, search
from .rules import alone
from .values import Day, Plan

SECONDS = 2.0


def solve(day: Day, seconds: float = SECONDS) -> Plan:
    """Starts from nobody sharing. Up to eight parties the answer is the optimum."""
    baseline = alone(day)
    if len(day.riders) <= exact.MOST:
        return exact.cheapest(day, baseline)
    return search.improved(day, baseline, seconds)
