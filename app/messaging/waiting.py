"""When a text that is due waits a little longer: for the hours of a safe-contact plan, or while a person is
writing with that phone. docs/rules-messages.md, "While a person is writing"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, bindparam, select

from app.foundation.db import db
from app.messaging.models import Talk
from app.messaging.standing import safe_hours_of

TALK_LASTS = timedelta(minutes=30)
"""How long after the last turn a conversation counts as still going on."""
NEVER_WAIT = ("cancelled", "moved")


@dataclass(frozen=True)
class Wait:
    """Not before `until`; `reason` is a code of reach.REASONS. With `safe_hours` it can no longer go in time."""

    until: datetime
    reason: str


WAITS = select(Talk.__table__.c.waits_until).where(Talk.__table__.c.number == bindparam("number"))


def waiting_for(held: Row, number: str, now: datetime, zone: str) -> Wait | None:
    """What a text that is due to `number` waits for, or None where it may leave. Asked right before sending."""
    return _safe_wait(held, now, zone) or _talk_wait(held, number, now)


def _safe_wait(held: Row, now: datetime, zone: str) -> Wait | None:
    """Outside the hours of the plan nothing leaves, an answer by hand neither (P9)."""
    hours = safe_hours_of(held.case_id) if held.case_id else None
    if hours is None:
        return None
    opens = hours.next_from(now, zone)
    if opens <= now:
        return None
    return Wait(opens, "safe_wait" if opens < held.expires_at else "safe_hours")


def _talk_wait(held: Row, number: str, now: datetime) -> Wait | None:
    """An automatic text lets the person finish, unless it brings a change of date or would come too late."""
    if held.wanted_key is None or held.kind in NEVER_WAIT:
        return None
    until = db.session.connection().scalar(WAITS, {"number": number})
    if until is None or not now < until < held.expires_at:
        return None
    return Wait(until, "talk")
