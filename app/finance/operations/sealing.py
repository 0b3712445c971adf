"""Sealing a reimbursement report: numbered without gaps, its bytes kept, a reprint identical."""

import hashlib
import secrets
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, clock, files, settings
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import labels, ledger, queries
from ..accounts import next_number
from ..letterhead import letterhead
from ..models import ClaimLine, Fund, Receipt, SealedReport, SealedReportLine
from ..reports import reimbursement
from ..reports.annex import Annex


def seal_report(starts_on: date, ends_on: date, fund: Fund | None, *, by: User | None, now: datetime) -> SealedReport:
    """The report of a period and fund. The same expenses again give back the sealed one, byte for byte; other
    expenses give a new number, which names the one that it replaces. Refused: dates the wrong way round."""
    if ends_on < starts_on:
        raise Refused(_("El último día no puede ser anterior al primero."), "ends_on")
    ledger.lock()
    lines = queries.expenses(starts_on, ends_on, fund.id if fund else None)
    digest = _digest(lines)
    last = _last_of(starts_on, ends_on, fund)
    if last and last.lines_sha256 == digest:
        return last
    year = clock.today(now).year
    number, token = f"IR-{year}-{next_number('IR', year):04d}", secrets.token_urlsafe(18)
    report = _report(number, token, starts_on, ends_on, fund, lines, by, now, last)
    pdf = reimbursement.draw(report)
    sealed = SealedReport(
        number=number, token=token, fund_id=fund.id if fund else None, starts_on=starts_on, ends_on=ends_on,
        currency=report.total.currency, total_minor=report.total.amount_minor, line_count=len(lines),
        lines_sha256=digest, content_sha256=report.content_hash, sha256=hashlib.sha256(pdf).hexdigest(), pdf=pdf,
        replaces_id=last.id if last else None, sealed_at=now, sealed_by_id=by.id if by else None,
    )  # fmt: skip
    db.session.add(sealed)
    db.session.flush()
    asked = [SealedReportLine(report_id=sealed.id, claim_line_id=line.id, category=line.category) for line in lines]
    db.session.add_all(asked)
    audit.record("report.sealed", f"report:{sealed.id}", by, number=number, sha256=sealed.sha256)
    return sealed


def _digest(lines: list[ClaimLine]) -> str:
    rows = (f"{line.id}:{line.category}:{line.spent_on}:{line.accepted}" for line in lines)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _last_of(starts_on: date, ends_on: date, fund: Fund | None) -> SealedReport | None:
    same = select(SealedReport).where(
        SealedReport.starts_on == starts_on, SealedReport.ends_on == ends_on,
        SealedReport.fund_id == (fund.id if fund else None),
    )  # fmt: skip
    return db.session.scalar(same.order_by(SealedReport.id.desc()).limit(1))


def _report(number, token, starts_on, ends_on, fund, lines, by, now, last) -> reimbursement.Report:
    receipts = list(dict.fromkeys(line.receipt for line in lines if line.receipt and line.receipt.file))
    order = {receipt.id: index for index, receipt in enumerate(receipts, 1)}
    return reimbursement.Report(
        number=number, letterhead=letterhead(), fund=fund.name if fund else _("Todos los fondos"),
        donor=fund.donor if fund else "—", starts_on=starts_on, ends_on=ends_on,
        lines=tuple(_printed(line, order) for line in lines),
        annexes=tuple(_annex(receipt, order[receipt.id]) for receipt in receipts),
        prepared_by=by.name if by else "", sealed_at=clock.to_local(now),
        verify_url=f"{settings.current().public_url}/verify/{token}", replaces=last.number if last else "",
    )  # fmt: skip


def _printed(line: ClaimLine, order: dict[int, int]) -> reimbursement.Line:
    receipt = line.receipt
    proof = labels.RECEIPTS[receipt.kind] if receipt else _("Recibo firmado")
    return reimbursement.Line(
        on=line.spent_on, case_number=line.claim.case.number, category=str(labels.CATEGORIES[line.category]),
        concept=line.concept, vendor=receipt.vendor if receipt else "", proof=str(proof),
        folio=(receipt.uuid or receipt.folio) if receipt else line.claim.number, amount=line.accepted,
        annex=order.get(receipt.id) if receipt else None,
    )  # fmt: skip


def _annex(receipt: Receipt, number: int) -> Annex:
    caption = f"{receipt.issued_on:%d/%m/%Y} · {labels.RECEIPTS[receipt.kind]} · {receipt.vendor} · {receipt.total}"
    return Annex(number, caption, receipt.file.kind, files.content_of(receipt.file))
