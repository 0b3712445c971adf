"""Reads of appointments."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from app.foundation.db import db
from app.foundation.errors import NotFound
from app.foundation.language import _

from .. import rules
from ..models import Appointment, Case, Precondition

ASKED_FOR = timedelta(days=60)  # how long after its day an outcome is still asked


def appointments_of(case: Case) -> list[Appointment]:
    """All of them with what each needs beforehand, the newest first: one statement."""
    wanted = select(Appointment).where(Appointment.case_id == case.id).order_by(Appointment.id.desc())
    wanted = wanted.options(lazyload(Appointment.case), joinedload(Appointment.preconditions))
    return list(db.session.scalars(wanted).unique())


def live_appointment(case: Case) -> Appointment | None:
    """The one that matters now: the earliest booked without outcome, else the date asked for, else None."""
    return live_of_cases([case.id]).get(case.id)


def live_of_cases(case_ids: list[int]) -> dict[int, Appointment]:
    """The live appointment of each case that has one: one statement for a whole list. Tentative ones are not."""
    wanted = select(Appointment).where(
        Appointment.case_id.in_(case_ids),
        Appointment.state.in_(rules.LIVE_STATES),
        Appointment.tentative.is_(False),
    )
    chosen: dict[int, Appointment] = {}
    for appointment in sorted(db.session.scalars(wanted), key=_urgency):
        chosen.setdefault(appointment.case_id, appointment)
    return chosen


def live_among(appointments: list[Appointment]) -> Appointment | None:
    """The live one of a case, when all of its appointments are at hand."""
    return next((one for one in coming_among(appointments) if not one.tentative), None)


def coming_among(appointments: list[Appointment]) -> list[Appointment]:
    """All the live ones of a case, the soonest first, what is only asked for at the end."""
    return sorted((one for one in appointments if one.state in rules.LIVE_STATES), key=_urgency)


def _urgency(appointment: Appointment) -> tuple:
    day = appointment.on_day or date.max
    return (appointment.state != "booked", day, str(appointment.at_time or ""), appointment.id)


def appointment_or_404(case: Case, appointment_id: int) -> Appointment:
    wanted = select(Appointment).where(Appointment.case_id == case.id, Appointment.id == appointment_id)
    appointment = db.session.scalar(wanted)
    if appointment is None:
        raise NotFound(_("Esa cita no es de este caso."))
    return appointment


def precondition_or_404(appointment: Appointment, precondition_id: int) -> Precondition:
    wanted = select(Precondition).filter_by(appointment_id=appointment.id, id=precondition_id)
    needed = db.session.scalar(wanted)
    if needed is None:
        raise NotFound(_("Eso no es de esta cita."))
    return needed


def tentative_after(one: Appointment) -> list[Appointment]:
    """The later dates of its series, in order: tentative ones of the same hospital and service."""
    wanted = select(Appointment).where(
        Appointment.case_id == one.case_id, Appointment.tentative, Appointment.state == "booked",
        Appointment.service_id.is_not_distinct_from(one.service_id),
        Appointment.hospital_id.is_not_distinct_from(one.hospital_id),
        Appointment.on_day > one.on_day,
    )  # fmt: skip
    return list(db.session.scalars(wanted.order_by(Appointment.on_day)))


def outcomes_due(today: date) -> list[Appointment]:
    """Booked ones whose day is over, of open cases, of the last two months: somebody has to ask."""
    wanted = select(Appointment).join(Case, Case.id == Appointment.case_id).where(
        Appointment.on_day < today, Appointment.on_day >= today - ASKED_FOR,
        Appointment.state == "booked", Appointment.tentative.is_(False), Case.closed_at.is_(None),
    )  # fmt: skip
    return list(db.session.scalars(wanted.order_by(Appointment.on_day, Appointment.id)))
