"""The verdict on every row of a referral sheet. Pure: what is known already is handed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from app.cases.queries import PlaceBook
from app.cases.referral import Referral
from app.foundation.language import _
from app.foundation.sheets import Sheet, SheetRow

from . import columns, verdicts
from .people import Patient, Register, identity
from .referral_changes import Change, changes, other_columns
from .referral_checks import is_past, warnings
from .referral_fields import destinations, referral_fields, refusals
from .referral_sheet import COLUMNS, Readers, Reading, SheetReader, read_said, readers, repeated
from .verdicts import CREATED, REFUSED, UNCHANGED, UPDATED, Judged, Prior


@dataclass(slots=True)
class ReferralSheet:
    """A file read: its rows in order with what they say, as JSON too, and how its columns were read."""

    rows: list[tuple[SheetRow, Reading, str]]
    present: set[str]
    readers: Readers
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class Known:
    """What there is before the file. `held`: case id → the fields as they stand now, for the rows that changed.

    `settled`: rows without a usable key that the review list settled, by their cells. `folios`: cases that were
    not imported, by folio.
    """

    book: PlaceBook
    priors: dict[str, Prior] = field(default_factory=dict)
    settled: dict[str, Prior] = field(default_factory=dict)
    register: Register = field(default_factory=Register)
    held: Callable[[int, Referral], dict] | None = None
    folios: dict[str, Prior] = field(default_factory=dict)


@dataclass(slots=True)
class NewCase:
    """To be written: the fields and the person they are about; `past`: the date is over."""

    fields: Referral
    patient: Patient
    past: bool


@dataclass(slots=True)
class ChangedCase:
    """To be written: what the sheet may change in the case of `prior`, and what the row says now."""

    fields: Referral
    before: Referral
    changes: list[Change]


def read_referrals(sheet: Sheet, today: date) -> ReferralSheet:
    """Unusable: a column without which no referral can be read is missing."""
    found = columns.matched(sheet.headers, COLUMNS)
    unknown = columns.unknown(sheet.headers, found)
    sexes = [row.cells[found["sex"]] for row in sheet.rows] if "sex" in found else []
    spelled = readers(today, sexes)
    reader = SheetReader(found, unknown, spelled)
    rows = [(row, reader.read(row), verdicts.typed(row)) for row in sheet.rows]
    return ReferralSheet(rows, reader.present, spelled, unknown)


def judge(sheet: ReferralSheet, known: Known, now: datetime) -> list[Judged]:
    """A verdict for every row, in the order of the file. `now` is on the programme's wall clock."""
    bench = _Bench(sheet, known, now)
    return [bench.judge(reading, cells) for _row, reading, cells in sheet.rows]


class _Bench:
    def __init__(self, sheet: ReferralSheet, known: Known, now: datetime):
        self.sheet, self.known, self.now, self.today = sheet, known, now, now.date()
        self.twice = repeated(reading.folio for _row, reading, _cells in sheet.rows)

    def judge(self, reading: Reading, cells: str) -> Judged:
        if settled := self.known.settled.get(cells):
            return verdicts.again(reading.number, settled, cells)
        twice = reading.folio in self.twice
        prior = None if twice else self.known.priors.get(reading.folio)
        said = verdicts.together(reading.said, prior, self.sheet.present)
        if prior and (prior.cells == cells or prior.has_said() == said):
            return verdicts.again(reading.number, prior, cells)
        clinic, hospital = destinations(reading, self.known.book)
        reasons = refusals(reading, clinic, twice=twice)
        if reasons:
            return Judged(reading.number, reading.folio, REFUSED, reasons, cells, said, prior, stands=not twice)
        if prior and prior.case_id:
            return self._changed(reading, cells, said, prior)
        if adopted := self.known.folios.get(reading.folio):
            return self._adopted(reading, cells, said, adopted)
        fields = referral_fields(reading, clinic, hospital)
        return self._new(reading, cells, said, prior, fields, warnings(reading, hospital, self.now, self.today))

    def _new(self, reading, cells, said, prior, fields, oddities) -> Judged:
        match = self.known.register.match(reading)
        patient = match.patient or identity(reading)
        if match.patient is None:
            self.known.register.add(patient)
        day, hour = fields.appointment_on, fields.appointment_at
        past = bool(day) and is_past(day, hour, self.now)
        plan = NewCase(fields, patient, past)
        return Judged(reading.number, reading.folio, CREATED, [*match.messages, *oddities], cells, said, prior, plan)

    def _changed(self, reading: Reading, cells: str, said: dict[str, str], prior: Prior) -> Judged:
        """The row came before and says something else now."""
        now_said = read_said(said, self.sheet.readers).typed_in(reading, self.sheet.present)
        before_said = read_said(prior.has_said(), self.sheet.readers)
        fields, before = self._fields(now_said), self._fields(before_said)
        found, kept = changes(before, fields, self.known.held(prior.case_id, before))
        moved = found or kept or other_columns(said) != other_columns(prior.has_said())
        plan = ChangedCase(fields, before, found) if found else None
        if not moved:
            return Judged(reading.number, prior.key, UNCHANGED, [], cells, said, prior)
        hospital = destinations(now_said, self.known.book)[1]
        messages = [*kept, *warnings(now_said, hospital, self.now, self.today)]
        return Judged(reading.number, prior.key, UPDATED, messages, cells, said, prior, plan)

    def _fields(self, reading: Reading) -> Referral:
        return referral_fields(reading, *destinations(reading, self.known.book))

    def _adopted(self, reading: Reading, cells: str, said: dict[str, str], case: Prior) -> Judged:
        sentence = _("El caso ya estaba capturado con este folio: se dejó como está.")
        return Judged(reading.number, reading.folio, UPDATED, [sentence], cells, said, case)
