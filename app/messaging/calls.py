"""Where no text helps, a person calls: what did not arrive, what nobody answered, what a text promised (P8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.foundation.clock import at_wall, to_local
from app.foundation.db import db
from app.foundation.language import _
from app.messaging.ladder import sentence
from app.messaging.models import Message
from app.messaging.reach import OUT_OF_REACH, REASONS
from app.messaging.rules import SILENCE_ON_THE_EVE, call_due

NOT_ARRIVED = ("failed", "undelivered", "manual", "expired", "cancelled")
PROMISED, LATEST = time(18), time(19, 45)
ON_THEIR_WAY = ("accepted", "sent", "delivered")


@dataclass(frozen=True)
class CallDue:
    """A call to make. `why` is a code: `stuck` · `silent` · `promised`; `reason` the sentence for the task; `due_at`
    is now, or the hour by which it was promised."""

    message: Message
    why: str
    reason: str
    due_at: datetime

    @property
    def key(self) -> str:
        """One task per person and appointment, however many texts ask for it."""
        return f"call:{self.message.about}:{self.message.person_id}"


def calls_due(now: datetime, zone: str) -> list[CallDue]:
    """Every call that texts ask for at `now` and that nobody has been given yet."""
    silent = [
        row for row in _asked_before(now - SILENCE_ON_THE_EVE) if call_due(row.sent_at, row.event_at, zone) <= now
    ]
    return [
        *(CallDue(row, "stuck", why_not(row), now) for row in _stuck(now)),
        *(CallDue(row, "silent", _("No ha contestado el mensaje."), now) for row in silent),
        *(CallDue(row, "promised", _("El mensaje le dijo que hoy le marcamos."), promised_by(row.sent_at, zone))
          for row in _promised()),
    ]  # fmt: skip


def promised_by(sent_at: datetime, zone: str) -> datetime:
    """The hour of a call that a text promised for the same day: six in the evening, when people are home; for a
    text of the late afternoon an hour after it, and before eight (P8)."""
    day = to_local(sent_at, zone).date()
    return min(max(at_wall(day, PROMISED, zone), sent_at + timedelta(hours=1)), at_wall(day, LATEST, zone))


def raised(calls: Iterable[CallDue], now: datetime) -> None:
    """A task exists for these: they are not raised again."""
    for call in calls:
        call.message.call_raised_at = now


def asked_last(about: str, person_id: int) -> str | None:
    """The kind of the newest text about this that asked the person something, and that they have not answered."""
    rows = _unanswered(about, person_id).with_only_columns(Message.kind)
    return db.session.scalar(rows.order_by(Message.id.desc()).limit(1))


def answered(about: str, person_id: int, now: datetime) -> None:
    """They said it on the telephone: their silence asks for no further call."""
    for message in db.session.scalars(_unanswered(about, person_id)):
        message.answered_at = now


def _unanswered(about: str, person_id: int):
    return select(Message).where(
        Message.about == about, Message.person_id == person_id, Message.asks != "", Message.answered_at.is_(None),
        Message.state.in_(ON_THEIR_WAY),
    )  # fmt: skip


def why_not(message: Message) -> str:
    """Why a text did not arrive, in a sentence that a navigator understands at once."""
    if message.state == "manual":
        return _("No se sabe si le llegó el mensaje: la compañía no contesta.")
    if message.reason in REASONS:
        return str(REASONS[message.reason])
    return sentence(message.code)


def _stuck(now: datetime) -> list[Message]:
    """Texts that will not arrive, about something that is still ahead, and that no other text follows; one that came
    too late asks for no call when another about the same has reached the person since."""
    follower, since = aliased(Message), aliased(Message)
    told_since = exists().where(
        since.about == Message.about, since.person_id == Message.person_id, since.sent_at > Message.not_before,
        since.state.in_(ON_THEIR_WAY),
    )  # fmt: skip
    rows = select(Message).where(
        Message.call_raised_at.is_(None),
        Message.state.in_(NOT_ARRIVED),
        or_(Message.state != "cancelled", Message.reason.in_(OUT_OF_REACH)),
        Message.event_at >= now,
        Message.person_id.is_not(None),
        ~exists().where(follower.retry_of_id == Message.id),
        or_(Message.state != "expired", ~told_since),
    )
    return _with_people(rows.order_by(Message.event_at, Message.id))


def _asked_before(moment: datetime) -> list[Message]:
    rows = select(Message).where(
        Message.asks != "",
        Message.answered_at.is_(None),
        Message.call_raised_at.is_(None),
        Message.sent_at <= moment,
        Message.event_at > moment - timedelta(days=2),
        Message.state.in_(ON_THEIR_WAY),
    )
    return _with_people(rows.order_by(Message.sent_at, Message.id))


def _promised() -> list[Message]:
    rows = select(Message).where(
        Message.promises_call, Message.call_raised_at.is_(None), Message.state.in_(ON_THEIR_WAY)
    )
    return _with_people(rows.order_by(Message.sent_at, Message.id))


def _with_people(rows) -> list[Message]:
    return list(db.session.scalars(rows.options(joinedload(Message.person), joinedload(Message.case))))
