"""A ticket is changed for its CFDI: the XML dropped on it, compared, and put in its place."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock, files
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.files import StoredFile
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries, receipt_queries
from ..cfdi import Cfdi
from ..models import Claim, ClaimLine, Receipt
from ..receipt_forms import ExchangeForm
from .blueprint import bp, paper_or_404


@bp.route("/receipts/<int:receipt_id>/cfdi", methods=["GET", "POST"])
def receipt_cfdi(receipt_id: int):
    """An XML that can prove the expense is kept while a difference asks for its reason."""
    line, form, read = _line_or_404(receipt_id), ExchangeForm(), None
    if form.validate_on_submit():
        with refusals_on(form):
            read, xml, pdf = _handed_in(line, form)
            with transaction():
                operations.prove_by_cfdi(line, xml, form.reason.data or "", current_user, clock.now(), pdf)
                say(_("Listo: el gasto ya tiene su CFDI, y cuenta una sola vez."))
                return redirect(url_for(".claim", claim_id=line.claim_id))
    paper = receipt_queries.standing_paper(line)
    return render_template(
        "finance/exchange.html", form=form, claim=line.claim, line=line, paper=paper, read=read,
        proofs=receipt_queries.proofs_of([line]).get(line.id, []), exchangeable=operations.exchangeable(paper),
    )  # fmt: skip


def _line_or_404(receipt_id: int) -> ClaimLine:
    """The expense of a receipt, for who may open its case: its paper is on the page."""
    line = receipt_queries.line_of(queries.one_or_404(Receipt, receipt_id))
    if line is None:
        raise NotFound(_("Eso no existe."))
    cases.case_or_404(line.claim.case.number, current_user)
    return line


def _handed_in(line: ClaimLine, form: ExchangeForm) -> tuple[Cfdi, StoredFile, StoredFile | None]:
    """The XML, read and fit for the expense, and the PDF that came along; where none is sent, those of the last try."""
    with transaction():
        sent = [files.store_upload(upload, current_user, "files") for upload in form.files.data or () if upload]
        xml = next((one for one in sent if one.kind == "application/xml"), None)
        xml = xml or receipt_queries.kept_file(form.xml.data, current_user)
        pdf = next((one for one in sent if one.kind == "application/pdf"), None)
        pdf = pdf or receipt_queries.kept_file(form.pdf.data, current_user)
        read = operations.compared(line, xml, clock.now())
    form.xml.data, form.pdf.data = xml.name, pdf.name if pdf else ""
    return read, xml, pdf


@bp.get("/receipts/<int:receipt_id>/cfdi.pdf")
def cfdi_pdf(receipt_id: int):
    """The PDF that came with a CFDI's XML, for who may see the receipt."""
    line = receipt_queries.line_of(queries.one_or_404(Receipt, receipt_id))
    proofs = receipt_queries.proofs_of([line]).get(line.id, []) if line else []
    pdf = next((proof.pdf for proof in proofs if proof.cfdi_id == receipt_id), None)
    if pdf is None:
        raise NotFound(_("Ese comprobante no tiene archivo."))
    paper_or_404(Claim, line.claim_id)
    return files.sent(pdf)
