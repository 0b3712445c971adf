"""Sealing a reimbursement report and voiding one: numbered without gaps, bytes kept, a reprint identical."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import insert

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import ledger, printed, receipt_queries
from ..accounts import next_number
from ..collecting import payments_of
from ..letterhead import letterhead
from ..models import SealedReport, SealedReportLine, SealedVoid
from ..reports import reimbursement, void
from ..scope import Contents, Scope, contents

REPORTS, VOIDS = "IR", "AN"  # informe de reembolso, anulación


def seal_report(scope: Scope, *, by: User | None, now: datetime, seen: str = "") -> SealedReport:
    """The report of a scope. The same expenses again give back the sealed one, byte for byte; other expenses, or a
    void, give a new number, which names the one that it replaces.

    `seen` is what `Contents.seen` said to who looked first. Refused: dates the wrong way round, a case or payee that
    nobody knows, and expenses that are no longer those that were looked at.
    """
    ledger.lock()
    what = contents(scope)
    if seen and seen != what.seen:
        raise Refused(_("Los gastos cambiaron desde que los vio. Revise de nuevo y selle."))
    return what.sealed or _sealed(what, by, now)


def _sealed(what: Contents, by: User | None, now: datetime) -> SealedReport:
    scope, token, last = what.scope, secrets.token_urlsafe(18), what.last
    number = _number(REPORTS, now)
    report = printed.paper_of(what, number, token, by.name if by else "", now)
    pdf = reimbursement.draw(report)
    sealed = SealedReport(
        number=number, token=token, fund=scope.fund, starts_on=scope.starts_on, ends_on=scope.ends_on,
        payee=scope.payee, case_number=scope.case_number, names_reason=scope.names_reason,
        currency=what.total.currency, total_minor=what.total.amount_minor, line_count=len(what.lines),
        lines_sha256=what.digest, content_sha256=report.content_hash, sha256=hashlib.sha256(pdf).hexdigest(), pdf=pdf,
        replaces=last, sealed_at=now, sealed_by_id=by.id if by else None,
    )  # fmt: skip
    db.session.add(sealed)
    db.session.flush()
    if what.lines:
        covered = receipt_queries.covers_of(line.receipt for line in what.lines if line.receipt)
        rows = [
            {"report_id": sealed.id, "claim_line_id": line.id, "category": line.category,
             "borne_minor": line.borne_by(scope.fund_id).amount_minor,
             "cover_id": covered[line.receipt_id].id if line.receipt_id in covered else None}
            for line in what.lines
        ]  # fmt: skip
        db.session.execute(insert(SealedReportLine), rows)
    named = {"names": scope.names_reason, "cases": sorted({line.case_number for line in report.lines})}
    audit.record(
        "report.sealed", f"report:{sealed.id}", by, number=number, sha256=sealed.sha256,
        content_sha256=sealed.content_sha256, total=str(sealed.total), **(named if scope.names_reason else {}),
    )  # fmt: skip
    return sealed


def _number(series: str, now: datetime) -> str:
    year = clock.today(now).year
    return f"{series}-{year}-{next_number(series, year):04d}"


def void_report(report: SealedReport, reason: str, *, by: User, now: datetime) -> SealedVoid:
    """The paper that voids a report; the report stays as it is. Refused: no reason; a report that is void, was
    replaced or paid; and whoever sealed it, for it takes a second person."""
    ledger.lock()
    db.session.refresh(report, ["void", "replaced_by"])
    if not reason.strip():
        raise Refused(_("Escriba por qué se anula."), "reason")
    if report.void:
        raise Refused(_("Ese informe ya lo anuló %(number)s.", number=report.void.number))
    if report.replaced_by:
        raise Refused(_("A ese informe ya lo sustituyó %(number)s: anule ése.", number=report.replaced_by.number))
    if payments_of(report):
        raise Refused(_("El donante ya pagó de este informe: revierta antes ese pago, desde su asiento."))
    if report.sealed_by_id == by.id:
        raise Refused(_("Quien selló un informe no lo anula: pídalo a otra persona de finanzas o administración."))
    return _voided(report, reason.strip(), by, now)


def _voided(report: SealedReport, reason: str, by: User, now: datetime) -> SealedVoid:
    number, token = _number(VOIDS, now), secrets.token_urlsafe(18)
    paper = void.Void(
        number=number, letterhead=letterhead(), report_number=report.number, report_sha256=report.sha256,
        report_total=report.total, report_sealed_at=clock.to_local(report.sealed_at),
        about=tuple(printed.about(report)), reason=reason, voided_by=by.name, voided_at=clock.to_local(now),
        verify_url=printed.verify_url(token),
    )  # fmt: skip
    pdf = void.draw(paper)
    voided = SealedVoid(
        report=report, number=number, token=token, reason=reason, content_sha256=paper.content_hash,
        sha256=hashlib.sha256(pdf).hexdigest(), pdf=pdf, voided_at=now, voided_by_id=by.id,
        sealer_id=report.sealed_by_id,
    )  # fmt: skip
    db.session.add(voided)
    db.session.flush()
    audit.record(
        "report.voided", f"report:{report.id}", by, number=number, voids=report.number, reason=reason,
        sha256=voided.sha256, content_sha256=voided.content_sha256,
    )  # fmt: skip
    return voided
