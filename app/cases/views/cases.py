"""The parts of a case that are told here: its referral, the hospital's answer, what a visit needs."""

from flask import render_template
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.files import sent
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..forms import CorrectCaseForm, CounterReferralForm, PreconditionForm
from .blueprint import back_to, bp


@bp.route("/cases/<number>/edit", methods=["GET", "POST"])
def edit(number: str):
    case = queries.case_or_404(number, current_user)
    form = CorrectCaseForm.of(case)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.correct_case(case, clock.now(), current_user, **form.corrected())
            say(_("Se guardó el caso."))
            return back_to(case)
    return render_template("form.html", form=form, case=case, title=_("Corregir la referencia"))


@bp.route("/cases/<number>/counter-referral", methods=["GET", "POST"])
def counter_referral(number: str):
    case = queries.case_or_404(number, current_user)
    form = CounterReferralForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.receive_counter_referral(
                case, form.received_on.data, form.findings.data, form.instructions.data, form.file.data,
                clock.now(), current_user,
            )  # fmt: skip
            say(_("La contrarreferencia quedó en el caso."))
            return back_to(case)
    return render_template("form.html", form=form, case=case, title=_("Contrarreferencia"), multipart=True)


@bp.get("/cases/<number>/referral")
def referral_sheet(number: str):
    """The hoja de referencia, to print: its first half filled in, the hospital's half to be written by hand."""
    case = queries.case_or_404(number, current_user)
    return render_template("cases/referral_sheet.html", case=case)


@bp.get("/cases/<number>/files/<int:file_id>")
def case_file(number: str, file_id: int):
    case = queries.case_or_404(number, current_user)
    return sent(queries.case_file_or_404(case, file_id))


@bp.route("/cases/<number>/appointments/<int:appointment_id>/needs", methods=["GET", "POST"])
def needs(number: str, appointment_id: int):
    case = queries.case_or_404(number, current_user)
    appointment = queries.appointment_or_404(case, appointment_id)
    form = PreconditionForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.add_precondition(
                appointment, form.kind.data, form.detail.data, form.responsible.data, form.due_on.data,
                clock.now(), current_user,
            )  # fmt: skip
            say(_("Queda anotado lo que hace falta."))
            return back_to(case)
    return render_template("form.html", form=form, case=case, title=_("Qué hace falta para la cita"))


@bp.post("/cases/<number>/appointments/<int:appointment_id>/needs/<int:precondition_id>/done")
def need_done(number: str, appointment_id: int, precondition_id: int):
    case = queries.case_or_404(number, current_user)
    precondition = queries.precondition_or_404(queries.appointment_or_404(case, appointment_id), precondition_id)
    with transaction():
        operations.complete_precondition(precondition, clock.now(), current_user)
    say(_("Listo: %(what)s.", what=precondition.detail))
    return back_to(case)
