"""What comes in from a phone: once each, understood or not, and matched to the question it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.cases.models import Case
from app.cases.spellings.phones import mexican_number
from app.foundation.db import db
from app.messaging import conversations, operations, queries, talks, which_date, wordings
from app.messaging.answers import Answer, understand
from app.messaging.composing import compose_answer
from app.messaging.models import Inbound, Message, Talk
from app.messaging.relay_texts import WHICH_DATE, composed
from app.messaging.whose import ONE_ANSWER_IN, Whose, named, names_of, of_one_patient, reveals, whose

HANDLED = ("confirm", "departed", "arrived", "stop", "start", "help")
BY_HAND = "whatsapp"
"""What a person copied in from their own WhatsApp: understood like a text, and answered by that person alone."""


@dataclass(frozen=True)
class TakenIn:
    """`repeated`: this SID came before and nothing was done. `questions` are the texts that it answers: one, or
    one for each patient where the answer was everybody's. `for_a_person`: whose it is was asked and not said, or
    must not be asked on that phone."""

    inbound: Inbound
    repeated: bool
    questions: tuple[Message, ...] = ()
    for_a_person: bool = False

    @property
    def question(self) -> Message | None:
        return self.questions[0] if self.questions else None


@dataclass(frozen=True)
class ForCase:
    """What is known already of a text that named its case: the meaning, and whom it speaks for. Without a person it
    is a stranger's; nothing answers it by itself."""

    meaning: str
    person_id: int | None = None
    case_id: int | None = None
    about: str | None = None
    question: Message | None = None


def take_in(
    from_number: str, body: str, sid: str, now: datetime, *, channel: str = "sms", signs: str = "", office: str = "",
    for_case: ForCase | None = None,
) -> TakenIn:  # fmt: skip
    """Stores what a phone sent. `signs` is the name that automatic answers are signed with where no case names
    one. A missed call is `channel="missed_call"` with an empty body, and means "call me". `for_case`: the text named
    its case, or is a key pressed during a call, and so it is known whom it speaks for."""
    known = db.session.scalar(select(Inbound).where(Inbound.sid == sid))
    if known is not None:
        return TakenIn(known, repeated=True)
    number = mexican_number(from_number) or from_number[:20]
    heard = Answer("call_me") if channel == "missed_call" else understand(body)
    asked = conversations.waiting_for_name(number, now - ONE_ANSWER_IN) if for_case is None else None
    owner = named(body, asked, now) if asked else None
    meaning, theirs = _understood(heard.meaning, number, for_case, asked, owner, now)
    inbound = _store(number, body, sid, channel, meaning, theirs, now)
    if owner:
        _settle(number, now)
    for question in theirs.questions:
        _mark_answered(question, now)
    for_a_person = bool(theirs.unclear) and (asked is not None or reveals(theirs.unclear) or channel == BY_HAND)
    if for_case is None and not for_a_person and channel != BY_HAND:
        _answer_back(inbound, theirs, signs, office, now)
    talks.go_on(number, now)
    return TakenIn(inbound, repeated=False, questions=theirs.questions, for_a_person=for_a_person)


def by_key(key: str, question: Message) -> ForCase:
    """What a key says that was pressed while a call put its question: it answers that question and no other."""
    return ForCase(understand(key).meaning, question.person_id, question.case_id, question.about, question)


def _understood(
    heard: str, number: str, for_case: ForCase | None, asked: Inbound | None, owner: Whose | None, now: datetime
) -> tuple[str, Whose]:
    """The meaning, and whose it is: of a text that names its case, of a name that settles an earlier answer, else
    of what was heard."""
    if for_case is not None:
        questions = (for_case.question,) if for_case.question else ()
        return for_case.meaning, Whose(questions, for_case.person_id, for_case.case_id, for_case.about)
    return (asked.meaning, owner) if owner else (heard, whose(number, heard, now))


def _settle(number: str, now: datetime) -> None:
    """What waited to hear whose it is has its owner."""
    rows = select(Inbound).where(Inbound.from_number == number, Inbound.unclear_whose, Inbound.state != "done")
    for row in db.session.scalars(rows):
        row.state, row.done_at = "done", now


