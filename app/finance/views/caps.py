"""The caps of a fund: put, and ended."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..models import Fund, FundCap
from ..split_forms import CapForm
from .blueprint import bp, refusals_said


@bp.route("/funds/<int:fund_id>/caps/new", methods=["GET", "POST"])
def add_cap(fund_id: int):
    one, form = queries.one_or_404(Fund, fund_id), CapForm.of()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.add_cap(
                one, form.kind.data, form.amount.data, by=current_user, valid_from=form.valid_from.data,
                valid_to=form.valid_to.data, category=form.category.data or "",
            )  # fmt: skip
            say(_("Tope guardado. Lo apartado sigue apartado."))
            return redirect(url_for(".fund", fund_id=fund_id))
    back, title = (one.name, url_for(".fund", fund_id=fund_id)), _("Tope del donante: %(fund)s", fund=one.name)
    return render_template("form.html", form=form, title=title, back=back)


@bp.post("/funds/<int:fund_id>/caps/<int:cap_id>/end")
def end_cap(fund_id: int, cap_id: int):
    with refusals_said(), transaction():
        one, cap = queries.one_or_404(Fund, fund_id), queries.one_or_404(FundCap, cap_id)
        operations.end_cap(one, cap, clock.today(), current_user)
        say(_("Ese tope ya no aplica desde hoy."))
    return redirect(url_for(".fund", fund_id=fund_id))
