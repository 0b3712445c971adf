"""Timing two or more ways of doing the same, side by side."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

REPEATS = 5


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one contender: the median of the repeats, the fastest and the slowest; where single calls were
    timed, what 99 of 100 took at most."""

    contender: str
    median: float
    fastest: float
    slowest: float
    p99: float | None = None


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


def one_by_one(contenders: Mapping[str, Callable[[], object]], calls: int) -> list[Measured]:
    """Each contender called `calls` times in each of `REPEATS` rounds after one to warm up; every call is timed."""
    rounds: dict[str, list[list[float]]] = {name: [] for name in contenders}
    for _round in range(REPEATS + 1):
        for name, work in contenders.items():
            rounds[name].append([_timed(work) for _call in range(calls)])
    return [_of_calls(name, taken[1:]) for name, taken in rounds.items()]


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _of_calls(name: str, rounds: list[list[float]]) -> Measured:
    medians = [median(calls) for calls in rounds]
    every = sorted(call for calls in rounds for call in calls)
    return Measured(name, median(medians), min(medians), max(medians), every[len(every) * 99 // 100])


def table(measured: list[Measured]) -> str:
    """Markdown; the last column says how many times the first contender's median each one took."""
    first = measured[0].median
    rows = [
        f"| {m.contender} | {m.median:.2f} | {m.fastest:.2f}–{m.slowest:.2f} | {_shown(m.p99)} | "
        f"{1000 / m.median:,.0f} | {m.median / first:.2f}× |"
        for m in measured
    ]
    head = ["| | median, ms | spread | p99 | a second | beside the first |", "|---|---:|---:|---:|---:|---:|"]
    return "\n".join([*head, *rows])


def _shown(milliseconds: float | None) -> str:
    return "" if milliseconds is None else f"{milliseconds:.2f}"
