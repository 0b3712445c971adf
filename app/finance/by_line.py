"""Several funds of which some pay certain categories only: each line among those that may pay it. On plain values;
docs/rules-money.md has it in prose, with worked sums.

Lines are rows, funds are columns, all in centavos.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.foundation.money import Money, split

Table = list[list[int]]


@dataclass(frozen=True)
class Spread:
    """`shares[row][column]`, and what of each row no column could take. `stuck`: the rows that compete for those that
    are full, where something is missing; `full`: these columns, everything that may pay such a row."""

    shares: Table
    missing: list[int]
    stuck: frozenset[int] = frozenset()
    full: frozenset[int] = frozenset()

    def column(self, number: int) -> list[int]:
        return [row[number] for row in self.shares]


def spread(rows: Sequence[int], columns: Sequence[int], most: Table, weights: Table | None = None) -> Spread:
    """As much of all rows as the columns can bear, no share above `most[row][column]`.

    Rows with fewest payers first, each by largest remainder: by its `weights`, or by what the columns have left. What
    then lacks a payer is made room for, by moving others; so nothing is missing that any other division would cover.
    """
    shares, left, missing = [[0] * len(columns) for _row in rows], list(columns), list(rows)
    for row in sorted(range(len(rows)), key=lambda one: sum(limit > 0 for limit in most[one])):
        _share(row, shares, left, missing, most, weights)
    stuck, full = set(), set()
    for row in range(len(rows)):
        while missing[row]:
            path = _path(row, shares, left, most, stuck, full)
            if not path:
                break
            _move(path, shares, left, missing, most)
    return Spread(shares, missing, frozenset(stuck), frozenset(full))


def _share(row: int, shares: Table, left: list[int], missing: list[int], most: Table, weights: Table | None) -> None:
    while missing[row]:
        room = {n: min(most[row][n] - shares[row][n], left[n]) for n in range(len(left))}
        open_to = [n for n, free in room.items() if free > 0]
        if not open_to:
            return
        wanted = [weights[row][n] for n in open_to] if weights else []
        if not any(wanted):
            wanted = [left[n] for n in open_to]
        for n, part in zip(open_to, split(Money(missing[row]), wanted), strict=True):
            taken = min(part.amount_minor, room[n])
            shares[row][n] += taken
            left[n] -= taken
            missing[row] -= taken


def _path(row: int, shares: Table, left: list[int], most: Table, stuck: set[int], full: set[int]) -> list[int]:
    """Row, column, row, column …: the first takes more of each column, the next makes room there; the last column has
    something left. Empty: there is none, and what was looked at stands in `stuck` and `full`."""
    came: dict[tuple[str, int], list[int]] = {("row", row): [row]}
    queue = [row]
    seen: set[int] = set()
    for at in queue:
        for column in range(len(left)):
            if column in seen or most[at][column] <= shares[at][column]:
                continue
            seen.add(column)
            path = [*came["row", at], column]
            if left[column]:
                return path
            for other in range(len(shares)):
                if shares[other][column] and ("row", other) not in came:
                    came["row", other] = [*path, other]
                    queue.append(other)
    stuck.update(queue)
    full.update(seen)
    return []


def _move(path: list[int], shares: Table, left: list[int], missing: list[int], most: Table) -> None:
    takes = list(zip(path[::2], path[1::2], strict=True))
    gives = [(other, column) for column, other in pairwise(path[1:])][::2]
    amount = min(
        missing[path[0]], left[path[-1]], *(most[row][column] - shares[row][column] for row, column in takes),
        *(shares[row][column] for row, column in gives),
    )  # fmt: skip
    for row, column in takes:
        shares[row][column] += amount
    for row, column in gives:
        shares[row][column] -= amount
    left[path[-1]] -= amount
    missing[path[0]] -= amount


def by_turns(rows: Sequence[int], columns: Sequence[int], most: Table) -> list[int]:
    """What each column pays if the first pays as much as it may, the next of the rest, and so on."""
    paid, before = [], 0
    for number in range(len(columns)):
        open_to = [limit if n <= number else 0 for n, limit in enumerate(columns)]
        now = sum(rows) - sum(spread(rows, open_to, most).missing)
        paid.append(now - before)
        before = now
    return paid
