"""From rows to paper: a report's lines and receipts as the printed values that `reports` and `exports` take."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.foundation import clock, files, settings
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from . import labels, receipt_queries, signed_slips
from .letterhead import letterhead
from .models import Claim, ClaimLine, Delivery, Fund, Receipt, ReceiptCover, SealedReport, SealedReportLine, SealedVoid
from .reports import reimbursement
from .reports.annex import Annex
from .reports.parts import about_lines, figures
from .reports.table import place
from .scope import Contents

SealedAs = dict[int, tuple[str, int | None]]  # expense → its category, and what was asked for of it where that was kept
RESERVED = "Caso reservado"
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf", "application/xml": "xml"}


def bytes_of(paper: SealedReport | SealedVoid) -> bytes:
    """The file as it was sealed. Refused: one that is no longer the same to the byte."""
    if hashlib.sha256(paper.pdf).hexdigest() != paper.sha256:
        raise Refused(
            _("El archivo de %(number)s ya no es el que se selló. Avise a administración.", number=paper.number)
        )
    return paper.pdf


def verify_url(token: str) -> str:
    return f"{settings.current().public_url}/verify/{token}"


def paper_of(what: Contents, number: str, token: str, prepared_by: str, sealed_at: datetime) -> reimbursement.Report:
    """The report of these expenses, ready to be drawn."""
    scope = what.scope
    fund, donor = fund_words(scope.fund)
    receipts = with_file(what.lines, {}, scope.fund_id)
    return reimbursement.Report(
        number=number, letterhead=letterhead(), fund=fund, donor=donor,
        starts_on=scope.starts_on, ends_on=scope.ends_on,
        lines=lines_of(what.lines, named=bool(scope.names_reason), fund_id=scope.fund_id, at=sealed_at),
        annexes=(*_annexes(receipts), *_slip_annexes(what.lines, bool(scope.names_reason), sealed_at)),
        prepared_by=prepared_by, sealed_at=clock.to_local(sealed_at), verify_url=verify_url(token),
        payee=scope.payee, case_number=scope.case_number, names_reason=scope.names_reason, notes=_notes(what),
    )  # fmt: skip


def _notes(what: Contents) -> tuple[str, ...]:
    notes = []
    if what.last and what.last.void:
        notes.append(f"Sustituye al informe {what.last.number}, anulado por {what.last.void.number}.")
    elif what.last:
        notes.append(f"Sustituye al informe {what.last.number}.")
    for number, count in what.also_in:
        words = "1 de estos gastos figura" if count == 1 else f"{count} de estos gastos figuran"
        notes.append(f"{words} también en el informe {number}.")
    return tuple(notes)


def about(report: SealedReport) -> list[tuple[str, str]]:
    """Label and value of what a sealed report is about, as its paper says them."""
    return about_lines(
        *fund_words(report.fund), report.starts_on, report.ends_on, report.payee, report.case_number
    )  # fmt: skip


def fund_words(fund: Fund | None) -> tuple[str, str]:
    """Fund and donor as the paper names them; all funds have no donor."""
    return (fund.name, fund.donor) if fund else (_("Todos los fondos"), "")


def sealed_lines(report: SealedReport) -> list[ClaimLine]:
    """The expenses that a sealed report asked for, in the order in which they were sealed."""
    wanted = (
        select(ClaimLine)
        .join(SealedReportLine, SealedReportLine.claim_line_id == ClaimLine.id)
        .join(ClaimLine.claim).join(Claim.case)
        .where(SealedReportLine.report_id == report.id)
        .order_by(ClaimLine.spent_on, ClaimLine.id)
    )  # fmt: skip
    loaded = (
        contains_eager(ClaimLine.claim).contains_eager(Claim.case),
        joinedload(ClaimLine.receipt).joinedload(Receipt.file), selectinload(ClaimLine.parts),
    )  # fmt: skip
    return list(db.session.scalars(wanted.options(*loaded)))


def sealed_as_of(report: SealedReport) -> SealedAs:
    """How each expense was sealed; it may stand under another category or fund since."""
    wanted = select(SealedReportLine.claim_line_id, SealedReportLine.category, SealedReportLine.borne_minor)
    rows = db.session.execute(wanted.where(SealedReportLine.report_id == report.id))
    return {line_id: (category, borne) for line_id, category, borne in rows}


def with_file(lines: Iterable[ClaimLine], sealed_as: SealedAs, fund_id: int | None) -> list[Receipt]:
    """The receipts of the annex, once each, in the order in which the paper first names them; the first is A-1."""
    where = lambda line: place(_line(line, {}, False, sealed_as, fund_id))  # noqa: E731
    return list(dict.fromkeys(line.receipt for line in sorted(lines, key=where) if line.receipt and line.receipt.file))


def annex_files(report: SealedReport) -> Iterable[tuple[str, bytes]]:
    """`A-1.jpg` and its bytes, one after the other: their SHA-256 is the one that the annex prints. A picture of which
    parts were covered before it was sealed is the covered copy. A signed slip is called by its number; it too."""
    covered, lines = _sealed_covers(report), sealed_lines(report)
    receipts = with_file(lines, sealed_as_of(report), report.fund_id)
    for number, receipt in enumerate(receipts, 1):
        file = covered.get(receipt.id, receipt.file)
        yield f"A-{number}.{EXTENSIONS.get(file.kind, 'bin')}", files.content_of(file)
    slips = _slips(lines, bool(report.names_reason), report.sealed_at)
    covers = signed_slips.covers_at(slips, report.sealed_at)
    for handed in slips:
        file = covers[handed.id].file if handed.id in covers else handed.signed_file
        yield f"{handed.number}.{EXTENSIONS.get(file.kind, 'bin')}", files.content_of(file)


def _sealed_covers(report: SealedReport) -> dict[int, files.StoredFile]:
    wanted = select(ReceiptCover).join(SealedReportLine, SealedReportLine.cover_id == ReceiptCover.id)
    found = db.session.scalars(wanted.where(SealedReportLine.report_id == report.id))
    return {cover.receipt_id: cover.file for cover in found}


def lines_of(
    lines: list[ClaimLine], *, named: bool, at: datetime, fund_id: int | None = None,
    sealed_as: SealedAs | None = None,
) -> tuple[reimbursement.Line, ...]:  # fmt: skip
    """`sealed_as`: what the paper bears, where expenses were put under other categories or funds since. `fund_id`: who
    is asked, of an expense that several bear for its part. `at`: when it is sealed, of slips signed by then."""
    sealed_as, slips = sealed_as or {}, signed_slips.slips_of(lines)
    order = {receipt.id: index for index, receipt in enumerate(with_file(lines, sealed_as, fund_id), 1)}
    printed = ((line, _line(line, order, named, sealed_as, fund_id)) for line in lines)
    return tuple(signed_slips.noted(told, line, slips, named=named, at=at) for line, told in printed)


def _line(
    line: ClaimLine, order: dict[int, int], named: bool, sealed_as: SealedAs, fund_id: int | None
) -> reimbursement.Line:
    receipt, case = line.receipt, line.claim.case
    category, borne = sealed_as.get(line.id, (line.category, None))
    amount = line.borne_by(fund_id) if borne is None else Money(borne, line.currency)
    concept = line.concept if amount == line.accepted else f"{line.concept} (parte de {line.accepted})"
    person = RESERVED if case.restricted else case.patient.full_name
    proof = labels.RECEIPTS[receipt.kind] if receipt else _("Recibo firmado")
    return reimbursement.Line(
        on=line.spent_on, case_number=case.number, category=str(labels.CATEGORIES[category]),
        concept=concept, vendor=receipt.vendor if receipt else "", proof=str(proof),
        folio=(receipt.uuid or receipt.folio) if receipt else line.claim.number, amount=amount,
        annex=order.get(receipt.id) if receipt else None, rfc=(receipt.issuer_rfc or "") if receipt else "",
        person=person if named else "", note=_cut(line),
    )  # fmt: skip


def _cut(line: ClaimLine) -> str:
    if line.accepted == line.claimed:
        return ""
    return f"de ${figures(line.claimed)} se aceptan ${figures(line.accepted)}: {line.cut_reason}"


def _annexes(receipts: list[Receipt]) -> tuple[Annex, ...]:
    covered = receipt_queries.covers_of(receipts)
    return tuple(_annex(receipt, number, covered.get(receipt.id)) for number, receipt in enumerate(receipts, 1))


def _slip_annexes(lines: list[ClaimLine], named: bool, at: datetime) -> tuple[Annex, ...]:
    cases = {line.claim.advance_id: line.claim.case.number for line in lines}
    slips = _slips(lines, named, at)
    covers = signed_slips.covers_at(slips, at)
    return tuple(signed_slips.annex_of(handed, cases[handed.advance_id], covers.get(handed.id)) for handed in slips)


def _slips(lines: list[ClaimLine], named: bool, at: datetime) -> list[Delivery]:
    return signed_slips.borne_by_annex(lines, signed_slips.slips_of(lines), named=named, at=at)


def _annex(receipt: Receipt, number: int, cover: ReceiptCover | None) -> Annex:
    file = cover.file if cover else receipt.file
    caption = f"{receipt.issued_on:%d/%m/%Y} · {labels.RECEIPTS[receipt.kind]} · {receipt.vendor} · {receipt.total}"
    facts = (
        ("Proveedor", receipt.vendor), ("RFC del emisor", receipt.issuer_rfc),
        ("RFC del receptor", receipt.receiver_rfc), ("Folio fiscal (UUID)", receipt.uuid),
        ("Folio", receipt.folio), ("Total", str(receipt.total)),
    )  # fmt: skip
    told = tuple((label, value) for label, value in facts if value)
    sha256, pages = hashlib.sha256(files.content_of(file)).hexdigest(), files.paper_pages(file)
    return Annex(
        number, caption, file.kind, sha256, files.paper_copy(file), told, pages.pictures,
        files.paper_pages(receipt.file).total, covered=cover is not None,
    )  # fmt: skip
