"""The promise of the planner, minute by minute and as plainly as it can be said. Slow; the judge of the tests.

Everybody who could be under way is followed through every minute: who boards, who arrives, who still waits.
Nothing here is shared with the planner but the values of the book.
"""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise


def front(book, origin, destination, *, arrive_by=None, ready_at=None, party, full=(), limits):
    """{(time that counts, centavos, dark minutes): rides} of the Pareto set. `full`: (lodging, evening) pairs.

    The time that counts is minutes since 1970: the departure on the way there, the arrival on the way home.
    """
    horizon = book.settings.horizon_hours * 60
    begin = _minute(arrive_by) - horizon if arrive_by else _minute(ready_at)
    world = _World(book, party, full, limits, begin, begin + horizon)
    crowd = _Crowd(world, {} if arrive_by else {origin: {(begin, 0, 0, 0, FRESH)}})
    arrived = []
    for minute in range(begin, begin + horizon + 1):
        if minute > begin and minute in world.nights:
            crowd.sleep(minute)
        arrived += crowd.land(minute, destination)
        crowd.board(minute, origin if arrive_by else None)
    if arrive_by:
        return _front(crowd.everybody_at(destination), sign=1)
    return _front([(-minute, *rest) for minute, *rest in arrived], sign=-1)


FRESH = (0, 0)


class _Crowd:
    """Everybody under way, as labels (begun, cost, dark minutes, rides, (last day on the road, minutes on it))."""

    def __init__(self, world, waiting):
        self.world = world
        self.waiting = defaultdict(set, waiting)  # place → who may board now
        self.changing = defaultdict(list)  # minute from which they may board → (place, label)
        self.riding = defaultdict(list)  # minute of arrival → (place, label)

    def sleep(self, minute):
        for place in list(self.waiting):
            self.waiting[place] = _best(self.world.sleep(place, minute, self.waiting[place]))
        for changing in self.changing.values():
            changing[:] = [(place, new) for place, old in changing for new in self.world.sleep(place, minute, [old])]

    def land(self, minute, destination):
        """Who arrives starts the transfer, whose transfer is over may board; the arrivals at the destination."""
        landed = self.riding.pop(minute, [])
        self.changing[minute + self.world.book.settings.transfer] += landed
        free = defaultdict(set)
        for place, label in self.changing.pop(minute, ()):
            free[place].add(label)
        for place, labels in free.items():
            self.waiting[place] = _best(self.waiting[place] | labels)
        return [(minute, *label[1:]) for place, label in landed if place == destination]

    def board(self, minute, origin):
        """`origin`: where a journey may begin at any minute, on the way there."""
        for start, end, minutes, fare, safe in self.world.leaving.get(minute, ()):
            who = {(minute, 0, 0, 0, FRESH)} if start == origin else self.waiting[start]
            dark = 0 if safe or not who else self.world.dark_minutes(minute, minutes)
            if who and not (dark and self.world.limits.no_dark):
                for begun, cost, gloom, rides, road in who:
                    after = self.world.on_the_road(road, minute, minutes)
                    if after:
                        self.riding[minute + minutes].append(
                            (end, (begun, cost + fare, gloom + dark, rides + 1, after))
                        )

    def everybody_at(self, place):
        changing = (label for labels in self.changing.values() for where, label in labels if where == place)
        return [*self.waiting[place], *changing]


