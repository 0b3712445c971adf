"""Calls under way: what one says, when its line is free, what the carrier reports of it, and the key that answers.

A call is a message like a text, in the same outbox: these are the places where the two differ.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, or_, select

from app.cases.models import Case, Person
from app.foundation import settings
from app.foundation.db import db
from app.messaging import queries, rules, spoken, voice
from app.messaging.deliveries import take_status
from app.messaging.gateways import Gateway, Sighting
from app.messaging.models import Message
from app.messaging.reach import Reach


@dataclass(frozen=True)
class Spoken:
    """What a call says: once, and once more. `asks` are the answers that a key may give."""

    words: str
    asks: tuple[str, ...] = ()


def where_to(message: Message | Row, allowed: frozenset[str]) -> Reach:
    """Telephone and channel of a planned message, resolved now: passing over what was tried before it."""
    first = db.session.get(Message, message.retry_of_id) if message.retry_of_id else None
    if first is not None and first.answered_at and message.asks:
        return Reach(reason="answered")
    by = "voice" if first is not None and message.channel == "voice" else None
    tried = queries.tried_numbers(first, by) if first is not None else frozenset()
    if first is not None and message.rung == "retry":
        tried -= {first.to_number}
    speakable = bool(message.spoken)
    return queries.reach_of(message.person_id, message.case_id, tried, allowed, by=by, speakable=speakable)


def words_for(message: Message | Row, where: Reach) -> str | None:
    """What a call to there says; None for a text. Where somebody else answers, only whom to call."""
    if where.channel != "voice":
        return None
    if where.relayed:
        person = db.session.get_one(Person, message.person_id)
        return spoken.recado(person.spoken_name, signer(message), settings.current().office)
    return message.spoken


def signer(message: Message | Row) -> str:
    """Whose message it is."""
    case = db.session.get(Case, message.case_id) if message.case_id else None
    return case.navigator.first_name if case and case.navigator else settings.current().team_name


def not_before(message: Message | Row, where: Reach, now: datetime, zone: str) -> datetime | None:
    """When a call may be tried again, if it may not begin now: outside the window, the line in use, or a recado
    left for the same person a moment ago."""
    if where.channel != "voice":
        return None
    if not rules.in_window(now, zone):
        return rules.into_window(now, zone)
    if _in_use(message, where.number, now):
        return now + voice.CALLS_APART
    return now + voice.RECADOS_APART if where.relayed and _recado_just_left(message, where.number, now) else None


def _in_use(message: Message | Row, number: str, now: datetime) -> bool:
    """At most one call to a number at a time, so that the carrier's list can tell them apart."""
    ringing = Message.state.in_(("accepted", "sent")) & (Message.sending_at > now - voice.CALLS_APART)
    doubtful = Message.state.in_(("sending", "unknown"))
    rows = select(Message.id).where(Message.to_number == number, Message.channel == "voice", Message.id != message.id)
    return db.session.scalar(rows.where(or_(doubtful, ringing)).limit(1)) is not None


def _recado_just_left(message: Message | Row, number: str, now: datetime) -> bool:
    rows = select(Message.id).where(
        Message.to_number == number,
        Message.channel == "voice",
        Message.person_id == message.person_id,
        Message.state == "delivered",
        Message.sending_at > now - voice.RECADOS_APART,
    )
    return db.session.scalar(rows.limit(1)) is not None


def on_air(message_id: int, sid: str, now: datetime, to_number: str | None = None) -> Spoken | None:
    """Somebody answered the call that the carrier knows as `sid`: what it says, or None where this is no call of
    ours. That the carrier asks is proof that it has the call."""
    take_status(message_id, sid, "sent", now, to_number=to_number)
    message = db.session.get(Message, message_id)
    return heard_by(message) if message is not None and message.sid == sid and message.said else None


def heard_by(message: Message) -> Spoken:
    """The words of a call, and what may be answered by key: nothing, where somebody else only passes it on."""
    relayed = message.said != message.spoken
    return Spoken(message.said or "", () if relayed else tuple(message.asks.split(",")) if message.asks else ())


def take_report(
    message_id: int, sid: str, status: str, now: datetime, *, seconds: int | None = None, code: str | None = None,
    to_number: str | None = None,
) -> bool:  # fmt: skip
    """What the carrier tells of a call: late, early, twice or shuffled. False for a word that is not known."""
    message = db.session.get(Message, message_id)
    words = (message.said or message.spoken or "") if message is not None else ""
    answered = message is not None and message.answered_at is not None
    report = voice.call_report(status, None if answered else seconds, words, code)
    if report is not None:
        take_status(message_id, sid, report.status, now, code=report.code, to_number=to_number)
    return report is not None


def sighted(gateway: Gateway, channels: tuple[str, ...], number: str, body: str, since: datetime) -> Sighting:
    """What the carrier's lists show: of texts exactly these words, of calls every one to the number."""
    found = [
        gateway.find_call(number, since) if channel == "voice" else gateway.find(number, body, since)
        for channel in channels
    ]
    return Sighting(all(one.readable for one in found), tuple(sid for one in found for sid in one.sids))


def channels_of(message: Message, gateway: Gateway) -> tuple[str, ...]:
    """Which lists may show it: its own; both after a restore, which forgets how it went."""
    if message.to_number is not None or not gateway.calls:
        return (message.channel,)
    return ("sms", "voice")
