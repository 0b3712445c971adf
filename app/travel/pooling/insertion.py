"""One vehicle of a larger day: whom it could still take along, where they would get on and off, and what it gains.

All hours of a run follow from its first stop, so that a stop put in between only shifts what comes after it. What that
needs to know of an order of stops is put into tables once; then each rider and each pair of places in the order is
decided without going over the stops again.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from .values import Day, Load, Rider

FAR = 10**9  # minutes or metres, where there is no road
CHOSEN = 10**15  # what it is worth to drive whom somebody put into a vehicle

Order = tuple[int, ...]  # of stops: 2n where rider n gets on, 2n + 1 where they get off
Addition = tuple[int, int, Order]  # gain in thousandths of a centavo, rider, the order with them
Way = tuple[int, int, int, int, int, int, int, int, int]
# (cost, where they get on, where they get off, first minute and last minute at which the run can begin, seats and
# wheelchairs taken meanwhile, minutes until they get on, minutes until they get off)


class Car:
    """Remembers every order that it was asked about. Costs are thousandths of a centavo, so that nothing is rounded."""

    def __init__(self, day: Day, riders: Sequence[Rider], load: Load):
        self.day, self.riders, self.load = day, riders, load
        places = [place for one in riders for place in (one.origin, one.destination)] + [load.home]
        names = list(dict.fromkeys(places))
        self.lasts = [[_or_far(day.lasts(a, b)) for b in names] for a in names]
        self.far = [[FAR if day.lasts(a, b) is None else day.far(a, b) for b in names] for a in names]
        *self.at, self.home = [names.index(place) for place in places]
        self.seats = [load.seats_for(one) for one in riders]
        self.longest = [self.lasts[self.at[2 * n]][self.at[2 * n + 1]] + day.detour for n in range(len(riders))]
        self.worth = [(one.public + (CHOSEN if one.only is not None else 0)) * 1000 for one in riders]
        self._apart = _apart(day, riders)
        self._known: dict[Order, list[Addition]] = {}

    def told(self, order: Order) -> list[tuple[Rider, bool]]:
        return [(self.riders[stop >> 1], not stop & 1) for stop in order]

    def value(self, order: Order) -> int:
        """What these riders would pay without us, less what the run costs."""
        if not order:
            return 0
        stops = [self.home, *(self.at[stop] for stop in order), self.home]
        metres = sum(self.far[a][b] for a, b in zip(stops, stops[1:], strict=False))
        return sum(self.worth[stop >> 1] for stop in order if stop & 1) - metres * self.load.per_km

    def additions(self, order: Order) -> list[Addition]:
        """The best way to take each further rider along, the best first. To a run that drives already, only gains."""
        if order not in self._known:
            found = sorted(self._additions(order), key=lambda one: (-one[0], one[1]))
            self._known[order] = found
        return self._known[order]

    def _additions(self, order: Order) -> Iterator[Addition]:
        on_it, stops = {stop >> 1 for stop in order}, _Stops(self, order)
        able = [n for n in range(len(self.riders)) if n not in on_it and self._may(n, on_it)]
        together: dict[tuple[int, int], list[int]] = {}
        for n in able:
            together.setdefault((self.at[2 * n], self.at[2 * n + 1]), []).append(n)
        for ends, of_them in together.items():
            for n, cost, i, j in self._cheapest(of_them, stops, *ends):
                yield self.worth[n] - cost, n, (*order[:i], 2 * n, *order[i:j], 2 * n + 1, *order[j:])

    def _may(self, n: int, on_it: set[int]) -> bool:
        return self.riders[n].only in (None, self.load.key) and not self._apart.get(n, set()) & on_it

    def _cheapest(self, of_them: list[int], stops: "_Stops", *ends: int) -> Iterator[tuple[int, int, int, int]]:
        """(rider, cost, where they get on, where they get off) of those who have these ends in common."""
        waiting, anyhow = of_them, not stops.order
        most = max(self.worth[n] for n in of_them)
        for cost, i, j, begins, ends_at, taken, wheeled, on, off in stops.ways(*ends, FAR * 1000 if anyhow else most):
            unseated = []
            for n in waiting:
                rider = self.riders[n]
                if (
                    taken + self.seats[n] <= self.load.seats and wheeled + rider.chairs <= self.load.chairs
                    and off - on <= self.longest[n]
                    and max(begins, rider.earliest - on) <= min(ends_at, rider.latest - off)
                ):  # fmt: skip
                    if anyhow or cost < self.worth[n]:
                        yield n, cost, i, j
                else:
                    unseated.append(n)
            if not unseated:
                return
            waiting = unseated


class _Stops:
    """An order of stops and what a further one may shift. A gap is where one could be put in: 0 is before the first."""

    def __init__(self, car: Car, order: Order):
        self.car, self.order = car, order
        self.places = [car.at[stop] for stop in order]
        self.minutes = [0] * len(order)
        for k in range(1, len(order)):
            self.minutes[k] = self.minutes[k - 1] + car.lasts[self.places[k - 1]][self.places[k]]
        self.seats, self.chairs = [0], [0]  # taken in each gap
        for stop in order:
            sign, n = (-1 if stop & 1 else 1), stop >> 1
            self.seats.append(self.seats[-1] + sign * car.seats[n])
            self.chairs.append(self.chairs[-1] + sign * car.riders[n].chairs)

    @cached_property
    def begins(self) -> list[list[int]]:
        """[i][j]: the earliest that the run can begin for those who get on at stops i to j - 1."""
        own = [
            -FAR if stop & 1 else self.car.riders[stop >> 1].earliest - self.minutes[k]
            for k, stop in enumerate(self.order)
        ]
        return _over(own, max, -FAR)

    @cached_property
    def ends(self) -> list[list[int]]:
        """[i][j]: the latest for those who get off at stops i to j - 1."""
        own = [
            self.car.riders[stop >> 1].latest - self.minutes[k] if stop & 1 else FAR
            for k, stop in enumerate(self.order)
        ]
        return _over(own, min, FAR)

    @cached_property
    def spare(self) -> list[list[int]]:
        """[i][j]: how many minutes longer all may sit who sit in the vehicle in gap i and still in gap j."""
        size = len(self.order) + 1
        found = [[FAR] * size for _gap in range(size)]
        on = {stop >> 1: k for k, stop in enumerate(self.order) if not stop & 1}
        for off, stop in enumerate(self.order):
            if stop & 1:
                first = on[stop >> 1]
                left = self.car.longest[stop >> 1] - self.minutes[off] + self.minutes[first]
                for i in range(first + 1, off + 1):
                    for j in range(i, off + 1):
                        found[i][j] = min(found[i][j], left)
        return found

    @cached_property
    def full(self) -> tuple[list[list[int]], list[list[int]]]:
        """[i][j]: the most seats, and wheelchairs, taken in any of the gaps i to j - 1."""
        return _over(self.seats, max, 0), _over(self.chairs, max, 0)

    def ways(self, origin: int, destination: int, most: int) -> Iterator[Way]:
        """Where somebody could get on and off without anybody's hours breaking, the cheapest first, below `most`."""
        for cost, i, j in sorted(self._costs(origin, destination, most)):
            if way := self._way(cost, i, j, origin, destination):
                yield way

    def _costs(self, origin: int, destination: int, most: int) -> Iterator[tuple[int, int, int]]:
        far, per, last = self.car.far, self.car.load.per_km, len(self.order)
        stops = [self.car.home, *self.places, self.car.home]
        gaps = [far[a][b] for a, b in zip(stops, stops[1:], strict=False)] if last else [0]
        off = [far[stops[j]][destination] + far[destination][stops[j + 1]] - gaps[j] for j in range(last + 1)]
        straight, least = far[origin][destination], min(off)
        for i in range(last + 1):
            to = far[stops[i]][origin] - gaps[i]
            cost = (to + straight + far[destination][stops[i + 1]]) * per
            if cost < most:
                yield cost, i, i
            on = to + far[origin][stops[i + 1]]
            if (on + least) * per < most:
                for j in range(i + 1, last + 1):
                    cost = (on + off[j]) * per
                    if cost < most:
                        yield cost, i, j

    def _way(self, cost: int, i: int, j: int, origin: int, destination: int) -> Way | None:
        lasts, minutes, places, last = self.car.lasts, self.minutes, self.places, len(self.order)
        on = minutes[i - 1] + lasts[places[i - 1]][origin] if i else 0
        straight = lasts[origin][destination]
        if i == j:
            off = on + straight
            later = both = off + lasts[destination][places[i]] - minutes[i] if i < last else 0
        else:
            later = on + lasts[origin][places[i]] - minutes[i]
            off = minutes[j - 1] + later + lasts[places[j - 1]][destination]
            both = off + lasts[destination][places[j]] - minutes[j] if j < last else later
        if later > self.spare[i][i] or both > self.spare[i][j] or both - later > self.spare[j][j]:
            return None
        begins = max(self.begins[0][i], self.begins[i][j] - later, self.begins[j][last] - both)
        ends = min(self.ends[0][i], self.ends[i][j] - later, self.ends[j][last] - both)
        if begins > ends:
            return None
        return cost, i, j, begins, ends, self.full[0][i][j + 1], self.full[1][i][j + 1], on, off


def _or_far(minutes: int | None) -> int:
    return FAR if minutes is None else minutes


def _over(own: Sequence[int], which, nothing: int) -> list[list[int]]:
    """[i][j]: the most (or least) of own[i:j]."""
    found = [[nothing] * (len(own) + 1) for _start in range(len(own) + 1)]
    for i in range(len(own)):
        for j in range(i, len(own)):
            found[i][j + 1] = which(found[i][j], own[j])
    return found


def _apart(day: Day, riders: Sequence[Rider]) -> dict[int, set[int]]:
    """Rider → those who share no run with them."""
    where, found = {one.key: n for n, one in enumerate(riders)}, {}
    for pair in day.apart:
        if pair <= where.keys():
            one, other = (where[key] for key in pair)
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found
