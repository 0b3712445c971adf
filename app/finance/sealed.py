"""Sealed papers held against themselves: findings, in plain English, for `flask check`. Nothing is printed here."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.audit import AuditEvent
from app.foundation.db import db

from .models import ClaimLine, Counter, Entry, SealedReport, SealedReportLine, SealedVoid
from .scope import Sealed, digest_of

SERIES = {"IR": SealedReport, "AN": SealedVoid}


def verify() -> list[str]:
    """Every finding; none: each number is there, and each paper is the one that was sealed, to the byte."""
    return [*_gaps(), *_papers(SealedReport, "report.sealed"), *_papers(SealedVoid, "report.voided"), *_sums()]


def _gaps() -> Iterator[str]:
    """The counter says how many numbers were given in a year; each of them has its paper."""
    for kind, model in SERIES.items():
        there = set(db.session.scalars(select(model.number)))
        for year, last in db.session.execute(select(Counter.year, Counter.last).where(Counter.kind == kind)):
            numbers = {f"{kind}-{year}-{number:04d}" for number in range(1, last + 1)}
            yield from (f"sealed: {number} is missing" for number in sorted(numbers - there))
            there -= numbers
        yield from (f"sealed: {number} was never given" for number in sorted(there))


def _papers(model: type[SealedReport] | type[SealedVoid], action: str) -> Iterator[str]:
    """The bytes against their hash, and both against what the audit chain says of the sealing."""
    told = _told(action)
    columns = (model.number, model.sha256, model.content_sha256, model.pdf)
    for number, sha256, content, pdf in db.session.execute(select(*columns).execution_options(yield_per=20)):
        if hashlib.sha256(pdf).hexdigest() != sha256:
            yield f"sealed: the file of {number} is not the one that was sealed"
        elif number not in told:
            yield f"sealed: the audit chain knows nothing of {number}"
        elif told[number]["sha256"] != sha256 or told[number].get("content_sha256", content) != content:
            yield f"sealed: {number} is not what the audit chain says was sealed"


def _told(action: str) -> dict[str, dict]:
    rows = db.session.scalars(select(AuditEvent.details).where(AuditEvent.action == action))
    return {details["number"]: details for details in map(json.loads, rows)}


def _sums() -> Iterator[str]:
    """Each report's expenses still give its total, its count and the hash of its lines."""
    lines, changed = defaultdict(list), _put_elsewhere()
    wanted = (
        select(SealedReportLine, ClaimLine)
        .join(ClaimLine, ClaimLine.id == SealedReportLine.claim_line_id)
        .order_by(ClaimLine.spent_on, ClaimLine.id)
        .options(joinedload(ClaimLine.claim).lazyload("*"), selectinload(ClaimLine.parts))
    )
    for row, line in db.session.execute(wanted):
        lines[row.report_id].append((row, line))
    columns = (
        SealedReport.id, SealedReport.number, SealedReport.fund_id, SealedReport.total_minor, SealedReport.lines_sha256
    )  # fmt: skip
    for report_id, number, fund_id, total, hashed in db.session.execute(select(*columns)):
        found = [_as_sealed(row, line, fund_id, changed) for row, line in lines[report_id]]
        if sum(borne.amount_minor for _line, _category, borne in found) != total:
            yield f"sealed: the expenses of {number} do not add up to its total"
        elif digest_of(found) != hashed:
            yield f"sealed: an expense of {number} is no longer what was sealed"


def _as_sealed(row: SealedReportLine, line: ClaimLine, fund_id: int | None, changed: set[int]) -> Sealed:
    """As it stands; where two people put it under another category or fund, as the report asked for it."""
    if line.claim_id in changed:
        return line, row.category, row.borne(fund_id)
    return line, line.category, line.borne_by(fund_id)


def _put_elsewhere() -> set[int]:
    """The claims whose entry was reclassified."""
    sources = db.session.scalars(select(Entry.source).where(Entry.kind == "reclass"))
    seqs = [int(source.partition(":")[2]) for source in sources]
    found = db.session.scalars(select(Entry.source).where(Entry.kind == "claim", Entry.seq.in_(seqs)))
    return {int(source.partition(":")[2]) for source in found}
