"""A treatment that comes again: later dates are noted as tentative, and made real one by one."""

from flask import redirect, url_for
from flask_login import current_user

from app.cases import operations
from app.cases import queries as cases
from app.coordination import sentences, workflows
from app.coordination.forms import GiveDateForm, SeriesForm
from app.coordination.views.blueprint import bp, date_page
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say


@bp.route("/cases/<number>/appointments/<int:appointment_id>/series", methods=["GET", "POST"])
def series(number: str, appointment_id: int):
    appointment, form = _appointment(number, appointment_id), SeriesForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            made = operations.plan_series(
                appointment, form.every_days.data, form.times.data, clock.now(), current_user
            )  # fmt: skip
            say(_("Anotadas como tentativas: %(count)s fechas.", count=len(made)))
            return redirect(url_for(".case_page", number=number))
    return date_page(form, appointment, _("Se repite"))


@bp.route("/cases/<number>/appointments/<int:appointment_id>/date", methods=["GET", "POST"])
def give_date(number: str, appointment_id: int):
    appointment = _appointment(number, appointment_id)
    form = GiveDateForm.of(appointment)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            happened = workflows.give_date(
                appointment, form.shift.data, clock.now(), current_user, **form.dated()
            )  # fmt: skip
            say(sentences.booked(happened))
            return redirect(url_for(".case_page", number=number))
    return date_page(form, appointment, _("El hospital dio fecha"))


@bp.post("/cases/<number>/appointments/<int:appointment_id>/series/drop")
def drop_series(number: str, appointment_id: int):
    with transaction():
        count = operations.drop_series(_appointment(number, appointment_id), current_user)
        say(_("Fechas tentativas que se quitaron: %(count)s.", count=count))
    return redirect(url_for(".case_page", number=number))


def _appointment(number: str, appointment_id: int):
    return cases.appointment_or_404(cases.case_or_404(number, current_user), appointment_id)
