"""Which movement of the bank may be which movement of the books: same amount, near in time, the same number named."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

NEAR_DAYS = 5  # a transfer of Friday stands in the statement on Monday, a cheque a little later
_NUMBER = re.compile(r"[A-Z]{2}-?\d{4}-?\d{4,}|\d{4,}")


@dataclass(frozen=True)
class Moved:
    """`amount` signed, in centavos of the account; `words` is where a number may be named."""

    id: int
    on: date
    amount: int
    words: str

    @property
    def numbers(self) -> set[str]:
        """`RE20260001` of RE-2026-0001; long digits as they stand."""
        return {found.replace("-", "") for found in _NUMBER.findall(self.words.upper())}


@dataclass(frozen=True)
class Suggestion:
    """`named`: both name the same number; `days` between them."""

    line_id: int
    booked_id: int
    named: bool
    days: int


def suggestions(lines: Iterable[Moved], booked: Iterable[Moved], near: int = NEAR_DAYS) -> dict[int, Suggestion]:
    """Line → the booked movement that it most likely is. Each is given away once, the surest pair first:
    same amount always; a number named by both before none; fewer days before more; the earlier before the later."""
    by_amount: dict[int, list[Moved]] = {}
    for one in booked:
        by_amount.setdefault(one.amount, []).append(one)
    pairs = sorted(
        (not line.numbers & one.numbers, abs((line.on - one.on).days), line.id, one.id)
        for line in lines
        for one in by_amount.get(line.amount, ())
        if abs((line.on - one.on).days) <= near
    )
    found: dict[int, Suggestion] = {}
    taken: set[int] = set()
    for unnamed, days, line_id, booked_id in pairs:
        if line_id not in found and booked_id not in taken:
            found[line_id] = Suggestion(line_id, booked_id, not unnamed, days)
            taken.add(booked_id)
    return found
