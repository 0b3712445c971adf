"""Calls to make: the list, one call with its script and its outcome."""

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.cases.models import Case, Person
from app.coordination import phone_calls, reads
from app.coordination.forms import CallOutcomeForm
from app.coordination.next_try import ENOUGH
from app.coordination.views.blueprint import bp
from app.foundation import audit, clock
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say


@bp.get("/calls")
def calls():
    """Whom to call, the soonest due first."""
    mine = request.args.get("mine") == "1"
    page = cases.open_tasks(current_user, request.args.get("after"), mine=mine, kinds=("call", "decline"))
    people = reads.people_with_phones(task.person_id or task.case.patient_id for task in page.rows if task.case)
    return render_template("coordination/calls.html", page=page, people=people, mine=mine, now=clock.now())


@bp.route("/cases/<number>/call/<int:person_id>", methods=["GET", "POST"])
def call(number: str, person_id: int):
    """One call: whom, on which phones, what to say, and what came of it."""
    case = cases.case_or_404(number, current_user)
    person, task, now = _person_or_404(case, person_id), _task(case), clock.now()
    made = phone_calls.gather(case, person, task, now, current_user)
    form = CallOutcomeForm.of(made.lines)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            logged = phone_calls.record(
                made, form.outcome(), form.text.data or "", form.chosen(made.lines), form.next_at.data, now,
                current_user,
            )  # fmt: skip
            say(_said(logged))
            return redirect(url_for(".calls"))
    with transaction():
        audit.look(current_user.id, f"case:{case.number}")
        made = phone_calls.gather(case, person, _task(case), now, current_user)
    return render_template("coordination/call.html", call=made, form=form, outcomes=phone_calls.OUTCOMES,
                           enough=made.tries >= ENOUGH)  # fmt: skip


def _said(logged: phone_calls.Logged) -> str:
    if logged.next_at is None:
        return _("Anotado: contestó.")
    at = clock.to_local(logged.next_at)
    return _("Anotado. Se le vuelve a llamar el %(at)s.", at=f"{at:%d/%m, %H:%M}")


def _person_or_404(case: Case, person_id: int) -> Person:
    party = [case.patient, *(relative.person for relative in case.companions)]
    person = next((one for one in party if one.id == person_id), None)
    if person is None:
        raise NotFound(_("Esa persona no está en este caso."))
    return person


def _task(case: Case):
    """The task that asks for the call, where there is one: `?task=7`."""
    typed = request.args.get("task", "")
    if not typed:
        return None
    if not typed.isdigit():
        abort(404)
    task = cases.task_or_404(int(typed), current_user)
    if task.case_id != case.id:
        abort(404)
    return task
