"""The verbs of appointments: booking, moving, cancelling, confirming, and what came of them."""

from datetime import date, datetime, time

from sqlalchemy import select

from app.foundation import audit
from app.foundation.clock import at_wall, today, zone
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import rules
from ..labels import CONFIRMATIONS, PRECONDITIONS
from ..models import Appointment, Case, Place, Precondition, Service
from ..rules import Slot


def book(
    case: Case, hospital: Place | None, service: Service | None, on_day: date | None, at_time: time | None,
    present_at: time | None, precision: str, now: datetime, by, past_reason: str | None = None,
    tentative: bool = False,
) -> Appointment:  # fmt: skip
    """The hospital's date. A date asked for before is answered in place, so that it keeps its identity.

    A `waiting` precision stays `requested`. Refused: a closed case, somebody who died, a place that is no
    hospital, a slot that contradicts itself, a past one without reason (field `past_reason`).
    """
    check_open(case)
    _check_hospital(hospital)
    slot = slot_of(precision, on_day, at_time, present_at)
    rules.check_slot(slot)
    rules.check_past(slot, past_reason, now, today(now))
    appointment = (None if tentative else _asked_for(case)) or new(case, now, by)
    write(appointment, slot)
    appointment.hospital, appointment.service = hospital, service
    appointment.past_reason, appointment.tentative = past_reason or None, tentative
    db.session.add(appointment)
    db.session.flush()
    audit.record("appointment.booked", f"case:{case.number}", by, appointment=appointment.id, on=on_day)
    return appointment


def request_date(case: Case, hospital: Place | None, service: Service | None, now: datetime, by) -> Appointment:
    """Asks a hospital for a date; the one asked for already is given back. The hospital may be unknown yet."""
    check_open(case)
    appointment = _asked_for(case)
    if appointment is None:
        appointment = new(case, now, by)
        write(appointment, slot_of("waiting", None, None, None))
        db.session.add(appointment)
    appointment.hospital = hospital or appointment.hospital
    appointment.service = service or appointment.service
    db.session.flush()
    audit.record("appointment.requested", f"case:{case.number}", by, appointment=appointment.id)
    return appointment


def reschedule(
    appointment: Appointment, on_day: date | None, at_time: time | None, present_at: time | None, cause: str,
    reason: str | None, now: datetime, by, precision: str | None = None, hospital: Place | None = None,
    past_reason: str | None = None,
) -> Appointment:  # fmt: skip
    """The new appointment, to which the old one points; nobody has confirmed it yet.

    `precision` follows from what was given. Refused: one that is over, a closed case, no cause, the same
    slot again, a past one without reason.
    """
    _check_live(appointment)
    check_open(appointment.case)
    rules.check_cause(cause)
    slot = slot_of(precision or _precision(on_day, at_time), on_day, at_time, present_at)
    rules.check_slot(slot)
    rules.check_past(slot, past_reason, now, today(now))
    _check_moved(appointment, slot, hospital)
    moved = new(appointment.case, now, by)
    write(moved, slot)
    moved.hospital, moved.service = hospital or appointment.hospital, appointment.service
    moved.tentative, moved.past_reason = appointment.tentative, past_reason or None
    db.session.add(moved)
    db.session.flush()
    _carry_preconditions(appointment, moved)
    _end(appointment, "rescheduled", cause, reason, now)
    appointment.next_id = moved.id
    audit.record(
        "appointment.moved",
        f"case:{appointment.case.number}",
        by,
        old=appointment.id,
        new=moved.id,
        cause=cause,
    )
    return moved


def cancel(appointment: Appointment, cause: str, reason: str | None, now: datetime, by) -> Appointment:
    """Called off by the hospital or by the patient. Refused: one that is over, no cause."""
    _check_live(appointment)
    rules.check_cause(cause, ("hospital", "patient"))
    _end(appointment, f"cancelled_{cause}", cause, reason, now)
    audit.record("appointment.cancelled", f"case:{appointment.case.number}", by, appointment=appointment.id)
    return appointment


def confirm_appointment(appointment: Appointment, confirmation: str, now: datetime, by=None) -> Appointment:
    """What the patient says about going, or that nobody could reach them. Refused: one that is over."""
    _check_live(appointment)
    if confirmation not in CONFIRMATIONS:
        raise Refused(_("Diga si la persona va o no va."), "confirmation")
    appointment.confirmation, appointment.confirmed_at = confirmation, now
    subject = f"case:{appointment.case.number}"
    audit.record("appointment.confirmation", subject, by, appointment=appointment.id, answer=confirmation)
    return appointment


