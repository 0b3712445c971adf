"""Reads for imports: what came before under a key, who is known, batches and their rows."""

from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import User
from app.cases.models import Case, Person
from app.cases.spellings.names import person_key
from app.foundation.bulk import in_blocks
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _

from ..models import ImportBatch, ImportRow
from .people import Patient
from .referral_sheet import Reading
from .verdicts import Prior


def priors(kind: str, keys: Iterable[str]) -> dict[str, Prior]:
    """The row that counts so far, by key."""
    found: dict[str, Prior] = {}
    for block in in_blocks(sorted(set(keys) - {""})):
        wanted = _prior_rows().where(ImportRow.kind == kind, ImportRow.is_current, ImportRow.key.in_(block))
        found |= {row.key: Prior(*row) for row in db.session.execute(wanted)}
    return found


def settled(kind: str) -> dict[str, Prior]:
    """Rows that the review list settled under another key, by their cells."""
    corrected = aliased(ImportRow)
    refused = (
        select(ImportRow.cells.label("typed"), corrected.id.label("id"))
        .join(corrected, corrected.previous_id == ImportRow.id)
        .where(ImportRow.kind == kind, ImportRow.review == "resolved", corrected.key != ImportRow.key)
        .subquery()
    )
    rows = db.session.execute(_prior_rows().add_columns(refused.c.typed).join(refused, refused.c.id == ImportRow.id))
    return {row[-1]: Prior(*row[:-1]) for row in rows}


def _prior_rows() -> Select:
    return (
        select(
            ImportRow.id, ImportRow.key, ImportRow.verdict, ImportRow.cells, ImportRow.said, ImportRow.messages,
            ImportRow.subject, ImportRow.person_id, ImportRow.case_id, Person.number.label("person_number"),
            Case.number.label("case_number"),
        )
        .outerjoin(Person, Person.id == ImportRow.person_id)
        .outerjoin(Case, Case.id == ImportRow.case_id)
    )  # fmt: skip


def cases_by_folio(folios: Iterable[str]) -> dict[str, Prior]:
    """Cases that have one of these folios, whoever gave it to them, as if a sheet had said nothing yet."""
    found: dict[str, Prior] = {}
    for block in in_blocks(sorted(set(folios) - {""})):
        columns = (Case.folio, Case.patient_id, Case.id, Person.number, Case.number)
        wanted = select(*columns).join(Case.patient).where(Case.folio.in_(block))
        for folio, person_id, case_id, *numbers in db.session.execute(wanted):
            found[folio] = Prior(0, folio, "created", "{}", "{}", "[]", "", person_id, case_id, *numbers)
    return found


def patients(readings: Iterable[Reading]) -> list[Patient]:
    """Everybody who may be one of the people of these rows: the same valid CURP, or the same names."""
    curps, keys = set(), set()
    for reading in readings:
        if (curp := reading.get("curp")) and curp.value:
            curps.add(curp.value)
        keys.add(person_key(*(reading.get(name) or "" for name in ("given_names", "first_surname", "second_surname"))))
    found: dict[int, Patient] = {}
    for column, values in ((Person.curp, curps), (Person.name_key, keys)):
        for block in in_blocks(sorted(values)):
            found |= {one.id: one for one in _people(column.in_(block))}
    return list(found.values())


def _people(condition) -> list[Patient]:
    columns = (Person.name_key, Person.born_on, Person.curp, Person.curp_valid, Person.id, Person.number)
    rows = db.session.execute(select(*columns).where(condition).order_by(Person.id))
    return [Patient(key, born, curp if valid else None, at, number) for key, born, curp, valid, at, number in rows]


def staff_for_restricted(by: User | None) -> list[int]:
    """Who is named on the restricted cases of a sheet: whoever brings it, else every navigator at work."""
    if by is not None:
        return [by.id]
    return list(db.session.scalars(select(User.id).where(User.role == "navigator", User.active)))


def batches(after: str | None, limit: int = 50) -> KeysetPage[ImportBatch]:
    wanted = select(ImportBatch).where(ImportBatch.state != "discarded")
    return keyset_page(wanted, ImportBatch.id, after, limit, descending=True)


def batch_or_404(batch_id: int) -> ImportBatch:
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None or batch.state == "discarded":
        raise NotFound(_("Esa hoja no está: se descartó, o la dirección cambió."))
    return batch


def rows_of(batch: ImportBatch) -> list[tuple[ImportRow, str, str]]:
    """Each row with the numbers of its patient and case, in the order of the sheet."""
    wanted = (
        select(ImportRow, Person.number, Case.number)
        .outerjoin(Person, Person.id == ImportRow.person_id)
        .outerjoin(Case, Case.id == ImportRow.case_id)
        .where(ImportRow.batch_id == batch.id)
        .order_by(ImportRow.number, ImportRow.id)
    )
    return [(row, person or "", case or "") for row, person, case in db.session.execute(wanted)]


def rows_page(batch: ImportBatch, after: str | None, verdict: str | None = None, limit: int = 100) -> KeysetPage:
    """A page of a batch's rows, of one verdict alone where it is given, with patient and case."""
    wanted = select(ImportRow).where(ImportRow.batch_id == batch.id).options(joinedload(ImportRow.case))
    if verdict:
        wanted = wanted.where(ImportRow.verdict == verdict)
    return keyset_page(wanted, ImportRow.id, after, limit)


def how_many_wait() -> int:
    """Refused rows in the review list."""
    return db.session.scalar(select(func.count()).select_from(ImportRow).where(ImportRow.review == "open")) or 0


def refused_of(batch: ImportBatch) -> list[ImportRow]:
    wanted = select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.verdict == "refused")
    return list(db.session.scalars(wanted.order_by(ImportRow.number)))


def review_list(after: str | None, limit: int = 50) -> KeysetPage[ImportRow]:
    """Refused rows that wait for a person, the oldest first."""
    return keyset_page(select(ImportRow).where(ImportRow.review == "open"), ImportRow.id, after, limit)


def waiting_row_or_404(row_id: int) -> ImportRow:
    row = db.session.get(ImportRow, row_id)
    if row is None or row.review != "open":
        raise NotFound(_("Esa fila ya no espera revisión."))
    return row


def cases_made_by(batch: ImportBatch) -> list[int]:
    """Cases whose texts this batch has to confirm: those that it created or changed."""
    wanted = select(ImportRow.case_id).where(
        ImportRow.batch_id == batch.id, ImportRow.verdict.in_(("created", "updated")), ImportRow.case_id.is_not(None)
    )
    return list(db.session.scalars(wanted.distinct().order_by(ImportRow.case_id)))
