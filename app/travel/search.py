"""The exact Pareto search: from a goal at its latest time back to a start, over rides sorted once a day.

Every ride is looked at once, latest departure first, so what can follow a ride is complete when the ride comes
up (a connection scan), and a label can only be beaten by older ones at its place: on money and darkness, since
all of them leave later. Rides only break ties, so they are the low digits of the money: one ride weighs less than
a centavo. A wait through a 02:00 parts the labels of a place where nobody may
sleep; at a lodging, where it costs money, labels are compared as if all had waited since the same night.

A route that runs whenever wanted gives two kinds of rides: the last departure of its window, which is a ride
like any other, and for each label the departure that just makes it. No other minute of a window can be better:
inside a window no 02:00 passes, it has no dark minutes, and to leave later is never worse.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from heapq import heappop, heappush

from .book import Book, Party
from .service_days import Ride, RidesHome, RidesThere, rides_before

Label = tuple[int, int, int, Ride | None, "Label | None"]
# (weight counted from night 0, dark minutes, departs, first ride, the label it leads to)
CENTAVO = 1 << 14  # the weight of a centavo in rides: more than fit into any horizon


@dataclass(frozen=True)
class Goal:
    """Where the search begins: at `place` at `time`, which lies after `night` nights; not beyond `horizon`."""

    place: int
    time: int
    night: int
    horizon: int


@dataclass
class Bag:
    """The labels of a place between two nights without a bed: `fronts[i]` is what may be used until `times[i]`."""

    times: list[int] = field(default_factory=list)
    fronts: list[tuple[Label, ...]] = field(default_factory=list)


class Search:
    """One question. `bounds[place]`: least fare per person from the start to it; None where no way leads."""

    def __init__(self, rides: RidesThere | RidesHome, book: Book, party: Party, bounds: list[int | None],
                 closed_nights: dict[int, list[int]]):  # fmt: skip
        self.rides, self.bounds, self.party = rides, bounds, party
        self.transfer = book.settings.transfer
        self.prices = [_bed_price(place, party) for place in book.places.values()]
        self.weights = [(price or 0) * CENTAVO for price in self.prices]
        self.closed_nights = closed_nights
        self.fares: dict[int, int] = {}
        self.bags: list[dict[int, Bag] | None] = [None] * len(self.prices)
        self.waiting: list[tuple[int, int, int, Label, Ride]] = []
        self.members: list[Label] = []
        self.best: list[tuple[int, int]] = []
        self.whenever = _routes_into(book, rides)

    def run(self, start: int, goal: Goal) -> list[Label]:
        """All Pareto-best labels of `start`, latest departure first; fewest rides among equals."""
        self.start, self.horizon = start, goal.horizon
        self.cheapest = self._least_fare(goal.place)
        label: Label = (goal.night * self.weights[goal.place], 0, goal.time + self.transfer, None, None)
        self._keep(goal.place, goal.night, label)
        for day in self._days(goal):
            rides = self.rides.of(day)
            if self._scan(rides, rides_before(rides, goal.time)):
                break
        self._catch_up(self.horizon)
        return self.members

    def _days(self, goal: Goal):
        first, last = self.rides.day_of(goal.time), self.rides.day_of(goal.horizon)
        return range(first, last - 1, -1) if self.rides.forwards else range(first, last + 1)

    def _scan(self, rides: list[Ride], position: int) -> bool:
        """Looks at the rides from `position` on; True when the horizon is reached."""
        bags, waiting, horizon, extend = self.bags, self.waiting, self.horizon, self._extend
        for number in range(position, len(rides)):
            ride = rides[number]
            departs = ride[0]
            if departs < horizon:
                return True
            if waiting and -waiting[0][0] >= departs:
                self._catch_up(departs)
            bag = bags[ride[2]]
            if bag:
                extend(ride, bag)
                horizon = self.horizon
        return False

    def _catch_up(self, until: int) -> None:
        """Takes the rides of windows that leave at `until` or later, latest first."""
        waiting = self.waiting
        while waiting and -waiting[0][0] >= max(until, self.horizon):
            _when, _route, _order, label, ride = heappop(waiting)
            self._board(ride, (label,))

    def _extend(self, ride: Ride, bags: dict[int, Bag]) -> None:
        """Puts `ride` before everything that can follow it."""
        bag = bags.get(self._stretch(ride[2], ride[5]))
        if bag is None or self.bounds[ride[1]] is None:
            return
        latest, position = ride[3] + self.transfer, len(bag.times) - 1
        while position >= 0 and bag.times[position] < latest:
            position -= 1
        if position >= 0:
            self._board(ride, bag.fronts[position])

    def _board(self, ride: Ride, front: tuple[Label, ...]) -> None:
        departs, start, end, _arrives, before, after, fare, dark, _route = ride
        added = self._party_fare(fare) * CENTAVO + 1 - after * self.weights[end]
        if start == self.start:
            for label in front:
                self._arrive((added + label[0], label[1] + dark, departs, ride, label))
            return
        slept, known = before * self.weights[start], self._front(start, before)
        least = self._least_fare(start) * CENTAVO - slept
        for label in front:
            weight, gloom = added + label[0] + slept, label[1] + dark
            for old in known:
                if old[0] <= weight and old[1] <= gloom:
                    break
            else:
                if not self._beaten((weight + least) // CENTAVO, gloom):
                    known = self._keep(start, before, (weight, gloom, departs, ride, label))

    def _front(self, place: int, night: int) -> tuple[Label, ...]:
        """What may be used at `place` by whoever arrives there after `night` nights, as far as is known."""
        bags = self.bags[place]
        bag = bags.get(self._stretch(place, night)) if bags else None
        return bag.fronts[-1] if bag else ()

    def _keep(self, place: int, night: int, label: Label) -> tuple[Label, ...]:
        """Adds a label that no older one equals; asks for windows that make it. Returns the place's front."""
        bags = self.bags[place]
        if bags is None:
            bags = self.bags[place] = {}
        bag = bags.setdefault(self._stretch(place, night), Bag())
        weight, dark, departs = label[:3]
        older = bag.fronts[-1] if bag.fronts else ()
        front = (*(old for old in older if old[0] < weight or old[1] < dark), label)
        if bag.times and bag.times[-1] == departs:
            bag.fronts[-1] = front
        else:
            bag.times.append(departs)
            bag.fronts.append(front)
        if place in self.whenever:
            self._ask_windows(place, night, label)
        return front

    def _ask_windows(self, place: int, night: int, label: Label) -> None:
        """Rides into `place` that arrive just in time for the label, strictly inside their window."""
        arrives = label[2] - self.transfer
        day = self.rides.day_of(arrives)
        windows = self.rides.windows(day)
        same_night = day if self.rides.forwards else -day
        if self._stretch(place, same_night) != self._stretch(place, night):
            return
        for route, start in self.whenever[place]:
            window = windows.get(route)
            if window is None or self.bounds[start] is None:
                continue
            departs = arrives - window[2]
            if window[0] <= departs < window[1] and departs >= self.horizon:
                ride = (departs, start, place, arrives, same_night, same_night, window[3], 0, route)
                heappush(self.waiting, (-departs, route, len(self.waiting), label, ride))

    def _arrive(self, label: Label) -> None:
        """Adds a whole journey to the answer, unless an older one is as good or better."""
        if any(_as_good(old, label) for old in self.members):
            return
        self.members = [old for old in self.members if not _as_good(label, old)]
        self.members.append(label)
        self.best = _staircase(self.members)
        if self.best[0] == (self.cheapest, 0):  # nothing that leaves earlier can be better; as late, with fewer rides
            self.horizon = max(self.horizon, label[2])

    def _beaten(self, cost: int, dark: int) -> bool:
        """Whether a journey that leaves later is already as cheap and as light as this one can become."""
        position = bisect_left(self.best, (cost + 1,)) - 1
        return position >= 0 and self.best[position][1] <= dark

    def _least_fare(self, place: int) -> int:
        """A lower bound in centavos, for the party, of the fares between the start and `place`."""
        bound = self.bounds[place] or 0
        return bound * self.party.full + bound * self.party.half // 2

    def _party_fare(self, fare: int) -> int:
        found = self.fares.get(fare)
        if found is None:
            found = self.fares[fare] = self.party.fare(fare)
        return found

    def _stretch(self, place: int, night: int) -> int:
        """Which labels of a place a wait may join: those with the same number have no night without a bed between."""
        if self.prices[place] is None:
            return night
        closed = self.closed_nights.get(place)
        return bisect_left(closed, abs(night) + 1) if closed else 0


