"""A relay as messaging knows it: a text about `relay:5`, a question that waits, an answer that settles it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.foundation.db import db
from app.messaging import operations, queries
from app.messaging.composing import Composed
from app.messaging.gsm7 import segments
from app.messaging.models import Inbound, Message
from app.messaging.rules import into_window

AT_LEAST = timedelta(hours=4)
ON_ITS_WAY = ("sending", "unknown", "accepted", "sent", "delivered")


def can_text(person_id: int, case_id: int) -> bool:
    """Whether a text would reach this person about this case, now."""
    return queries.reach_of(person_id, case_id, frozenset(), frozenset()).number is not None


def fits(text: Composed) -> bool:
    """Whether it is one text."""
    return segments(text.body) == 1


def ask(
    about: str, case_id: int, person_id: int, text: Composed, when: datetime, until: datetime, event_at: datetime,
    zone: str, now: datetime,
) -> Message:  # fmt: skip
    """One text to the acompañante, in the window from `when` on, and worth an answer. On which phone is decided
    when it leaves, and whether she may be texted at all."""
    opens = into_window(when, zone)
    return operations.plan(
        about=about, case_id=case_id, person_id=person_id, kind=text.template.partition(".")[0], role="acompanante",
        template=text.template, template_version=text.version, body=text.body, asks=",".join(text.asks),
        event_at=event_at, not_before=opens, expires_at=max(until, opens + AT_LEAST), wanted_key=f"{about}|asked",
        created_at=now,
    )  # fmt: skip


def newest(about: str) -> Message | None:
    """The text about this; None where there is none."""
    rows = select(Message).where(Message.about == about, Message.role == "acompanante")
    return db.session.scalar(rows.order_by(Message.id.desc()).limit(1))


def is_out(message: Message | None) -> bool:
    """Whether it left, or may have."""
    return message is not None and message.state in ON_ITS_WAY


def settle(about: str, now: datetime) -> None:
    """It is over: what has not left does not leave, and nobody waits for an answer."""
    operations.cancel_about(about, "superseded", now)
    rows = select(Message).where(Message.about == about, Message.asks != "", Message.answered_at.is_(None))
    for row in db.session.scalars(rows):
        row.answered_at = now


def tell(inbound: Inbound, text: Composed, now: datetime) -> Message:
    """An answer to whoever has just asked, on the number they asked from."""
    return operations.answer(inbound, text.template.partition(".")[0], text.body, now, template=text.template)
