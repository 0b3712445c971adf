"""Two receipts that look alike, side by side, and what somebody says of them."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries, receipt_queries
from ..models import Claim, Receipt
from ..receipt_forms import TwinForm
from .blueprint import bp, paper_or_404


@bp.route("/receipts/<int:receipt_id>/twin", methods=["GET", "POST"])
def receipt_twin(receipt_id: int):
    """Of the one in a case that the reader may not open, the case's number and the amount alone."""
    receipt = queries.one_or_404(Receipt, receipt_id)
    line = receipt_queries.line_of(receipt)
    if line is None or receipt.twin_id is None:
        raise NotFound(_("Este comprobante no se parece a otro."))
    claim, form = paper_or_404(Claim, line.claim_id), TwinForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            gone = operations.judge_twin(receipt, form.verdict.data, form.reason.data or "", current_user, clock.now())
            say(_("Era el mismo: se quitó de esta comprobación.") if gone else _("Anotado."))
            return redirect(url_for(".claim", claim_id=claim.id))
    twin = queries.one_or_404(Receipt, receipt.twin_id)
    of = receipt_queries.claims_of([receipt, twin])
    return render_template(
        "finance/twin.html", form=form, claim=claim, sides=[(receipt, of.get(receipt.id)), (twin, of.get(twin.id))],
        alike=receipt_queries.alike(receipt, twin),
    )  # fmt: skip