class _World:
    """What leaves at which minute, when it is 02:00, and what a night costs where."""

    def __init__(self, book, party, full, limits, begin, end):
        self.book, self.party, self.full, self.limits = book, party, set(full), limits
        self.zone = book.settings.zone
        self.nights, self.leaving, self.rides = set(), defaultdict(list), {}
        self.begin, self.dark_until = begin, [0]  # dark minutes from `begin` until each minute after it
        day = self.local(begin).date()
        while day <= self.local(end).date():
            self.nights.add(self.instant(day, 2 * 60))
            self._add_rides(day)
            day += timedelta(days=1)

    def local(self, minute):
        return datetime.fromtimestamp(minute * 60, UTC).astimezone(self.zone)

    def instant(self, day, minute_of_day):
        wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute_of_day)
        return _minute(wall.replace(tzinfo=self.zone))

    def sleep(self, place, minute, labels):
        """Those who wait here at 02:00: they pay a night at a lodging with room, elsewhere it is not allowed."""
        here = self.book.places[place]
        evening = self.local(minute).date() - timedelta(days=1)
        if here.kind != "lodging" or (place, evening) in self.full:
            return set()
        people = self.party.full + self.party.half + self.party.free
        sleepers = people if self.party.beds is None else self.party.beds
        units = sleepers if here.room is None else (sleepers + here.room - 1) // here.room
        price = here.price_minor * units
        return {(begun, cost + price, *rest) for begun, cost, *rest in labels}

    def _add_rides(self, day):
        for route in self.book.routes:
            alerts = [a for a in route.alerts if a.starts_on <= day <= a.ends_on]
            if day.weekday() not in route.days or any(a.closed for a in alerts):
                continue
            if self.limits.modes is not None and route.mode not in self.limits.modes:
                continue
            rain = day.month in self.book.settings.rain_months
            minutes = (route.minutes_rain if rain else route.minutes_dry) + sum(a.extra_minutes for a in alerts)
            each = route.fare_minor + sum(a.extra_fare_minor for a in alerts)
            fare = self.party.full * each + self.party.half * -(-each // 2)
            ride = (route.origin, route.destination, minutes, fare, route.safe_after_dark)
            for at in self._minutes_of_departure(day, route, minutes):
                self.leaving[at].append(ride)

    def _minutes_of_departure(self, day, route, minutes):
        if not route.departures.anytime:
            return [self.instant(day, at) for at in route.departures.times]
        settings, safe = self.book.settings, route.safe_after_dark
        first, last = (4 * 60, 24 * 60) if safe else (settings.dark_until, settings.dark_from)
        return range(self.instant(day, first), self.instant(day, last) - minutes + 1)

    def dark_minutes(self, departs, minutes):
        return self._dark_until(departs + minutes) - self._dark_until(departs)

    def _dark_until(self, minute):
        settings = self.book.settings
        while len(self.dark_until) <= minute - self.begin:
            local = self.local(self.begin + len(self.dark_until) - 1)
            wall = local.hour * 60 + local.minute
            dark = wall >= settings.dark_from or wall < settings.dark_until
            self.dark_until.append(self.dark_until[-1] + dark)
        return self.dark_until[minute - self.begin]

    def on_the_road(self, before, departs, minutes):
        """(last day, minutes on it) after a ride; None where it makes some local day longer than allowed."""
        if self.limits.riding_minutes is None:
            return before
        days = Counter(self._minutes_by_day(departs, minutes))
        days[before[0]] += before[1]
        if max(days.values()) > self.limits.riding_minutes:
            return None
        last = max(days)
        return last, days[last]

    def _minutes_by_day(self, departs, minutes):
        """Day (ordinal) → minutes of the ride."""
        if (departs, minutes) not in self.rides:
            first = self.local(departs).date()
            midnights = [self.instant(first + timedelta(days=n), 0) for n in range(minutes // 1440 + 3)]
            self.rides[departs, minutes] = {
                first.toordinal() + n: min(departs + minutes, ends) - max(departs, begins)
                for n, (begins, ends) in enumerate(pairwise(midnights))
                if departs + minutes > begins
            }
        return self.rides[departs, minutes]


def _best(labels):
    """Without those that another at the same place and minute beats on departure, cost, dark, rides and tiredness."""
    kept = []
    for label in sorted(labels, key=lambda it: (-it[0], *it[1:])):
        _begun, cost, dark, rides, road = label
        if not any(k[1] <= cost and k[2] <= dark and k[3] <= rides and k[4] <= road for k in kept):
            kept.append(label)
    return set(kept)


def _front(found, sign):
    """Later is better in `found`; ties on the three values keep the fewest rides."""
    rides = {}
    for *values, n, _road in found:
        rides[tuple(values)] = min(n, rides.get(tuple(values), n))
    return {
        (sign * v[0], *v[1:]): n
        for v, n in rides.items()
        if not any(o != v and o[0] >= v[0] and o[1] <= v[1] and o[2] <= v[2] for o in rides)
    }


def _minute(instant):
    return int(instant.timestamp()) // 60
