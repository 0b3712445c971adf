"""The exact Pareto search: from a goal at its latest time back to a start.

A label is a way from some place, boarding there at some minute, to the goal. The search puts before it whatever
arrives in time for it. A label lives only while no other one at its place and stretch is as late, as cheap and as
dark-free, and while no whole journey known is as good as it can still become: how late it may leave the start, a
look ahead has found out (lookahead.py); how cheap and how free of darkness it will be, it is bounded by the map
(bounds.py). Labels that allow the latest start come first, so that whole journeys are known early.

The first round keeps to places that are hardly a detour, and finds nearly always the whole answer; the last one leaves
out nothing that those journeys do not prove useless. Rides only break ties, so they are the low digits of the money:
one ride weighs less than a centavo.
"""

from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

from .bounds import UNREACHED, Bounds
from .lookahead import ALWAYS, NEVER, Journeying, LookAhead
from .riding import Riding
from .service_days import Ride
from .ways import RIDES, Arriving, WaysThere

Figures = tuple[int, int, int, int]  # (departs, weight, dark minutes, tiredness)
Label = tuple[int, int, int, int, Arriving | None, "Label | None"]  # figures, run of the first ride, the label after
CENTAVO = 1 << RIDES
# How dear the cheapest way by a place may be in a first round: percent of the cheapest way of all, and centavos more.
DETOURS = ((110, 10_00), (125, 30_00), (150, 60_00), (200, 120_00), (300, 300_00))


@dataclass(frozen=True)
class Goal:
    """Where the search begins: at `place` at `time`, which lies in the stretch `night`; not beyond `horizon`."""

    place: int
    time: int
    night: int
    horizon: int


@dataclass(frozen=True)
class Asked:
    """Who searches: `beds` are lodging → (weight of a night for all, nights without a bed). `near` bounds the way from
    the start to a place, `far` from there to the goal. `riding` limits the hours on the road."""

    start: int
    goal: Goal
    transfer: int
    beds: Mapping[int, tuple[int, Collection[int]]]
    near: Bounds
    far: Bounds
    riding: Riding | None = None


