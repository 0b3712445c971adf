"""The hours in which a restricted case may be reached (P9). Pure: wall clock in, instants out."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.foundation.clock import at_wall, to_local
from app.foundation.language import _, _l, listed

EVERY_DAY = frozenset(range(7))
DAYS = {
    "0": _l("lunes"), "1": _l("martes"), "2": _l("miércoles"), "3": _l("jueves"), "4": _l("viernes"),
    "5": _l("sábado"), "6": _l("domingo"),
}  # fmt: skip


@dataclass(frozen=True)
class SafeHours:
    """From `opens` until just before `closes`, on `days` (Monday is 0; none named: every day)."""

    opens: time
    closes: time
    days: frozenset[int] = frozenset()

    def hold(self, now: datetime, zone: str | None = None) -> bool:
        """Whether the person may be reached at this instant."""
        local = to_local(now, zone)
        return local.weekday() in (self.days or EVERY_DAY) and self.opens <= local.time() < self.closes

    def next_from(self, now: datetime, zone: str | None = None) -> datetime:
        """`now` inside the hours, else the instant at which they next begin."""
        if self.hold(now, zone):
            return now
        today = to_local(now, zone).date()
        begins = (at_wall(today + timedelta(days=ahead), self.opens, zone) for ahead in range(9))
        return next(start for start in begins if start > now and self.hold(start, zone))

    def __str__(self) -> str:
        """`de 16:00 a 18:00, lunes y jueves`."""
        names = [str(DAYS[str(day)]) for day in sorted(self.days)]
        span = _("de %(opens)s a %(closes)s", opens=f"{self.opens:%H:%M}", closes=f"{self.closes:%H:%M}")
        if not names or self.days == EVERY_DAY:
            return _("%(span)s, todos los días", span=span)
        return f"{span}, {listed(names)}"


def enforced(opens: time | None, closes: time | None, days: str | None) -> SafeHours | None:
    """The hours of a plan as it is kept: `days` are digits, Monday is 0. None while nobody has said from when to
    when."""
    if opens is None or closes is None:
        return None
    return SafeHours(opens, closes, frozenset(map(int, days or "")))