def _bed_price(place, party: Party) -> int | None:
    return None if place.kind != "lodging" else place.price_minor * party.sleepers


def _routes_into(book: Book, rides: RidesThere | RidesHome) -> dict[int, list[tuple[int, int]]]:
    """Place → (route, where it comes from) of the routes that run whenever wanted, in the search's direction."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number, route in enumerate(book.routes):
        if route.departures.anytime:
            start, end = rides.service.ends[number] if rides.forwards else rides.service.ends[number][::-1]
            found.setdefault(end, []).append((number, start))
    return found


def _as_good(one: Label, other: Label) -> bool:
    """Whether `one` makes `other` superfluous: later or as late, as cheap, as light; then fewer rides."""
    cheap, dear = one[0] // CENTAVO, other[0] // CENTAVO
    if one[2] < other[2] or cheap > dear or one[1] > other[1]:
        return False
    return (cheap, one[1]) != (dear, other[1]) or one[2] > other[2] or one[0] <= other[0]


def _staircase(members: list[Label]) -> list[tuple[int, int]]:
    """(cost, dark minutes) that no other member beats on both, cheapest first."""
    steps: list[tuple[int, int]] = []
    for cost, dark in sorted((label[0] // CENTAVO, label[1]) for label in members):
        if not steps or dark < steps[-1][1]:
            steps.append((cost, dark))
    return steps
