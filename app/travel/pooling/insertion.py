"""One vehicle of a larger day: whom it could still take along, where they would get on and off, and what it gains.

All hours of a run follow from its first stop, so that a stop put in between only shifts what comes after it. What that
needs to know of an order of stops is put into tables once; then each rider and each pair of places in the order is
decided without going over the stops again.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from .values import Day, Load, Rider

FAR = 10**9  # minutes or metres, where there is no road
CHOSEN = 10**15  # what it is worth to drive whom somebody put into a vehicle

Order = tuple[int, ...]  # of stops: 2n where rider n gets on, 2n + 1 where they get off
Addition = tuple[int, int, Order]  # gain in thousandths of a centavo, rider, the order with them
Way = tuple[int, int, int, int, int, int, int, int, int]
# (cost, where they get on, where they get off, first minute and last minute at which the run can begin, seats and
# wheelchairs taken meanwhile, minutes until they get on, minutes until they get off)
Boarding = tuple[int, int, int, int]
# (metres to the place instead of to the stop after it, metres on to that stop, minutes until one is there, how many
# minutes later all that follows would be)


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
        self._together = self._by_ends()
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

    def _by_ends(self) -> list[tuple[tuple[int, int], list[int]]]:
        """(where they get on, where they get off) → who may ride in this vehicle: a way is looked for once for them."""
        found: dict[tuple[int, int], list[int]] = {}
        for n, rider in enumerate(self.riders):
            if rider.only in (None, self.load.key):
                found.setdefault((self.at[2 * n], self.at[2 * n + 1]), []).append(n)
        return list(found.items())

    def _additions(self, order: Order) -> Iterator[Addition]:
        stops, barred = _Stops(self, order), {stop >> 1 for stop in order}
        barred = barred.union(*(self._apart.get(n, ()) for n in barred))
        for ends, of_them in self._together:
            waiting = [n for n in of_them if n not in barred]
            for n, cost, i, j in self._cheapest(waiting, stops, *ends) if waiting else ():
                yield self.worth[n] - cost, n, (*order[:i], 2 * n, *order[i:j], 2 * n + 1, *order[j:])

    def _cheapest(self, waiting: list[int], stops: "_Stops", *ends: int) -> Iterator[tuple[int, int, int, int]]:
        """(rider, cost, where they get on, where they get off) of those who have these ends in common."""
        anyhow, seats, chairs = not stops.order, self.load.seats, self.load.chairs
        most = FAR * 1000 if anyhow else max(self.worth[n] for n in waiting)
        room = seats - min(self.seats[n] for n in waiting), chairs - min(self.riders[n].chairs for n in waiting)
        for cost, i, j, begins, ends_at, taken, wheeled, on, off in stops.ways(*ends, most, room):
            unseated = []
            for n in waiting:
                rider = self.riders[n]
                if (
                    taken + self.seats[n] <= seats and wheeled + rider.chairs <= chairs
                    and off - on <= self.longest[n]
                    and begins <= rider.latest - off and rider.earliest - on <= ends_at
                    and rider.earliest - on <= rider.latest - off
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
        self.route = [car.home, *self.places, car.home]
        self.gaps = [car.far[a][b] for a, b in zip(self.route, self.route[1:], strict=False)] if order else [0]
        self._hours()
        self.spare = self._spare()
        self._on: dict[int, list[Boarding]] = {}
        self._off: dict[int, tuple[list[int], int]] = {}

    def _hours(self) -> None:
        """When the run can begin at the earliest, for who gets on at each stop, at any before and at any from it on;
        when at the latest, for who gets off."""
        riders, stops = self.car.riders, list(zip(self.order, self.minutes, strict=True))
        self.begins = [-FAR if stop & 1 else riders[stop >> 1].earliest - at for stop, at in stops]
        self.ends = [riders[stop >> 1].latest - at if stop & 1 else FAR for stop, at in stops]
        self.begins_before = list(accumulate(self.begins, max, initial=-FAR))
        self.ends_before = list(accumulate(self.ends, min, initial=FAR))
        self.begins_after = list(accumulate(reversed(self.begins), max, initial=-FAR))[::-1]
        self.ends_after = list(accumulate(reversed(self.ends), min, initial=FAR))[::-1]

    def _spare(self) -> list[list[int]]:
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

    def _boarding(self, place: int) -> list[Boarding]:
        """Of each gap."""
        if place not in self._on:
            lasts, far, last, found = self.car.lasts, self.car.far, len(self.order), []
            for i, gap in enumerate(self.gaps):
                on = self.minutes[i - 1] + lasts[self.places[i - 1]][place] if i else 0
                later = on + lasts[place][self.places[i]] - self.minutes[i] if i < last else 0
                found.append((far[self.route[i]][place] - gap, far[place][self.route[i + 1]], on, later))
            self._on[place] = found
        return self._on[place]

    def _leaving(self, place: int) -> tuple[list[int], int]:
        """By gap: metres that going by the place adds; the least of them."""
        if place not in self._off:
            far, legs = self.car.far, zip(self.route, self.route[1:], self.gaps, strict=False)
            found = [far[a][place] + far[place][b] - gap for a, b, gap in legs]
            self._off[place] = found, min(found)
        return self._off[place]

    def ways(self, origin: int, destination: int, most: int, room: tuple[int, int]) -> list[Way]:
        """Where somebody could get on and off without anybody's hours breaking, the cheapest first, below `most`, and
        with no more than `room` seats and wheelchairs taken meanwhile."""
        far, lasts, per, last, found = self.car.far, self.car.lasts, self.car.load.per_km, len(self.order), []
        boarding, (off, least) = self._boarding(origin), self._leaving(destination)
        straight, direct = far[origin][destination], lasts[origin][destination]
        for i, (to, onwards, on, later) in enumerate(boarding):
            if self.seats[i] > room[0] or self.chairs[i] > room[1]:
                continue
            cost = (to + straight + far[destination][self.route[i + 1]]) * per
            if cost < most:
                both = on + direct + lasts[destination][self.places[i]] - self.minutes[i] if i < last else 0
                begins = max(self.begins_before[i], self.begins_after[i] - both)
                ends = min(self.ends_before[i], self.ends_after[i] - both)
                if begins <= ends and both <= self.spare[i][i]:
                    found.append((cost, i, i, begins, ends, self.seats[i], self.chairs[i], on, on + direct))
            if i < last and (to + onwards + least) * per < most and later <= self.spare[i][i]:
                costs = [(to + onwards + more) * per for more in off]
                found += self._further(i, on, later, destination, costs, most, room)
        return sorted(found)

    def _further(
        self, i: int, on: int, later: int, destination: int, costs: list[int], most: int, room: tuple[int, int]
    ) -> Iterator[Way]:
        """Those of getting on in gap i, so that what follows is so much `later`, and off in a gap after it."""
        minutes, places, last, lasts = self.minutes, self.places, len(self.places), self.car.lasts
        since, until, taken, wheeled = self.begins_before[i], self.ends_before[i], self.seats[i], self.chairs[i]
        spare = self.spare[i]
        for j in range(i + 1, last + 1):
            if self.begins[j - 1] - later > since:
                since = self.begins[j - 1] - later
            if self.ends[j - 1] - later < until:
                until = self.ends[j - 1] - later
            taken, wheeled = max(taken, self.seats[j]), max(wheeled, self.chairs[j])
            if since > until or taken > room[0] or wheeled > room[1]:
                return  # nor in any gap further on
            if costs[j] < most:
                off = minutes[j - 1] + later + lasts[places[j - 1]][destination]
                both = off + lasts[destination][places[j]] - minutes[j] if j < last else later
                if both <= spare[j] and both - later <= self.spare[j][j]:
                    begins = max(since, self.begins_after[j] - both)
                    ends = min(until, self.ends_after[j] - both)
                    if begins <= ends:
                        yield costs[j], i, j, begins, ends, taken, wheeled, on, off


def _or_far(minutes: int | None) -> int:
    return FAR if minutes is None else minutes


def _apart(day: Day, riders: Sequence[Rider]) -> dict[int, set[int]]:
    """Rider → those who share no run with them."""
    where, found = {one.key: n for n, one in enumerate(riders)}, {}
    for pair in day.apart:
        if pair <= where.keys():
            one, other = (where[key] for key in pair)
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return found
