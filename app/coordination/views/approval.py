"""The money of a trip is approved: by finance or admin, never by who prepared it."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import workflows
from app.coordination.views.blueprint import bp
from app.finance import offers
from app.finance import queries as finance
from app.finance.forms import AuthoriseForm
from app.finance.models import Advance, Budget, Fund
from app.finance.operations import lines
from app.finance.split_forms import SplitForm
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.money import Money
from app.foundation.web import say


@bp.route("/cases/<number>/budgets/<int:budget_id>/approve", methods=["GET", "POST"])
def approve_money(number: str, budget_id: int):
    """Number and amounts only: a restricted case's page stays closed to whoever approves."""
    case = cases.case_number_visible(number, current_user)
    budget = finance.budget_or_404(case.id, budget_id)
    if budget.direct_number:
        return redirect(url_for("finance.authorise_direct", number=budget.direct_number))
    if budget.split and budget.approved_by_id and request.method == "GET":
        return redirect(url_for(".split_money", number=number, budget_id=budget_id))  # as the first person shared it
    offered = offers.offers(budget, clock.today())
    form = AuthoriseForm.of(offered)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            fund = next(offer.fund for offer in offered if offer.fund.id == form.fund.data)
            advance = workflows.approve_money(budget, fund, clock.now(), current_user)
            return _approved(advance)
    return render_template("coordination/approve_money.html", form=form, case=case, budget=budget, offered=offered)


@bp.route("/cases/<number>/budgets/<int:budget_id>/split", methods=["GET", "POST"])
def split_money(number: str, budget_id: int):
    """The same, of several funds: looked at as often as one likes, then authorised."""
    case = cases.case_number_visible(number, current_user)
    budget = finance.budget_or_404(case.id, budget_id)
    if budget.direct_number:
        return redirect(url_for("finance.authorise_direct", number=budget.direct_number))
    offered = offers.to_share(offers.offers(budget, clock.today()))
    form = SplitForm.of(offered, budget)
    if form.validate_on_submit():
        with refusals_on(form):
            parts = form.parts(budget.total)
            if form.submit.data:
                with transaction():
                    return _approved(workflows.approve_money(budget, parts, clock.now(), current_user))
            form.fill([amount for _fund, amount in parts])
    return render_template(
        "coordination/split_money.html", form=form, case=case, budget=budget, offered=offered,
        shares=_shares(form, budget),
    )  # fmt: skip


def _shares(form: SplitForm, budget: Budget) -> list[tuple[str, Fund, Money]]:
    """Who would pay what of each line by what stands in the fields; nothing where all pay the same of each, and where
    the fields are no division yet."""
    try:
        return lines.shares_of(budget, [part for part in form.parts(budget.total) if part[1]], clock.today())
    except Refused:
        return []


def _approved(advance: Advance | None):
    say(_("Autorizado: el apoyo %(number)s ya se puede entregar.", number=advance.number)
        if advance else _("Primera autorización registrada; falta la segunda persona."))  # fmt: skip
    return redirect(url_for("finance.advance", advance_id=advance.id) if advance else url_for("finance.funds"))
