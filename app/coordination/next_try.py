"""When to call again. Pure. docs/rules-messages.md, "Calls": two hours later, then that evening, then the next day
at another hour than the last time."""

from datetime import datetime, time, timedelta

from app.cases.safe_hours import SafeHours
from app.foundation.clock import at_wall, to_local
from app.messaging.rules import CLOSES, into_window

SOON, AT_ONCE = timedelta(hours=2), timedelta(minutes=5)
MORNING, EVENING = time(10), time(18, 30)
LAST_FOR_THE_EVENING = time(17, 30)
ENOUGH = 6
"""After so many calls that nobody answered, somebody has to carry the message."""


def next_try(outcome: str, tries: int, now: datetime, zone: str, safe: SafeHours | None = None) -> datetime:
    """`outcome`: no_answer, off, wrong, relayed. `tries`: unanswered calls so far, this one included. Never outside
    9 to 20, nor outside the hours of a safe-contact plan."""
    moment = into_window(_proposed(outcome, tries, now, zone), zone)
    return safe.next_from(moment, zone) if safe else moment


def _proposed(outcome: str, tries: int, now: datetime, zone: str) -> datetime:
    if outcome == "wrong":
        return now + AT_ONCE
    if outcome in ("no_answer", "off") and tries <= 1 and to_local(now + SOON, zone).time() < CLOSES:
        return now + SOON
    local = to_local(now, zone)
    if tries <= 2 and local.time() < LAST_FOR_THE_EVENING:
        return at_wall(local.date(), EVENING, zone)
    return at_wall(local.date() + timedelta(days=1), EVENING if tries > 3 and tries % 2 == 0 else MORNING, zone)
