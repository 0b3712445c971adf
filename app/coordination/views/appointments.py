"""A date is given, moved, cancelled, and its outcome asked for."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import sentences, workflows
from app.coordination.forms import BookForm, CancelForm, MoveForm, OutcomeForm
from app.coordination.views.blueprint import bp, date_page
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.travel.rules import UNDER_WAY


@bp.route("/cases/<number>/appointment", methods=["GET", "POST"])
def book(number: str):
    case = cases.case_or_404(number, current_user)
    form = BookForm.of(case)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            happened = workflows.book_appointment(case, clock.now(), current_user, **form.booked())
            say(sentences.booked(happened))
            return redirect(_next_page(happened.appointment))
    return render_template("coordination/book.html", form=form, case=case)


def _next_page(appointment):
    """With an hour ahead, the journey is chosen next."""
    number = appointment.case.number
    if appointment.state == "booked" and appointment.starts_at and not appointment.past_reason:
        return url_for(".choose_trip", number=number, appointment_id=appointment.id)
    return url_for(".case_page", number=number)


def _on_site(happened):
    """Who has left is asked at once what to do."""
    number, trip = happened.appointment.case.number, happened.trip
    if trip is not None and trip.state in UNDER_WAY:
        return url_for(".on_site_choices", number=number, trip_id=trip.id)
    return url_for(".case_page", number=number)


@bp.route("/cases/<number>/appointments/<int:appointment_id>/move", methods=["GET", "POST"])
def move(number: str, appointment_id: int):
    appointment = cases.appointment_or_404(cases.case_or_404(number, current_user), appointment_id)
    form = MoveForm.of(appointment)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            happened = workflows.reschedule_appointment(
                appointment, form.cause.data, form.reason.data, clock.now(), current_user, **form.dated()
            )
            say(sentences.moved(happened))
            return redirect(_on_site(happened))
    return render_template("coordination/move.html", form=form, appointment=appointment)


@bp.route("/cases/<number>/appointments/<int:appointment_id>/cancel", methods=["GET", "POST"])
def cancel(number: str, appointment_id: int):
    appointment = cases.appointment_or_404(cases.case_or_404(number, current_user), appointment_id)
    form = CancelForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            happened = workflows.cancel_appointment(
                appointment, form.cause.data, form.reason.data, clock.now(), current_user
            )
            say(sentences.cancelled(happened))
            return redirect(_on_site(happened))
    hint = _(
        "Se liberan las camas y el dinero comprometido y se retiran los mensajes. "
        "Si ya se entregó dinero, queda la tarea de recogerlo."
    )
    return date_page(form, appointment, _("Cancelar la cita"), hint)


@bp.route("/cases/<number>/appointments/<int:appointment_id>/outcome", methods=["GET", "POST"])
def outcome(number: str, appointment_id: int):
    appointment = cases.appointment_or_404(cases.case_or_404(number, current_user), appointment_id)
    form = OutcomeForm.of(appointment)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            workflows.record_outcome(
                appointment, form.outcome.data, clock.now(), current_user, note=form.note.data,
                cause=form.cause.data or None, occurred_on=form.occurred_on.data,
            )  # fmt: skip
            say(sentences.outcome(appointment))
            return redirect(url_for(".case_page", number=number))
    return date_page(form, appointment, _("Qué pasó en la cita"))
