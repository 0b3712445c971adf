"""A relación de pasajes is typed: the trip's legs are proposed, a person corrects them, the claim takes it."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import ride_list
from app.coordination.ride_forms import RidesForm
from app.coordination.views.blueprint import bp
from app.finance import operations as finance
from app.finance import receipt_queries, receipt_rules
from app.finance.models import Claim
from app.finance.views.blueprint import paper_or_404
from app.finance.views.receipts import taken
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say


@bp.route("/claims/<int:claim_id>/rides/new", methods=["GET", "POST"])
def add_rides(claim_id: int):
    """For who may open the case: the rows say where from and where to."""
    claim = paper_or_404(Claim, claim_id)
    cases.case_or_404(claim.case.number, current_user)
    form, upload = RidesForm.of(ride_list.proposed(claim)), None
    valid = form.validate_on_submit()
    with refusals_on(form):
        upload = taken(claim, form)
        if valid:
            with transaction():
                line = finance.add_receipt(
                    claim, form.paper(), "transport", form.concept.data, by=current_user, now=clock.now(),
                    file=finance.file_away(upload) if upload else None,
                )  # fmt: skip
                if line.receipt.twin_id is not None:
                    say(_("Agregada, pero se parece a otro comprobante: revíselo."), "warning")
                    return redirect(url_for("finance.receipt_twin", receipt_id=line.receipt_id))
                say(_("Relación agregada: %(total)s.", total=line.claimed))
                return redirect(url_for("finance.claim", claim_id=claim.id))
    limits = receipt_queries.limits_on(clock.today())
    return render_template(
        "coordination/rides.html", form=form, claim=claim, upload=upload, cap=limits.ride,
        hint=receipt_rules.limit_hint(receipt_rules.Limits(ride=limits.ride)),
    )  # fmt: skip
