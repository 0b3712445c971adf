"""Texts that name their case: whom they speak for, and the answer to CITA (P10).

A number answers for a case only if it belongs to somebody of that case: the family, the acompañante, or a clinician
of its clinic. Anybody else gets no answer, and a person looks.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.cases import queries as cases
from app.cases.models import Case, Person, Relay
from app.cases.operations.numbers import case_number
from app.cases.spellings.phones import mexican_number
from app.coordination import letters, reads
from app.foundation.db import db
from app.messaging import conversations, numbered, relay_texts
from app.messaging import relays as messaging
from app.messaging.intake import ForCase, TakenIn
from app.messaging.models import Message
from app.messaging.numbered import Numbered
from app.messaging.whose import MEMORY


@dataclass(frozen=True)
class Speaker:
    """Who speaks, for which case, as whom: `family`, `acompanante`, `clinician`; `stranger` has no case."""

    said: Numbered
    role: str = "stranger"
    case: Case | None = None
    person: Person | None = None

    @property
    def may_ask(self) -> bool:
        """Whether they are told the date: not a family by number, not about a restricted case."""
        return self.role in ("acompanante", "clinician") and not self.case.restricted


def heard(from_number: str, body: str) -> Speaker | None:
    """Whom a text speaks for, where it names a case, or tells of a relay that waits; None for every other text."""
    said = numbered.read(body)
    if said is None:
        return None
    number = mexican_number(from_number) or from_number
    people = conversations.bearers(number)
    if said.ordinal is None:
        return None if not people else _of_the_only_relay(said, people)
    found = (_speaker(said, case, number, people) for case in _called(said))
    return next((speaker for speaker in found if speaker), Speaker(said))


def _called(said: Numbered) -> list[Case]:
    """The case of this number; said without its year, those of the last years, newest first."""
    wanted = select(Case).order_by(Case.id.desc()).limit(5)
    if said.year:
        return list(db.session.scalars(wanted.where(Case.number == case_number(said.year, said.ordinal))))
    return list(db.session.scalars(wanted.where(Case.number.like(f"C-%{said.ordinal:04d}"))))


def _speaker(said: Numbered, case: Case, number: str, people: list[Person]) -> Speaker | None:
    ids = {person.id: person for person in people}
    helper = case.acompanante
    if helper and helper.id in ids:
        return Speaker(said, "acompanante", case, helper)
    asked = next((one for one in cases.open_relays(case) if one.acompanante_id in ids), None)
    if asked:
        return Speaker(said, "acompanante", case, asked.acompanante)
    family = [case.patient_id, *(link.person_id for link in case.companions)]
    mine = next((ids[person_id] for person_id in family if person_id in ids), None)
    if mine:
        return Speaker(said, "family", case, mine)
    clinicians = select(User.id).where(User.phone == number, User.active, User.role == "clinician")
    own = clinicians.where(User.clinic_code == case.clinic.code)
    return Speaker(said, "clinician", case) if db.session.scalar(own) else None


def _of_the_only_relay(said: Numbered, people: list[Person]) -> Speaker | None:
    """`ya le avise`, without a number: clear where all that waits for this person is of one case."""
    ids = {person.id for person in people}
    waiting = [relay for relay in cases.all_open_relays() if relay.acompanante_id in ids]
    if len({relay.case_id for relay in waiting}) != 1:
        return None
    return Speaker(said, "acompanante", waiting[-1].case, waiting[-1].acompanante)


def spoken(speaker: Speaker, from_number: str, now: datetime) -> ForCase:
    """The same, as messaging stores it. A stranger's text is tied to no case."""
    if speaker.case is None:
        return ForCase("doubt")
    person_id, case_id = speaker.person.id if speaker.person else None, speaker.case.id
    if speaker.said.asks_date:
        return ForCase("help" if speaker.may_ask else "doubt", person_id, case_id)
    relay = _relay(speaker)
    if relay:
        return ForCase(speaker.said.meaning, person_id, case_id, relay.about, messaging.newest(relay.about))
    question = _question(speaker, from_number, now) if speaker.role == "family" else None
    about = question.about if question else _live_about(speaker)
    return ForCase(speaker.said.meaning, person_id, case_id, about, question)


def _question(speaker: Speaker, from_number: str, now: datetime) -> Message | None:
    """What this family was asked in this case and has not answered."""
    number = mexican_number(from_number) or from_number
    waiting = conversations.open_questions(number, now - MEMORY)
    return next(
        (row for row in waiting if row.case_id == speaker.case.id and speaker.said.meaning in row.asks.split(",")), None
    )


def _relay(speaker: Speaker) -> Relay | None:
    """What an acompañante's yes or no is about: the oldest that waits for her, else the last."""
    if speaker.role != "acompanante" or speaker.said.meaning not in ("confirm", "decline"):
        return None
    waiting = [one for one in cases.open_relays(speaker.case) if one.acompanante_id == speaker.person.id]
    return waiting[0] if waiting else cases.last_relay(speaker.case, speaker.person.id)


def _live_about(speaker: Speaker) -> str | None:
    appointment = cases.live_appointment(speaker.case) if speaker.role == "family" else None
    return letters.about(appointment) if appointment else None


def tell_the_date(taken: TakenIn, speaker: Speaker, now: datetime) -> None:
    """Day, hour, city and number of what is ahead, and no name."""
    coming = [letters.facts_of(one, now) for one in reads.appointments_ahead(speaker.case, now) if not one.tentative]
    coming = sorted((facts for facts in coming if facts.appointment_at), key=lambda facts: facts.appointment_at)
    text = relay_texts.composed(
        relay_texts.DATE_OF, navigator=letters.signature(speaker.case), number=speaker.case.number,
        words=relay_texts.date_of(coming),
    )  # fmt: skip
    messaging.tell(taken.inbound, text, now)
