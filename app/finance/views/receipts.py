"""Receipts: typed or read from their XML, with their picture, into a claim that is being prepared."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock, files
from app.foundation.db import transaction
from app.foundation.errors import NotFound, Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import cfdi, operations, queries
from ..forms import ReceiptForm
from ..models import Claim, ClaimLine, Receipt
from ..operations.claims import Paper, Ride
from .blueprint import bp, paper_or_404, refusals_said


@bp.route("/claims/<int:claim_id>/receipts/new", methods=["GET", "POST"])
def add_receipt(claim_id: int):
    claim, form = paper_or_404(Claim, claim_id), ReceiptForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            file = files.store_upload(form.file.data, current_user) if form.file.data else None
            line = operations.add_receipt(
                claim, _paper(form, file), form.category.data, form.concept.data, by=current_user, now=clock.now(),
                file=file,
            )  # fmt: skip
            twin = line.receipt.twin_id is not None
            say(_("Agregado, pero se parece a otro comprobante: revíselo.") if twin else _("Comprobante agregado."),
                "warning" if twin else "success")  # fmt: skip
            return redirect(url_for(".claim", claim_id=claim_id))
    return render_template("finance/receipt.html", form=form, claim=claim)


def _paper(form: ReceiptForm, file) -> Paper:
    """From the CFDI's own XML where there is one, else as typed. Refused: what nobody typed."""
    if file is not None and file.kind == "application/xml":
        read = cfdi.read(files.content_of(file))
        return Paper("cfdi", read.issuer or read.issuer_rfc, read.issued_on, read.total, form.folio.data or "",
                     read.uuid, read.issuer_rfc, read.receiver_rfc)  # fmt: skip
    rides = tuple(
        Ride(
            row.on.data or form.issued_on.data or clock.today(),
            row.leg.data or "",
            row.driver.data or "",
            row.amount.data,
        )
        for row in (entry.form for entry in form.rides)
        if form.kind.data == "relacion_de_pasajes" and row.amount.data
    )
    total = form.total.data or (sum((ride.amount for ride in rides[1:]), rides[0].amount) if rides else None)
    issued_on = form.issued_on.data or max((ride.on for ride in rides), default=None)
    if issued_on is None:
        raise Refused(_("Falta la fecha."), "issued_on")
    if not form.vendor.data and form.kind.data != "relacion_de_pasajes":
        raise Refused(_("Falta el proveedor."), "vendor")
    return Paper(
        form.kind.data, form.vendor.data or _("Varios choferes"), issued_on, total, form.folio.data or "",
        (form.uuid.data or "").upper() or None, rides=rides,
    )  # fmt: skip


@bp.post("/claim-lines/<int:line_id>/remove")
def remove_line(line_id: int):
    line = queries.one_or_404(ClaimLine, line_id)
    claim = paper_or_404(Claim, line.claim_id)
    with refusals_said(), transaction():
        operations.remove_line(line, current_user)
        say(_("Quitado."))
    return redirect(url_for(".claim", claim_id=claim.id))


@bp.get("/receipts/<int:receipt_id>/file")
def receipt_file(receipt_id: int):
    """The picture, for who may open the case of a claim that uses it, or minds the money of all."""
    receipt = queries.one_or_404(Receipt, receipt_id)
    claim = queries.claim_of(receipt)
    if receipt.file is None or claim is None:
        raise NotFound(_("Ese comprobante no tiene archivo."))
    cases.case_number_visible(claim.case.number, current_user)
    return files.sent(receipt.file)