class Search:
    """One question. The answer is `members`: all Pareto-best labels of the start, fewest rides among equals."""

    def __init__(self, ways: WaysThere, asked: Asked):
        self.ways, self.asked = ways, asked
        self.members: list[Label] = []

    def run(self) -> list[Label]:
        """Rounds by way of more and more places until something is found, then one that leaves nothing out."""
        near, far = self.asked.near.weights, self.asked.far.weights
        least = [before + after for before, after in zip(near, far, strict=True)]
        if least[self.asked.start] >= UNREACHED:
            return []
        for percent, more in DETOURS:
            if not self.members:
                most = least[self.asked.start] * percent // 100 + more * CENTAVO
                self._round([NEVER if weight <= most else ALWAYS for weight in least])
        self._round(self._too_early(least))
        return self.members

    def _too_early(self, least: list[int]) -> list[int]:
        """By place: who left the start then or before does worse than a journey known, if the way leads by there."""
        best = [label[:3] for label in self.members]
        found = []
        for weight, near, far in zip(least, self.asked.near.darks, self.asked.far.darks, strict=True):
            earliest = NEVER if weight < UNREACHED else ALWAYS
            for departs, known, gloom in best if weight < UNREACHED else ():
                if gloom <= near + far and known // CENTAVO <= weight // CENTAVO:
                    earliest = departs if known <= weight else departs - 1
                    break
            found.append(earliest)
        return found

    def _round(self, earliest: list[int]) -> None:
        """Adds to the members what can be found by way of places that are reached after the `earliest` start."""
        asked, goal = self.asked, self.asked.goal
        latest = [goal.time + asked.transfer - minutes for minutes in asked.far.minutes]
        journeying = Journeying(
            asked.start, goal.horizon, goal.time, asked.transfer, asked.beds, earliest, latest, asked.far, self._beaten
        )
        self.ahead = LookAhead(self.ways, journeying)
        self.bags: dict[tuple[int, int], list[Label]] = {}
        self.reached: dict[tuple[int, int], list[Arriving]] = {}
        self.waiting: list[tuple[int, int, int, int, int, int, Label]] = []
        self.count = count()
        tired = asked.riding.fresh(goal.time) if asked.riding else 0
        self._offer(goal.place, goal.night, (goal.time + asked.transfer, 0, 0, tired), None, None)
        while self.waiting:
            start, weight, dark, _count, place, night, label = heappop(self.waiting)
            kept = any(label is other for other in self.bags[place, night])
            if kept and not self._beaten(-start, weight, dark):
                self._sleep(place, night, label)
                self._extend(place, night, label)
        del self.ahead  # it asks us who is beaten: a circle that only the collector would undo, and that takes longer

    def _sleep(self, place: int, night: int, label: Label) -> None:
        """A night at a lodging, before the label."""
        price, closed = self.asked.beds.get(place, (0, None))
        if closed is not None and self.ways.bed_night(night) not in closed:
            departs, weight, dark, tired, run, following = label
            self._offer(place, night - 1, (departs, weight + price, dark, tired), run, following)

    def _extend(self, place: int, night: int, label: Label) -> None:
        """Of every run that arrives in time, the latest departure: the others are never better."""
        until, already, gloom, tired, _run, _following = label
        until -= self.asked.transfer
        start, riding = self.asked.start, self.asked.riding
        if (place, night) not in self.reached:
            self.reached[place, night] = self._reached(place, night)
        for run in self.reached[place, night]:
            times, base, minutes, origin, stretch, weight, dark, _more = run
            position = bisect_right(times, until - minutes - base)
            if position == 0:
                continue
            departs = base + times[position - 1]
            tiredness = tired if riding is None else riding.after(tired, departs, departs + minutes)
            if tiredness is None:
                continue
            figures = departs, already + weight, gloom + dark, tiredness
            if origin != start:
                self._offer(origin, stretch, figures, run, label)
            elif departs >= self.asked.goal.horizon:
                self._arrive((*figures, run, label))

    def _reached(self, place: int, night: int) -> list[Arriving]:
        """What arrives at the place within the stretch, from where people can be."""
        runs, points, start = self.ways.arriving(place, night), self.ahead.points, self.asked.start
        return [run for run in runs if run[4] in points and (run[3] in points[run[4]] or run[3] == start)]

    def _offer(self, place: int, night: int, figures: Figures, run: Arriving | None, following: Label | None) -> None:
        """Keeps a label that people can reach, if nothing known is as good."""
        departs, weight, dark, tired = figures
        bag = self.bags.get((place, night), ())
        for old in bag:
            if old[0] >= departs and old[1] <= weight and old[2] <= dark and old[3] <= tired:
                return
        _since, start, least, least_dark = self.ahead.at(place, night, departs)
        if start == NEVER or self._beaten(start, weight + least, dark + least_dark):
            return
        label = (departs, weight, dark, tired, run, following)
        kept = [old for old in bag if old[0] > departs or old[1] < weight or old[2] < dark or old[3] < tired]
        self.bags[place, night] = [*kept, label]
        heappush(self.waiting, (-start, weight + least, dark + least_dark, next(self.count), place, night, label))

    def _beaten(self, start: int, weight: int, dark: int) -> bool:
        """Whether a journey known is as late, as cheap and as light as this, and better in one of them or as short."""
        for departs, known, gloom, *_rest in self.members:
            if departs < start:
                return False
            if gloom <= dark and (known <= weight or (departs > start and known // CENTAVO <= weight // CENTAVO)):
                return True
        return False

    def _arrive(self, label: Label) -> None:
        """Adds a whole journey to the answer, unless an older one is as good or better. The latest is first."""
        if not any(_as_good(old, label) for old in self.members):
            kept = [old for old in self.members if not _as_good(label, old)]
            self.members = sorted([*kept, label], key=lambda member: -member[0])


def rides_of(label: Label) -> list[Ride]:
    """The rides of a label, in the search's direction."""
    rides = []
    following: Label | None = label
    while following is not None and following[4] is not None:
        departs, run = following[0], following[4]
        _times, _base, minutes, origin, before, _weight, dark, (place, after, fare, route) = run
        rides.append((departs, origin, place, departs + minutes, before, after, fare, dark, route))
        following = following[5]
    return rides


def _as_good(one: Label, other: Label) -> bool:
    """Whether `one` makes `other` superfluous: later or as late, as cheap, as light; then fewer rides."""
    cheap, dear = one[1] // CENTAVO, other[1] // CENTAVO
    if one[0] < other[0] or cheap > dear or one[2] > other[2]:
        return False
    return (cheap, one[2]) != (dear, other[2]) or one[0] > other[0] or one[1] <= other[1]
