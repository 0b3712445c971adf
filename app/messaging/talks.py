"""The verbs of a conversation with one number: take it, hand it on, answer, be done with it, open it again.

`rows` are what came in on that number and the reader may open (conversations.on_number). Whoever has no access to
a restricted case neither finishes nor hands on what belongs to it.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.cases import operations as cases
from app.cases.models import Case, Phone
from app.foundation.audit import record
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.messaging import operations, queries
from app.messaging.models import Inbound, Message, Talk
from app.messaging.waiting import TALK_LASTS


def talk_of(number: str) -> Talk:
    """What is known of a number; a new row for one that nothing was known of."""
    talk = db.session.get(Talk, number)
    if talk is None:
        talk = Talk(number=number)
        db.session.add(talk)
        db.session.flush()
    return talk


def speak(number: str, by: User, now: datetime) -> None:
    """Somebody is writing with this number: automatic texts to it wait."""
    talk = talk_of(number)
    talk.with_id, talk.waits_until = by.id, now + TALK_LASTS


def go_on(number: str, now: datetime) -> None:
    """They wrote again while somebody was writing with them: the conversation lasts."""
    talk = db.session.get(Talk, number)
    if talk is not None and talk.waits_until is not None and talk.waits_until > now:
        talk.waits_until = now + TALK_LASTS


def fall_silent(number: str, now: datetime) -> None:
    """The conversation is over: the automatic texts that waited for it leave."""
    talk = db.session.get(Talk, number)
    if talk is None or talk.waits_until is None:
        return
    talk.with_id = talk.waits_until = None
    waiting = select(Message).join(Phone, Phone.id == Message.phone_id).where(
        Phone.number == number, Message.state == "planned", Message.reason == "talk"
    )  # fmt: skip
    for message in db.session.scalars(waiting):
        message.not_before, message.reason = min(message.not_before, now), None


def read(rows: Iterable[Inbound]) -> None:
    """Somebody has seen it; it still waits for an answer."""
    for row in rows:
        if row.state == "unread":
            row.state = "open"


def take(rows: list[Inbound], by: User, now: datetime) -> None:
    """It is this person's to answer, and they are at it."""
    _assign(rows, by)
    for row in rows[:1]:
        speak(row.from_number, by, now)
        record("messaging.taken", f"number:{row.from_number}", by)


def hand(rows: list[Inbound], to: User, by: User) -> None:
    """From now on it is another person's to answer. Refused: somebody who does not accompany, or may not see it."""
    if to.role not in ("navigator", "admin") or not to.active:
        raise Refused(_("Elija a quién se lo pasa."), "to")
    if not queries.all_open_to([row.case_id for row in rows if row.case_id], to):
        raise Refused(_("%(name)s no puede ver ese caso reservado: dele acceso primero.", name=to.first_name), "to")
    _assign(rows, to)
    for row in rows[:1]:
        record("messaging.handed", f"number:{row.from_number}", by, to=to.id)


def _assign(rows: Iterable[Inbound], to: User) -> None:
    for row in rows:
        if row.state != "done":
            row.assigned_to_id = to.id
            row.state = "open" if row.state == "unread" else row.state


def finish(rows: list[Inbound], by: User, now: datetime) -> None:
    """Everything that came in on the number is dealt with, and the tasks to read it."""
    for row in rows:
        if row.state != "done":
            row.state, row.done_at, row.done_by_id = "done", now, by.id
            key = row.task_key("review", row.about, row.person_id)
            cases.finish_task_by_key(key, _("Se atendió en la conversación."), now, by)
    for row in rows[:1]:
        fall_silent(row.from_number, now)
        record("messaging.finished", f"number:{row.from_number}", by)


def reopen(rows: list[Inbound], by: User, now: datetime) -> None:
    """The last of it was not dealt with after all."""
    for row in rows[:1]:
        row.state, row.done_at, row.done_by_id, row.assigned_to_id = "open", None, None, by.id
        record("messaging.reopened", f"number:{row.from_number}", by)


def not_ours(rows: list[Inbound], by: User, now: datetime) -> None:
    """Nobody whom the programme knows: what comes from there later asks for nobody's time. Undone by reopening."""
    finish(rows, by, now)
    for row in rows[:1]:
        talk = talk_of(row.from_number)
        talk.not_ours_at, talk.not_ours_by_id = now, by.id


def ours_after_all(number: str) -> None:
    talk = db.session.get(Talk, number)
    if talk is not None:
        talk.not_ours_at = talk.not_ours_by_id = None


def reply(inbound: Inbound, body: str, by: User, now: datetime) -> Message:
    """A person answers by hand, signed with their first name; what was open on the number is now theirs.

    Refused: a restricted case, where this person on this phone is not whom the plan names (P9).
    """
    case = db.session.get(Case, inbound.case_id) if inbound.case_id else None
    barred = queries.answer_barred(case, inbound.person_id, inbound.from_number)
    if barred:
        raise Refused(barred, "body")
    signed = body if by.first_name.lower() in body.lower() else f"{body.rstrip()} - {by.first_name}"
    rows = select(Inbound).where(Inbound.from_number == inbound.from_number, Inbound.state != "done")
    _assign([row for row in db.session.scalars(rows) if row.case_id in (None, inbound.case_id)], by)
    speak(inbound.from_number, by, now)
    return operations.answer(inbound, "reply", signed, now, by=by)
