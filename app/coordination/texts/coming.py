"""What a case's people will be sent, when, on which phone, and why something will not be. For one piece of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.cases import queries as cases
from app.cases.models import Appointment, Case, Person
from app.coordination import letters
from app.foundation import settings
from app.foundation.language import _
from app.messaging import conversations, explaining, jobs, policy_words, queries, rules
from app.messaging import operations as messaging
from app.messaging.explaining import Expected
from app.messaging.models import Message
from app.messaging.reach import REASONS

AHEAD = ("planned", "claimed", "sending")


@dataclass(frozen=True)
class Phone:
    """Where somebody is reached now; `why` in words where they are not. `shared` names who else answers there."""

    number: str | None
    why: str
    shared: str


@dataclass(frozen=True)
class Going:
    """A text that is planned, and where it would go if it went now."""

    message: Message
    phone: Phone
    note: str


@dataclass(frozen=True)
class NotSent:
    """Texts that will not go, or not yet: which, to whom, why. One line for all that share person and reason."""

    who: str
    kinds: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Coming:
    silence: str
    going: list[Going]
    unreachable: list[NotSent]
    waiting: list[NotSent]
    never: list[NotSent]
    texts: list[Message]


def gather(case: Case, now: datetime) -> Coming:
    """Of the appointment that matters now; the texts of the whole case."""
    texts, appointment = queries.messages_of_case(case.id), _appointment(case)
    people = {one.id: one for one in (case.patient, *(link.person for link in case.companions))}
    people |= {text.person_id: text.person for text in texts if text.person}
    expected, silence = _expected(appointment, now)
    went = {(text.kind, text.person_id) for text in texts if text.about == _about(appointment) and text.sent_at}
    expected = [one for one in expected if (one.kind, one.person_id) not in went]
    ahead = sorted((text for text in texts if text.state in AHEAD and text.person_id), key=lambda one: one.not_before)
    phones = {person_id: _phone(people[person_id], case) for person_id in {text.person_id for text in ahead}}
    notes = {(one.kind, one.person_id): _note(one) for one in expected if one.note}
    going = [Going(text, phones[text.person_id], notes.get((text.kind, text.person_id), "")) for text in ahead]
    reachable, lost = [one for one in going if one.phone.number], [one for one in going if not one.phone.number]
    return Coming(
        silence, reachable, _grouped((people[one.message.person_id], one.message.kind, one.phone.why) for one in lost),
        _by_reason(expected, people, explaining.WAITING), _by_reason(expected, people, explaining.NEVER), texts,
    )  # fmt: skip


def _appointment(case: Case) -> Appointment | None:
    """The live one; with none, the last that somebody was seen at: who came home may still hear of it."""
    attended = [one for one in cases.appointments_of(case) if one.state == "attended"]
    return cases.live_appointment(case) or next(iter(attended), None)


def _about(appointment: Appointment | None) -> str | None:
    return letters.about(appointment) if appointment else None


def _expected(appointment: Appointment | None, now: datetime) -> tuple[list[Expected], str]:
    if appointment is None:
        return [], ""
    facts, wanting = letters.facts_of(appointment, now), messaging.plan_now()
    facts = letters.with_told(facts)
    silence = rules.silence_of(facts)
    if silence:
        return [], str(explaining.SILENT[silence])
    return explaining.explained(facts, now, wanting.policy, wanting.book), ""


def _phone(person: Person, case: Case) -> Phone:
    where = queries.reach_of(person.id, case.id, frozenset(), jobs.limits_of(settings.current()).allowed)
    if where.number is None:
        return Phone(None, str(REASONS[where.reason]), "")
    others = [one.spoken_name for one in conversations.bearers(where.number) if one.id != person.id]
    return Phone(where.number, "", ", ".join(others))


def _note(one: Expected) -> str:
    return str(explaining.LANGUAGE_NOTES[one.note]) % {
        "language": str(policy_words.LANGUAGES.get(one.language, _("esa lengua")))
    }


def _by_reason(expected: Iterable[Expected], people: dict[int, Person], reasons: dict[str, object]) -> list[NotSent]:
    return _grouped(
        (people[one.person_id], one.kind, str(reasons[one.why]))
        for one in expected if one.why in reasons and one.person_id in people
    )  # fmt: skip


def _grouped(found: Iterable[tuple[Person, str, str]]) -> list[NotSent]:
    by_person: dict[tuple[str, str], list[str]] = {}
    for person, kind, why in found:
        by_person.setdefault((person.spoken_name, why), []).append(kind)
    together: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for (who, why), kinds in by_person.items():
        together.setdefault((tuple(dict.fromkeys(kinds)), why), []).append(who)
    return [NotSent(", ".join(people), kinds, why) for (kinds, why), people in together.items()]
