"""What will be needed, on plain values. docs/rules-money.md says the same in prose, with a worked sum.

The field calls it additive pick-up, as hotels and airlines do it: what is booked so many weeks ahead, plus what was
usually added after that moment. Weeks are of seven days, counted from today. Amounts are integers: centavos, nights,
seats.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import isqrt

from app.foundation.money import half_up

AHEAD = 13  # weeks
LOOKED_AT = 26  # finished weeks, at most, from which one learns
HELD_BACK = 13  # the last of them, at most, on which the forecast is tried
ENOUGH = 8  # finished weeks before anything is expected from them
MEASURABLE = 4  # weeks held back before an error is told
LOW, HIGH = 10, 90  # percentiles: four weeks of five fall between
LEADS = (0, 3)  # weeks before the week begins: the one that begins now, the fourth
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Item:
    """So much is needed on `day`; it was known from the day `known` on."""

    day: date
    known: date
    amount: int


@dataclass(frozen=True)
class Spread:
    """What to expect, and between what and what it usually stays."""

    low: int = 0
    expected: int = 0
    high: int = 0


@dataclass(frozen=True)
class Week:
    """One coming week: what is booked, and what is expected to be added."""

    start: date
    booked: int
    more: Spread = Spread()

    @property
    def whole(self) -> Spread:
        return Spread(self.booked + self.more.low, self.booked + self.more.expected, self.booked + self.more.high)


@dataclass(frozen=True)
class Past:
    """Finished weeks, the oldest first. `added[w][lead]`: of what week `w` needed, what nobody knew `lead` weeks
    before its first day."""

    totals: list[int]
    added: list[list[int]]

    @property
    def enough(self) -> bool:
        return len(self.totals) >= ENOUGH


def past_of(items: Iterable[Item], today: date) -> Past:
    """From the week of the first need on, at most those from which one learns and those that are held back."""
    items = [item for item in items if item.day < today]
    if not items:
        return Past([], [])
    reach = -(-(today - min(item.day for item in items)).days // 7)
    count = min(reach, LOOKED_AT + HELD_BACK)
    totals, fresh = [0] * count, [[0] * (AHEAD + 1) for _ in range(count)]
    for item in items:
        ago = -(-(today - item.day).days // 7)
        if ago <= count:
            totals[count - ago] += item.amount
            fresh[count - ago][min(_lead(item, today - ago * WEEK), AHEAD)] += item.amount
    return Past(totals, [_summed(week)[:AHEAD] for week in fresh])


def _lead(item: Item, start: date) -> int:
    """The fewest weeks before `start` at which it was not known yet: 0 if it came on the first day or later."""
    return max(0, -(-(start - item.known).days // 7))


def _summed(amounts: Iterable[int]) -> list[int]:
    sums, so_far = [], 0
    for amount in amounts:
        so_far += amount
        sums.append(so_far)
    return sums


def spread(values: Sequence[int]) -> Spread:
    """The mean, half up, and the tenth and ninetieth percentile by nearest rank; the mean lies between them."""
    mean = half_up(Decimal(sum(values)) / len(values))
    return Spread(min(_percentile(values, LOW), mean), mean, max(_percentile(values, HIGH), mean))


def _percentile(values: Sequence[int], percent: int) -> int:
    return sorted(values)[-(-percent * len(values) // 100) - 1]


def coming(items: Iterable[Item], past: Past, today: date) -> list[Week]:
    """The next thirteen weeks. With too few finished weeks nothing is expected besides what is booked."""
    booked = Counter()
    for item in items:
        booked[(item.day - today).days // 7] += item.amount
    learnt = past.added[-LOOKED_AT:] if past.enough else []
    return [
        Week(today + k * WEEK, booked[k], spread([week[k] for week in learnt]) if learnt else Spread())
        for k in range(AHEAD)
    ]  # fmt: skip


def by_day(items: Iterable[Item]) -> Counter:
    days = Counter()
    for item in items:
        days[item.day] += item.amount
    return days


def together(weeks: Sequence[Week]) -> list[Spread]:
    """What is expected to be added by the end of each week. Surprises of different weeks partly cancel: the distances
    from the expected are added as squares."""
    sums, expected, below, above = [], 0, 0, 0
    for week in weeks:
        expected += week.more.expected
        below += (week.more.expected - week.more.low) ** 2
        above += (week.more.high - week.more.expected) ** 2
        sums.append(Spread(expected - isqrt(below), expected, expected + isqrt(above)))
    return sums


@dataclass(frozen=True)
class Out:
    """The first day on which it is not enough: for what is booked, as expected, and if much or little is needed.
    None: it lasts all the weeks."""

    booked: date | None = None
    expected: date | None = None
    soonest: date | None = None
    latest: date | None = None


def money_out(stock: int, weeks: Sequence[Week], booked: Mapping[date, int]) -> Out:
    """When money ends: what is booked leaves on its day, what is expected a seventh each day."""
    sums = together(weeks)
    ends = ([0] * len(weeks), *([getattr(one, name) for one in sums] for name in ("expected", "high", "low")))
    return Out(*(_first_short(stock, weeks, booked, one) for one in ends))


def _first_short(stock: int, weeks: Sequence[Week], booked: Mapping[date, int], ends: Sequence[int]) -> date | None:
    known, before = 0, 0
    for week, end in zip(weeks, ends, strict=True):
        for n in range(7):
            day = week.start + timedelta(days=n)
            known += booked.get(day, 0)
            if known + before + (end - before) * (n + 1) // 7 > stock:
                return day
        before = end
    return None


def places_out(room: Callable[[date], int], weeks: Sequence[Week], booked: Mapping[date, int]) -> Out:
    """The first day without a free place, of as many as `room` says for it; what is expected is spread evenly over the
    days of its week that have any."""
    names = ("expected", "high", "low")
    return Out(
        _first_full(room, weeks, booked, lambda week: 0),
        *(_first_full(room, weeks, booked, lambda week, name=name: getattr(week.more, name)) for name in names),
    )


def _first_full(room: Callable[[date], int], weeks: Sequence[Week], booked: Mapping[date, int], more) -> date | None:
    """A day without any place is full if somebody counts on it: booked, or expected in a week that has none at all."""
    for week in weeks:
        days = days_of(week)
        places = [room(day) for day in days]
        serving = sum(count > 0 for count in places)
        for day, count in zip(days, places, strict=True):
            known = booked.get(day, 0)
            if count:
                full = serving * known + more(week) >= serving * count
            else:
                full = known > 0 or (not serving and more(week) > 0)
            if full:
                return day
    return None


def days_of(week: Week) -> list[date]:
    return [week.start + timedelta(days=n) for n in range(7)]


@dataclass(frozen=True)
class Measured:
    """How far off it would have been, in sums over `weeks` held back, beside two who do not think: the week before once
    more, and the mean of the weeks before. `inside`: how many fell within the range."""

    lead: int
    weeks: int
    ours: int
    last_week: int
    mean: int
    inside: int

    def each(self, name: str) -> Decimal:
        """A mean absolute error."""
        return Decimal(getattr(self, name)) / self.weeks

    @property
    def ratio(self) -> Decimal | None:
        """Our error for each one of repeating last week: below one is better. None: that one never failed."""
        return Decimal(self.ours) / self.last_week if self.last_week else None

    @property
    def beaten(self) -> int:
        """How many of the two it beats."""
        return (self.ours < self.last_week) + (self.ours < self.mean)


def held_back(past: Past, lead: int) -> Measured | None:
    """Each of the last weeks is forecast from what was known `lead` weeks before it began, and compared with what it
    came to. None: too few weeks to say."""
    last = len(past.totals)
    tried = [week for week in range(max(0, last - HELD_BACK), last) if week - lead >= ENOUGH]
    if len(tried) < MEASURABLE:
        return None
    ours = last_week = means = inside = 0
    for week in tried:
        origin, came = week - lead, past.totals[week]
        known, before = came - past.added[week][lead], past.totals[max(0, origin - LOOKED_AT) : origin]
        more = spread([one[lead] for one in past.added[max(0, origin - LOOKED_AT) : origin]])
        ours += abs(known + more.expected - came)
        last_week += abs(before[-1] - came)
        means += abs(half_up(Decimal(sum(before)) / len(before)) - came)
        inside += known + more.low <= came <= known + more.high
    return Measured(lead, len(tried), ours, last_week, means, inside)
