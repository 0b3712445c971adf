"""The verbs of the day's work: tasks, notes, the call log."""

from datetime import datetime

from sqlalchemy import select

from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..labels import CALL_OUTCOMES, NOTES, TASKS
from ..models import Case, Note, Task


def raise_task(
    case: Case | None, kind: str, title: str, due_at: datetime, key: str, now: datetime, reason: str | None = None,
    urgent: bool = False, owner=None, person_id: int | None = None, about: str | None = None,
) -> Task:  # fmt: skip
    """Something for a person to do. While a task of the same `key` is open, that one is given back.

    The open one only ever becomes more pressing: sooner, or urgent. `person_id`: whom it is about, or whom to
    call; `about`: what (`appointment:7`).
    """
    if kind not in TASKS:
        raise ValueError(f"no such kind of task: {kind}")
    task = _open_task(key)
    if task is None:
        task = Task(
            case=case, kind=kind, title=title[:200], reason=(reason or "")[:400] or None, key=key, due_at=due_at,
            urgent=urgent, owner=owner or (case.navigator if case else None), raised_at=now, person_id=person_id,
            about=about,
        )  # fmt: skip
        db.session.add(task)
        db.session.flush()
        return task
    task.due_at = min(task.due_at, due_at)
    task.urgent = task.urgent or urgent
    return task


def complete_task(task: Task, result: str, now: datetime, by) -> Task:
    """Done, with what came of it. Refused: done already, nothing said."""
    if task.done_at:
        raise Refused(_("Este pendiente ya estaba hecho."))
    if not result.strip():
        raise Refused(_("Diga en qué quedó."), "result")
    _finish(task, result, now, by)
    audit.record("task.done", f"task:{task.id}", by, kind=task.kind)
    return task


def take_task(task: Task, now: datetime, by) -> Task:
    """The person makes it theirs. Refused: done already."""
    if task.done_at:
        raise Refused(_("Este pendiente ya estaba hecho."))
    task.owner = by
    audit.record("task.taken", f"task:{task.id}", by)
    return task


def postpone_task(task: Task, due_at: datetime, now: datetime, by) -> Task:
    """Later. Refused: done already, an hour that has passed."""
    if task.done_at:
        raise Refused(_("Este pendiente ya estaba hecho."))
    if due_at <= now:
        raise Refused(_("Elija un momento que todavía no pasa."), "due_at")
    task.due_at = due_at
    audit.record("task.postponed", f"task:{task.id}", by, due_at=due_at)
    return task


def finish_task_by_key(key: str, result: str, now: datetime, by=None) -> Task | None:
    """The cause is gone, so the open task of this key ends; None where there is none."""
    task = _open_task(key)
    if task is not None:
        _finish(task, result, now, by)
        audit.record("task.done", f"task:{task.id}", by, kind=task.kind)
    return task


def finish_calls_to(case: Case, person_id: int, about: str | None, result: str, now: datetime, by) -> None:
    """Whoever has answered need not be called again about the same thing, whatever asked for the call."""
    calls = select(Task).where(Task.case_id == case.id, Task.kind == "call", Task.done_at.is_(None))
    for task in db.session.scalars(calls.where(Task.person_id == person_id)):
        if task.about == about or task.about is None or about is None:
            _finish(task, result, now, by)


def finish_tasks_of(case: Case, result: str, now: datetime, by, keep: tuple[str, ...] = ()) -> None:
    """Every open task of a case ends, but those of the kinds in `keep`."""
    open_ones = select(Task).where(Task.case_id == case.id, Task.done_at.is_(None), Task.kind.not_in(keep))
    for task in db.session.scalars(open_ones):
        _finish(task, result, now, by)


def add_note(
    case: Case, kind: str, text: str, occurred_at: datetime, now: datetime, by, outcome: str | None = None,
    number: str | None = None,
) -> Note:  # fmt: skip
    """What somebody did or heard, when, and on which phone. Refused: nothing said, a time to come, a call without
    outcome."""
    if kind not in NOTES:
        raise Refused(_("Diga qué clase de nota es."), "kind")
    if kind == "call" and outcome not in CALL_OUTCOMES:
        raise Refused(_("Diga en qué quedó la llamada."), "outcome")
    if kind != "call" and not text.strip():
        raise Refused(_("Escriba la nota."), "text")
    if occurred_at > now:
        raise Refused(_("Una nota cuenta lo que ya pasó: revise la fecha y la hora."), "occurred_at")
    note = Note(
        case_id=case.id, kind=kind, text=text.strip(), outcome=outcome or None, occurred_at=occurred_at,
        recorded_at=now, author_id=getattr(by, "id", None), number=number,
    )  # fmt: skip
    db.session.add(note)
    db.session.flush()
    audit.record("note.added", f"case:{case.number}", by, note=note.id, kind=kind)
    return note


def log_call(
    case: Case,
    outcome: str,
    text: str,
    occurred_at: datetime,
    next_try_at: datetime | None,
    now: datetime,
    by,
) -> Note:
    """A call and how it went; `next_try_at` makes the next one a task. Refused: a next try that has passed."""
    if next_try_at and next_try_at <= now:
        raise Refused(_("El siguiente intento debe ser más tarde que ahora."), "next_try_at")
    note = add_note(case, "call", text, occurred_at, now, by, outcome=outcome)
    if next_try_at:
        title = _("Volver a llamar a %(name)s", name=case.patient.full_name)
        raise_task(case, "call", title, next_try_at, f"case:{case.id}:call-again", now, reason=text, owner=by)
    elif outcome == "answered":
        finish_task_by_key(f"case:{case.id}:call-again", _("Contestó"), now, by)
    return note


def _open_task(key: str) -> Task | None:
    return db.session.scalar(select(Task).where(Task.key == key, Task.done_at.is_(None)))


def _finish(task: Task, result: str, now: datetime, by) -> None:
    task.done_at, task.result = now, result.strip()[:400]
    task.done_by_id = getattr(by, "id", None)
