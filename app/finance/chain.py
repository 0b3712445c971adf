"""The chain of the ledger: what each entry's hash covers.

Posting hashes what it is about to write. Checking lets the database put the same text together, thousands of entries
to a row, so that a million of them take seconds: nothing is unpacked only to be packed again.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from functools import cache
from itertools import count

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
AT_ONCE = 2_000  # entries that the database puts together in one text: some 600 kB
AHEAD = 4
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
    seq, last, sha256 = 0, "", hashlib.sha256
    for text in _read_ahead(at_once):
        for entry in text.encode().split(BEGINS.encode())[1:]:
            found = sha256(entry[HASH:]).hexdigest()
            if not entry.startswith(f"{found}{last}{BETWEEN}{seq + 1}{BETWEEN}".encode()):
                return seq, last
            seq, last = seq + 1, found
        if seq % at_once:
            break
    return seq, last


def _read_ahead(at_once: int) -> Iterator[str]:
    """Range by range; the database puts the next one together on the other processor while this one is hashed.

    Some ranges are asked for ahead: the next begins without waiting for us. Nobody else uses the connection meanwhile.
    """
    connection, texts = db.session.connection(), _texts(db.engine.dialect.name)

    def read(number: int) -> str | None:
        seq = number * at_once
        return connection.scalar(texts, {"above": seq or BELOW_ALL, "to": seq + at_once})

    with ThreadPoolExecutor(1) as beside:
        asked = deque(beside.submit(read, number) for number in range(AHEAD))
        for number in count(AHEAD):
            text = asked.popleft().result()
            if not text:
                return
            asked.append(beside.submit(read, number))
            yield text


@cache
def _texts(dialect: str) -> Select:
    """Entries of a range of numbers as one text: a sign that one begins, its hash, and what the hash covers."""
    words = [_word(name, dialect) for name in WORDS]
    line = [_as_text(Transfer.__table__.c[name], dialect) for name in COLUMNS]
    begins = [func.concat(BEGINS, Entry.hash, words[0]), *words[1:-1]]
    whole = case(
        (Transfer.line == 1, _joined(*begins, func.concat(words[-1], NEXT, line[0]), *line[1:])),
        (Transfer.line.is_(None), _joined(*begins, words[-1])),
        else_=func.concat(NEXT, _joined(*line)),
    )  # one joining of all the words of a row: each further one would copy them
    rows = (
        select(whole.label("row"))
        .select_from(Entry).outerjoin(Transfer, Transfer.entry_id == Entry.id)
        .where(Entry.seq > bindparam("above"), Entry.seq <= bindparam("to"))
        .order_by(Entry.seq, Transfer.line)
        .subquery()
    )  # fmt: skip
    return select(func.string_agg(rows.c.row, "", type_=String))


def _joined(*words: ColumnElement) -> ColumnElement[str]:
    return func.concat_ws(BETWEEN, *words, type_=String)


def _word(name: str, dialect: str) -> ColumnElement[str]:
    """The second of two approvers stands beside the first; entries that rest on one say what they always said."""
    told = _as_text(Entry.__table__.c[name], dialect)
    if name != "approved_by_id":
        return told
    both = cast(told, String) + AND + cast(Entry.second_approver_id, String)
    return func.coalesce(both, told, type_=String)


def _as_text(column: ColumnElement, dialect: str) -> ColumnElement[str]:
    """A column as Python's `str` gives it; an instant as ISO 8601 in UTC. `concat_ws` writes numbers by itself, and
    leaves out what is NULL."""
    postgres = dialect == "postgresql"
    if column.name == "recorded_at":
        told = column
        if postgres:
            told = func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US')
        return func.replace(func.replace(told, " ", "T"), ".000000", "", type_=String) + "+00:00"
    if postgres and column.name in ("occurred_on", "book_date"):
        return func.to_char(column, "YYYY-MM-DD", type_=String)
    if column.nullable:
        return func.coalesce(cast(column, String) if postgres else column, literal("None"))
    return column
