"""The verbs of a case's rest and end: pausing, closing, opening again."""

from datetime import date, datetime, time

from sqlalchemy import select

from app.foundation import audit
from app.foundation.clock import at_wall, today
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import rules
from ..labels import CLOSING_REASONS
from ..models import Appointment, Case
from .appointments import cancel
from .work import add_note, finish_task_by_key, finish_tasks_of, raise_task


def hold(case: Case, reason: str, until: date | None, now: datetime, by) -> Case:
    """In pause until a day, on whose morning a task wakes it. Refused: closed, no reason, no day to come."""
    if case.closed_at:
        raise Refused(_("El caso está cerrado."))
    if not reason.strip():
        raise Refused(_("Diga por qué queda en pausa."), "reason")
    if until is None or until <= today(now):
        raise Refused(_("Elija el día en que se retoma, después de hoy."), "until")
    case.hold_reason, case.hold_until = reason.strip()[:200], until
    title = _("Retomar el caso de %(name)s", name=case.patient.full_name)
    raise_task(case, "review", title, at_wall(until, time(9)), f"case:{case.id}:wake", now, reason=case.hold_reason)
    add_note(case, "event", _("En pausa hasta el %(day)s: %(why)s", day=until, why=case.hold_reason), now, now, by)
    audit.record("case.held", f"case:{case.number}", by, until=until)
    return case


def resume(case: Case, now: datetime, by) -> Case:
    """The pause is over. Refused: there is none."""
    if case.hold_reason is None:
        raise Refused(_("El caso no está en pausa."))
    case.hold_reason = case.hold_until = None
    finish_task_by_key(f"case:{case.id}:wake", _("Se retomó"), now, by)
    add_note(case, "event", _("Se retomó el caso"), now, now, by)
    audit.record("case.resumed", f"case:{case.number}", by)
    return case


def close(case: Case, reason: str, now: datetime, by) -> Case:
    """Ends the case for a coded reason; its tasks end, but those about money. Refused: a date still to come."""
    rules.check_closing(reason)
    if case.closed_at:
        raise Refused(_("El caso ya está cerrado."))
    for appointment in db.session.scalars(_live(case)):
        if appointment.state == "booked" and not appointment.tentative:
            raise Refused(_("Tiene una cita sin resultado: cancélela o registre qué pasó antes de cerrar."))
        cancel(appointment, "patient", _("Caso cerrado"), now, by)
    case.closed_at, case.closing_reason = now, reason
    case.hold_reason = case.hold_until = None
    finish_tasks_of(case, _("Caso cerrado"), now, by, keep=("money",))
    add_note(case, "event", _("Caso cerrado: %(why)s", why=CLOSING_REASONS[reason]), now, now, by)
    audit.record("case.closed", f"case:{case.number}", by, reason=reason)
    return case


def reopen(case: Case, reason: str, now: datetime, by) -> Case:
    """Open again, with the reason on its timeline. Refused: not closed, no reason."""
    if not case.closed_at:
        raise Refused(_("El caso no está cerrado."))
    if not reason.strip():
        raise Refused(_("Diga por qué se reabre."), "reason")
    case.closed_at = case.closing_reason = None
    add_note(case, "event", _("Caso reabierto: %(why)s", why=reason.strip()), now, now, by)
    audit.record("case.reopened", f"case:{case.number}", by)
    return case


def _live(case: Case):
    return select(Appointment).where(Appointment.case_id == case.id, Appointment.state.in_(rules.LIVE_STATES))
