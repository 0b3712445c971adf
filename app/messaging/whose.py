"""Whose answer is it, on a phone that several people share? By the question, by the name, by who is reached there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from app.cases.models import Case, Person
from app.cases.spellings.text import fold
from app.messaging import conversations, which_date
from app.messaging.answers import by_ear
from app.messaging.models import Inbound, Message
from app.messaging.wording import bare_name

MEMORY = timedelta(days=14)
"""How long after a question a bare number still answers it."""
ONE_ANSWER_IN = timedelta(hours=24)
A_MOMENT = timedelta(minutes=1)
"""Two clocks, the worker's and the carrier's, may differ."""
ALIKE = 0.8
"""How much of a name must be there: "Roza" is Rosa, "Rosa" is not Ramón."""
BOTH = frozenset({
    "los dos", "las dos", "ambos", "ambas", "las 2", "los 2", "de los dos", "de las dos", "de ambos", "de ambas",
    "los dos vamos", "las dos vamos", "vamos los dos", "vamos las dos", "todos", "de todos", "los tres", "las tres",
    "para los dos", "para las dos", "todas", "de todas",
})  # fmt: skip
AROUND_A_NAME = frozenset("es de del la el lo a para por dona don senora senor sra sr soy seria mia mi".split())


@dataclass(frozen=True)
class Whose:
    """Whom an answer speaks for, as far as the number tells. `questions` are those it answers; `unclear` those it
    could answer, while only a name can tell which."""

    questions: tuple[Message, ...] = ()
    person_id: int | None = None
    case_id: int | None = None
    about: str | None = None
    unclear: tuple[Message, ...] = ()


def whose(number: str, meaning: str, now: datetime) -> Whose:
    """The question that this meaning answers; where two appointments asked it, both; else who was last texted,
    else whoever alone is reached on the number."""
    asked = conversations.open_questions(number, now - MEMORY)
    questions = tuple(row for row in asked if meaning in row.asks.split(","))
    if which_date.unclear(questions):
        return Whose(unclear=questions)
    if questions:
        return _of(questions[:1])
    last = conversations.last_text_to(number, now - MEMORY)
    if last is not None:
        return Whose((), last.person_id, last.case_id, last.about)
    people = conversations.bearers(number)
    if len(people) != 1:
        return Whose()
    case = conversations.open_case_of(people[0].id)
    return Whose((), people[0].id, case.id if case else None)


def named(body: str, waiting: Inbound, now: datetime) -> Whose | None:
    """After we asked "whose answer is that?", "of which date?": the name or the day in `body` decides, "los dos" is
    everybody's. None where neither is understood, or more than one could be meant."""
    unclear = whose(waiting.from_number, waiting.meaning, now).unclear
    unclear = tuple(row for row in unclear if row.sending_at <= waiting.received_at + A_MOMENT)
    if fold(body) in BOTH:
        return _of(_first_of_each(unclear)) if unclear else None
    if unclear and of_one_patient(unclear):
        dated = which_date.chosen(body, unclear)
        return _of((dated,)) if dated else None
    chosen = _first_of_each(tuple(row for row in unclear if _names(body, _patient(row))))
    all_named = len(chosen) == len({row.about for row in unclear})
    if len(chosen) == 1 or (len(chosen) > 1 and all_named and _says_and(body)):
        return _of(chosen)
    return None


def names_of(questions: tuple[Message, ...]) -> str:
    """`Mateo o Rosa`; with their surname where two have the same name."""
    people = {row.about: _patient(row) for row in questions}.values()
    plain = [bare_name(person.spoken_name) for person in people]
    names = {person.full_name if plain.count(name) > 1 else name for person, name in zip(people, plain, strict=True)}
    return " o ".join(sorted(names))


def of_one_patient(questions: Sequence[Message]) -> bool:
    """Whether only the day can tell them apart."""
    return len({row.case.patient_id if row.case else row.person_id for row in questions}) == 1


def reveals(questions: tuple[Message, ...]) -> bool:
    """Whether naming them on a shared phone would tell somebody of a restricted case (P9)."""
    return any(row.case is not None and row.case.restricted for row in questions)


def _of(questions: tuple[Message, ...]) -> Whose:
    first = questions[0]
    return Whose(questions, first.person_id, first.case_id, first.about)


def _first_of_each(questions: tuple[Message, ...]) -> tuple[Message, ...]:
    """One question an appointment: the newest, or the one that the patient was asked."""
    chosen: dict[str, Message] = {}
    for row in questions:
        chosen.setdefault(row.about, row)
    return tuple(chosen.values())


def _patient(question: Message) -> Person:
    case: Case | None = question.case
    return case.patient if case else question.person


def _says_and(body: str) -> bool:
    return "y" in fold(body).split() or "," in body


def _names(body: str, person: Person) -> bool:
    """Whether the words name this person: `doña roza`, `Maria Elena`, `es de Rosa`; without accents, with a typo."""
    said = [word for word in fold(body).split() if word not in AROUND_A_NAME and word not in ("y", "o", "e")]
    known = fold(person.full_name).split() + fold(bare_name(person.spoken_name)).split()
    if not said or len(said) > 6:
        return False
    own = fold(bare_name(person.spoken_name)).split()
    first = any(_alike(word, own[0]) or _alike(word, known[0]) for word in said)
    return first and (_says_and(body) or all(any(_alike(word, name) for name in known) for word in said))


def _alike(word: str, name: str) -> bool:
    heard, known = by_ear(word), by_ear(name)
    return heard == known or (len(known) > 3 and SequenceMatcher(None, heard, known).ratio() >= ALIKE)
