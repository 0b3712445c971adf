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
    """Nights or seats by week. `full`: the height of as many as there are in a week; None: nobody wrote how many."""

    axis: Axis
    bars: list[Bar]
    full: int | None
    days: list[tuple[int, date]]


def of_places(capacity: int | None, weeks: Sequence[Week]) -> PlacesPicture:
    most = max([1, *(week.whole.high for week in weeks)])
    most_drawn = max(most, capacity) if capacity is not None and capacity <= 4 * most else most
    axis, each = Axis.of(0, most_drawn), INSIDE // len(weeks)
    shown = capacity is not None and capacity <= axis.most
    return PlacesPicture(
        axis,
        [_bar(axis, k, week, each, len(weeks)) for k, week in enumerate(weeks)],
        axis.y(capacity) if shown else None,
        _days(weeks),
    )


def _bar(axis: Axis, k: int, week: Week, each: int, of: int) -> Bar:
    whole = week.whole
    heights = (axis.y(amount) for amount in (0, week.booked, whole.expected, whole.low, whole.high))
    return Bar(x(k, 0, of) + each // 6, each * 2 // 3, *heights)
