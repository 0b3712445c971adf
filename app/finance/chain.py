"""The chain of the ledger: what each entry's hash covers.

Posting hashes what it is about to write. Checking lets the database put the same text together, thousands of entries
to a row, so that a million of them take seconds: nothing is unpacked only to be packed again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from functools import cache

from sqlalchemy import ColumnElement, Select, String, bindparam, case, cast, func, literal, select

from app.foundation.db import db

from .models import Entry, Transfer

WORDS = (
    "prev_hash", "seq", "idempotency_key", "kind", "source", "ordinal", "occurred_on", "book_date", "recorded_at",
    "memo", "reverses_id", "created_by_id", "approved_by_id",
)  # fmt: skip
COLUMNS = ("line", "debit_id", "credit_id", "currency", "amount_minor", "case_id", "fund_id", "category", "receipt_id")
AND = "&"  # between two approvers
BETWEEN, NEXT, BEGINS = "\x1f", "\n", "\x1e"
HASH = 64  # hexadecimal digits
AT_ONCE = 2_000  # entries that the database puts together in one text: some 700 kB
BELOW_ALL = -(2**62)


def digest(entry: Mapping[str, object], rows: Iterable[Mapping[str, object]]) -> str:
    """SHA-256 over the link before, every word of the entry and every transfer, in hexadecimal."""
    words = dict(entry, recorded_at=entry["recorded_at"].astimezone(UTC).isoformat())
    if words["second_approver_id"] is not None:
        words["approved_by_id"] = f"{words['approved_by_id']}{AND}{words['second_approver_id']}"
    lines = [[words[name] for name in WORDS], *([row[name] for name in COLUMNS] for row in rows)]
    text = NEXT.join(BETWEEN.join(map(str, line)) for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()


def sound_until(at_once: int = AT_ONCE) -> tuple[int, str]:
    """(seq, hash) of an entry up to which all is as it was posted; `(0, "")`: none is.

    It is the last one, or lies in the few thousand before the first that is not sound: whose it is, and whether it is
    wrong at all, is for `digest` to say, entry by entry.
    """
    seq, last = 0, ""
    while text := db.session.execute(_texts(db.engine.dialect.name), _range(seq, at_once)).scalar():
        for stored, words in _entries(text):
            begins = f"{last}{BETWEEN}{seq + 1}{BETWEEN}".encode()
            if hashlib.sha256(words).hexdigest() != stored or not words.startswith(begins):
                return seq, last
            seq, last = seq + 1, stored
    return seq, last


def _range(seq: int, at_once: int) -> dict[str, int]:
    """The entries to read after this one; what stands before the first one is read with it."""
    return {"above": seq or BELOW_ALL, "to": seq + at_once}


def _entries(text: str) -> Iterator[tuple[str, bytes]]:
    """(hash as stored, text that it covers) of each entry."""
    for entry in text.encode().split(BEGINS.encode())[1:]:
        yield entry[:HASH].decode(errors="replace"), entry[HASH:]


@cache
def _texts(dialect: str) -> Select:
    """Entries of a range of numbers as one text: a sign that one begins, its hash, and what the hash covers."""
    words = (_word(name, dialect) for name in WORDS)
    begins = BEGINS + Entry.hash + func.concat_ws(BETWEEN, *words, type_=String)
    line = func.concat_ws(BETWEEN, *(_as_text(Transfer.__table__.c[name], dialect) for name in COLUMNS), type_=String)
    whole = case((Transfer.line > 1, ""), else_=begins) + func.coalesce(NEXT + line, "")
    rows = (
        select(whole.label("row"))
        .select_from(Entry).outerjoin(Transfer, Transfer.entry_id == Entry.id)
        .where(Entry.seq > bindparam("above"), Entry.seq <= bindparam("to"))
        .order_by(Entry.seq, Transfer.line)
        .subquery()
    )  # fmt: skip
    return select(func.aggregate_strings(rows.c.row, ""))


def _word(name: str, dialect: str) -> ColumnElement[str]:
    """The second of two approvers stands beside the first; entries that rest on one say what they always said."""
    told = _as_text(Entry.__table__.c[name], dialect)
    if name != "approved_by_id":
        return told
    both = cast(Entry.approved_by_id, String) + AND + cast(Entry.second_approver_id, String)
    return func.coalesce(both, told, type_=String)


def _as_text(column: ColumnElement, dialect: str) -> ColumnElement[str]:
    """A column as Python's `str` gives it; an instant as ISO 8601 in UTC. `concat_ws` writes numbers by itself, and
    leaves out what is NULL."""
    postgres = dialect == "postgresql"
    if column.name == "recorded_at":
        told = cast(column, String)
        if postgres:
            told = func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US')
        return func.replace(func.replace(told, " ", "T"), ".000000", "", type_=String) + "+00:00"
    if postgres and column.name in ("occurred_on", "book_date"):
        return func.to_char(column, "YYYY-MM-DD", type_=String)
    if column.nullable:
        return func.coalesce(cast(column, String) if postgres else column, literal("None"))
    return column
