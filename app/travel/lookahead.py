"""What can be known before the search: to board at a place in time, how late may one leave the start at best, how
cheaply may one come, and with how little darkness?

One pass over the departures between the horizon and the goal, in the order in which they leave. The three figures
travel side by side, each by whatever way is best for it, so together they are better than any one journey, and none
is worse than it can be. The search asks about every label: one that nobody can reach is dropped, and the label that
lets people leave latest comes first. Left out are places from which the goal is too far, and starts so early that a
journey already known is better whatever follows.

Of a window at the start every minute would count. They are taken by the hour, each for the last of it: an answer
may be up to 59 minutes too late and is never too early, so nothing is lost by believing it.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from .bounds import Bounds
from .ways import Move, WaysThere, Window

NEVER, ALWAYS = -(1 << 62), 1 << 62
HOUR = 60
Coming = tuple[int, int, int, int]  # (place, left the start at, weight, dark minutes)
Point = tuple[int, int, int, int]  # (from when on one may board, latest start, least weight, least dark minutes)
NOBODY: Point = (NEVER, NEVER, ALWAYS, ALWAYS)


@dataclass(frozen=True)
class Journeying:
    """From `start`, at `horizon` or later, until `ends`. `beds`: lodging → (weight of a night, nights without a bed).

    By place: people are let in if they left the start after `earliest`, and can board by `latest`. `beaten` is asked,
    with the best that they can still become, whether a journey known is better than they; `far` bounds what is to come.
    """

    start: int
    horizon: int
    ends: int
    transfer: int
    beds: Mapping[int, tuple[int, Collection[int]]]
    earliest: Sequence[int]
    latest: Sequence[int]
    far: Bounds
    beaten: Callable[[int, int, int], bool]


class LookAhead:
    """The pass, made at once. `points[night]`: place → its points; times and starts grow, the rest falls."""

    def __init__(self, ways: WaysThere, asked: Journeying):
        self.ways, self.asked = ways, asked
        beyond = ways.nights + 1  # for whoever is still under way when a stretch ends
        self.latest, self.earliest = [*asked.latest] * beyond, [*asked.earliest] * beyond
        self.points: dict[int, dict[int, list[Point]]] = {}
        asleep: list[Coming] = []
        under_way: list[tuple[int, Coming]] = []
        first = ways.night_of(max(asked.horizon, min(asked.earliest) + 1))
        for night in range(first, ways.night_of(asked.ends) + 1):
            stretch = _Stretch(self, night)
            stretch.begin(asleep, under_way)
            stretch.run()
            asleep, under_way = stretch.end()
            self.points[night] = stretch.points

    def at(self, place: int, night: int, time: int) -> Point:
        """What holds for boarding at `place` at `time` in that stretch; NOBODY if nobody can."""
        for point in reversed(self.points.get(night, {}).get(place, ())):
            if point[0] <= time:
                return point
        return NOBODY


class _Stretch:
    """Between two 02:00s, in minutes from its beginning. By place: the best start, weight and darkness so far."""

    def __init__(self, ahead: LookAhead, night: int):
        self.asked, self.ways, self.night = ahead.asked, ahead.ways, night
        self.earliest, self.latest = ahead.earliest, ahead.latest
        self.begins, ends = self.ways.bounds_of(night)
        self.minutes = ends - self.begins + 1
        self.left = list(self.earliest)
        self.spent, self.dark = [ALWAYS] * len(self.left), [ALWAYS] * len(self.left)
        self.points: dict[int, list[Point]] = {}
        self.windows: dict[int, list[Window]] = {}
        self.moves: dict[int, list[Move]] = defaultdict(list)  # by minute of departure, from places with people
        self.coming: dict[int, list[Coming]] = defaultdict(list)  # by the minute at which they may board
        self.busy = bytearray(self.minutes)  # 1: something leaves in this minute, or somebody may board

    def begin(self, asleep: list[Coming], under_way: list[tuple[int, Coming]]) -> None:
        """Those who come from the night before, and those who set out, at whichever minute, having spent nothing."""
        asked, start = self.asked, self.asked.start
        for since, (place, when, *figures) in under_way:
            if when > self.earliest[place] and since <= self.latest[place]:
                self._expect(since - self.begins, (place, when, *figures))
        for place, when, *figures in asleep:
            if when > self.earliest[place] and self.begins <= self.latest[place]:
                self._board(0, place, when, *figures)
        self.spent[start] = self.dark[start] = 0
        self._open(start, 0)
        for first, last, end, minutes, weight in self.windows[start]:
            for time in range(max(first, asked.horizon), min(last, asked.ends - minutes) + 1, HOUR):
                ready, when = time + minutes + asked.transfer, min(time + HOUR - 1, last)
                if when > self.earliest[end] and ready <= self.latest[end]:
                    self._expect(ready - self.begins, (end, when, weight, 0))

    def run(self) -> None:
        """By the minutes in which something happens: who may board now, then what leaves now."""
        left, spent, dark, earliest = self.left, self.spent, self.dark, self.earliest
        moves, coming, board, begins = self.moves, self.coming, self._board, self.begins
        start, transfer = self.asked.start, self.asked.transfer
        busy, size = self.busy, self.minutes
        minute, until = max(self.asked.horizon - begins, 0), min(self.asked.ends - begins, size)
        while (minute := busy.find(1, minute, until)) >= 0:
            for place, when, weight, gloom in coming.pop(minute, ()):
                if when > left[place] or weight < spent[place] or gloom < dark[place]:
                    board(minute, place, when, weight, gloom)
            left[start] = begins + minute
            for origin, end, minutes, fare, gloom in moves.get(minute, ()):
                when = left[origin]
                if when > left[end] or spent[origin] + fare < spent[end] or dark[origin] + gloom < dark[end]:
                    ready = minute + minutes + transfer
                    if when > earliest[end]:
                        coming[ready].append((end, when, spent[origin] + fare, dark[origin] + gloom))
                        if ready < size:
                            busy[ready] = 1
            minute += 1

    def end(self) -> tuple[list[Coming], list[tuple[int, Coming]]]:
        """Who sleeps, and who is still under way and may board at an instant of a later stretch."""
        places, opens = self.ways.places, self.ways.bed_night(self.night + 1)
        under_way = []
        for minute in sorted(self.coming):
            for place, *figures in self.coming[minute]:
                if place < places:
                    self._board(minute, place, *figures)
                else:
                    under_way.append((self.begins + minute, (place - places, *figures)))
        asleep = [
            (place, self.left[place], self.spent[place] + price, self.dark[place])
            for place, (price, closed) in self.asked.beds.items()
            if place in self.points and opens not in closed
        ]
        return asleep, under_way

    def _board(self, minute: int, place: int, when: int, weight: int, gloom: int) -> None:
        """From `minute` on people may board who have at least one figure that is better than any before."""
        left, spent, dark, asked = self.left, self.spent, self.dark, self.asked
        if asked.beaten(when, weight + asked.far.weights[place], gloom + asked.far.darks[place]):
            return
        if when > left[place]:
            left[place] = when
        else:
            when = left[place]
        if weight < spent[place]:
            spent[place] = weight
        else:
            weight = spent[place]
        if gloom < dark[place]:
            dark[place] = gloom
        else:
            gloom = dark[place]
        since = self.begins + minute
        if place in self.points:
            self.points[place].append((since, when, weight, gloom))
        else:
            self.points[place] = [(since, when, weight, gloom)]
            self._open(place, minute)
        for first, last, end, minutes, fare in self.windows[place]:
            if since <= last and (when > left[end] or weight + fare < spent[end] or gloom < dark[end]):
                ready = (since if since > first else first) + minutes + self.asked.transfer
                if when > self.earliest[end] and ready <= self.latest[end]:
                    self._expect(ready - self.begins, (end, when, weight + fare, gloom))

    def _expect(self, minute: int, coming: Coming) -> None:
        self.coming[minute].append(coming)
        if minute < self.minutes:
            self.busy[minute] = 1

    def _open(self, place: int, minute: int) -> None:
        """From now on it counts what leaves the place for where people are let in, and can be in time."""
        moves, busy, earliest = self.moves, self.busy, self.earliest
        for times, base, move in self.ways.leaving(place, self.night):
            _origin, end, minutes, _weight, _dark = move
            if earliest[end] < ALWAYS:
                until = self.latest[end] - self.begins - minutes - self.asked.transfer
                for time in times[bisect_left(times, minute - base) : bisect_right(times, until - base)]:
                    moves[base + time].append(move)
                    busy[base + time] = 1
        self.windows[place] = [one for one in self.ways.windows(place, self.night) if earliest[one[2]] < ALWAYS]
