"""Undoing a batch while nothing was built on it: what it created goes, what it changed is as it was."""

import json
from collections import defaultdict
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.cases.intake import remove
from app.foundation import audit
from app.foundation.audit import AuditEvent
from app.foundation.bulk import in_blocks
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import ImportBatch, ImportRow
from . import queries
from .kinds import KINDS


def undo(batch: ImportBatch, now: datetime, by: User) -> None:
    """Refused: it never came in, its texts were confirmed, a later sheet changed it, somebody worked on it."""
    if batch.state != "imported":
        raise Refused(_("Esta hoja no está importada."))
    if batch.texts_confirmed_at:
        raise Refused(_("Los mensajes de esta hoja ya se confirmaron: no se puede deshacer."))
    rows = list(db.session.scalars(select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.id)))
    _check_last_word(rows)
    _check_untouched(batch, rows)
    since = audit.next_id()
    try:
        _take_back(batch, rows, now, by)
        db.session.flush()
    except IntegrityError as built_on:
        raise Refused(_("Ya se trabajó sobre esta hoja: no se puede deshacer.")) from built_on
    batch.state, batch.undone_at, batch.undone_by_id = "undone", now, by.id
    audit.record("import.undone", f"import:{batch.id}", by, kind=batch.kind, since=since)


def _check_last_word(rows: list[ImportRow]) -> None:
    ours = {row.id for row in rows}
    later = select(ImportRow.batch_id).where(ImportRow.previous_id.is_not(None), ImportRow.is_current)
    for block in in_blocks(sorted(ours)):
        after = later.where(ImportRow.previous_id.in_(block), ImportRow.id.not_in(block))
        if any(batch_id != rows[0].batch_id for batch_id in db.session.scalars(after)):
            raise Refused(_("Una hoja posterior cambió estas filas: deshaga primero esa."))


def _check_untouched(batch: ImportBatch, rows: list[ImportRow]) -> None:
    """Every change by a person leaves an audit event about its subject; none may be younger than the import."""
    first = db.session.scalar(
        select(AuditEvent.id).where(AuditEvent.subject == f"import:{batch.id}", AuditEvent.action == "import")
    )
    ours = _changes_by_sheets(first)
    numbers = [number for row in queries.rows_of(batch) if row[0].made != "{}" for number in row[1:] if number]
    subjects = [f"{kind}:{number}" for number in numbers for kind in ("case", "person")]
    subjects += [row.subject for row in rows if row.subject]
    for block in in_blocks(sorted(set(subjects))):
        touched = select(AuditEvent.id).where(AuditEvent.id > first, AuditEvent.subject.in_(block))
        if any(all(at not in span for span in ours) for at in db.session.scalars(touched)):
            raise Refused(_("Ya se trabajó sobre esta hoja: no se puede deshacer."))


def _changes_by_sheets(first: int) -> list[range]:
    """Which audit events later sheets, and undoing them, left behind: that is nobody's work."""
    later = select(AuditEvent.id, AuditEvent.details).where(
        AuditEvent.id > first, AuditEvent.action.in_(("import", "import.undone")), AuditEvent.subject.like("import:%")
    )
    return [range(json.loads(details)["since"], at) for at, details in db.session.execute(later)]


def _take_back(batch: ImportBatch, rows: list[ImportRow], now: datetime, by: User) -> None:
    made: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for table, ids in json.loads(row.made).items():
            made[table].extend(ids)
        if row.verdict == "updated" and row.is_current and row.previous_id:
            KINDS[batch.kind].say_again(row, db.session.get(ImportRow, row.previous_id), now, by)
    _forget(batch, rows)
    remove(made)
    for table, ids in made.items():
        if table == batch.kind:
            KINDS[batch.kind].remove_all(ids, now, by)


def _forget(batch: ImportBatch, rows: list[ImportRow]) -> None:
    """What counted before counts again; no row points at what is about to go; refused rows wait no more."""
    before = [row.previous_id for row in rows if row.is_current and row.previous_id]
    gone_cases = sorted({row.case_id for row in rows if row.case_id and "case" in json.loads(row.made)})
    gone_people = sorted({at for row in rows for at in json.loads(row.made).get("person", ())})
    for row in rows:
        row.is_current = False
        row.review = "superseded" if row.review == "open" else row.review
    db.session.flush()
    for column, ids in ((ImportRow.case_id, gone_cases), (ImportRow.person_id, gone_people)):
        for block in in_blocks(ids):
            db.session.execute(update(ImportRow).where(column.in_(block)).values({column: None}))
    own = {row.id for row in rows}
    for block in in_blocks(at for at in before if at not in own):
        db.session.execute(update(ImportRow).where(ImportRow.id.in_(block)).values(is_current=True))
    back = update(ImportRow).where(ImportRow.superseded_in_id == batch.id, ImportRow.review == "superseded")
    db.session.execute(back.values(review="open", superseded_in_id=None))
