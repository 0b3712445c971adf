"""What one page asks of the planner: the book is read once, and the same question is answered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.foundation import clock

from ..book import Book
from ..planner import Answer, Question, plan
from ..rules import Member, limits_of, paying
from .book import planner_book

HORIZON = timedelta(days=5)  # beyond the planner's, which ends after 96 hours
Full = Mapping[str, Sequence[date]]


@dataclass(frozen=True)
class Asking:
    """Good for one request: it does not hear of an edit that is made meanwhile."""

    book: Book = field(default_factory=planner_book)
    known: dict[object, Answer] = field(default_factory=dict)

    def answer(self, origin: str, destination: str, party: Sequence[Member], full: Full, **when: datetime) -> Answer:
        """The best ways between two codes, for this party; `when`: `arrive_by` or `ready_at`."""
        asked = {"party": paying(party), "limits": limits_of(party)}
        key = (origin, destination, *when.items(), *asked.values(), _near(full, **when))
        if key not in self.known:
            self.known[key] = plan(self.book, Question(origin, destination, full_houses=full, **asked, **when))
        return self.known[key]


def _near(full: Full, arrive_by: datetime | None = None, ready_at: datetime | None = None) -> frozenset:
    """The full nights that can matter to a question: two that look further differ in nothing else."""
    day = clock.today(arrive_by or ready_at)
    first, last = (day - HORIZON, day) if arrive_by else (day - timedelta(days=1), day + HORIZON)
    return frozenset((house, night) for house, nights in full.items() for night in nights if first <= night <= last)
