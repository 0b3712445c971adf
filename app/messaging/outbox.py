"""Sending so that nobody is texted twice and nobody is forgotten, whatever dies in between.

claim (lease) → `sending`, committed → hand over → record. Every move starts from the state and the claim that we
hold, read under a lock; when there is no such row, somebody else has the message and we let go of it. No
transaction is open while a text is handed over. What is in doubt is looked up at the carrier (lookup.py) before
anything else happens to it.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging import ladder, operations, queries
from app.messaging.deliveries import after_failure, take_status
from app.messaging.gateways import Gateway, Letter, Outcome
from app.messaging.models import Attempt, Message
from app.messaging.reach import Reach
from app.messaging.rules import in_window

SAME_TEXT_WAIT = timedelta(minutes=15)
SAME_TEXT_DAY = timedelta(hours=24)
HALTING = ladder.CHANNEL_BROKEN | ladder.LATER
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 30, 1800


@dataclass(frozen=True)
class Limits:
    """How the outbox works. `budget` is how old, in seconds of the monotonic clock, the commit of `sending` may
    be when the text leaves: a worker that was stopped must not wake up and send."""

    lease: timedelta = timedelta(seconds=60)
    settle: timedelta = timedelta(seconds=90)
    budget: float = 2.0
    batch: int = 20
    allowed: frozenset[str] = frozenset()
    zone: str = "America/Mexico_City"


@dataclass(frozen=True)
class Sent:
    """What one call of `dispatch` did. `halted`: the carrier wants no more from us now."""

    claimed: int
    accepted: int
    halted: bool = False


def dispatch(
    now: datetime,
    gateway: Gateway,
    limits: Limits,
    monotonic: Callable[[], float] = clock.monotonic,
    wait: Callable[[int], None] = lambda segments: None,
) -> Sent:
    """Claims one batch of what is due and sends it. `wait(segments)` paces us before each text."""
    started = monotonic()
    with transaction():
        token, claimed = claim(now, limits)
    accepted = 0
    for message_id, segments in claimed:
        wait(segments)
        at = now + timedelta(seconds=int(monotonic() - started))
        outcome = _send_one(message_id, token, at, gateway, limits, monotonic)
        accepted += outcome is not None and outcome.kind == "accepted"
        if outcome is not None and outcome.code in HALTING:
            return Sent(len(claimed), accepted, halted=True)
    return Sent(len(claimed), accepted)


def _send_one(
    message_id: int, token: str, now: datetime, gateway: Gateway, limits: Limits, monotonic: Callable[[], float]
) -> Outcome | None:
    started = monotonic()
    try:
        with transaction():
            begun = begin(message_id, token, now, limits)
    except IntegrityError:
        return None  # an equal text to this number began at the same moment; ours comes back when its lease is over
    if begun is None:
        return None
    letter = Letter(fresh=lambda: monotonic() - started < limits.budget, **begun)
    outcome = gateway.send(letter)
    with transaction():
        write_down(letter, outcome, now)
    return outcome


def claim(now: datetime, limits: Limits) -> tuple[str, list[tuple[int, int]]]:
    """Takes what is due for `limits.lease`: (token, [(message id, segments)]), replies first."""
    token = uuid.uuid4().hex
    if queries.channel().paused_at:
        return token, []
    due = select(Message.id).where(Message.state == "planned", Message.not_before <= now, Message.expires_at > now)
    if not in_window(now, limits.zone):
        due = due.where(Message.any_hour)
    due = due.order_by(Message.priority, Message.not_before, Message.id).limit(limits.batch)
    if db.engine.dialect.name == "postgresql":
        # a plain IN (… LIMIT … FOR UPDATE) may be run again for each row, and take more than the limit
        due = select(due.with_for_update(skip_locked=True).cte("due").c.id)
    taken = (
        update(Message)
        .where(Message.id.in_(due), Message.state == "planned")
        .values(state="claimed", claim_token=token, lease_until=now + limits.lease)
        .returning(Message.id, Message.segments, Message.priority)
    )
    rows = db.session.execute(taken, execution_options={"synchronize_session": False}).all()
    return token, [(row.id, row.segments) for row in sorted(rows, key=lambda row: (row.priority, row.id))]


def begin(message_id: int, token: str, now: datetime, limits: Limits) -> dict[str, object] | None:
    """Looks at everything once more and moves to `sending`: the caller's commit comes before any byte.
    Returns what the letter needs, or None where there is nothing to send."""
    message = _held(message_id, token, "claimed")
    if message is None:
        return None
    if message.expires_at <= now:
        return _stop(message, "expired", "late", now)
    where = _where(message, limits)
    if where.number is None:
        return _stop(message, "cancelled", where.reason or "no_phone", now)
    verdict = _same_text(message, where.number, now)
    if verdict == "cancel":
        return _stop(message, "cancelled", "same_text", now)
    if verdict == "later":
        return _put_back(message, now + SAME_TEXT_WAIT)
    return _begin(message, where, now, limits)


def _begin(message: Message, where: Reach, now: datetime, limits: Limits) -> dict[str, object]:
    message.lease_until = now + limits.lease
    message.state, message.tries, message.sending_at = "sending", message.tries + 1, now
    message.to_number, message.phone_id = where.number, where.phone_id
    attempt = Attempt(message_id=message.id, ordinal=message.tries, to_number=where.number, began_at=now)
    db.session.add(attempt)
    operations.note(message, "sending", "outbox", now)
    db.session.flush()
    return {
        "message_id": message.id,
        "attempt_id": attempt.id,
        "token": message.claim_token,
        "to_number": where.number,
        "body": message.body,
        "began_at": now,
        "valid_seconds": int((message.expires_at - now).total_seconds()),
    }


def _held(message_id: int, token: str, state: str) -> Message | None:
    """The message, if we still hold it; locked against every other worker until we commit."""
    row = select(Message).where(Message.id == message_id, Message.state == state, Message.claim_token == token)
    return db.session.scalar(row.with_for_update(of=Message))


def _where(message: Message, limits: Limits) -> Reach:
    """Resolved now, not when it was planned. An answer goes back to the number that wrote."""
    if message.wanted_key is None:
        return _back_to_who_wrote(message, limits)
    first = db.session.get(Message, message.retry_of_id) if message.rung == "other_phone" else None
    tried = queries.tried_numbers(first) if first else frozenset()
    return queries.reach_of(message.person_id, message.case_id, tried, limits.allowed)


def _back_to_who_wrote(message: Message, limits: Limits) -> Reach:
    if limits.allowed and message.to_number not in limits.allowed:
        return Reach(reason="test_mode")
    if message.kind != "stopped" and queries.muted(message.to_number, message.person_id):
        return Reach(reason="opted_out")
    return Reach(message.to_number)


def _same_text(message: Message, number: str, now: datetime) -> str:
    """`go`, `later` or `cancel`. Equal texts to one number keep apart, so that the carrier's list can tell them
    apart; and nobody needs the same words twice in a day, unless the first did not arrive."""
    equal = select(Message.state, Message.sending_at).where(
        Message.to_number == number,
        Message.body_digest == message.body_digest,
        Message.id != message.id,
        Message.sending_at > now - SAME_TEXT_DAY,
    )
    others = db.session.execute(equal).all()
    if any(state in ("sending", "unknown") or began > now - SAME_TEXT_WAIT for state, began in others):
        return "later"
    arrived = any(state in ("accepted", "sent", "delivered") for state, _began in others)
    return "cancel" if arrived and message.wanted_key and message.rung == "first" else "go"


def _stop(message: Message, state: str, reason: str, now: datetime) -> None:
    message.state, message.reason, message.claim_token, message.lease_until = state, reason, None, None
    operations.note(message, state, "outbox", now, detail=reason)


def _put_back(message: Message, not_before: datetime) -> None:
    """Nothing began, or nothing left: it is planned again, for later."""
    message.state, message.claim_token, message.lease_until = "planned", None, None
    message.not_before = min(not_before, message.expires_at - timedelta(seconds=1))


def write_down(letter: Letter, outcome: Outcome, now: datetime) -> None:
    """What became of it. A SID is proof whoever holds the message by now; anything else counts only if it is
    still ours."""
    attempt = db.session.get_one(Attempt, letter.attempt_id)
    attempt.ended_at, attempt.outcome, attempt.sid = now, outcome.kind, outcome.sid
    attempt.code, attempt.detail = outcome.code, (outcome.detail or "")[:200] or None
    if outcome.kind == "accepted":
        take_status(letter.message_id, outcome.sid, "accepted", now, to_number=letter.to_number, source="outbox")
        return
    message = _held(letter.message_id, letter.token, "sending")
    if message is not None:
        {"not_sent": _not_sent, "refused": _refused, "unknown": _unknown}[outcome.kind](message, outcome, now)


def _not_sent(message: Message, outcome: Outcome, now: datetime) -> None:
    """Certainly not sent: again, after a pause that doubles and differs from message to message."""
    if outcome.code in ladder.CHANNEL_BROKEN:
        operations.pause(outcome.code, now)
    doubled = min(FIRST_PAUSE_SECONDS * 2 ** min(message.tries - 1, 6), LONGEST_PAUSE_SECONDS)
    jitter = message.id % 17
    message.code = outcome.code
    _put_back(message, now + timedelta(seconds=max(doubled, outcome.wait_seconds) + jitter))
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
