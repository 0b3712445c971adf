"""The verbs of imports: look at a sheet, bring it in, settle a refused row, confirm its texts, undo it."""

import hashlib
from datetime import datetime

from sqlalchemy import select, update

from app.accounts.models import User
from app.coordination import workflows
from app.foundation import audit
from app.foundation.bulk import collector_at_rest, in_blocks, insert_many, new_ids
from app.foundation.db import db
from app.foundation.errors import Refused, Unusable
from app.foundation.language import _
from app.foundation.sheets import Sheet, SheetRow, read_sheet

from ..models import ImportBatch, ImportRow
from . import queries, verdicts
from .kinds import KINDS
from .verdicts import REFUSED, Judged, as_json


def examine(kind: str, content: bytes, now: datetime) -> list[Judged]:
    """The verdict on every row of a file; writes nothing. Unusable: no sheet, or without a column it needs."""
    with collector_at_rest():
        return KINDS[kind].judge_sheet(read_sheet(content), now)


def keep(kind: str, file_name: str, content: bytes, now: datetime, by: User | None) -> ImportBatch:
    """Keeps the file until it is decided whether it comes in."""
    if kind not in KINDS:
        raise Unusable(_("Diga qué trae la hoja: lugares, rutas, referencias o tarifas."), "kind")
    batch = ImportBatch(
        kind=kind, file_name=file_name[:200], content=content, sha256=hashlib.sha256(content).hexdigest(),
        state="read", read_at=now, read_by_id=getattr(by, "id", None),
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    return batch


def show(kind: str, file_name: str, content: bytes, now: datetime, by: User | None) -> ImportBatch:
    """Keeps a file whose verdicts a person is going to read. Unusable: what `examine` cannot use."""
    batch = keep(kind, file_name, content, now, by)
    examine(kind, content, now)
    return batch


def discard(batch: ImportBatch) -> None:
    """The person looked and does not want it. Refused: one that came in already."""
    _check_state(batch, "read")
    batch.state, batch.content = "discarded", None


def bring_in(batch: ImportBatch, now: datetime, by: User | None) -> list[Judged]:
    """Everything that is not refused comes in; refused rows wait in the review list. Texts nobody."""
    _check_state(batch, "read")
    judged, since = examine(batch.kind, batch.content, now), audit.next_id()
    with collector_at_rest():
        KINDS[batch.kind].write_rows(judged, now, by)
        _keep_rows(batch, judged)
    counted = verdicts.counts(judged)
    batch.state, batch.content, batch.imported_at = "imported", None, now
    batch.created_count, batch.updated_count = counted["created"], counted["updated"]
    batch.unchanged_count, batch.refused_count = counted["unchanged"], counted["refused"]
    db.session.flush()
    audit.record("import", f"import:{batch.id}", by, kind=batch.kind, sha256=batch.sha256, since=since, **counted)
    return judged


def _keep_rows(batch: ImportBatch, judged: list[Judged]) -> None:
    """One row of ours for each of the sheet's; what counted for a key before counts no more."""
    replaced = [row.prior.id for row in judged if row.counts_now and row.prior is not None and row.prior.id]
    for block in in_blocks(replaced):
        db.session.execute(update(ImportRow).where(ImportRow.id.in_(block)).values(is_current=False))
    _supersede(batch, judged)
    ids = new_ids(ImportRow)
    insert_many(ImportRow, [_as_row(batch, row, next(ids)) for row in judged])


def _as_row(batch: ImportBatch, row: Judged, row_id: int) -> dict[str, object]:
    repeats = row.prior is not None and row.cells == row.prior.cells
    return {
        "id": row_id, "batch_id": batch.id, "kind": batch.kind, "number": row.number, "key": row.key[:200],
        "verdict": row.verdict, "messages": as_json(row.messages), "cells": "{}" if repeats else row.cells,
        "said": "{}" if repeats else as_json(row.said), "made": as_json(row.made), "subject": row.subject,
        "person_id": row.person_id, "case_id": row.case_id, "is_current": row.counts_now,
        "previous_id": (row.prior.id or None) if row.prior else None,
        "review": ("superseded" if repeats else "open") if row.verdict == REFUSED else None,
    }  # fmt: skip


def _supersede(batch: ImportBatch, judged: list[Judged]) -> None:
    """A refused row stops waiting when its key came in, or says something else, or waits again in this file."""
    keys = {row.key for row in judged if row.key and (row.verdict != REFUSED or row.counts_now)}
    again = {row.cells for row in judged if row.verdict == REFUSED and row.prior is None}
    waiting = select(ImportRow.id, ImportRow.key, ImportRow.cells).where(
        ImportRow.kind == batch.kind, ImportRow.review == "open"
    )
    old = [at for at, key, cells in db.session.execute(waiting) if key in keys or cells in again]
    for block in in_blocks(old):
        changes = {"review": "superseded", "superseded_in_id": batch.id}
        db.session.execute(update(ImportRow).where(ImportRow.id.in_(block)).values(changes))


def settle(row: ImportRow, cells: dict[str, str], now: datetime, by: User) -> Judged:
    """A refused row comes in with the corrected `cells` (header → text). Refused: what is still wrong with it.

    The sheet's own cells stay with the row, so that the same row of the next file is known to be settled.
    """
    sheet = Sheet(tuple(cells), [SheetRow(row.number, {header: text.strip() for header, text in cells.items()})])
    judged = KINDS[row.kind].judge_sheet(sheet, now, afresh=True)[0]
    if judged.verdict == REFUSED:
        raise Refused(" ".join(judged.messages))
    if judged.prior is not None and judged.key != row.key:
        raise Refused(_("Ya hay otra fila con la clave %(key)s: revise la clave.", key=judged.key))
    KINDS[row.kind].write_rows([judged], now, by)
    row.review, row.reviewed_at, row.reviewed_by_id, row.is_current = "resolved", now, by.id, False
    if judged.prior is not None and judged.prior.id:
        db.session.execute(update(ImportRow).where(ImportRow.id == judged.prior.id).values(is_current=False))
    db.session.flush()
    corrected = _as_row(row.batch, judged, next(new_ids(ImportRow)))
    before = judged.prior.id if judged.prior is not None and judged.prior.id else row.id
    corrected |= {"previous_id": before, "cells": row.cells, "said": as_json(judged.said), "is_current": True}
    insert_many(ImportRow, [corrected])
    audit.record("import.settled", f"import:{row.batch_id}", by, row=row.number, key=judged.key)
    return judged


def dismiss(row: ImportRow, now: datetime, by: User) -> None:
    """The row needs nothing: it stays refused and leaves the list."""
    row.review, row.reviewed_at, row.reviewed_by_id = "dismissed", now, by.id
    audit.record("import.dismissed", f"import:{row.batch_id}", by, row=row.number, key=row.key)


def confirm_texts(batch: ImportBatch, now: datetime, by: User | None) -> int:
    """A person says: these people may be texted. Returns how many texts are planned. Refused: not referrals."""
    _check_state(batch, "imported")
    if batch.kind != "referrals":
        raise Refused(_("Sólo una hoja de referencias tiene mensajes que confirmar."))
    if batch.texts_confirmed_at:
        raise Refused(_("Los mensajes de esta hoja ya estaban confirmados."))
    batch.texts_confirmed_at, batch.texts_confirmed_by_id = now, getattr(by, "id", None)
    planned = workflows.confirm_messages(queries.cases_made_by(batch), by, now)
    audit.record("import.texts_confirmed", f"import:{batch.id}", by, planned=planned)
    return planned


def _check_state(batch: ImportBatch, state: str) -> None:
    if batch.state != state:
        raise Refused(_("Esta hoja ya se decidió: está en la lista de hojas."))
