"""Time. Instants are UTC and aware; people and hospitals speak in the wall-clock time of a zone."""

import os
import time as _time
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This instant, aware, in UTC. Rules never call it: they are handed `now`."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds on a clock that nobody can set; only differences mean anything."""
    return _time.monotonic()


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def zone() -> ZoneInfo:
    """The programme's zone, `NAV_TIMEZONE`."""
    return _zone(os.environ.get("NAV_TIMEZONE", "America/Mexico_City"))


def to_local(instant: datetime, zone_name: str | None = None) -> datetime:
    """The same instant on the wall clock of the programme, or of `zone_name`."""
    return instant.astimezone(_zone(zone_name) if zone_name else zone())


def today(instant: datetime | None = None) -> date:
    """The local calendar day of `instant`, or of now."""
    return to_local(instant or now()).date()


def at_wall(day: date, hour: time, zone_name: str | None = None) -> datetime:
    """The instant (UTC) at which the wall clock shows `day` and `hour` in the programme's zone or `zone_name`."""
    return datetime.combine(day, hour, _zone(zone_name) if zone_name else zone()).astimezone(UTC)
