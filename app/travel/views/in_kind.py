"""Help in kind, recorded on its case and taken out again."""

from flask import redirect, render_template, url_for
from flask_login import current_user
from werkzeug import Response

from app.cases import queries as cases
from app.cases.models import Case
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import choices, refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..in_kind_forms import InKindForm, RemoveInKindForm
from .blueprint import bp, pic_day


@bp.route("/cases/<number>/in-kind", methods=["GET", "POST"])
def give_in_kind(number: str):
    case = cases.case_or_404(number, current_user)
    form = InKindForm()
    form.trip_id.choices = _trips(case)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.record_in_kind(case, form.given(), form.once.data, clock.now(), current_user)
            say(_("Ayuda en especie anotada: no mueve el dinero del caso."))
            return _back(case)
    return render_template("form.html", form=form, case=case, title=_("Anotar ayuda en especie"))


@bp.route("/cases/<number>/in-kind/<int:row_id>/remove", methods=["GET", "POST"])
def remove_in_kind(number: str, row_id: int):
    case = cases.case_or_404(number, current_user)
    row = queries.in_kind_or_404(case.id, row_id)
    form = RemoveInKindForm(data={"reason": row.removed_reason})
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.remove_in_kind(row, case, form.reason.data, clock.now(), current_user)
            say(_("La ayuda no cuenta; queda tachada con su motivo."))
            return _back(case)
    title = _("Corregir motivo") if row.removed_at else _("Quitar la ayuda")
    return render_template("form.html", form=form, case=case, title=title, lead=row.description)


def _trips(case: Case) -> list:
    told = {
        str(trip.id): _("%(day)s, a %(city)s", day=pic_day(trip.present_at), city=trip.hospital.city_name)
        for trip in queries.standing_trips(case.id)
    }
    return choices(told, blank=_("Para ninguno"))


def _back(case: Case) -> Response:
    return redirect(url_for("coordination.case_page", number=case.number, _anchor="in-kind"))
