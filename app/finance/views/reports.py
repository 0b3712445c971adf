"""Reports: sealed for a period and fund, the ledger for other programs, and the page that verifies a paper."""

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from app.foundation import audit, clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import books, labels, operations, queries
from ..exports import FORMATS, read_book
from ..forms import ReportForm
from ..models import Fund, SealedReport
from .blueprint import attached, bp

FILES = {
    "csv": ("text/csv", "libro.csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "libro.xlsx"),
    "beancount": ("text/plain", "libro.beancount"),
    "hledger": ("text/plain", "libro.journal"),
    "polizas": ("text/csv", "polizas.csv"),
}


@bp.route("/reports", methods=["GET", "POST"])
def reports():
    """Everybody who reads money sees what was sealed; finance and admin seal."""
    form = ReportForm.of()
    if form.validate_on_submit():
        if current_user.role == "auditor":
            abort(403)
        with refusals_on(form), transaction():
            fund = queries.one_or_404(Fund, form.fund.data) if form.fund.data else None
            sealed = operations.seal_report(
                form.starts_on.data, form.ends_on.data, fund, by=current_user, now=clock.now()
            )
            say(_("Sellado: %(number)s, %(total)s.", number=sealed.number, total=sealed.total))
            return redirect(url_for(".reports"))
    return render_template("finance/reports.html", form=form, sealed=queries.sealed_reports(), formats=FILES)


@bp.get("/reports/<int:report_id>")
def report(report_id: int):
    """What was sealed, by category: each total leads to its expenses."""
    sealed = queries.one_or_404(SealedReport, report_id)
    return render_template("finance/report.html", report=sealed, shares=books.shares_of(sealed))


@bp.get("/reports/<int:report_id>/lines")
def report_lines(report_id: int):
    sealed, category = queries.one_or_404(SealedReport, report_id), request.args.get("category", "")
    if category and category not in labels.CATEGORIES:
        abort(404)
    page = books.report_lines(sealed, category, request.args.get("after"))
    entries = books.entries_of({row.line.claim_id for row in page.rows})
    return render_template("finance/report_lines.html", report=sealed, category=category, page=page, entries=entries)


@bp.get("/reports/<int:report_id>.pdf")
def report_pdf(report_id: int):
    sealed = queries.one_or_404(SealedReport, report_id)
    return attached(sealed.pdf, "application/pdf", f"{sealed.number}.pdf")


@bp.get("/reports/ledger.<kind>")
def export(kind: str):
    """An export leaves its trace in the audit chain."""
    if kind not in FORMATS:
        abort(404)
    content = FORMATS[kind](read_book())
    with transaction():
        audit.record("ledger.exported", f"format:{kind}", current_user)
    content = content.encode() if isinstance(content, str) else content
    return attached(content, *FILES[kind])


@bp.get("/verify/<token>")
def verify(token: str):
    """Anybody with the paper: number, date, total and hash of what was sealed, and nothing else."""
    return render_template("finance/verify.html", report=queries.sealed_by_token(token))
