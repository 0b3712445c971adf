"""A new rate: what it would do to the budgets of trips ahead is shown first, then saved with them in one step."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.coordination import repricing, workflows
from app.coordination.views.blueprint import bp
from app.finance import operations as finance
from app.finance.forms import RateForm
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say


@bp.route("/rates/new", methods=["GET", "POST"])
def change_rate():
    form = RateForm()
    if not form.validate_on_submit():
        return render_template("coordination/change_rate.html", form=form, moved=None)
    with refusals_on(form), transaction():
        new = form.dated()
        finance.check_rate(new)
        moved = repricing.moved_by(new)
        if moved and "save" not in request.form:
            return render_template("coordination/change_rate.html", form=form, moved=moved)
        workflows.change_rate(new, form.note.data or "", clock.now(), current_user)
        say(_("Tarifa guardada; presupuestos recalculados: %(count)s.", count=len(moved))
            if moved else _("Tarifa guardada. Ningún presupuesto cambia."))  # fmt: skip
        return redirect(url_for("finance.rates"))
    return render_template("coordination/change_rate.html", form=form, moved=None)
