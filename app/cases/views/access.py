"""Who may see a restricted case. Administration opens it by number, without its content."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.accounts.queries import user_or_404
from app.foundation.db import transaction
from app.foundation.errors import NotFound, Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..forms import StaffForm
from ..models import Case
from .blueprint import bp


@bp.route("/cases/<number>/access", methods=["GET", "POST"])
def access(number: str):
    case = _case(number)
    named = queries.named_staff(case)
    form = StaffForm.of(named)
    if form.validate_on_submit():
        user = user_or_404(form.user.data)
        with refusals_on(form), transaction():
            operations.name_staff(case, user, current_user)
            say(_("%(name)s ya puede ver el caso %(number)s.", name=user.name, number=case.number))
            return redirect(url_for(".access", number=case.number))
    return render_template(
        "cases/access.html", case=case, named=named, form=form, opens=queries.may_open(case, current_user)
    )


@bp.post("/cases/<number>/access/<int:user_id>/remove")
def unname_staff(number: str, user_id: int):
    case, user = _case(number), user_or_404(user_id)
    try:
        with transaction():
            operations.unname_staff(case, user, current_user)
            say(_("%(name)s ya no ve el caso.", name=user.name))
    except Refused as refusal:
        say(str(refusal), "danger")
    return redirect(url_for(".access", number=case.number))


@bp.post("/cases/<number>/restrict")
def restrict(number: str):
    case = queries.case_or_404(number, current_user)
    with transaction():
        operations.restrict(case, current_user)
    say(_("El caso %(number)s ya sólo lo ve quien tiene nombre en él.", number=case.number))
    return redirect(url_for(".access", number=case.number))


@bp.get("/cases/restricted")
def restricted_cases():
    """For administration: that they exist, and how many see each."""
    return render_template("cases/restricted.html", rows=queries.restricted_cases())


def _case(number: str) -> Case:
    case = queries.case_number_visible(number, current_user)
    if not case.restricted:
        raise NotFound(_("Ese caso no es reservado: lo ve todo el equipo."))
    return case
