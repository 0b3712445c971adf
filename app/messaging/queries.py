"""Reads of `messaging`."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.cases.models import Case, Consent, Phone, SafeContactPlan
from app.cases.queries import visible_to
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.language import _
from app.messaging.facts import Facts
from app.messaging.models import (
    Attempt,
    Channel,
    Message,
    MessageEvent,
    OptOut,
    SimulatedText,
)
from app.messaging.moves import may_move
from app.messaging.reach import Reach
from app.messaging.standing import standing
from app.messaging.voice import way

TELLING = ("booked", "moved")
TOLD_STATES = ("sending", "unknown", "manual", "accepted", "sent", "delivered", "undelivered")


def message(message_id: int) -> Message | None:
    return db.session.get(Message, message_id)


def told(facts: Facts) -> frozenset[tuple[str, int]]:
    """(about, person) of every booked or moved text of this appointment's dates that has gone out; an acompañante
    was told of a date by the reminder to pass on."""
    return told_all([facts])


def told_all(all_facts: Iterable[Facts]) -> frozenset[tuple[str, int]]:
    """The same for several appointments at once."""
    abouts = {about for facts in all_facts for about in (facts.about, *(was.about for was in facts.earlier))}
    telling = or_(Message.kind.in_(TELLING), and_(Message.role == "acompanante", Message.kind == "day_before"))
    rows = db.session.execute(
        select(Message.about, Message.person_id).where(
            Message.about.in_(abouts), telling, Message.state.in_(TOLD_STATES)
        )
    )
    return frozenset((about, person_id) for about, person_id in rows)


def messages_of_case(case_id: int, limit: int = 100) -> list[Message]:
    """The newest texts of a case, newest first."""
    rows = select(Message).where(Message.case_id == case_id).options(joinedload(Message.person))
    return list(db.session.scalars(rows.order_by(Message.id.desc()).limit(limit)))


def in_state(state: str | None, after: str | None, cases) -> KeysetPage[Message]:
    """Texts in one state (or all), newest first. `cases` selects the ids of what the reader may open."""
    rows = select(Message).options(joinedload(Message.person), joinedload(Message.case))
    rows = rows.where(Message.state == state) if state else rows
    rows = rows.where(or_(Message.case_id.is_(None), Message.case_id.in_(cases)))
    return keyset_page(rows, Message.id, after, descending=True)


def reach_of(
    person_id: int, case_id: int | None, tried: frozenset[str], allowed: frozenset[str], **how
) -> Reach:  # fmt: skip
    """Where a person may be texted or called about a case, now. `how` is that of voice.way."""
    return way(standing(person_id, case_id), tried, allowed, **how)


def reach_now(message: Message) -> Reach:
    """Where a planned text may go, as if it were its turn."""
    return reach_of(message.person_id, message.case_id, frozenset(), frozenset(), speakable=bool(message.spoken))


def safe_plan(case: Case | None) -> SafeContactPlan | None:
    """The plan that a restricted case is reached by; None for an open case, and while nobody has filled it."""
    if case is None or not case.restricted:
        return None
    return db.session.scalar(select(SafeContactPlan).where(SafeContactPlan.case_id == case.id))


def answer_barred(case: Case | None, person_id: int | None, number: str) -> str | None:
    """Why nobody may be answered on this number about this case: the plan of a restricted case names somebody
    else, another phone, or nobody yet. None where it may be."""
    if case is None or not case.restricted:
        return None
    plan = safe_plan(case)
    if plan is None:
        return _("Caso reservado sin acuerdo de contacto seguro: llénelo antes de escribirle.")
    phone = db.session.get(Phone, plan.phone_id) if plan.phone_id else None
    if plan.person_id == person_id and phone is not None and phone.number == number:
        return None
    return _("Caso reservado: el contacto seguro es otra persona u otro teléfono.")


def safe_opening(case: Case | None, now: datetime) -> datetime | None:
    """When a restricted case may next be reached; None where that is now, or the case is open to all."""
    plan = safe_plan(case)
    if plan is None or plan.safe_hours is None:
        return None
    opens = plan.safe_hours.next_from(now)
    return opens if opens > now else None


def all_open_to(case_ids: Iterable[int], user: User) -> bool:
    """Whether this user may open all of these cases."""
    asked = set(case_ids)
    return asked == set(db.session.scalars(select(Case.id).where(Case.id.in_(asked), visible_to(user))))


def consent(person_id: int, purpose: str = "sms") -> bool | None:
    """The newest answer about a purpose; None while nobody has asked."""
    answers = select(Consent.granted).where(Consent.person_id == person_id, Consent.purpose == purpose)
    return db.session.scalar(answers.order_by(Consent.id.desc()).limit(1))


def muted(number: str, person_id: int | None) -> bool:
    """Whether this person wrote ALTO on this number. Of a stranger's number nothing is known."""
    live = select(OptOut.id).where(OptOut.number == number, OptOut.person_id == person_id, OptOut.ended_at.is_(None))
    return person_id is not None and db.session.scalar(live) is not None


