"""Referring a patient: search before create, on one page."""

from flask import render_template, request
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries, rules
from ..forms import ReferForm
from .blueprint import back_to, bp


@bp.route("/cases/new", methods=["GET", "POST"])
def refer():
    form = ReferForm.of(current_user)
    if request.method == "GET":
        form.phone.data = request.args.get("phone", "")[:40]
    alike = _alike(form) if form.is_submitted() else []
    if form.validate_on_submit() and form.offer(alike):
        with refusals_on(form), transaction():
            case = operations.refer_whole(form.whole(alike), clock.now(), current_user)
            say(_("Caso %(number)s abierto para %(name)s.", number=case.number, name=case.patient.full_name))
            return back_to(case)
    return render_template("cases/refer.html", form=form, alike=alike, warnings=rules.person_warnings(form.facts()))


@bp.post("/cases/lookalikes")
def lookalikes():
    """While the form is being filled: who is known already, and what is odd in the CURP. A piece of the page."""
    form = ReferForm.of(current_user)
    return render_template(
        "cases/lookalikes.html", form=form, alike=_alike(form), warnings=rules.person_warnings(form.facts())
    )


def _alike(form: ReferForm) -> list[queries.Lookalike]:
    facts = form.facts()
    alike = queries.lookalikes(facts, form.phones(), current_user) if facts.given_names else []
    form.offer(alike)
    return alike
