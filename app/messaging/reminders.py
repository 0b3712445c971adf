"""The reminder policy as values: what one line says, what it starts as, and which lines make sense. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.foundation.clock import at_wall, to_local

ANCHORS = ("now", "leaving", "return", "appointment", "home")
AUDIENCES = ("everyone", "patient", "companions", "one_traveller", "money_recipient", "acompanante")
FAMILY = ("everyone", "patient", "companions", "one_traveller", "money_recipient")
LASTS_AFTERWARDS = timedelta(hours=10)
KIND_ANCHORS = {
    "booked": ("now",), "moved": ("now",), "cancelled": ("now",), "money_ready": ("now",),
    "seven_days_before": ("leaving", "appointment"), "two_days_before": ("leaving", "appointment"),
    "day_before": ("leaving", "appointment"), "on_the_way": ("leaving",), "on_the_way_home": ("return",),
    "after_visit": ("appointment",), "after_return": ("home",),
}  # fmt: skip
OWN_ANCHORS = ("leaving", "appointment", "return", "home")
AHEAD = ("seven_days_before", "two_days_before", "day_before")


@dataclass(frozen=True)
class Reminder:
    """One line of the policy. `anchor` + `days` at `at` o'clock local, or + `minutes` where `at` is None.

    `leaving` is the departure of who travels, else the appointment; `return` the planned way home, `home` the hour
    they were really back. `weekdays` (Monday 0) are those on which it may go, empty: any; a day that is not among
    them gives way to the nearest earlier one for a line that comes before its anchor, to the next later one
    otherwise. `lasts_minutes` None: until the anchor itself; else so long after the moment it is due. `now` goes at
    once. `language` None: each person's own.
    """

    kind: str
    anchor: str
    audience: str = "everyone"
    days: int = 0
    minutes: int = 0
    at: time | None = None
    lasts_minutes: int | None = None
    active: bool = True
    weekdays: tuple[int, ...] = ()
    language: str | None = None

    @property
    def before(self) -> bool:
        """Whether it goes before what it counts from."""
        return self.anchor != "now" and self.days * 24 * 60 + self.minutes < 0


DEFAULT_POLICY = (
    Reminder("booked", "now"),
    Reminder("moved", "now"),
    Reminder("cancelled", "now"),
    Reminder("money_ready", "now", "money_recipient"),
    Reminder("two_days_before", "leaving", days=-2, at=time(10), lasts_minutes=600),
    Reminder("day_before", "leaving", days=-1, at=time(10)),
    Reminder("on_the_way", "leaving", "one_traveller", minutes=60, lasts_minutes=360),
    Reminder("on_the_way_home", "return", "one_traveller", minutes=60, lasts_minutes=360),
    Reminder("after_visit", "appointment", "one_traveller", days=1, at=time(10), lasts_minutes=600),
    Reminder("seven_days_before", "leaving", days=-7, at=time(10), lasts_minutes=600),
    Reminder("after_return", "home", days=1, at=time(10), lasts_minutes=600),
    Reminder("moved", "now", "acompanante"),
    Reminder("cancelled", "now", "acompanante"),
    Reminder("day_before", "leaving", "acompanante", days=-1, at=time(10)),
    Reminder("after_return", "home", "acompanante", days=1, at=time(10), lasts_minutes=600),
)


def due(reminder: Reminder, anchor: datetime, zone: str) -> datetime:
    """When the line asks for its text, before window and weekdays have their say."""
    moved = anchor + timedelta(minutes=reminder.minutes)
    if reminder.at is None:
        return moved + timedelta(days=reminder.days)
    day = to_local(moved, zone).date() + timedelta(days=reminder.days)
    return at_wall(day, reminder.at, zone)


def on_allowed_day(reminder: Reminder, moment: datetime, zone: str) -> datetime:
    """`moment`, or the same hour of the nearest allowed weekday: earlier for what comes before, else later."""
    local = to_local(moment, zone)
    day, step = local.date(), timedelta(days=-1 if reminder.before else 1)
    if not reminder.weekdays or day.weekday() in reminder.weekdays:
        return moment
    while day.weekday() not in reminder.weekdays:
        day += step
    return at_wall(day, local.time(), zone)


def overlaps(one: str, other: str) -> bool:
    """Whether two audiences can hold the same person."""
    if "acompanante" in (one, other):
        return one == other
    return {one, other} != {"patient", "companions"}


def in_the_way(line: Reminder, others: Iterable[Reminder]) -> Reminder | None:
    """The active line that already tells the same people the same thing."""
    return next(
        (was for was in others if was.active and was.kind == line.kind and overlaps(was.audience, line.audience)), None
    )
