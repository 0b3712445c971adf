"""Reads of the corrections of the books: what was asked for, by whom, and what came of it."""

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload, lazyload, selectinload

from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _

from .models import (
    Claim,
    ClaimLine,
    Correction,
    DonorPayment,
    Entry,
    SealedReport,
    SealedReportLine,
    SealedVoid,
    Transfer,
)


def correction_or_404(correction_id: int) -> Correction:
    """One, with both entries and their lines."""
    row = joinedload(Transfer.case).lazyload("*")
    legs = [
        joinedload(of).options(lazyload("*"), selectinload(Entry.transfers).options(row))
        for of in (Correction.entry, Correction.posted)
    ]
    people = (joinedload(Correction.asked_by), joinedload(Correction.decided_by))
    rest = (
        joinedload(Correction.fund),
        joinedload(Correction.count),
        joinedload(Correction.bank_line),
        selectinload(Correction.lines),
        selectinload(Correction.payers),
    )
    wanted = select(Correction).where(Correction.id == correction_id).options(*legs, *people, *rest)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound(_("Esa corrección no existe."))
    return found


def correction_page(state: str = "", after: str | None = None) -> KeysetPage[Correction]:
    """Newest first; of one state, or all."""
    of = (Correction.count, Correction.bank_line, Correction.entry, Correction.posted)
    whole = [joinedload(each).lazyload("*") for each in of]
    people = (joinedload(Correction.asked_by), joinedload(Correction.decided_by))
    wanted = select(Correction).options(*whole, *people)
    wanted = wanted.where(Correction.state == state) if state else wanted
    return keyset_page(wanted, Correction.id, after, descending=True)


def reports_that_ask(entry: Entry) -> list[tuple[SealedReport, bool]]:
    """Sealed reports that stand and ask for an expense of the claim behind the entry, each with whether its donor paid
    something of it: one statement, and one for each reclassification before it."""
    claim = claim_behind(entry)
    if claim is None:
        return []
    later = aliased(SealedReport)
    paid = exists().where(DonorPayment.report_id == SealedReport.id)
    lines = select(SealedReportLine.report_id).join(ClaimLine, ClaimLine.id == SealedReportLine.claim_line_id)
    wanted = (
        select(SealedReport, paid)
        .outerjoin(later, later.replaces_id == SealedReport.id)
        .outerjoin(SealedVoid, SealedVoid.report_id == SealedReport.id)
        .where(later.id.is_(None), SealedVoid.id.is_(None))
        .where(SealedReport.id.in_(lines.where(ClaimLine.claim_id == claim.id)))
        .options(joinedload(SealedReport.fund).lazyload("*"))
        .order_by(SealedReport.number)
    )
    return [(report, bool(has)) for report, has in db.session.execute(wanted)]


def origin_of(entry: Entry) -> Entry:
    """The entry that a chain of reclassifications began with."""
    while entry.kind == "reclass":
        entry = db.session.scalars(select(Entry).where(Entry.seq == int(entry.source.partition(":")[2]))).one()
    return entry


def claim_behind(entry: Entry) -> Claim | None:
    kind, _colon, key = origin_of(entry).source.partition(":")
    return db.session.get(Claim, int(key)) if kind == "claim" else None
