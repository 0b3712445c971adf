"""Parts of a receipt's picture are covered: drawn on it, or told in numbers."""

import json

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import audit, clock, files
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries, receipt_queries
from ..models import ClaimLine, Receipt
from ..receipt_forms import CoverForm
from .blueprint import bp


@bp.route("/receipts/<int:receipt_id>/cover", methods=["GET", "POST"])
def cover_receipt(receipt_id: int):
    """The picture as it came, with what is covered already marked on it."""
    receipt, line = _pictured_or_404(receipt_id)
    last = receipt_queries.cover_of(receipt)
    form = CoverForm.of(json.loads(last.boxes) if last else [])
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.cover_picture(receipt, form.marked(), current_user, clock.now())
            say(_("Tapado: los informes que se sellen llevarán esta copia."))
            return redirect(url_for(".cover_receipt", receipt_id=receipt_id))
    pages = files.paper_pages(receipt.file)
    return render_template(
        "finance/cover.html", form=form, receipt=receipt, claim=line.claim, last=last, pages=len(pages.pictures),
        total=pages.total, is_pdf=receipt.file.kind == "application/pdf",
    )  # fmt: skip


def _pictured_or_404(receipt_id: int) -> tuple[Receipt, ClaimLine]:
    receipt = queries.one_or_404(Receipt, receipt_id)
    line = receipt_queries.line_of(receipt)
    if line is None or receipt.file is None or not files.has_pictures(receipt.file):
        raise NotFound(_("Ese comprobante no tiene foto ni PDF."))
    cases.case_or_404(line.claim.case.number, current_user)
    return receipt, line


@bp.get("/receipts/<int:receipt_id>/covered")
def covered_file(receipt_id: int):
    """The covered copy, as an annex bears it."""
    receipt, _line = _pictured_or_404(receipt_id)
    cover = receipt_queries.cover_of(receipt)
    if cover is None:
        raise NotFound(_("De esta foto no se ha tapado nada."))
    return files.sent(cover.file)


@bp.get("/receipts/<int:receipt_id>/pages/<int:number>")
def receipt_page(receipt_id: int, number: int):
    """A page of a PDF as it is drawn, whole. Where parts were covered, who looks at it is written down."""
    receipt, _line = _pictured_or_404(receipt_id)
    reader, file = current_user.id, receipt.file
    if receipt_queries.cover_of(receipt):
        with transaction():
            audit.look(reader, f"receipt:{receipt_id}")
    found = files.page_sent(file, number)
    if found is None:
        raise NotFound(_("Esa página no está."))
    return found
