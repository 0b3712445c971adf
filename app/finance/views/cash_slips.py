"""Slips for a difference paid or a rest given back: printed, signed, and photographed."""

from flask import redirect, render_template, request
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock, files
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import cash_slips, labels, operations, queries
from ..forms import SignedCashSlipForm
from ..models import CashSlip
from .blueprint import advance_page, attached, bp, claim_page


def _slip(slip_id: int) -> CashSlip:
    """If this person may open its case: the slip bears a name."""
    slip = queries.one_or_404(CashSlip, slip_id)
    if not cases.may_open(slip.paper.case, current_user):
        raise NotFound(_("Eso no existe."))
    return slip


@bp.get("/cash-slips/<int:slip_id>.pdf")
def cash_slip(slip_id: int):
    slip, mode = _slip(slip_id), request.args.get("mode", "signature")
    if mode not in labels.SIGNATURES:
        raise NotFound(_("Eso no existe."))
    return attached(cash_slips.pdf_of(slip, mode), "application/pdf", f"{slip.number}.pdf")


@bp.get("/cash-slips/<int:slip_id>/signed")
def signed_cash_slip(slip_id: int):
    slip = _slip(slip_id)
    if slip.signed_file is None:
        raise NotFound(_("Todavía no se sube el recibo firmado."))
    return files.sent(slip.signed_file)


@bp.route("/cash-slips/<int:slip_id>/sign", methods=["GET", "POST"])
def sign_cash_slip(slip_id: int):
    slip, form = _slip(slip_id), SignedCashSlipForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            photo = files.store_upload(form.file.data, current_user)
            operations.record_signed_cash_slip(slip, photo, current_user, clock.now())
            say(_("Guardado: %(number)s está firmado.", number=slip.number))
            return redirect(_back(slip)[1])
    title = _("Recibo firmado %(number)s", number=slip.number)
    return render_template("form.html", form=form, title=title, multipart=True, back=_back(slip))


def _back(slip: CashSlip) -> tuple[str, str]:
    return claim_page(slip.claim) if slip.claim_id else advance_page(slip.advance)
