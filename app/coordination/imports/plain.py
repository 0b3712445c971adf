"""Sheets whose row is one record of ours: places, routes, rates. Each kind says how, this module says when.

The rules are those of every import: the same row again is unchanged, a changed cell updates a field that still
holds what the sheet last said, a refused row waits.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.models import User
from app.foundation.language import _
from app.foundation.sheets import Sheet

from ..models import ImportRow
from . import columns, queries, verdicts
from .columns import Column
from .referral_sheet import Readers, Reading, SheetReader, read_said
from .verdicts import CREATED, REFUSED, UNCHANGED, UPDATED, Judged, Prior

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write of one row: the fields to set on `subject`, or all of a new record where it is empty."""

    subject: str
    fields: Fields
    said: Fields


@dataclass(frozen=True)
class PlainKind:
    """`key` of a row (its repetition counted by `ordinal`, where parallel rows are allowed), why it is refused,
    its fields; `held` finds records of ours by key: subject and fields now; `save` writes and names the record.
    """

    kind: str
    columns: tuple[Column, ...]
    readers: Callable[[], Readers]
    key: Callable[[Reading], str]
    refusals: Callable[[Reading], list[str]]
    fields: Callable[[Reading], Fields]
    held: Callable[[Iterable[str], dict[str, str]], dict[str, tuple[str, Fields]]]
    save: Callable[[str, Plan, datetime, User | None], str]
    remove: Callable[[int, datetime, User | None], None]
    parallel: bool = False

    def judge_sheet(self, sheet: Sheet, now: datetime, *, afresh: bool = False) -> list[Judged]:
        """A verdict for every row. `afresh`: refused before does not mean refused now."""
        found = columns.matched(sheet.headers, self.columns)
        reader = SheetReader(found, columns.unknown(sheet.headers, found), self.readers())
        rows = [(reader.read(row), verdicts.typed(row)) for row in sheet.rows]
        keys = self._keys([reading for reading, _cells in rows])
        priors = queries.priors(self.kind, keys)
        if afresh:
            priors = {key: prior for key, prior in priors.items() if prior.accepted}
        held = self.held(keys, {key: prior.subject for key, prior in priors.items()})
        twice = {key for key, times in Counter(keys).items() if key and times > 1}
        return [
            self._judge(reading, cells, key, priors.get(key), held.get(key), reader.present, key in twice)
            for (reading, cells), key in zip(rows, keys, strict=True)
        ]

    def _keys(self, readings: list[Reading]) -> list[str]:
        keys = [self.key(reading) for reading in readings]
        if not self.parallel:
            return keys
        seen: Counter[str] = Counter()
        numbered = []
        for key in keys:
            seen[key] += 1
            numbered.append(f"{key} {seen[key]}" if key else "")
        return numbered

    def _judge(self, reading, cells, key, prior: Prior | None, held, present, twice: bool) -> Judged:
        prior = None if twice else prior
        said = verdicts.together(reading.said, prior, present)
        if prior and (prior.cells == cells or prior.has_said() == said):
            return verdicts.again(reading.number, prior, cells)
        reasons = [_("La clave %(key)s está más de una vez en la hoja.", key=key)] if twice else []
        reasons += self.refusals(reading)
        if reasons:
            return Judged(reading.number, key, REFUSED, reasons, cells, said, prior, stands=not twice)
        return self._accepted(read_said(said, self.readers()), reading, cells, key, prior, held, said)

    def _accepted(self, whole: Reading, reading, cells, key, prior, held, said) -> Judged:
        fields = self.fields(whole)
        accepted = prior if prior and prior.accepted else None
        if held is None:
            plan = Plan("", fields, fields)
            return Judged(reading.number, key, CREATED, [], cells, said, prior, plan)
        subject, now_held = held
        before = self.fields(read_said(accepted.has_said(), self.readers())) if accepted else {}
        found, kept = _differences(before, fields, now_held, self.columns)
        verdict = UPDATED if found or kept else UNCHANGED
        plan = Plan(subject, found, fields) if found else None
        judged = Judged(reading.number, key, verdict, kept, cells, said, prior, plan)
        judged.subject = subject
        return judged

    def write_rows(self, judged: list[Judged], now: datetime, by: User | None) -> None:
        """Writes every row that has a plan."""
        for row in judged:
            if row.plan is not None:
                row.subject = self.save(row.key, row.plan, now, by)
                row.made = {} if row.plan.subject else {self.kind: [int(row.subject.rpartition(":")[2])]}

    def say_again(self, row: ImportRow, previous: ImportRow, now: datetime, by: User | None) -> None:
        """Undoes an update: the fields that still hold what `row` said get back what `previous` said."""
        held = self.held([row.key], {})
        if row.key in held and previous.said != "{}":
            said, before = self._read_again(row), self._read_again(previous)
            found, _kept = _differences(said, before, held[row.key][1], self.columns)
            self.save(row.key, Plan(held[row.key][0], found, before), now, by)

    def _read_again(self, row: ImportRow) -> Fields:
        return self.fields(read_said(json.loads(row.said), self.readers()))

    def remove_all(self, ids: list[int], now: datetime, by: User | None) -> None:
        for one in ids:
            self.remove(one, now, by)


def _differences(before: Fields, now: Fields, held: Fields, described: tuple[Column, ...]) -> tuple[Fields, list[str]]:
    """Fields to set, and a sentence for each that somebody changed since. Never said and empty: to set."""
    labels = {column.name: column.label for column in described}
    found, kept = {}, []
    for name, new in now.items():
        old = before.get(name)
        if new == held.get(name) or (before and new == old):
            continue
        if held.get(name) == old or (not before and held.get(name) in (None, "")):
            found[name] = new
        else:
            label = labels.get(name, name)
            kept.append(_("%(field)s: alguien lo cambió aquí; se dejó.", field=label))
    return found, kept
