"""Where each line and bar of a picture lies, as plain values; the table under it says the same in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .rules import Spread, Week, together

WIDTH, HEIGHT = 760, 380
LEFT, RIGHT, TOP, BOTTOM = 78, 16, 26, 30
INSIDE, TALL = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM


@dataclass(frozen=True)
class Axis:
    """From `least` at the foot to `most` at the top, both round, as the `ticks` between them."""

    least: int
    most: int
    step: int

    @classmethod
    def of(cls, least: int, most: int) -> "Axis":
        """Out to the next round amounts, which the ticks are."""
        step = _step(max(1, most - least))
        return cls(least // step * step, max(step, -(-most // step) * step), step)

    @property
    def ticks(self) -> list[int]:
        return list(range(self.least, self.most + 1, self.step))

    def y(self, amount: int) -> int:
        kept = min(max(amount, self.least), self.most)
        return TOP + TALL * (self.most - kept) // (self.most - self.least)


def _step(reach: int) -> int:
    """1, 2 or 5 times a power of ten, so that about four make up `reach`."""
    power = 1
    while power * 10 * 4 <= reach:
        power *= 10
    return next(times * power for times in (1, 2, 5, 10) if times * power * 5 >= reach)


def x(weeks: int, days: int, of: int) -> int:
    """So many weeks and days from the left, of as many weeks."""
    return LEFT + INSIDE * (7 * weeks + days) // (7 * of)


@dataclass(frozen=True)
class MoneyPicture:
    """What is left of a fund. `booked`, `expected`: points of a line; `band`: of the range around the expected.
    `ends`: x and the day on which it is expected not to be enough."""

    axis: Axis
    booked: str
    expected: str
    band: str
    ends: tuple[int, date] | None
    days: list[tuple[int, date]]


def of_money(stock: int, weeks: Sequence[Week], out: date | None) -> MoneyPicture:
    booked, sums = [0], [Spread(), *together(weeks)]
    for week in weeks:
        booked.append(booked[-1] + week.booked)
    left = [[stock - known - getattr(one, name) for known, one in zip(booked, sums, strict=True)] for name in NAMES]
    axis = Axis.of(min(left[1][-1], 0), max(stock, 1))
    points = lambda values: [f"{x(k, 0, len(weeks))},{axis.y(value)}" for k, value in enumerate(values)]  # noqa: E731
    return MoneyPicture(
        axis,
        " ".join(points([stock - known for known in booked])),
        " ".join(points(left[1])),
        " ".join(points(left[0]) + points(left[2])[::-1]),
        (_x_of(out, weeks), out) if out else None,
        _days(weeks),
    )


NAMES = ("low", "expected", "high")


def _x_of(day: date, weeks: Sequence[Week]) -> int:
    return x(0, (day - weeks[0].start).days, len(weeks))


def _days(weeks: Sequence[Week]) -> list[tuple[int, date]]:
    return [(x(k, 0, len(weeks)), week.start) for k, week in enumerate(weeks)]


@dataclass(frozen=True)
class Bar:
    """One week: what is booked from `foot` up to `booked`, what is expected on top up to `whole`, and the range."""

    x: int
    width: int
    foot: int
    booked: int
    whole: int
    low: int
    high: int


@dataclass(frozen=True)
class PlacesPicture:
    """Nights or seats by week. `full`: points of a line at as many as each week has, a step where they change; None:
    nobody wrote how many, or they are out of the picture. `ceiling`: where that line ends on the right."""

    axis: Axis
    bars: list[Bar]
    full: str | None
    ceiling: int
    days: list[tuple[int, date]]


def of_places(capacity: Sequence[int] | None, weeks: Sequence[Week]) -> PlacesPicture:
    """`capacity`: as many as there are in each week."""
    most, highest = max([1, *(week.whole.high for week in weeks)]), max(capacity or [0])
    axis, each = Axis.of(0, max(most, highest) if highest <= 4 * most else most), INSIDE // len(weeks)
    shown = capacity is not None and highest <= axis.most
    return PlacesPicture(
        axis,
        [_bar(axis, k, week, each, len(weeks)) for k, week in enumerate(weeks)],
        _steps(axis, capacity) if capacity and shown else None,
        axis.y(capacity[-1]) if capacity else 0,
        _days(weeks),
    )


def _steps(axis: Axis, capacity: Sequence[int]) -> str:
    """From the left to the right of the picture: each week at its height."""
    of = len(capacity)
    ends = [(x(k + side, 0, of), axis.y(places)) for k, places in enumerate(capacity) for side in (0, 1)]
    return " ".join(f"{at},{high}" for at, high in ends)


def _bar(axis: Axis, k: int, week: Week, each: int, of: int) -> Bar:
    whole = week.whole
    heights = (axis.y(amount) for amount in (0, week.booked, whole.expected, whole.low, whole.high))
    return Bar(x(k, 0, of) + each // 6, each * 2 // 3, *heights)
