"""The day's work: notes, calls, and tasks done, taken or left for later."""

from flask import render_template, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..forms import CallForm, NoteForm, PostponeForm, TaskDoneForm
from ..models import Task
from .blueprint import back_to, bp


@bp.route("/cases/<number>/notes", methods=["GET", "POST"])
def add_note(number: str):
    case = queries.case_or_404(number, current_user)
    form = NoteForm(prefix="note-")
    if form.validate_on_submit():
        now = clock.now()
        with refusals_on(form), transaction():
            operations.add_note(case, form.kind.data, form.text.data, form.occurred_at.data or now, now, current_user)
            say(_("Nota guardada."))
            return back_to(case, "timeline")
    return render_template("form.html", form=form, case=case, title=_("Anotar"))


@bp.route("/cases/<number>/calls", methods=["GET", "POST"])
def log_call(number: str):
    case = queries.case_or_404(number, current_user)
    form = CallForm(prefix="call-")
    if form.validate_on_submit():
        now = clock.now()
        with refusals_on(form), transaction():
            operations.log_call(
                case, form.outcome.data, form.text.data or "", form.occurred_at.data or now, form.next_try_at.data, now,
                current_user,
            )  # fmt: skip
            say(_("Llamada registrada."))
            return back_to(case, "timeline")
    return render_template("form.html", form=form, case=case, title=_("Registrar llamada"))


def _page(task: Task, form: TaskDoneForm | PostponeForm) -> str:
    day = _("Pendientes de hoy"), url_for("coordination.home")  # the way back from what is of no case
    return render_template("form.html", form=form, case=task.case, title=task.title, lead=task.reason, back=day)


@bp.route("/tasks/<int:task_id>/done", methods=["GET", "POST"])
def finish_task(task_id: int):
    task = queries.task_or_404(task_id, current_user)
    form = TaskDoneForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.complete_task(task, form.result.data, clock.now(), current_user)
            say(_("Hecho: %(title)s.", title=task.title))
            return back_to(task.case)
    return _page(task, form)


@bp.route("/tasks/<int:task_id>/later", methods=["GET", "POST"])
def postpone_task(task_id: int):
    task = queries.task_or_404(task_id, current_user)
    form = PostponeForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.postpone_task(task, form.due_at.data, clock.now(), current_user)
            say(_("Queda para después."))
            return back_to(task.case)
    return _page(task, form)


@bp.post("/tasks/<int:task_id>/take")
def take_task(task_id: int):
    task = queries.task_or_404(task_id, current_user)
    with transaction():
        operations.take_task(task, clock.now(), current_user)
    say(_("Ahora es pendiente de usted."))
    return back_to(task.case)
