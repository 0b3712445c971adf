"""The ends of the audit chain and of the ledger, written down once a day outside the database.

Whoever has the database's keys can cut a chain's tail and set its head back, or write all of it anew so that every
hash fits. They do not reach a file that lies elsewhere: `flask check` looks there what stood at the end of each day.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from app.finance.models import Entry, LedgerHead
from app.foundation import clock, settings
from app.foundation.audit import AuditEvent, AuditHead
from app.foundation.db import db

FILE = "heads.jsonl"
CUT = "the end was cut off and its head set back, or an older database was put in place without `flask restore`"
MOST_NUMBERS = 500  # asked for in one statement
CHAINS = {
    "audit_event": (AuditHead, AuditHead.event_id, AuditHead.hash, AuditEvent.id, AuditEvent.hash),
    "entry": (LedgerHead, LedgerHead.seq, LedgerHead.hash, Entry.seq, Entry.hash),
}


@dataclass(frozen=True)
class Noted:
    """One line of the record: each chain's last number and its hash. `restored`: when the copy was taken which had
    just been brought back."""

    at: datetime
    ends: dict[str, tuple[int, str]]
    restored: datetime | None = None

    @property
    def day(self) -> date:
        return clock.today(self.at)


def note(now: datetime) -> None:
    """Writes today's line, unless today has one."""
    lines, _unreadable = _read()
    if not lines or lines[-1].day != clock.today(now):
        _add(Noted(now, _ends()))


def note_restored(taken_at: datetime, now: datetime) -> None:
    """Writes that a copy was brought back: what was noted after it was taken is gone, and rightly so."""
    _add(Noted(now, _ends(), restored=taken_at))


def restores() -> list[tuple[datetime, datetime]]:
    """(when it was brought back, when it had been taken) of each copy, on the programme's wall clock."""
    lines, _unreadable = _read()
    return [(clock.to_local(line.at), clock.to_local(line.restored)) for line in lines if line.restored]


def verify() -> Iterator[str]:
    """Findings: a line that cannot be read; per chain the first day whose end is not in the database any more."""
    lines, unreadable = _read()
    yield from (
        f"heads: line {number} of {FILE} cannot be read; take it out if a crash tore it" for number in unreadable
    )
    standing = _standing(lines)
    for name in CHAINS:
        yield from _missing(name, standing)


def _standing(lines: Iterable[Noted]) -> list[Noted]:
    """Without what was noted between the taking of a copy and its being brought back."""
    kept: list[Noted] = []
    for line in lines:
        if line.restored:
            kept = [earlier for earlier in kept if earlier.at <= line.restored]
        kept.append(line)
    return kept


def _missing(name: str, lines: list[Noted]) -> Iterator[str]:
    hashes = _hashes(name, sorted({line.ends[name][0] for line in lines}))
    for line in lines:
        number, noted = line.ends[name]
        if number and number not in hashes:
            yield f"heads: {name} {number}, the last one on {line.day}, is gone: {CUT}"
            return
        if number and hashes[number] != noted:
            yield f"heads: {name} {number} is not the one that was last on {line.day}: the chain was written anew"
            return


def _hashes(name: str, numbers: list[int]) -> dict[int, str]:
    """Number → hash, as the database has them now."""
    *_head, column, hashed = CHAINS[name]
    found: dict[int, str] = {}
    for start in range(0, len(numbers), MOST_NUMBERS):
        asked = column.in_(numbers[start : start + MOST_NUMBERS])
        found |= dict(db.session.execute(select(column, hashed).where(asked)).all())
    return found


def _ends() -> dict[str, tuple[int, str]]:
    """Of each chain; (0, "") where its head is gone, which `flask check` says by itself."""
    ends = {}
    for name, (head, number, hashed, *_rows) in CHAINS.items():
        row = db.session.execute(select(number, hashed).where(head.id == 1)).one_or_none()
        ends[name] = (row[0], row[1]) if row else (0, "")
    return ends


def _file() -> Path:
    return settings.current().heads_folder / FILE


def _add(line: Noted) -> None:
    """Appends it, durably; a line that a crash tore off is ended first."""
    file, told = _file(), {"at": line.at.isoformat(), "ends": line.ends}
    if line.restored:
        told["restored"] = line.restored.isoformat()
    file.parent.mkdir(parents=True, exist_ok=True)
    torn = file.exists() and not file.read_bytes().endswith(b"\n")
    with file.open("a", encoding="utf-8") as record:
        record.write(("\n" if torn else "") + json.dumps(told) + "\n")
        record.flush()
        os.fsync(record.fileno())


def _read() -> tuple[list[Noted], list[int]]:
    """The lines in their order, and the numbers of those that cannot be read."""
    lines, unreadable = [], []
    text = _file().read_text(encoding="utf-8", errors="replace") if _file().exists() else ""
    for number, line in enumerate(text.splitlines(), 1):
        try:
            lines.append(_noted(json.loads(line)))
        except (ValueError, KeyError, TypeError):
            unreadable.append(number)
    return lines, unreadable


def _noted(told: dict) -> Noted:
    ends = {name: (int(told["ends"][name][0]), str(told["ends"][name][1])) for name in CHAINS}
    return Noted(_instant(told["at"]), ends, _instant(told["restored"]) if "restored" in told else None)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"a time without its zone: {text}")
    return at
