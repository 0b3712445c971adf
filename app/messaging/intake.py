"""What comes in from a phone: once each, understood or not, and matched to the question it answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.cases.models import Person
from app.cases.spellings.phones import mexican_number
from app.foundation.db import db
from app.messaging import conversations, operations
from app.messaging.answers import Answer, understand
from app.messaging.composing import compose_answer
from app.messaging.models import Inbound, Message
from app.messaging.wording import bare_name

MEMORY = timedelta(days=14)
"""How long after a question a bare number still answers it."""
ONE_ANSWER_IN = timedelta(hours=24)
HANDLED = ("confirm", "departed", "arrived", "stop", "start", "help")


@dataclass(frozen=True)
class TakenIn:
    """`repeated`: this SID came before and nothing was done. `question` is the text that it answers."""

    inbound: Inbound
    repeated: bool
    question: Message | None = None


@dataclass(frozen=True)
class _Whose:
    """Whom an answer speaks for, as far as the number tells."""

    question: Message | None = None
    person_id: int | None = None
    case_id: int | None = None
    about: str | None = None
    unclear: tuple[Message, ...] = ()


def take_in(
    from_number: str, body: str, sid: str, now: datetime, *, channel: str = "sms", signs: str = "",
    question: Message | None = None,
) -> TakenIn:  # fmt: skip
    """Stores what a phone sent. `signs` is the name that automatic answers are signed with where no case names
    one. A missed call is `channel="missed_call"` with an empty body, and means "call me". A key during a call
    (`channel="voice"`) answers the `question` that the call put, and no other."""
    known = db.session.scalar(select(Inbound).where(Inbound.sid == sid))
    if known is not None:
        return TakenIn(known, repeated=True)
    number = mexican_number(from_number) or from_number[:20]
    heard = Answer("call_me") if channel == "missed_call" else understand(body)
    if question is not None:
        meaning, whose = heard.meaning, _of(question)
    else:
        meaning, whose = _named(number, body, now) or (heard.meaning, _whose(number, heard.meaning, now))
    inbound = _store(number, body, sid, channel, meaning, whose, now)
    if whose.question is not None:
        _mark_answered(whose.question, now)
    _answer_back(inbound, whose, signs, now)
    return TakenIn(inbound, repeated=False, question=whose.question)


def _store(number: str, body: str, sid: str, channel: str, meaning: str, whose: _Whose, now: datetime) -> Inbound:
    settled = meaning in HANDLED and not whose.unclear and whose.person_id is not None
    inbound = Inbound(
        sid=sid, channel=channel, from_number=number, body=body[:2000], meaning=meaning, person_id=whose.person_id,
        case_id=whose.case_id, about=whose.about, answers_id=whose.question.id if whose.question else None,
        unclear_whose=bool(whose.unclear), state="done" if settled else "unread", received_at=now,
        done_at=now if settled else None,
    )  # fmt: skip
    db.session.add(inbound)
    db.session.flush()
    return inbound


def _whose(number: str, meaning: str, now: datetime) -> _Whose:
    """The question that this meaning answers; where two appointments asked it, both; else who was last texted,
    else whoever alone is reached on the number."""
    questions = [row for row in conversations.open_questions(number, now - MEMORY) if meaning in row.asks.split(",")]
    if len({question.about for question in questions}) > 1:
        return _Whose(unclear=tuple(questions))
    if questions:
        return _of(questions[0])
    last = conversations.last_text_to(number, now - MEMORY)
    if last is not None:
        return _Whose(None, last.person_id, last.case_id, last.about)
    people = conversations.bearers(number)
    if len(people) != 1:
        return _Whose()
    case = conversations.open_case_of(people[0].id)
    return _Whose(None, people[0].id, case.id if case else None)


def _of(question: Message) -> _Whose:
    return _Whose(question, question.person_id, question.case_id, question.about)


def _named(number: str, body: str, now: datetime) -> tuple[str, _Whose] | None:
    """A name, after we asked "whose answer is that?": the earlier answer now has its owner."""
    waiting = conversations.waiting_for_name(number, now - ONE_ANSWER_IN)
    if waiting is None:
        return None
    whose = _whose(number, waiting.meaning, now)
    named = [row for row in whose.unclear if _patient_name(row).lower() == bare_name(body.strip()).lower()]
    if len({question.about for question in named}) != 1:
        return None
    waiting.state, waiting.done_at = "done", now
    return waiting.meaning, _of(named[0])


def _patient_name(question: Message) -> str:
    person: Person = question.case.patient if question.case else question.person
    return bare_name(person.spoken_name)


def _mark_answered(question: Message, now: datetime) -> None:
    """The question, and the same one to somebody else on the same phone, are answered."""
    same = select(Message).where(
        Message.to_number == question.to_number,
        Message.about == question.about,
        Message.kind == question.kind,
        Message.answered_at.is_(None),
    )
    for row in db.session.scalars(same):
        row.answered_at = now


def _answer_back(inbound: Inbound, whose: _Whose, signs: str, now: datetime) -> None:
    """At most one automatic answer: whose is it, stopped, started, help."""
    words = {"navigator": _signature(inbound) or signs}
    kind = {"stop": "stopped", "start": "started", "help": "help"}.get(inbound.meaning)
    if whose.unclear:
        kind, words["names"] = "which_one", _names(whose.unclear)
    if inbound.meaning == "stop" and not _stop(inbound, now):
        return
    if inbound.meaning == "start":
        operations.opt_in(inbound.from_number, now)
    said_already = kind == "help" and conversations.answered_already(inbound.from_number, kind, now - ONE_ANSWER_IN)
    if kind and not said_already:
        text = compose_answer(kind, words)
        operations.answer(inbound, kind, text.body, now, template=text.template)


def _stop(inbound: Inbound, now: datetime) -> bool:
    """Whoever was last written to on the number; another person on it is not muted by this. False: a stranger."""
    people = [inbound.person_id] if inbound.person_id else [p.id for p in conversations.bearers(inbound.from_number)]
    for person_id in people:
        operations.opt_out(inbound.from_number, person_id, now)
    return bool(people)


def _names(questions: tuple[Message, ...]) -> str:
    return " o ".join(sorted({_patient_name(question) for question in questions}))


def _signature(inbound: Inbound) -> str | None:
    case = inbound.case
    return case.navigator.first_name if case and case.navigator else None


def finish(inbound: Inbound, by_id: int, now: datetime) -> None:
    """Somebody has dealt with it."""
    inbound.state, inbound.done_at, inbound.done_by_id = "done", now, by_id


def assign(inbound: Inbound, user_id: int) -> None:
    """It is this person's to answer."""
    inbound.state, inbound.assigned_to_id = "open", user_id


def reply(inbound: Inbound, body: str, by: User, now: datetime) -> Message:
    """A person answers by hand, signed with their first name; what was open on the number is now theirs."""
    signed = body if by.first_name.lower() in body.lower() else f"{body.rstrip()} - {by.first_name}"
    rows = select(Inbound).where(Inbound.from_number == inbound.from_number, Inbound.state == "unread")
    for open_one in db.session.scalars(rows):
        assign(open_one, by.id)
    return operations.answer(inbound, "reply", signed, now, by=by)
