"""Reports: looked at, sealed, voided and taken along; the ledger for other programs."""

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from app.foundation import audit, clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _, _l
from app.foundation.web import say

from .. import books, bundle, collecting, labels, operations, printed, queries, scope, signed_slips
from ..exports import FORMATS, read_book
from ..models import Custodian, SealedReport
from ..report_form import DonorPaymentForm, ReportForm, VoidForm
from .blueprint import attached, bp, refusals_said

MOST_LISTED = 300  # expenses, one by one, before anything is sealed: the report has them all
MOST_NAMES = 300  # of people paid, offered while one types
OUTPUTS = {
    "csv": ("text/csv", bundle.csv_of),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bundle.xlsx_of),
    "zip": ("application/zip", bundle.zip_of),
    "pdf": ("application/pdf", printed.bytes_of),
}
FILES = {
    "csv": ("text/csv", "libro.csv", _l("en tabla")),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "libro.xlsx", _l("para Excel")),
    "beancount": ("text/plain", "libro.beancount", _l("para Beancount")),
    "hledger": ("text/plain", "libro.journal", _l("para hledger")),
    "polizas": ("text/csv", "polizas.csv", _l("pólizas, para quien lleva la contabilidad")),
}


@bp.route("/reports", methods=["GET", "POST"])
def reports():
    """Everybody who reads money sees what was sealed; finance and admin look at what a new one would say, and seal."""
    if request.method == "POST" and current_user.role == "auditor":
        abort(403)
    form, looked = ReportForm.of(), None
    if form.validate_on_submit():
        with refusals_on(form):
            looked = scope.contents(form.scope())
            if "seal" in request.form:
                return _seal(looked.scope, form.seen.data)
    page = queries.sealed_page(request.args.get("after"))
    return render_template(
        "finance/reports.html", form=form, looked=looked, page=page, due=collecting.due_of(page.rows),
        payees=scope.payees()[:MOST_NAMES], formats=FILES, most_listed=MOST_LISTED,
        unsigned=signed_slips.missing(looked.lines) if looked else 0,
    )  # fmt: skip


def _seal(about: scope.Scope, seen: str | None):
    with transaction():
        sealed = operations.seal_report(about, by=current_user, now=clock.now(), seen=seen or "nothing")
        say(_("Sellado: %(number)s, %(total)s.", number=sealed.number, total=sealed.total))
        return redirect(url_for(".sealed_report", report_id=sealed.id))


@bp.get("/reports/<int:report_id>")
def sealed_report(report_id: int):
    return _page(queries.one_or_404(SealedReport, report_id))


@bp.post("/reports/<int:report_id>/payments")
def report_paid(report_id: int):
    """The donor paid, whole or in part: the fund has its money back."""
    report = queries.one_or_404(SealedReport, report_id)
    form = DonorPaymentForm.of(report.total)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            box = queries.one_or_404(Custodian, form.box.data)
            entry = operations.record_donor_payment(
                report, box, form.amount.data, occurred_on=form.occurred_on.data, by=current_user, now=clock.now(),
                reference=form.reference.data or "", key=form.once.data,
            )  # fmt: skip
            say(_("Registrado: %(amount)s, asiento %(seq)s.", amount=form.amount.data, seq=entry.seq))
            return redirect(url_for(".sealed_report", report_id=report_id))
    return _page(report, paying=form)


@bp.post("/reports/<int:report_id>/void")
def void_report(report_id: int):
    """The report stays; another paper says that it counts no more."""
    report, form = queries.one_or_404(SealedReport, report_id), VoidForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            void = operations.void_report(report, form.reason.data, by=current_user, now=clock.now())
            say(_("Anulado por %(number)s.", number=void.number))
            return redirect(url_for(".sealed_report", report_id=report_id))
    return _page(report, voiding=form)


def _page(report: SealedReport, *, voiding: VoidForm | None = None, paying: DonorPaymentForm | None = None):
    due = collecting.due_of([report]).get(report.id)
    if due and not due.settled and paying is None:
        paying = DonorPaymentForm.of(due.rest)
    shares = books.shares_of(report)
    annexes = printed.with_file(printed.sealed_lines(report), {}, report.fund_id)
    return render_template(
        "finance/sealed_report.html", report=report, form=voiding or VoidForm(), about=printed.about(report),
        shares=shares, annexes=len(annexes), own=report.sealed_by_id == current_user.id, due=due,
        payments=collecting.payments_of(report), paying=paying, changed=sum(share.changed for share in shares),
    )  # fmt: skip


@bp.get("/reports/<int:report_id>/lines")
def report_lines(report_id: int):
    sealed, category = queries.one_or_404(SealedReport, report_id), request.args.get("category", "")
    if category and category not in labels.CATEGORIES:
        abort(404)
    page = books.report_lines(sealed, category, request.args.get("after"))
    entries = books.entries_of({row.line.claim_id for row in page.rows})
    return render_template("finance/report_lines.html", report=sealed, category=category, page=page, entries=entries)


@bp.get("/reports/<int:report_id>.<kind>")
def report_file(report_id: int, kind: str):
    """The sealed bytes, the lines as a table, or all with its receipts; each leaves its trace in the audit chain."""
    if kind not in OUTPUTS:
        abort(404)
    report = queries.one_or_404(SealedReport, report_id)
    media, made = OUTPUTS[kind]
    with refusals_said():
        queries.check_names(report, current_user)
        content = made(report)  # before the transaction: a ZIP of hundreds of receipts keeps nobody waiting
        with transaction():
            audit.record("report.exported", f"report:{report.id}", current_user, number=report.number, format=kind)
        return attached(content, media, f"{report.number}.{kind}")
    return redirect(url_for(".sealed_report", report_id=report_id))


@bp.get("/reports/<int:report_id>/void.pdf")
def void_pdf(report_id: int):
    void = queries.one_or_404(SealedReport, report_id).void
    if void is None:
        abort(404)
    with refusals_said():
        return attached(printed.bytes_of(void), "application/pdf", f"{void.number}.pdf")
    return redirect(url_for(".sealed_report", report_id=report_id))


@bp.get("/reports/ledger.<kind>")
def export(kind: str):
    """An export leaves its trace in the audit chain."""
    if kind not in FORMATS:
        abort(404)
    content = FORMATS[kind](read_book())
    with transaction():
        audit.record("ledger.exported", f"format:{kind}", current_user)
    content = content.encode() if isinstance(content, str) else content
    return attached(content, *FILES[kind][:2])


@bp.get("/verify/<token>")
def verify(token: str):
    """Anybody with the paper: number, date, total, hash and whether it stands; and nothing else."""
    paper = queries.sealed_by_token(token)
    return render_template("finance/verify.html", paper=paper, report=getattr(paper, "report", paper))
