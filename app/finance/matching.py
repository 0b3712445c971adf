"""Which movements of the bank may be which of the books: same amount, near in time, the same number named; and where
none is alike, a few that together make the same amount."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money, total

NEAR_DAYS = 5  # a transfer of Friday stands in the statement on Monday, a cheque a little later
MOST = 4  # movements that together are one; of more a person says so
NEIGHBOURS = 12  # how many of the nearest are tried together
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


def suggestions(lines: Iterable[Moved], booked: Iterable[Moved]) -> dict[int, Suggestion]:
    """Line → the booked movement that it most likely is. Each is given away once, the surest pair first:
    same amount always; a number named by both before none; fewer days before more; the earlier before the later."""
    by_amount: dict[int, list[Moved]] = {}
    for one in booked:
        by_amount.setdefault(one.amount, []).append(one)
    pairs = sorted(
        (not line.numbers & one.numbers, abs((line.on - one.on).days), line.id, one.id)
        for line in lines
        for one in by_amount.get(line.amount, ())
        if abs((line.on - one.on).days) <= NEAR_DAYS
    )
    found: dict[int, Suggestion] = {}
    taken: set[int] = set()
    for unnamed, days, line_id, booked_id in pairs:
        if line_id not in found and booked_id not in taken:
            found[line_id] = Suggestion(line_id, booked_id, not unnamed, days)
            taken.add(booked_id)
    return found


@dataclass(frozen=True)
class Group:
    """Several of one side that add up to one of the other."""

    lines: tuple[int, ...]
    booked: tuple[int, ...]


def groups(lines: Iterable[Moved], booked: Iterable[Moved]) -> list[Group]:
    """Of what has no likeness of its own: two to four that go the same way and add up to one of the other side. Each is
    given away once: fewer before more, then those that name the same number, then the nearer in time."""
    lines, booked = list(lines), list(booked)
    whole = [(rank, (one.id,), ids) for one in lines for rank, ids in _adding_up(one, booked)]
    split = [(rank, ids, (one.id,)) for one in booked for rank, ids in _adding_up(one, lines)]
    found: list[Group] = []
    for _rank, line_ids, booked_ids in sorted(whole + split):
        taken = any(set(line_ids) & set(one.lines) or set(booked_ids) & set(one.booked) for one in found)
        found += [] if taken else [Group(line_ids, booked_ids)]
    return found


def _adding_up(one: Moved, many: list[Moved]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The likeliest of the smallest sums, with its rank; none where nothing adds up."""
    alike = [
        other for other in many if 0 < other.amount / one.amount < 1 and abs((other.on - one.on).days) <= NEAR_DAYS
    ]
    alike = sorted(alike, key=lambda other: (abs((other.on - one.on).days), other.id))[:NEIGHBOURS]
    for size in range(2, MOST + 1):
        exact = [some for some in combinations(alike, size) if sum(other.amount for other in some) == one.amount]
        if exact:
            return [min((_rank(one, some), tuple(sorted(other.id for other in some))) for some in exact)]
    return []


def _rank(one: Moved, some: Sequence[Moved]) -> tuple[int, ...]:
    unnamed = sum(1 for other in some if not one.numbers & other.numbers)
    return len(some), unnamed, sum(abs((other.on - one.on).days) for other in some)


def check_pair(lines: Sequence[Money], booked: Sequence[Money]) -> None:
    """Refused: a side without a movement, several on both sides (which would be which?), sums that are not the same."""
    if not lines or not booked:
        raise Refused(_("Marque por lo menos un movimiento del banco y uno del libro."))
    if len(lines) > 1 and len(booked) > 1:
        raise Refused(_("De uno de los dos lados marque uno solo: si no, nadie sabrá cuál era cuál."))
    said, written = total(lines, lines[0].currency), total(booked, booked[0].currency)
    if said != written:
        raise Refused(_("No suman lo mismo: el banco dice %(bank)s y el libro %(books)s.", bank=said, books=written))
