"""One person, two appointments, and a bare `1`: of which day? Pure, over the questions that wait on a number.

Two relays of one case are one subject: whoever says "already told" has told what she was given.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.foundation.clock import to_local
from app.messaging.wording import weekday


class Question(Protocol):
    """A text that waits for an answer: what it is about, in which case, and the day of what it asks."""

    about: str
    case_id: int | None
    event_at: datetime | None


def subject(question: Question) -> str:
    """What an answer to it is about."""
    return f"relays:{question.case_id}" if question.about.startswith("relay:") else question.about


def unclear(questions: Sequence[Question]) -> bool:
    """Whether the same words would answer about two things."""
    return len({subject(question) for question in questions}) > 1


def by_day(questions: Sequence[Question]) -> list[Question]:
    """One question a subject, the soonest day first: the order in which they are numbered."""
    newest: dict[str, Question] = {}
    for question in questions:
        newest.setdefault(subject(question), question)
    dated = [question for question in newest.values() if question.event_at]
    return sorted(dated, key=lambda question: question.event_at)


def offered(questions: Sequence[Question]) -> str:
    """`1 = martes 15, 2 = jueves 17`."""
    days = (weekday(to_local(question.event_at).date()) for question in by_day(questions))
    return ", ".join(f"{place} = {day}" for place, day in enumerate(days, start=1))


def chosen(said: str, questions: Sequence[Question]) -> Question | None:
    """The question that `2`, `jueves`, `el 17` or `jueves 17` means; None where it fits none, or several."""
    words = re.findall(r"[a-z0-9ñ]+", said.lower().replace("á", "a").replace("é", "e"))
    words = [word for word in words if word not in ("el", "la", "del", "de", "dia", "fecha", "cita")]
    days = by_day(questions)
    if len(words) == 1 and words[0].isdigit() and 1 <= int(words[0]) <= len(days):
        return days[int(words[0]) - 1]
    fitting = [question for question in days if words and set(words) <= _spoken(question)]
    return fitting[0] if len(fitting) == 1 else None


def _spoken(question: Question) -> set[str]:
    day = weekday(to_local(question.event_at).date())
    return set(day.replace("á", "a").replace("é", "e").split())
