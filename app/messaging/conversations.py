"""Reads of what is said with people: the inbox, one number's conversation, the question an answer belongs to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.cases.models import Case, CasePerson, Note, Person, PersonPhone, Phone
from app.foundation.db import db
from app.foundation.language import _
from app.messaging.models import Inbound, Message, SimulatedText, Talk


def inbound_of_case(case_id: int, limit: int = 100) -> list[Inbound]:
    """What came in for a case, newest first."""
    rows = select(Inbound).where(Inbound.case_id == case_id).options(joinedload(Inbound.person))
    return list(db.session.scalars(rows.order_by(Inbound.id.desc()).limit(limit)))


def on_number(number: str, cases, limit: int = 60) -> list[Inbound]:
    """What came in on a number, newest first. `cases` selects the ids of the cases that the reader may open."""
    rows = select(Inbound).where(Inbound.from_number == number, readable(Inbound, cases))
    rows = rows.options(joinedload(Inbound.person), joinedload(Inbound.assigned_to))
    return list(db.session.scalars(rows.order_by(Inbound.id.desc()).limit(limit)))


def talk_of(number: str) -> Talk | None:
    return db.session.get(Talk, number)


def thread(number: str, cases) -> list[Message | Inbound | Note]:
    """The conversation with a number and, in their place, the calls and WhatsApp that were written down on it."""
    noted = select(Note).where(Note.number == number, Note.case_id.in_(cases)).order_by(Note.id.desc()).limit(60)
    unsent = select(Message).where(Message.to_number == number, Message.kind == "reply", Message.sending_at.is_(None))
    unsent = unsent.where(readable(Message, cases)).order_by(Message.id.desc()).limit(60)
    turns = [*conversation(number, cases), *db.session.scalars(noted), *db.session.scalars(unsent)]
    return sorted(turns, key=lambda turn: (said_at(turn), turn.id))


def conversation(number: str, cases, limit: int = 60) -> list[Message | Inbound]:
    """What was said on a number, oldest first: our texts that left, and everything that came in. `cases` selects
    the ids of the cases that the reader may open; what belongs to another is left out."""
    ours = select(Message).where(Message.to_number == number, readable(Message, cases))
    theirs = select(Inbound).where(Inbound.from_number == number, readable(Inbound, cases))
    ours = ours.where(Message.sending_at.is_not(None)).options(joinedload(Message.person))
    turns = [
        *db.session.scalars(ours.order_by(Message.id.desc()).limit(limit)),
        *db.session.scalars(theirs.order_by(Inbound.id.desc()).limit(limit)),
    ]
    return sorted(turns, key=lambda turn: (said_at(turn), isinstance(turn, Inbound), turn.id))[-limit:]


def readable(table, cases):
    """Rows of no case, and of those in `cases`, which selects ids."""
    return or_(table.case_id.is_(None), table.case_id.in_(cases))


def said_at(turn: Message | Inbound | Note) -> datetime:
    """When one turn of a conversation happened."""
    if isinstance(turn, Note):
        return turn.occurred_at
    return turn.received_at if isinstance(turn, Inbound) else turn.sent_at or turn.sending_at or turn.created_at


def bearers(number: str) -> list[Person]:
    """Who is reached on a number, living people alone."""
    rows = (
        select(Person)
        .join(PersonPhone, PersonPhone.person_id == Person.id)
        .join(Phone, Phone.id == PersonPhone.phone_id)
        .where(Phone.number == number, PersonPhone.ended_on.is_(None), Person.died_on.is_(None))
    )
    return list(db.session.scalars(rows.order_by(Person.id)))


def open_case_of(person_id: int) -> Case | None:
    """The newest open case in which somebody is the patient or a relative."""
    as_relative = select(CasePerson.case_id).where(CasePerson.person_id == person_id)
    rows = select(Case).where(or_(Case.patient_id == person_id, Case.id.in_(as_relative)), Case.closed_at.is_(None))
    return db.session.scalar(rows.order_by(Case.id.desc()).limit(1))


def open_questions(number: str, since: datetime) -> list[Message]:
    """Texts on a number that wait for an answer, newest first."""
    rows = select(Message).where(
        Message.to_number == number,
        Message.asks != "",
        Message.answered_at.is_(None),
        Message.sending_at >= since,
        Message.state.in_(("sending", "unknown", "accepted", "sent", "delivered")),
    )
    return list(db.session.scalars(rows.order_by(Message.sending_at.desc(), Message.id.desc())))


def last_text_to(number: str, since: datetime) -> Message | None:
    """The newest text that went to a number and is about somebody."""
    rows = select(Message).where(
        Message.to_number == number, Message.person_id.is_not(None), Message.sending_at >= since
    )
    return db.session.scalar(rows.order_by(Message.sending_at.desc(), Message.id.desc()).limit(1))


def waiting_for_name(number: str, since: datetime) -> Inbound | None:
    """An answer that was understood but not whose it is."""
    rows = select(Inbound).where(
        Inbound.from_number == number, Inbound.unclear_whose, Inbound.state != "done", Inbound.received_at >= since
    )
    return db.session.scalar(rows.order_by(Inbound.id.desc()).limit(1))


def answered_already(number: str, kind: str, since: datetime) -> bool:
    """Whether an automatic answer of this kind went to the number lately: one at most."""
    rows = select(Message.id).where(
        Message.to_number == number, Message.kind == kind, Message.created_at >= since, Message.state != "cancelled"
    )
    return db.session.scalar(rows.limit(1)) is not None


@dataclass(frozen=True)
class SimulatedPhone:
    """A phone of the simulator: its number, who is reached on it, and the last words it got; a call's are not
    shown, because it may still ring."""

    number: str
    names: str
    last: str


def simulated_phones(cases, limit: int = 40) -> list[SimulatedPhone]:
    """Phones that got a text from the simulated carrier, the latest first."""
    newest = (
        select(SimulatedText.to_number, func.max(SimulatedText.id).label("newest"))
        .join(Message, Message.id == SimulatedText.message_id)
        .where(readable(Message, cases))
        .group_by(SimulatedText.to_number)
        .subquery()
    )
    rows = db.session.execute(
        select(SimulatedText.to_number, SimulatedText.body, SimulatedText.channel)
        .join(newest, newest.c.newest == SimulatedText.id)
        .order_by(SimulatedText.id.desc())
        .limit(limit)
    ).all()
    names = bearers_of([row.to_number for row in rows])
    return [
        SimulatedPhone(row.to_number, names.get(row.to_number, ""), row.body if row.channel == "sms" else _("Llamada"))
        for row in rows
    ]


def bearers_of(numbers: list[str]) -> dict[str, str]:
    """number → "doña Rosa, Juan"."""
    rows = (
        select(Phone.number, Person)
        .join(PersonPhone, PersonPhone.phone_id == Phone.id)
        .join(Person, Person.id == PersonPhone.person_id)
        .where(Phone.number.in_(numbers), PersonPhone.ended_on.is_(None))
        .order_by(Person.id)
    )
    names: dict[str, list[str]] = {}
    for number, person in db.session.execute(rows):
        names.setdefault(number, []).append(person.spoken_name)
    return {number: ", ".join(several) for number, several in names.items()}
