"""Receipts: files taken in, then typed or read from their XML, into a claim that is being prepared."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock, files
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _, ngettext
from app.foundation.web import say

from .. import operations, queries, receipt_queries, receipt_rules
from ..cfdi import Cfdi
from ..cfdi_schema import CATALOGUES_OF
from ..models import Claim, ClaimLine, ClaimUpload, Receipt
from ..receipt_forms import ReceiptForm, WithUpload, category_proposed
from .blueprint import bp, note_look, paper_or_404, refusals_said


@bp.post("/claims/<int:claim_id>/papers")
def take_papers(claim_id: int):
    """Any number of files; each by itself, so that a wrong one does not cost the others."""
    claim = paper_or_404(Claim, claim_id)
    chosen = [upload for upload in request.files.getlist("files") if upload.filename]
    for upload in chosen:
        with refusals_said(upload.filename), transaction():
            operations.take_upload(claim, upload, current_user, clock.now())
    if not chosen:
        say(_("Elija al menos una foto, un PDF o un XML."), "danger")
    return redirect(url_for(".claim", claim_id=claim_id))


@bp.get("/claims/<int:claim_id>/papers/<int:upload_id>")
def paper_file(claim_id: int, upload_id: int):
    return files.sent(receipt_queries.upload_or_404(paper_or_404(Claim, claim_id), upload_id).file)


@bp.post("/claims/<int:claim_id>/papers/<int:upload_id>/drop")
def drop_paper(claim_id: int, upload_id: int):
    upload = receipt_queries.upload_or_404(paper_or_404(Claim, claim_id), upload_id)
    with refusals_said(), transaction():
        operations.drop_upload(upload, current_user)
        say(_("Quitado."))
    return redirect(url_for(".claim", claim_id=claim_id))


@bp.route("/claims/<int:claim_id>/receipts/new", methods=["GET", "POST"])
def add_receipt(claim_id: int):
    """A file chosen here is taken in first: it is kept, whatever else is wrong with what was typed."""
    claim, form = paper_or_404(Claim, claim_id), ReceiptForm()
    valid, upload, read = form.validate_on_submit(), None, None
    with refusals_on(form):
        upload = taken(claim, form)
        read = operations.read_cfdi(claim, upload.file, clock.now()) if _is_xml(upload) else None
        if valid:
            return redirect(_added(claim, form, upload, read))
    form.propose(read, pictured=upload is not None)
    return render_template(
        "finance/receipt.html", form=form, claim=claim, upload=upload, read=read, proposed=category_proposed(read),
        limits=receipt_rules.limit_hint(receipt_queries.limits_on(form.issued_on.data or clock.today())),
        catalogues_of=CATALOGUES_OF,
    )  # fmt: skip


def taken(claim: Claim, form: WithUpload) -> ClaimUpload | None:
    """The file of a form, kept whatever else is wrong: chosen now, or before."""
    if not form.file.data:
        key = form.upload_id(request.args.get("upload"))
        upload = receipt_queries.upload_or_404(claim, key) if key else None
    else:
        with transaction():
            upload = operations.take_upload(claim, form.file.data, current_user, clock.now())
    form.upload.data = str(upload.id) if upload else ""
    return upload


def _is_xml(upload: ClaimUpload | None) -> bool:
    return upload is not None and upload.file.kind == "application/xml"


def _added(claim: Claim, form: ReceiptForm, upload: ClaimUpload | None, read: Cfdi | None) -> str:
    """Books the receipt and says what comes next: its twin, the next file that waits, or the claim."""
    with transaction():
        line = operations.add_receipt(
            claim, form.paper(read, clock.today()), form.category.data, form.concept.data, by=current_user,
            now=clock.now(), file=operations.file_away(upload) if upload else None,
        )  # fmt: skip
        if form.invoiceable.data and read is None:
            operations.ask_for_invoice(line, form.invoice_by.data, clock.now())
        receipt = line.receipt
        if receipt.twin_id is not None:
            say(_("Agregado, pero se parece a otro comprobante: revíselo."), "warning")
            return url_for(".receipt_twin", receipt_id=receipt.id)
        waiting = receipt_queries.uploads_of(claim)
        if not waiting:
            say(_("Comprobante agregado."))
            return url_for(".claim", claim_id=claim.id)
        say(ngettext("Comprobante agregado. Queda uno.", "Comprobante agregado. Quedan %(num)s.", len(waiting)))
        return url_for(".add_receipt", claim_id=claim.id, upload=waiting[0].id)


@bp.post("/claim-lines/<int:line_id>/remove")
def remove_line(line_id: int):
    line = queries.one_or_404(ClaimLine, line_id)
    claim = paper_or_404(Claim, line.claim_id)
    with refusals_said(), transaction():
        operations.remove_line(line, current_user, clock.now())
        say(_("Quitado."))
    return redirect(url_for(".claim", claim_id=claim.id))


@bp.get("/receipts/<int:receipt_id>/file")
def receipt_file(receipt_id: int):
    """The picture, for who may open the case of a claim that uses it, or minds the money of all. Where parts of it were
    covered, who looks at it whole is written down."""
    receipt = queries.one_or_404(Receipt, receipt_id)
    line = receipt_queries.line_of(receipt)
    if receipt.file is None or line is None:
        raise NotFound(_("Ese comprobante no tiene archivo."))
    cases.case_number_visible(line.claim.case.number, current_user)
    file = receipt.file
    note_look(receipt, f"receipt:{receipt_id}")
    return files.sent(file)
