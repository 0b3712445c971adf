"""A book's service read in the direction of a search, place by place and stretch by stretch.

The search only ever walks one way: from a goal at a latest time back to a start. To go home it reads the same
book with time turned round: instants, nights and days are negated, both ends of a ride change places. `WaysThere`
and `WaysHome` hide which; all times here are the search's own. A *stretch* is the time between two 02:00s, numbered
by the night before it. The *weight* of a ride is its centavos for the whole party, and in the low digits one ride:
so that of ways that cost the same the one with fewer rides weighs less.
"""

from collections.abc import Iterator
from functools import lru_cache

from .book import Party
from .local_days import MINUTES
from .service_days import Ride, Run, ServiceDays, Times

REMEMBERED = 1 << 16  # places × stretches
RIDES = 14  # low digits of a weight that count rides: sixteen thousand are more than fit into any horizon
Move = tuple[int, int, int, int, int]  # (from, to + places × nights on the way, minutes, weight, dark minutes)
Leaving = tuple[Times, int, Move]  # (departures less the base, base in minutes of the stretch, move)
Window = tuple[int, int, int, int, int]  # (first departure, last departure, to, minutes, weight)
Arriving = tuple[Times, int, int, int, int, int, int, tuple[int, int, int, int]]
# (departures less the base, base, minutes, from, its stretch, weight, dark minutes, (to, its stretch, fare a person,
# route))


class WaysThere:
    """Time as it runs, and the fares of a party."""

    forwards = True

    def __init__(self, service: ServiceDays, party: Party):
        self.service, self.days, self.party = service, service.days, party
        self.places = len(service.codes)
        self.nights = service.longest // MINUTES + 2  # that one ride may last, and more
        self.leaving = lru_cache(maxsize=REMEMBERED)(self._leaving)
        self.windows = lru_cache(maxsize=REMEMBERED)(self._windows)
        self.arriving = lru_cache(maxsize=REMEMBERED)(self._arriving)
        self._into: list[list[int]] = [[] for _code in service.codes]
        self._out_at_times: list[list[int]] = [[] for _code in service.codes]
        self._out_at_any: list[list[int]] = [[] for _code in service.codes]
        for number, route in enumerate(service.book.routes):
            start, end = self.ends(number)
            self._into[end].append(number)
            (self._out_at_any if route.departures.anytime else self._out_at_times)[start].append(number)

    def ends(self, route: int) -> tuple[int, int]:
        return self.service.ends[route]

    def weight(self, fare: int) -> int:
        """Of one ride at so much a person."""
        return (self.party.fare(fare) << RIDES) + 1

    def night_of(self, time: int) -> int:
        """The stretch that an instant lies in."""
        return self.days.nights_by(time)

    def bounds_of(self, night: int) -> tuple[int, int]:
        """The first and the last instant of a stretch."""
        return self.days.night(night), self.days.night(night + 1) - 1

    def bed_night(self, night: int) -> int:
        """The local date (ordinal) of the 02:00 between the stretch and the one before it."""
        return night

    def day_of(self, time: int) -> int:
        """The local day of an instant, numbered so that it grows with time."""
        return self.days.day_of(time)

    def day_ends(self, day: int) -> int:
        return self.days.at(day, MINUTES)

    def _leaving(self, place: int, night: int) -> list[Leaving]:
        """What leaves the place at fixed times within the stretch."""
        begins, found = self.days.night(night), []
        for day in (night, night + 1):
            base = self.days.at(day, 0) - begins
            for route, fare, run in self._runs(day, self._out_at_times[place]):
                if run.before == night - day:
                    found.append((run.times, base, self._move(route, fare, run)))
        return found

    def _move(self, route: int, fare: int, run: Run) -> Move:
        start, end = self.ends(route)
        return start, end + self.places * (run.after - run.before), run.minutes, self.weight(fare), run.dark

    def _windows(self, place: int, night: int) -> list[Window]:
        """What leaves the place whenever wanted within the stretch."""
        midnight = self.days.at(night, 0)
        return [
            (midnight + run.times[0], midnight + run.times[-1], *self._move(route, fare, run)[1:4])
            for route, fare, run in self._runs(night, self._out_at_any[place])
        ]

    def _arriving(self, place: int, night: int) -> list[Arriving]:
        """What arrives at the place within the stretch."""
        found = []
        for day in range(night - self.nights, night + 2):
            midnight = self.days.at(day, 0)
            for route, fare, run in self._runs(day, self._into[place]):
                if run.after == night - day:
                    found.append((
                        run.times, midnight, run.minutes, self.ends(route)[0], day + run.before, self.weight(fare),
                        run.dark, (place, night, fare, route),
                    ))  # fmt: skip
        return found

    def _runs(self, day: int, routes: list[int]) -> Iterator[tuple[int, int, Run]]:
        today = self.service.day(day)
        for route in routes:
            running = today[route]
            if running is not None:
                for run in running.runs:
                    yield route, running.fare, run


class WaysHome(WaysThere):
    """Time turned round: the latest departure is the earliest arrival, and stretch −n is that of night n."""

    forwards = False

    def ends(self, route: int) -> tuple[int, int]:
        return self.service.ends[route][::-1]

    def night_of(self, time: int) -> int:
        return -self.days.nights_by(-time)

    def bounds_of(self, night: int) -> tuple[int, int]:
        return 1 - self.days.night(1 - night), -self.days.night(-night)

    def bed_night(self, night: int) -> int:
        return 1 - night

    def day_of(self, time: int) -> int:
        return -self.days.day_of(-time)

    def day_ends(self, day: int) -> int:
        return -self.days.at(-day, 0)

    def _leaving(self, place: int, night: int) -> list[Leaving]:
        begins, found = self.bounds_of(night)[0], []
        for day in range(-night - self.nights, -night + 2):
            midnight = self.days.at(day, 0)
            for route, fare, run in self._runs(day, self._out_at_times[place]):
                if run.after == -night - day:
                    found.append((run.turned, -midnight - run.minutes - begins, self._move(route, fare, run)))
        return found

    def _windows(self, place: int, night: int) -> list[Window]:
        midnight = self.days.at(-night, 0)
        return [
            (run.turned[0] - run.minutes - midnight, run.turned[-1] - run.minutes - midnight,
             *self._move(route, fare, run)[1:4])
            for route, fare, run in self._runs(-night, self._out_at_any[place])
        ]  # fmt: skip

    def _arriving(self, place: int, night: int) -> list[Arriving]:
        found = []
        for day in (-night, 1 - night):
            midnight = self.days.at(day, 0)
            for route, fare, run in self._runs(day, self._into[place]):
                if run.before == -night - day:
                    found.append((
                        run.turned, -midnight - run.minutes, run.minutes, self.ends(route)[0], -day - run.after,
                        self.weight(fare), run.dark, (place, night, fare, route),
                    ))  # fmt: skip
        return found


def turned(ride: Ride) -> Ride:
    """The same ride with time turned round; turning twice gives it back."""
    departs, start, end, arrives, before, after, fare, dark, route = ride
    return (-arrives, end, start, -departs, -after, -before, fare, dark, route)
