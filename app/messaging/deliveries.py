"""What the carrier says of what was sent, and the ladder that a failure climbs."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.cases.models import Phone
from app.foundation import settings
from app.foundation.db import db
from app.messaging import conversations, ladder, queries, steps, voice
from app.messaging.costs import FIRST_LOOK
from app.messaging.models import Message, MessageEvent
from app.messaging.moves import grows, may_move
from app.messaging.operations import note, opt_out, pause, plan


def take_status(
    message_id: int, sid: str, status: str, now: datetime, *, code: str | None = None, to_number: str | None = None,
    source: str = "callback",
) -> bool:  # fmt: skip
    """What the carrier says of a message; late, early, twice or shuffled, the result is the same.

    `status` is one of moves.RANK. Returns whether the message moved. A report for a message that we had not
    seen accepted is the proof that it was.
    """
    if source == "callback" and status in steps.GOOD_NEWS and not code and steps.arrived(message_id, sid, status, now):
        return True
    message = db.session.get(Message, message_id, with_for_update=True)
    if message is None or _known(sid, status, source):
        return False
    if message.sid not in (None, sid):
        note(message, status, source, now, moved=False, sid=sid, code=code, detail="other sid")
        return False
    if may_move(message.state, "accepted"):
        _prove(message, sid, to_number, source, now, also=status)
    moved = grows(message.state, status) and may_move(message.state, status)
    if moved:
        message.state, message.code = status, code or message.code
    if moved or status != "accepted":
        note(message, status, source, now, moved=moved, sid=sid, code=code)
    db.session.flush()
    if moved:
        _learn_from(message, now)
    return moved


def _known(sid: str, status: str, source: str) -> bool:
    if source != "callback":
        return False
    seen = select(MessageEvent.id).where(
        MessageEvent.sid == sid, MessageEvent.status == status, MessageEvent.source == "callback"
    )
    return db.session.scalar(seen) is not None


def _prove(message: Message, sid: str, to_number: str | None, source: str, now: datetime, also: str) -> None:
    """The carrier has it: our doubt ends here, whatever we were about to do."""
    message.state, message.sid, message.sent_at = "accepted", sid, now
    message.to_number = message.to_number or to_number
    message.price_look_at = now + FIRST_LOOK
    message.claim_token = message.lease_until = message.look_at = None
    note(message, "accepted", source if also == "accepted" else "list", now, sid=sid)
    db.session.flush()  # two moves are two statements: the database lets nothing jump


def _learn_from(message: Message, now: datetime) -> None:
    phone = db.session.get(Phone, message.phone_id) if message.phone_id else None
    if message.state == "delivered" and phone:
        phone.delivery = "reachable"
    if message.state in ("undelivered", "failed"):
        after_failure(message, now)


def after_failure(message: Message, now: datetime) -> Message | None:
    """The next rung of the ladder for a text that failed for good: another row, with its own id, or None where
    only a call is left (queries.stuck finds it)."""
    code = message.code or ""
    if code in ladder.CHANNEL_BROKEN:
        pause(code, now)
    phone = db.session.get(Phone, message.phone_id) if message.phone_id else None
    if code in ladder.CHANNEL_BROKEN:
        pause(code, now)
    if code in ladder.OPTED_OUT:
        _carrier_opt_out(message, now)
    if phone and code in ladder.IS_LANDLINE and settings.current().voice:
        phone.kind = "landline"  # no text reaches it, a call does
    elif phone and code in ladder.NUMBER_IS_DEAD | ladder.NUMBER_IS_WRONG:
        phone.delivery = "dead"
    elif phone and code not in ladder.PHONE_IS_NOT_TO_BLAME | voice.NOBODY_HEARD:
        phone.delivery = "failing"
    db.session.flush()
    if message.person_id is None or message.wanted_key is None:
        return None
    climb = ladder.Climb(
        code, message.rung == "retry", int(_may_go(message, queries.tried_numbers(message))),
        queries.relative_has_own(message), _may_go(message, queries.tried_numbers(message, "voice"), by="voice"),
    )  # fmt: skip
    rung = ladder.next_rung(climb)
    return _repeat(message, rung, now) if rung in ("retry", "other_phone", "voice") else None


def _may_go(message: Message, tried: frozenset[str], by: str | None = None) -> bool:
    """Whether there is a way left that was not tried."""
    speakable = bool(message.spoken)
    where = queries.reach_of(message.person_id, message.case_id, tried, frozenset(), by=by, speakable=speakable)
    return where.number is not None


def _carrier_opt_out(message: Message, now: datetime) -> None:
    """The carrier mutes the number itself, so everybody on it."""
    for person in conversations.bearers(message.to_number or ""):
        opt_out(message.to_number, person.id, now, source="carrier")


def _repeat(message: Message, rung: str, now: datetime) -> Message | None:
    wait = ladder.ONCE_MORE_AFTER if rung == "retry" else timedelta()
    if now + wait >= message.expires_at:
        return None
    by_voice = rung == "voice" or (rung == "retry" and message.channel == "voice")
    return plan(
        about=message.about, case_id=message.case_id, person_id=message.person_id, kind=message.kind,
        role=message.role, template=message.template, template_version=message.template_version, body=message.body,
        asks=message.asks, promises_call=message.promises_call, event_at=message.event_at, not_before=now + wait,
        expires_at=message.expires_at, wanted_key=message.wanted_key, retry_of_id=message.id,
        rung="retry" if rung == "retry" else "other_phone", spoken=message.spoken,
        channel="voice" if by_voice else "sms", created_at=now,
    )  # fmt: skip
