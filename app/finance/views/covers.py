"""Parts of a paper's picture are covered, a receipt's or a signed slip's: drawn on it, or told in numbers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock, files
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries, receipt_queries
from ..models import Delivery, Receipt
from ..receipt_forms import CoverForm
from .blueprint import advance_page, bp, claim_page, handed_or_404, note_look


@dataclass(frozen=True)
class Pictured:
    """A paper with its picture. `subject`: as looks are written down; `back`: name and address of the page that it is
    on; `views`, with `key`: where its picture is seen whole, page by page, covered, and where it is covered."""

    paper: Receipt | Delivery
    file: files.StoredFile
    subject: str
    back: tuple[str, str]
    views: Mapping[str, str]
    key: Mapping[str, int]

    def at(self, view: str, **more: int) -> str:
        return url_for(self.views[view], **self.key, **more)


RECEIPT = {"cover": ".cover_receipt", "whole": ".receipt_file", "page": ".receipt_page", "covered": ".covered_file"}
SLIP = {"cover": ".cover_slip", "whole": ".signed_slip", "page": ".slip_page", "covered": ".covered_slip"}


def _receipt(receipt_id: int) -> Pictured:
    receipt = queries.one_or_404(Receipt, receipt_id)
    line = receipt_queries.line_of(receipt)
    if line is None or receipt.file is None or not files.has_pictures(receipt.file):
        raise NotFound(_("Ese comprobante no tiene foto ni PDF."))
    cases.case_or_404(line.claim.case.number, current_user)
    return Pictured(
        receipt, receipt.file, f"receipt:{receipt_id}", claim_page(line.claim), RECEIPT, {"receipt_id": receipt_id}
    )  # fmt: skip


def _slip(delivery_id: int) -> Pictured:
    handed = handed_or_404(delivery_id)
    if handed.signed_file is None or not files.has_pictures(handed.signed_file):
        raise NotFound(_("Ese recibo no tiene foto ni PDF."))
    return Pictured(
        handed, handed.signed_file, f"delivery:{delivery_id}", advance_page(handed.advance), SLIP,
        {"delivery_id": delivery_id},
    )  # fmt: skip


@bp.route("/receipts/<int:receipt_id>/cover", methods=["GET", "POST"])
def cover_receipt(receipt_id: int):
    return _cover(_receipt(receipt_id))


@bp.route("/deliveries/<int:delivery_id>/signed/cover", methods=["GET", "POST"])
def cover_slip(delivery_id: int):
    return _cover(_slip(delivery_id))


def _cover(one: Pictured):
    """The picture as it came, with what is covered already marked on it."""
    last = receipt_queries.cover_of(one.paper)
    form = CoverForm.of(json.loads(last.boxes) if last else [])
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.cover_picture(one.paper, form.marked(), current_user, clock.now())
            say(_("Tapado: los informes que se sellen llevarán esta copia."))
            return redirect(one.at("cover"))
    pages = files.paper_pages(one.file)
    return render_template(
        "finance/cover.html", form=form, one=one, last=last, pages=len(pages.pictures), total=pages.total,
        is_pdf=one.file.kind == "application/pdf",
    )  # fmt: skip


@bp.get("/receipts/<int:receipt_id>/covered")
def covered_file(receipt_id: int):
    """The covered copy, as an annex bears it."""
    return _covered(_receipt(receipt_id))


@bp.get("/deliveries/<int:delivery_id>/signed/covered")
def covered_slip(delivery_id: int):
    return _covered(_slip(delivery_id))


def _covered(one: Pictured) -> Response:
    cover = receipt_queries.cover_of(one.paper)
    if cover is None:
        raise NotFound(_("De esta foto no se ha tapado nada."))
    return files.sent(cover.file)


@bp.get("/receipts/<int:receipt_id>/pages/<int:number>")
def receipt_page(receipt_id: int, number: int):
    """A page of a PDF as it is drawn, whole. Where parts were covered, who looks at it is written down."""
    return _page(_receipt(receipt_id), number)


@bp.get("/deliveries/<int:delivery_id>/signed/pages/<int:number>")
def slip_page(delivery_id: int, number: int):
    return _page(_slip(delivery_id), number)


def _page(one: Pictured, number: int) -> Response:
    note_look(one.paper, one.subject)
    found = files.page_sent(one.file, number)
    if found is None:
        raise NotFound(_("Esa página no está."))
    return found
