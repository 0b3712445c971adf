"""When a text that is due waits a little longer: for the hours of a safe-contact plan, or while a person is
writing with that phone. docs/rules-messages.md, "While a person is writing"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.foundation.db import db
from app.messaging import queries
from app.messaging.models import Message, Talk

TALK_LASTS = timedelta(minutes=30)
"""How long after the last turn a conversation counts as still going on."""
NEVER_WAIT = ("cancelled", "moved")


@dataclass(frozen=True)
class Wait:
    """Not before `until`; `reason` is a code of reach.REASONS. With `safe_hours` it can no longer go in time."""

    until: datetime
    reason: str


def waiting_for(message: Message, number: str, now: datetime, zone: str) -> Wait | None:
    """What a text that is due to `number` waits for, or None where it may leave. Asked right before sending."""
    return _safe_wait(message, now, zone) or _talk_wait(message, number, now)


def _safe_wait(message: Message, now: datetime, zone: str) -> Wait | None:
    """Outside the hours of the plan nothing leaves, an answer by hand neither (P9)."""
    plan = queries.safe_plan(message.case)
    if plan is None or plan.safe_hours is None:
        return None
    opens = plan.safe_hours.next_from(now, zone)
    if opens <= now:
        return None
    return Wait(opens, "safe_wait" if opens < message.expires_at else "safe_hours")


def _talk_wait(message: Message, number: str, now: datetime) -> Wait | None:
    """An automatic text lets the person finish, unless it brings a change of date or would come too late."""
    if message.wanted_key is None or message.kind in NEVER_WAIT:
        return None
    talk = db.session.get(Talk, number)
    if talk is None or talk.waits_until is None or not now < talk.waits_until < message.expires_at:
        return None
    return Wait(talk.waits_until, "talk")
