"""One zone's wall clock in whole minutes since 1970 (UTC). A day is its proleptic ordinal (`date.toordinal`)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .book import NIGHT_AT

MINUTES = 24 * 60
FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()
_EPOCH = date(1970, 1, 1).toordinal()


def floor_minute(instant: datetime) -> int:
    """The last whole minute that is not after the instant."""
    return int(instant.timestamp() // 60)


def ceil_minute(instant: datetime) -> int:
    """The first whole minute that is not before the instant."""
    return int(-(-instant.timestamp() // 60))


class LocalDays:
    """Midnights are remembered, so that a day without a change of clock costs one addition.

    `first` and `last` are the calendar's ends. Days beyond them are counted as if they were like those, so that
    arithmetic never fails; nothing runs on them and no datetime can name them.
    """

    def __init__(self, zone: ZoneInfo):
        self.zone = zone
        self._midnights: dict[int, int] = {}
        self.first, self.last = self._instant(FIRST_DAY, 0), self._instant(LAST_DAY, MINUTES - 1)

    def at(self, day: int, minute: int) -> int:
        """When the wall clock of `day` shows `minute`; 1440 is the midnight that ends it.

        An hour that the zone skips counts from the offset before the change; one that comes twice is the first.
        """
        midnight = self._midnight(day)
        if minute == MINUTES:
            return self._midnight(day + 1)
        if self._midnight(day + 1) - midnight == MINUTES:
            return midnight + minute
        return self._instant(day, minute)

    def night(self, day: int) -> int:
        """The 02:00 of `day`."""
        return self.at(day, NIGHT_AT)

    def day_of(self, instant: int) -> int:
        """The local calendar day of an instant."""
        day = _EPOCH + instant // MINUTES
        while instant >= self._midnight(day + 1):
            day += 1
        while instant < self._midnight(day):
            day -= 1
        return day

    def nights_by(self, instant: int) -> int:
        """The day of the last 02:00 at or before `instant`: between two instants, the difference is the nights."""
        day = self.day_of(instant)
        return day if instant >= self.night(day) else day - 1

    def aware(self, instant: int) -> datetime:
        """The same instant as an aware datetime in the zone; the calendar's end where it lies beyond."""
        instant = min(max(instant, self.first), self.last)
        day = self.day_of(instant)
        if self._midnight(day + 1) - self._midnight(day) != MINUTES:
            return datetime.fromtimestamp(instant * 60, UTC).astimezone(self.zone)
        # By the wall clock: the last evening has no UTC, and offsets before 1922 have seconds.
        midnight = datetime.combine(date.fromordinal(day), time(), self.zone)
        return midnight + timedelta(minutes=instant - self._midnight(day))

    def _midnight(self, day: int) -> int:
        found = self._midnights.get(day)
        if found is None:
            found = self._midnights[day] = self._instant(day, 0)
        return found

    def _instant(self, day: int, minute: int) -> int:
        known = min(max(day, FIRST_DAY), LAST_DAY)
        wall = datetime.combine(date.fromordinal(known), time(), self.zone) + timedelta(minutes=minute)
        return floor_minute(wall) + (day - known) * MINUTES
