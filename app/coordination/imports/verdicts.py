"""What a file's row comes to: created, updated, unchanged or refused, and in which words. Pure."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.foundation.sheets import SheetRow

as_json = json.JSONEncoder(ensure_ascii=False).encode
CREATED, UPDATED, UNCHANGED, REFUSED = "created", "updated", "unchanged", "refused"


@dataclass(frozen=True, slots=True)
class Prior:
    """The row that counts for a key so far. `cells` and `said` are JSON as kept; numbers are for people."""

    id: int
    key: str
    verdict: str
    cells: str
    said: str
    messages: str = "[]"
    subject: str = ""
    person_id: int | None = None
    case_id: int | None = None
    person_number: str = ""
    case_number: str = ""

    @property
    def accepted(self) -> bool:
        return self.verdict != REFUSED

    def has_said(self) -> dict[str, str]:
        return json.loads(self.said)


@dataclass(slots=True)
class Judged:
    """One row with its verdict. `said`: its cells spelled one way, with what absent columns said before.

    `plan` is what the writer of this kind of row needs; None where nothing is to be written. `stands` is False
    for a key that the file has twice: none of its rows speaks for it.
    """

    number: int
    key: str
    verdict: str
    messages: list[str]
    cells: str
    said: dict[str, str] = field(default_factory=dict)
    prior: Prior | None = None
    plan: Any = None
    person_id: int | None = None
    case_id: int | None = None
    person_number: str = ""
    case_number: str = ""
    subject: str = ""
    made: dict[str, list[int]] = field(default_factory=dict)
    stands: bool = True

    def __post_init__(self) -> None:
        if self.prior is not None and self.verdict != REFUSED:
            self.person_id, self.case_id, self.subject = self.prior.person_id, self.prior.case_id, self.prior.subject
            self.person_number, self.case_number = self.prior.person_number or "", self.prior.case_number or ""

    @property
    def counts_now(self) -> bool:
        """Whether this is what its key says from now on: not one said before, nor a refusal of what stands."""
        if not self.stands:
            return False
        if self.verdict == UNCHANGED or (self.prior is not None and not self.prior.accepted):
            return self.prior is None or self.cells != self.prior.cells
        return self.verdict != REFUSED or (self.prior is None and bool(self.key))


def typed(row: SheetRow) -> str:
    """The filled cells of a row as JSON, equal for equal rows."""
    return as_json({header: text for header, text in row.cells.items() if text})


def together(said: dict[str, str], prior: Prior | None, present: set[str]) -> dict[str, str]:
    """What the row says now, with what it said before in columns that this file does not have."""
    if prior is None:
        return said
    return {name: text for name, text in prior.has_said().items() if name not in present} | said


def again(number: int, prior: Prior, cells: str) -> Judged:
    """The same row as before: unchanged, or still refused in the same words."""
    if prior.accepted:
        said = {} if cells == prior.cells else prior.has_said()
        return Judged(number, prior.key, UNCHANGED, [], cells, said, prior)
    return Judged(number, prior.key, REFUSED, json.loads(prior.messages), cells, prior.has_said(), prior)


def counts(judged: Iterable[Judged]) -> dict[str, int]:
    """How many rows of each verdict, zeros included."""
    found = Counter(row.verdict for row in judged)
    return {verdict: found[verdict] for verdict in (CREATED, UPDATED, UNCHANGED, REFUSED)}


def to_read_first(row: Judged) -> tuple[bool, bool, bool, int]:
    """The order in which a person reads verdicts: refused rows, odd ones, new and changed ones, the rest."""
    return row.verdict != REFUSED, not row.messages, row.verdict == UNCHANGED, row.number
