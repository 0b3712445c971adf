"""A fund's terms: what its donor limits, and whether it is still offered."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import offers, operations, queries
from ..models import Fund
from ..terms_form import TermsForm
from .blueprint import bp


@bp.route("/funds/<int:fund_id>/terms", methods=["GET", "POST"])
def fund_terms(fund_id: int):
    one = queries.one_or_404(Fund, fund_id)
    form = TermsForm.of(one)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.change_terms(one, form.limits(), form.partidas(), current_user)
            left_out = len(offers.no_longer_covered(one, clock.today()))
            say(_("Condiciones guardadas. Presupuestos que ya no caben en ellas: %(count)s.", count=left_out)
                if left_out else _("Condiciones guardadas."))  # fmt: skip
            return redirect(url_for(".fund", fund_id=fund_id))
    return render_template("finance/terms.html", fund=one, form=form)


@bp.post("/funds/<int:fund_id>/active")
def fund_active(fund_id: int):
    with transaction():
        one = queries.one_or_404(Fund, fund_id)
        operations.set_active(one, not one.active, current_user)
        say(_("El fondo se vuelve a ofrecer.") if one.active else _("El fondo ya no se ofrece; su dinero sigue ahí."))
    return redirect(url_for(".fund", fund_id=fund_id))