def tried_numbers(message: Message, channel: str | None = None) -> frozenset[str]:
    """The numbers that this text and those it repeats were sent to, all or those of one channel."""
    numbers, row = set(), message
    while row is not None:
        if channel in (None, row.channel):
            numbers.add(row.to_number)
        row = db.session.get(Message, row.retry_of_id) if row.retry_of_id else None
    return frozenset(number for number in numbers if number)


def relative_has_own(message: Message) -> bool:
    """Whether somebody else was reached with the same news."""
    rows = select(Message.id).where(
        Message.about == message.about,
        Message.kind == message.kind,
        Message.person_id != message.person_id,
        Message.state.in_(("accepted", "sent", "delivered")),
    )
    return db.session.scalar(rows.limit(1)) is not None


def channel(name: str = "sms") -> Channel:
    return db.session.get_one(Channel, name)


def alarms(today: date) -> list[Channel]:
    """What every messages page warns of: channels that are paused, or that have reached the cap of this day."""
    return list(
        db.session.scalars(select(Channel).where(Channel.paused_at.is_not(None) | (Channel.capped_on == today)))
    )


def sids_taken(sids: Iterable[str]) -> set[str]:
    """Which of the carrier's ids already belong to a message of ours."""
    return set(db.session.scalars(select(Message.sid).where(Message.sid.in_(list(sids)))))


def attempts(message_id: int) -> list[Attempt]:
    """What was tried, oldest first."""
    return list(db.session.scalars(select(Attempt).where(Attempt.message_id == message_id).order_by(Attempt.id)))


def verify() -> Iterator[str]:
    """Findings for `flask check`: moves that the history does not allow, and texts stuck in somebody's hands."""
    sent_twice = select(SimulatedText.message_id).group_by(SimulatedText.message_id).having(func.count() > 1)
    for message_id in db.session.scalars(sent_twice):
        yield f"message {message_id} was accepted twice by the carrier"
    unproved = select(Message.id).where(
        Message.state.in_(("accepted", "sent", "delivered")), Message.channel != "whatsapp", Message.sid.is_(None)
    )
    for message_id in db.session.scalars(unproved):
        yield f"message {message_id} counts as accepted without the carrier's id"
    yield from _impossible_histories()
    yield from _states_without_history()


def _follows(old: str, new: str) -> bool:
    """A claim leaves no event of its own: what may follow it may follow `planned`."""
    return may_move(old, new) or (old == "planned" and may_move("claimed", new))


def _states_without_history() -> Iterator[str]:
    """A message that stands where no recorded event has put it; a claim leaves none."""
    last = select(func.max(MessageEvent.id)).where(MessageEvent.moved).group_by(MessageEvent.message_id)
    rows = select(Message.id, Message.state, MessageEvent.status).join(MessageEvent)
    for message_id, state, status in db.session.execute(rows.where(MessageEvent.id.in_(last))):
        if state != status and (status, state) != ("planned", "claimed"):
            yield f"message {message_id} is {state}, its history ends at {status}"


def _impossible_histories() -> Iterator[str]:
    """A message whose recorded events jump where moves.py lets nothing jump."""
    before: tuple[int, str] | None = None
    rows = select(MessageEvent.message_id, MessageEvent.status).where(MessageEvent.moved)
    for message_id, status in db.session.execute(rows.order_by(MessageEvent.message_id, MessageEvent.id)):
        if before and before[0] == message_id and before[1] != status and not _follows(before[1], status):
            yield f"message {message_id} went from {before[1]} to {status}"
        before = (message_id, status)
