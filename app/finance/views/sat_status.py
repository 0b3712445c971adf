"""What the SAT's own page says of a CFDI, noted by whoever looked."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries, receipt_queries
from ..models import Receipt
from ..receipt_forms import SatForm
from .blueprint import bp


@bp.route("/receipts/<int:receipt_id>/sat", methods=["GET", "POST"])
def sat_status(receipt_id: int):
    """With what the SAT's page asks for, ready to be copied; for who may open the case."""
    receipt = queries.one_or_404(Receipt, receipt_id)
    line = receipt_queries.line_of(receipt)
    if line is None or receipt.kind != "cfdi":
        raise NotFound(_("Eso no existe."))
    cases.case_or_404(line.claim.case.number, current_user)
    form = SatForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.note_sat_status(receipt, form.status.data, form.looked_on.data, current_user, clock.now())
            say(_("Anotado: lo que dice el SAT."))
            return redirect(url_for(".claim", claim_id=line.claim_id))
    return render_template(
        "finance/sat.html", form=form, receipt=receipt, claim=line.claim, looks=receipt_queries.looks_at(receipt)
    )