def _store(number: str, body: str, sid: str, channel: str, meaning: str, theirs: Whose, now: datetime) -> Inbound:
    settled = (meaning in HANDLED and not theirs.unclear and theirs.person_id is not None) or _is_nobodys(number)
    inbound = Inbound(
        sid=sid, channel=channel, from_number=number, body=body[:2000], meaning=meaning, person_id=theirs.person_id,
        case_id=theirs.case_id, about=theirs.about, answers_id=theirs.questions[0].id if theirs.questions else None,
        unclear_whose=bool(theirs.unclear), state="done" if settled else "unread", received_at=now,
        done_at=now if settled else None, assigned_to_id=_owner(number, theirs.case_id),
    )  # fmt: skip
    db.session.add(inbound)
    db.session.flush()
    return inbound


def _is_nobodys(number: str) -> bool:
    """Somebody said that this number is none of ours."""
    talk = db.session.get(Talk, number)
    return talk is not None and talk.not_ours_at is not None


def _owner(number: str, case_id: int | None) -> int | None:
    """Whoever is already answering this number; else the navigator of the case."""
    at_it = select(Inbound.assigned_to_id).where(Inbound.from_number == number, Inbound.state != "done")
    owner = db.session.scalar(at_it.where(Inbound.assigned_to_id.is_not(None)).order_by(Inbound.id.desc()).limit(1))
    case = db.session.get(Case, case_id) if case_id and owner is None else None
    return case.navigator_id if case else owner


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


def _answer_back(inbound: Inbound, theirs: Whose, signs: str, office: str, now: datetime) -> None:
    """At most one automatic answer: whose is it, stopped, started, help, who are you."""
    words = {"navigator": _signature(inbound) or signs, "office": office}
    kind = {"stop": "stopped", "start": "started", "help": "help"}.get(inbound.meaning)
    if theirs.unclear and of_one_patient(theirs.unclear):
        _ask_which_day(inbound, theirs.unclear, signs, now)
        return
    if theirs.unclear:
        kind, words["names"] = "which_one", names_of(theirs.unclear)
    if inbound.meaning == "stop" and not _stop(inbound, now):
        return
    if inbound.meaning == "start":
        operations.opt_in(inbound.from_number, now)
    if kind is None and _is_stranger(inbound):
        kind = "who"
        talks.talk_of(inbound.from_number).who_asked_at = now
    if kind and _may_answer(inbound, kind, theirs, now):
        text = compose_answer(kind, words, wordings.book())
        operations.answer(inbound, kind, text.body, now, template=text.template)


def _ask_which_day(inbound: Inbound, questions: Sequence[Message], signs: str, now: datetime) -> None:
    text = composed(WHICH_DATE, navigator=_signature(questions[0]) or signs, dates=which_date.offered(questions))
    operations.answer(inbound, "which_date", text.body, now, template=text.template)


def _may_answer(inbound: Inbound, kind: str, theirs: Whose, now: datetime) -> bool:
    """Help once a day; and nothing that would tell whoever holds the phone of a restricted case (P9)."""
    if kind == "which_one" and reveals(theirs.unclear):
        return False
    if queries.answer_barred(inbound.case, inbound.person_id, inbound.from_number):
        return False
    since = now - ONE_ANSWER_IN
    return kind != "help" or not conversations.answered_already(inbound.from_number, kind, since)


def _is_stranger(inbound: Inbound) -> bool:
    """Words from a Mexican number that nobody has, whom we have not asked before: once, for ever."""
    if inbound.channel != "sms" or inbound.meaning in ("start", "help") or mexican_number(inbound.from_number) is None:
        return False
    if inbound.person_id or conversations.bearers(inbound.from_number):
        return False
    talk = db.session.get(Talk, inbound.from_number)
    return talk is None or (talk.who_asked_at is None and talk.not_ours_at is None)


def _stop(inbound: Inbound, now: datetime) -> bool:
    """Whoever was last written to on the number; another person on it is not muted by this. False: a stranger."""
    people = [inbound.person_id] if inbound.person_id else [p.id for p in conversations.bearers(inbound.from_number)]
    for person_id in people:
        operations.opt_out(inbound.from_number, person_id, now)
    return bool(people)


def _signature(turn: Inbound | Message) -> str | None:
    case = turn.case
    return case.navigator.first_name if case and case.navigator else None
