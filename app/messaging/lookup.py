"""What is in doubt, and what is over: leases that ran out, texts that came too late, and what the carrier has."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging import operations, queries, ringing, steps
from app.messaging.deliveries import take_status
from app.messaging.gateways import Gateway, Sighting
from app.messaging.models import Attempt, Message
from app.messaging.outbox import Limits
from app.messaging.outcomes import doubt

PATIENCE = timedelta(minutes=30)
"""How long an unreadable list is asked before a person decides."""
AGAIN = timedelta(seconds=30)
BATCH = 100
NOT_BEGUN = steps.in_state("planned", "claimed")  # the words of the index on what expires
CALL = "CA"  # how the carrier's id of a call begins
UNREADABLE = Sighting(readable=False)


def recover(now: datetime) -> int:
    """Leases that are over: a claim goes back, a text that may have left is in doubt; what is too late expires.
    Inside the caller's transaction. Returns how many rows moved."""
    over = select(Message).where(steps.in_state("claimed", "sending"), Message.lease_until <= now)
    held = list(db.session.scalars(_for_us(over)))
    for message in held:
        if message.state == "sending":
            doubt(message, now, "lease over")
        else:
            message.state, message.claim_token, message.lease_until = "planned", None, None
    late = select(Message).where(steps.PLANNED, NOT_BEGUN, Message.expires_at <= now)
    expired = list(db.session.scalars(_for_us(late)))
    for message in expired:
        message.state, message.reason = "expired", "late"
        operations.note(message, "expired", "outbox", now, detail="late")
    return len(held) + len(expired)


def _for_us(rows):
    """Rows that no other worker is at."""
    return rows.limit(BATCH).with_for_update(skip_locked=True, of=Message)


def resolve(now: datetime, gateway: Gateway, limits: Limits, monotonic: Callable[[], float] = clock.monotonic) -> int:
    """Asks the carrier about every text in doubt whose turn it is. Returns how many turns there were.

    The list is read outside any transaction, so that a slow carrier holds no lock; the turn is taken first, so
    that two workers do not count one look twice. A list that cannot be read is asked no more in this round.
    """
    started, readable = monotonic(), True
    with transaction():
        turns = [
            (row.id, _addresses(row), ringing.channels_of(row, gateway), row.body, _since(row))
            for row in _take_turns(now, limits)
        ]
    for message_id, numbers, channels, body, since in turns:
        asked = now + timedelta(seconds=monotonic() - started)
        seen = {
            number: ringing.sighted(gateway, channels, number, body, since) if readable else UNREADABLE
            for number in numbers
        }
        readable = all(sighting.readable for sighting in seen.values())
        answered = now + timedelta(seconds=monotonic() - started)
        with transaction():
            settle(message_id, seen, asked, answered, limits)
    return len(turns)


def _take_turns(now: datetime, limits: Limits) -> list[Message]:
    rows = select(Message).where(steps.in_state("unknown"), Message.look_at <= now).order_by(
        Message.look_at, Message.priority, Message.not_before, Message.id
    )  # fmt: skip
    mine = list(db.session.scalars(_for_us(rows)))
    for message in mine:
        message.look_at = now + limits.settle
    return mine


def _addresses(message: Message) -> list[str]:
    """Where it may have gone: the number of the attempt; after a restore, every phone of the person."""
    if message.to_number or message.person_id is None:
        return [message.to_number] if message.to_number else []
    standing = queries.standing(message.person_id, message.case_id)
    return [line.number for line in standing.lines if line.number]


def _since(message: Message) -> datetime:
    """The list is searched from the moment the last attempt began; without one, from when it was due."""
    last = select(Attempt.began_at).where(Attempt.message_id == message.id).order_by(Attempt.id.desc()).limit(1)
    return db.session.scalar(last) or message.not_before


def settle(message_id: int, seen: dict[str, Sighting], asked: datetime, now: datetime, limits: Limits) -> None:
    """Found: accepted. Absent twice, `settle` apart (from the one answer to the next question): planned again, if
    there is time. Else a person decides."""
    message = db.session.get(Message, message_id, with_for_update=True)
    if message is None or message.state != "unknown":
        return
    found = _found(seen)
    if found:
        number, sid = found
        message.channel = "voice" if sid.startswith(CALL) else message.channel
        take_status(message.id, sid, "accepted", now, to_number=number, source="list")
    elif not all(sighting.readable for sighting in seen.values()):
        _unreadable(message, now)
    elif message.absent_at is None:
        message.absent_at, message.look_at = now, now + limits.settle
        operations.note(message, "unknown", "list", now, moved=False, detail="absent")
    elif asked - message.absent_at >= limits.settle:
        _absent_twice(message, now)


def _found(seen: dict[str, Sighting]) -> tuple[str, str] | None:
    """A text in the list that is no other message of ours: (number, sid)."""
    taken = queries.sids_taken(sid for sighting in seen.values() for sid in sighting.sids)
    free = ((number, sid) for number, sighting in seen.items() for sid in sighting.sids if sid not in taken)
    return next(free, None)


def _unreadable(message: Message, now: datetime) -> None:
    if message.unknown_at and now - message.unknown_at >= PATIENCE:
        _to_a_person(message, now, "list unreadable")
    else:
        message.look_at = now + AGAIN


def _absent_twice(message: Message, now: datetime) -> None:
    if now >= message.expires_at:
        _to_a_person(message, now, "too late")
        return
    message.state, message.look_at, message.absent_at, message.unknown_at = "planned", None, None, None
    operations.note(message, "planned", "list", now, detail="absent twice")


def _to_a_person(message: Message, now: datetime, why: str) -> None:
    message.state, message.look_at = "manual", None
    operations.note(message, "manual", "list", now, detail=why)
