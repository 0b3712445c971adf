"""An appointment and a family, as travel wants to hear of them: plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.cases.models import Appointment, Case, CasePerson, Person
from app.foundation.clock import at_wall, today
from app.foundation.errors import Refused
from app.foundation.language import _
from app.travel.book import Limits
from app.travel.rides import limits_of_person
from app.travel.rules import Member, Visit

MARGIN = timedelta(minutes=30)  # before the start, where the hospital names no hour to present oneself
USUAL_MINUTES = 240


def deadline(appointment: Appointment) -> datetime:
    """When the patient must be at the door: the hora de presentarse, else half an hour before the start."""
    if appointment.present_at:
        return at_wall(appointment.on_day, appointment.present_at, appointment.zone)
    return appointment.starts_at - MARGIN


def visit_of(appointment: Appointment) -> Visit:
    """Refused: no hour yet, or no hospital; there is nothing to plan backwards from."""
    if appointment.starts_at is None or appointment.tentative:
        raise Refused(_("El viaje se planea cuando el hospital dé fecha y hora."))
    if appointment.hospital is None:
        raise Refused(_("Falta el hospital de la cita: corríjala primero."))
    service = appointment.service
    usual = timedelta(minutes=service.usual_minutes if service else USUAL_MINUTES)
    return Visit(
        appointment_id=appointment.id,
        case_id=appointment.case_id,
        origin_code=appointment.case.clinic.code,
        hospital_code=appointment.hospital.code,
        present_at=deadline(appointment),
        ends_at=appointment.starts_at + usual,
        nights_admitted=service.nights_admitted if service else 0,
    )


def urgent_visit(appointment: Appointment, arrives_at: datetime) -> Visit:
    """Nobody knows yet when the visit ends: it begins and ends on arrival."""
    return Visit(
        appointment.id, appointment.case_id, appointment.case.clinic.code, appointment.hospital.code,
        present_at=arrives_at, ends_at=arrives_at,
    )  # fmt: skip


def companions_who_travel(case: Case) -> list[CasePerson]:
    return [companion for companion in case.companions if companion.travels and not companion.person.died_on]


@dataclass(frozen=True)
class As:
    """How somebody goes. `limits`: what is told now; None: what is known of the person."""

    kind: str = "companion"
    fare_class: str = "full"
    limits: Limits | None = None


def party_of(
    case: Case, companion_ids: Iterable[int], told: Mapping[int, As] | None = None, others: Iterable[Member] = ()
) -> list[Member]:
    """The patient, the chosen relatives (ids of CasePerson) and `others`, known by name only; `told`: how, by the
    person's id.

    Refused: somebody who is not of this case.
    """
    chosen = set(companion_ids)
    relatives = [companion for companion in case.companions if companion.id in chosen]
    if len(relatives) != len(chosen):
        raise Refused(_("Esa persona no es familiar en este caso."), "companions")
    told = told or {}
    party = [_member(case.patient, replace(told.get(case.patient_id, As()), kind="patient"))]
    return [*party, *(_member(one.person, told.get(one.person_id, As())) for one in relatives), *others]


def _member(person: Person, how: As) -> Member:
    limits = limits_of_person(person) if how.limits is None else how.limits
    return Member(person.id, person.full_name, how.kind, how.fare_class, limits, person.sex)


def is_over(appointment: Appointment, now: datetime) -> bool:
    """Its hour has passed; without an hour, its day; a week, its seven days."""
    if appointment.starts_at:
        return appointment.starts_at < now
    days = 7 if appointment.precision == "week" else 1
    return appointment.on_day is not None and appointment.on_day + timedelta(days=days) <= today(now)
