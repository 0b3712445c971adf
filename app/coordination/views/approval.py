"""The money of a trip is approved: by finance or admin, never by who prepared it."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import workflows
from app.coordination.views.blueprint import bp
from app.finance import offers
from app.finance import queries as finance
from app.finance.forms import AuthoriseForm
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say


@bp.route("/cases/<number>/budgets/<int:budget_id>/approve", methods=["GET", "POST"])
def approve_money(number: str, budget_id: int):
    """Number and amounts only: a restricted case's page stays closed to whoever approves."""
    case = cases.case_number_visible(number, current_user)
    budget = finance.budget_or_404(case.id, budget_id)
    if budget.direct_number:
        return redirect(url_for("finance.authorise_direct", number=budget.direct_number))
    offered = offers.offers(budget, clock.today())
    form = AuthoriseForm.of(offered)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            fund = next(offer.fund for offer in offered if offer.fund.id == form.fund.data)
            advance = workflows.approve_money(budget, fund, clock.now(), current_user)
            say(_("Autorizado: el apoyo %(number)s ya se puede entregar.", number=advance.number)
                if advance else _("Primera autorización registrada; falta la segunda persona."))  # fmt: skip
            return redirect(url_for("finance.advance", advance_id=advance.id) if advance else url_for("finance.funds"))
    return render_template("coordination/approve_money.html", form=form, case=case, budget=budget, offered=offered)
