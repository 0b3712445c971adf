"""What becomes of a text that was not accepted: planned again for later, failed, or in doubt. The outbox and those
who look up its doubts share these moves; each starts from a row that is locked until they commit.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.foundation.db import db
from app.messaging import ladder, operations
from app.messaging.deliveries import after_failure
from app.messaging.gateways import Letter, Outcome
from app.messaging.models import Message

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 30, 1800


def held(message_id: int, token: str, state: str) -> Message | None:
    """The message, if it is still ours; locked against every other worker until we commit."""
    row = select(Message).where(Message.id == message_id, Message.state == state, Message.claim_token == token)
    return db.session.scalar(row.with_for_update(of=Message), execution_options={"populate_existing": True})


def stop(message: Message, state: str, reason: str, now: datetime) -> None:
    message.state, message.reason, message.claim_token, message.lease_until = state, reason, None, None
    operations.note(message, state, "outbox", now, detail=reason)


def put_back(message: Message, not_before: datetime) -> None:
    """Nothing began, or nothing left: it is planned again, for later."""
    message.state, message.claim_token, message.lease_until = "planned", None, None
    message.not_before = min(not_before, message.expires_at - timedelta(seconds=1))


def not_accepted(letter: Letter, outcome: Outcome, now: datetime) -> None:
    """Writes down any outcome but `accepted`, if the message is still ours."""
    message = held(letter.message_id, letter.token, "sending")
    if message is not None:
        {"not_sent": _not_sent, "refused": _refused, "unknown": _unknown}[outcome.kind](message, outcome, now)


def _not_sent(message: Message, outcome: Outcome, now: datetime) -> None:
    """Certainly not sent: again, after a pause that doubles and differs from message to message."""
    if outcome.code in ladder.CHANNEL_BROKEN:
        operations.pause(outcome.code, now)
    doubled = min(FIRST_PAUSE_SECONDS * 2 ** min(message.tries - 1, 6), LONGEST_PAUSE_SECONDS)
    jitter = message.id % 17
    message.code = outcome.code
    put_back(message, now + timedelta(seconds=max(doubled, outcome.wait_seconds) + jitter))
    operations.note(message, "planned", "outbox", now, code=outcome.code, detail=outcome.detail)


def _refused(message: Message, outcome: Outcome, now: datetime) -> None:
    message.state, message.code, message.claim_token, message.lease_until = "failed", outcome.code, None, None
    operations.note(message, "failed", "outbox", now, code=outcome.code)
    after_failure(message, now)


def _unknown(message: Message, outcome: Outcome, now: datetime) -> None:
    doubt(message, now, outcome.detail or outcome.code)


def doubt(message: Message, now: datetime, why: str | None) -> None:
    """Nobody knows whether it left: only the carrier can tell."""
    message.state, message.claim_token, message.lease_until = "unknown", None, None
    message.unknown_at, message.look_at, message.absent_at = now, now, None
    operations.note(message, "unknown", "outbox", now, detail=why)
