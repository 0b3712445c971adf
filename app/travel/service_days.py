"""The rides of a book day by day, once sorted and then remembered: what the search reads.

The search only ever walks one way: from a goal at a latest time back to a start. To go home it reads the same
book with time turned round: instants are negated, both ends of a ride change places. `Rides` hides which.

A ride is a tuple, because a search touches a hundred thousand of them:
`(departs, start, end, arrives, nights_by(departs), nights_by(arrives), fare per person, dark minutes, route)`,
places and routes as positions in the book. A *window* `(first, last, minutes, fare)` is one service day of a
route that runs whenever wanted: it may leave at each minute from `first` to `last`.
"""

from bisect import bisect_right
from datetime import date

from .book import ANY_FROM, ANY_UNTIL, Book, BookRoute
from .local_days import FIRST_DAY, LAST_DAY, MINUTES, LocalDays

Ride = tuple[int, int, int, int, int, int, int, int, int]
Window = tuple[int, int, int, int]


class ServiceDays:
    """What runs on each local day of departure: rain, weekdays and alerts decided, sorted by departure."""

    def __init__(self, book: Book):
        self.book = book
        self.days = LocalDays(book.settings.zone)
        self.codes = list(book.places)
        self.index = {code: position for position, code in enumerate(self.codes)}
        self.ends = [(self.index[r.origin], self.index[r.destination]) for r in book.routes]
        self.longest = max((_longest(route) for route in book.routes), default=0)
        self._fixed: dict[int, list[Ride]] = {}
        self._windows: dict[int, dict[int, Window]] = {}

    def fixed(self, day: int) -> list[Ride]:
        """Rides with a departure time on `day`, earliest first."""
        if day not in self._fixed:
            self._fixed[day] = sorted(ride for route in self._running(day) for ride in self._rides(day, *route))
        return self._fixed[day]

    def windows(self, day: int) -> dict[int, Window]:
        """Route → window, of the routes that run whenever wanted on `day`."""
        if day not in self._windows:
            found = ((number, self._window(day, route, m, f)) for number, route, m, f in self._running(day))
            self._windows[day] = {number: window for number, window in found if window}
        return self._windows[day]

    def ride(self, route: int, day: int, departs: int, minutes: int, fare: int) -> Ride:
        """The ride of `route` that leaves on `day` at the instant `departs`."""
        start, end = self.ends[route]
        arrives = departs + minutes
        before, after = self._nights_by(day, departs), self._nights_by(day, arrives)
        dark = 0 if self.book.routes[route].safe_after_dark else self._dark(day, departs, arrives)
        return (departs, start, end, arrives, before, after, fare, dark, route)

    def _running(self, day: int):
        """(position, route, minutes, fare per person) of every route that runs on `day`."""
        if not FIRST_DAY <= day <= LAST_DAY:
            return
        local = date.fromordinal(day)
        raining, weekday = local.month in self.book.settings.rain_months, local.weekday()
        for number, route in enumerate(self.book.routes):
            if weekday not in route.days:
                continue
            alerts = [alert for alert in route.alerts if alert.on(local)] if route.alerts else ()
            if any(alert.closed for alert in alerts):
                continue
            minutes = route.minutes_rain if raining else route.minutes_dry
            minutes += sum(alert.extra_minutes for alert in alerts)
            yield number, route, minutes, route.fare_minor + sum(alert.extra_fare_minor for alert in alerts)

    def _rides(self, day: int, number: int, route: BookRoute, minutes: int, fare: int):
        for departs in route.departures.times:
            yield self.ride(number, day, self.days.at(day, departs), minutes, fare)

    def _window(self, day: int, route: BookRoute, minutes: int, fare: int) -> Window | None:
        """Not safe after dark: by daylight only, so that it never has dark minutes."""
        if not route.departures.anytime:
            return None
        settings, safe = self.book.settings, route.safe_after_dark
        first = self.days.at(day, ANY_FROM if safe else max(ANY_FROM, settings.dark_until))
        last = self.days.at(day, ANY_UNTIL if safe else settings.dark_from) - minutes
        return (first, last, minutes, fare) if first <= last else None

    def _nights_by(self, day: int, instant: int) -> int:
        """As LocalDays.nights_by, for an instant that is known not to be before `day`."""
        nights = day - 1
        while instant >= self.days.night(nights + 1):
            nights += 1
        return nights

    def _dark(self, day: int, departs: int, arrives: int) -> int:
        """Minutes between the two instants that fall into a night's dark hours."""
        settings, minutes = self.book.settings, 0
        night = day - 1
        while (falls := self.days.at(night, settings.dark_from)) < arrives:
            dawn = self.days.at(night + 1, settings.dark_until)
            minutes += max(0, min(arrives, dawn) - max(departs, falls))
            night += 1
        return minutes


class RidesThere:
    """Time as it runs: rides by departure, latest first; a day is the day of departure."""

    forwards = True

    def __init__(self, service: ServiceDays):
        self.service = service
        self._days: dict[int, list[Ride]] = {}

    def of(self, day: int) -> list[Ride]:
        """Fixed rides, and of each window the last departure."""
        if day not in self._days:
            service = self.service
            last = (service.ride(n, day, w[1], w[2], w[3]) for n, w in service.windows(day).items())
            self._days[day] = sorted([*service.fixed(day), *last], reverse=True)
        return self._days[day]

    def day_of(self, time: int) -> int:
        return self.service.days.day_of(time)

    def windows(self, day: int) -> dict[int, Window]:
        return self.service.windows(day)


class RidesHome:
    """Time turned round: the latest departure is the earliest arrival; a day is the day of arrival."""

    forwards = False

    def __init__(self, service: ServiceDays):
        self.service = service
        self._days: dict[int, list[Ride]] = {}
        self._windows: dict[int, dict[int, Window]] = {}

    def of(self, day: int) -> list[Ride]:
        """Fixed rides that arrive on `day`, and of each window the first departure."""
        if day not in self._days:
            service, days = self.service, self.service.days
            begins, ends = days.at(day, 0), days.at(day, MINUTES)
            rides = [
                ride
                for before in range(day - service.longest // MINUTES - 1, day + 1)
                for ride in self._leaving(before)
                if begins <= ride[3] < ends
            ]
            self._days[day] = sorted(map(turned, rides), reverse=True)
        return self._days[day]

    def _leaving(self, day: int):
        yield from self.service.fixed(day)
        for number, (first, _last, minutes, fare) in self.service.windows(day).items():
            yield self.service.ride(number, day, first, minutes, fare)

    def day_of(self, time: int) -> int:
        return self.service.days.day_of(-time)

    def windows(self, day: int) -> dict[int, Window]:
        if day not in self._windows:
            self._windows[day] = {
                number: (-(last + minutes), -(first + minutes), minutes, fare)
                for number, (first, last, minutes, fare) in self.service.windows(day).items()
            }
        return self._windows[day]


def turned(ride: Ride) -> Ride:
    """The same ride with time turned round; turning twice gives it back."""
    departs, start, end, arrives, before, after, fare, dark, route = ride
    return (-arrives, end, start, -departs, -after, -before, fare, dark, route)


def rides_before(rides: list[Ride], time: int) -> int:
    """Position in `rides` (latest first) of the first one that departs before `time`."""
    return bisect_right(rides, -time, key=lambda ride: -ride[0])


def _longest(route: BookRoute) -> int:
    slower = sum(alert.extra_minutes for alert in route.alerts)
    return max(route.minutes_dry, route.minutes_rain) + slower