def record_outcome(
    appointment: Appointment, outcome: str, note: str | None, cause: str | None, occurred_on: date | None,
    now: datetime, by,
) -> Appointment:  # fmt: skip
    """What happened, said by a person. `occurred_on`: the day, its own day if not given.

    Refused: one that is over, before its day, not having arrived without a cause.
    """
    _check_live(appointment)
    if appointment.state != "booked":
        raise Refused(_("Esta cita todavía no tiene fecha: anótela primero."), "outcome")
    day = occurred_on or appointment.on_day
    rules.check_outcome(outcome, cause, day, today(now))
    appointment.state, appointment.outcome_note = outcome, note or None
    appointment.no_show_cause = cause if outcome == "no_show" else None
    appointment.outcome_on, appointment.outcome_at = day, now
    subject = f"case:{appointment.case.number}"
    audit.record("appointment.outcome", subject, by, appointment=appointment.id, outcome=outcome)
    return appointment


def add_precondition(
    appointment: Appointment,
    kind: str,
    detail: str,
    responsible: str | None,
    due_on: date | None,
    now: datetime,
    by,
) -> Precondition:
    """What must be there before the visit. Refused: an unknown kind, nothing said, after the visit."""
    if kind not in PRECONDITIONS or not detail.strip():
        raise Refused(_("Diga qué hace falta."), "detail")
    if due_on and appointment.on_day and due_on > appointment.on_day:
        raise Refused(_("Hace falta antes de la cita: elija un día anterior."), "due_on")
    needed = Precondition(
        appointment_id=appointment.id,
        kind=kind,
        detail=detail.strip(),
        responsible=responsible or None,
        due_on=due_on,
    )
    db.session.add(needed)
    db.session.flush()
    audit.record("precondition.added", f"case:{appointment.case.number}", by, kind=kind)
    return needed


def complete_precondition(precondition: Precondition, now: datetime, by) -> Precondition:
    precondition.done_at = precondition.done_at or now
    audit.record("precondition.done", f"appointment:{precondition.appointment_id}", by, kind=precondition.kind)
    return precondition


def check_open(case: Case) -> None:
    if case.closed_at:
        raise Refused(_("El caso está cerrado: reábralo antes de anotar una cita."))
    if case.patient.died_on:
        raise Refused(_("La persona falleció: no se le anotan citas."))


def _check_live(appointment: Appointment) -> None:
    """As it stands now; until we commit nobody else decides about it."""
    db.session.refresh(appointment, ["state", "next_id"], with_for_update={"of": Appointment})
    if appointment.state not in rules.LIVE_STATES:
        raise Refused(_("Esta cita ya terminó o se movió: abra la vigente."))


def _check_hospital(hospital: Place | None) -> None:
    if hospital is None or not hospital.active:
        raise Refused(_("Ese hospital no está en la lista de lugares."), "hospital")
    if hospital.kind != "hospital":
        raise Refused(_("%(place)s no es un hospital.", place=hospital.name), "hospital")


def _check_moved(appointment: Appointment, slot: Slot, hospital: Place | None) -> None:
    old = (appointment.precision, appointment.on_day, appointment.at_time, appointment.present_at)
    same_place = hospital is None or hospital.id == appointment.hospital_id
    if same_place and old == (slot.precision, slot.on_day, slot.at_time, slot.present_at):
        raise Refused(_("Es la misma fecha y hora que ya tenía."), "on_day")


def slot_of(precision: str, on_day: date | None, at_time: time | None, present_at: time | None) -> Slot:
    if precision == "waiting":
        return Slot(precision, None, None, None, None)
    starts_at = at_wall(on_day, at_time) if on_day and at_time else None
    return Slot(precision, on_day, at_time if precision == "datetime" else None, present_at, starts_at)


def _precision(on_day: date | None, at_time: time | None) -> str:
    if on_day is None:
        return "waiting"
    return "datetime" if at_time else "date"


def _asked_for(case: Case) -> Appointment | None:
    asked = select(Appointment).where(
        Appointment.case_id == case.id, Appointment.state.in_(("requested", "waitlisted"))
    )
    return db.session.scalar(asked.order_by(Appointment.id).limit(1))


def new(case: Case, now: datetime, by) -> Appointment:
    return Appointment(case=case, zone=str(zone()), created_at=now, created_by_id=getattr(by, "id", None))


def write(appointment: Appointment, slot: Slot) -> None:
    appointment.precision, appointment.on_day = slot.precision, slot.on_day
    appointment.at_time, appointment.present_at = slot.at_time, slot.present_at
    appointment.state = "requested" if slot.precision == "waiting" else "booked"


def _end(appointment: Appointment, state: str, cause: str, reason: str | None, now: datetime) -> None:
    appointment.state, appointment.changed_by = state, cause
    appointment.change_reason = (reason or "").strip()[:200] or None
    appointment.outcome_at = now


def _carry_preconditions(old: Appointment, new: Appointment) -> None:
    for needed in list(old.preconditions):
        needed.appointment_id = new.id
    db.session.flush()
    db.session.expire(old, ["preconditions"])
