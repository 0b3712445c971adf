"""Timing two or more ways of doing the same, side by side."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

REPEATS = 5


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one contender: the median of the repeats, the fastest and the slowest."""

    contender: str
    median: float
    fastest: float
    slowest: float


def side_by_side(contenders: Mapping[str, Callable[[], object]], times: int = 1) -> list[Measured]:
    """Each contender in turn, `REPEATS` rounds after one to warm up; a round is `times` calls, told per call."""
    rounds: dict[str, list[float]] = {name: [] for name in contenders}
    for _round in range(REPEATS + 1):
        for name, work in contenders.items():
            began = time.perf_counter()
            for _call in range(times):
                work()
            rounds[name].append((time.perf_counter() - began) * 1000 / times)
    return [Measured(name, median(r[1:]), min(r[1:]), max(r[1:])) for name, r in rounds.items()]


def table(measured: list[Measured]) -> str:
    """Markdown; the last column says how many times the first contender's median each one took."""
    first = measured[0].median
    rows = [
        f"| {m.contender} | {m.median:.2f} | {m.fastest:.2f}–{m.slowest:.2f} | {m.median / first:.1f}× |"
        for m in measured
    ]
    return "\n".join(["| | median, ms | spread | beside the first |", "|---|---:|---:|---:|", *rows])
