"""What runs on each local day of departure, decided once: rain, weekdays, alerts, darkness and nights.

A route's departures of one day are kept as *runs*: departures alike in all but the hour. They cost the same, have the
same dark minutes and lie between the same two 02:00s; so of one run only the latest departure that still makes the
next ride can be on a best journey, however many there are. What runs whenever wanted is one run of all the minutes
of its window.
"""

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .book import ANY_FROM, ANY_UNTIL, NIGHT_AT, Book, BookRoute, PlannerSettings
from .local_days import FIRST_DAY, LAST_DAY, MINUTES, LocalDays

Ride = tuple[int, int, int, int, int, int, int, int, int]
# (departs, start, end, arrives, nights_by(departs), nights_by(arrives), fare per person, dark minutes, route);
# places and routes are positions in the book
Times = tuple[int, ...] | range
DAYS_REMEMBERED = 64
_NO_CHANGES, _ANY_DAY = LocalDays(ZoneInfo("UTC")), date(2026, 1, 1).toordinal()  # where every day is regular


class Run(NamedTuple):
    """Departures of a route on one day, in minutes after its midnight, and what they have in common.

    `turned`: the same departures with time turned round, less the minutes of the ride. `before`, `after`: the last
    02:00 at or before departure and arrival, in days from the day of departure. `late`: minutes ridden after midnight.
    """

    times: Times
    turned: Times
    minutes: int
    dark: int
    before: int
    after: int
    late: int


class Running(NamedTuple):
    """A route that runs on a day: its position, the fare per person on that day, and its runs."""

    route: int
    fare: int
    runs: tuple[Run, ...]


class ServiceDays:
    """The days of a book. Without `by_dark`, rides with dark minutes are as if they did not run."""

    def __init__(self, book: Book, by_dark: bool = True):
        self.book, self.by_dark = book, by_dark
        self.days = LocalDays(book.settings.zone)
        self.codes = list(book.places)
        self.index = {code: position for position, code in enumerate(self.codes)}
        self.ends = [(self.index[r.origin], self.index[r.destination]) for r in book.routes]
        self.longest = max((_longest(route) for route in book.routes), default=0)
        self.day = lru_cache(maxsize=DAYS_REMEMBERED)(lambda day: ServiceDay(self, day))
        self._alike: dict[tuple[int, int], tuple[Run, ...]] = {}
        self._any_day = _Clock(_NO_CHANGES, _ANY_DAY, self.longest, book.settings)

    def regular(self, day: int) -> bool:
        """Whether no clock is changed while a ride of that day is under way."""
        first, last = day - 1, day + self.longest // MINUTES + 3
        return self.days.at(last, 0) - self.days.at(first, 0) == (last - first) * MINUTES

    def least_dark(self, number: int) -> int:
        """Dark minutes that no ride of the route goes without on regular days, in either season."""
        route = self.book.routes[number]
        if route.safe_after_dark or route.departures.anytime:
            return 0
        minutes = min(route.minutes_dry, route.minutes_rain)
        least = minutes
        for time in route.departures.times:
            least = min(least, self._any_day.dark(time, time + minutes))
            if least == 0:
                break
        return least

    def runs(self, number: int, day: int, minutes: int, regular: bool) -> tuple[Run, ...]:
        """The runs of a route whose ride takes so long; the same on all regular days, so worked out once for them."""
        if not regular:
            return self._worked_out(
                self.book.routes[number], _Clock(self.days, day, minutes, self.book.settings), minutes
            )
        runs = self._alike.get((number, minutes))
        if runs is None:
            runs = self._alike[number, minutes] = self._worked_out(self.book.routes[number], self._any_day, minutes)
        return runs

    def _worked_out(self, route: BookRoute, clock: "_Clock", minutes: int) -> tuple[Run, ...]:
        if route.departures.anytime:
            window = self._window(route, clock, minutes)
            return (_run(window, minutes, 0, 0, 0, 0),) if window else ()
        alike: dict[tuple[int, int, int, int], list[int]] = {}
        for time in sorted({clock.at(minute) for minute in route.departures.times}):
            dark = 0 if route.safe_after_dark else clock.dark(time, time + minutes)
            if self.by_dark or not dark:
                alike.setdefault((dark, *clock.nights(time, time + minutes)), []).append(time)
        return tuple(_run(tuple(times), minutes, *common) for common, times in alike.items())

    def _window(self, route: BookRoute, clock: "_Clock", minutes: int) -> range:
        """Not safe after dark: by daylight only, so that it never has dark minutes."""
        settings, safe = self.book.settings, route.safe_after_dark
        first = clock.at(ANY_FROM if safe else max(ANY_FROM, settings.dark_until))
        last = clock.at(ANY_UNTIL if safe else settings.dark_from)
        return range(first, last - minutes + 1)


class ServiceDay(dict[int, Running | None]):
    """Route → what runs of it on one local day, None where it does not run; worked out when first asked for."""

    def __init__(self, service: ServiceDays, day: int):
        self.service, self.day = service, day
        self.local = date.fromordinal(day) if FIRST_DAY <= day <= LAST_DAY else None
        self.regular = service.regular(day)

    def __missing__(self, number: int) -> Running | None:
        self[number] = self._running(number, self.service.book.routes[number]) if self.local else None
        return self[number]

    def _running(self, number: int, route: BookRoute) -> Running | None:
        local, settings = self.local, self.service.book.settings
        if local.weekday() not in route.days:
            return None
        minutes = route.minutes_rain if local.month in settings.rain_months else route.minutes_dry
        fare = route.fare_minor
        for alert in route.alerts:
            if alert.on(local):
                if alert.closed:
                    return None
                minutes, fare = minutes + alert.extra_minutes, fare + alert.extra_fare_minor
        return Running(number, fare, self.service.runs(number, self.day, minutes, self.regular))


class _Clock:
    """One day's hours, 02:00s and darkness in minutes after its midnight, as far as a ride may last."""

    def __init__(self, days: LocalDays, day: int, minutes: int, settings: PlannerSettings):
        self.days, self.day, self.midnight = days, day, days.at(day, 0)
        around = range(day - 1, day + minutes // MINUTES + 3)
        self.twos = [days.at(one, NIGHT_AT) - self.midnight for one in around]
        self.ends = self.at(MINUTES)
        self.darkness = [
            (days.at(one, settings.dark_from) - self.midnight, days.at(one + 1, settings.dark_until) - self.midnight)
            for one in around
        ]

    def at(self, minute: int) -> int:
        return self.days.at(self.day, minute) - self.midnight

    def dark(self, departs: int, arrives: int) -> int:
        minutes = 0
        for falls, dawn in self.darkness:
            if falls < arrives and departs < dawn:
                minutes += min(arrives, dawn) - max(departs, falls)
        return minutes

    def nights(self, departs: int, arrives: int) -> tuple[int, int, int]:
        """`before`, `after` and `late` of a run."""
        before, after = bisect_right(self.twos, departs) - 2, bisect_right(self.twos, arrives) - 2
        return before, after, max(0, arrives - max(departs, self.ends))


def _run(times: Times, minutes: int, *common: int) -> Run:
    if isinstance(times, range):
        return Run(times, range(-times[-1], 1 - times[0]), minutes, *common)
    return Run(times, tuple([-time for time in reversed(times)]), minutes, *common)


def _longest(route: BookRoute) -> int:
    slower = sum(alert.extra_minutes for alert in route.alerts)
    return max(route.minutes_dry, route.minutes_rain) + slower
