"""What messaging is told of an appointment: facts, in plain values, after every event."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import current_app

from app.cases import queries as cases
from app.cases.models import Appointment, Case, CasePerson, Place
from app.coordination import money, reads
from app.foundation.clock import at_wall
from app.foundation.language import _
from app.messaging import operations as messaging
from app.messaging.facts import Earlier, Facts, Recipient
from app.messaging.operations import Reconciled
from app.travel import queries as travel
from app.travel.models import Trip

SOON = timedelta(days=10)


def about(appointment: Appointment) -> str:
    return f"appointment:{appointment.id}"


def reconcile(appointment: Appointment, now: datetime) -> Reconciled:
    """Texts stored = texts wanted, for this appointment as it stands."""
    return messaging.reconcile(facts_of(appointment, now), now)


def reconcile_moved(old: Appointment, new: Appointment, now: datetime) -> Reconciled:
    """The old date's texts go, the new date's come; one answer for both."""
    gone = reconcile(old, now)
    come = reconcile(new, now)
    return Reconciled(added=come.added, cancelled=gone.cancelled + come.cancelled, kept=come.kept)


def reconcile_trip(trip: Trip, now: datetime) -> None:
    appointment = reads.appointment(trip.appointment_id) if trip.appointment_id else None
    if appointment:
        reconcile(appointment, now)


def reconcile_case(case: Case, now: datetime) -> int:
    """Every appointment that is still ahead. Returns how many texts were planned."""
    return sum(len(reconcile(appointment, now).added) for appointment in reads.appointments_ahead(case, now))


def silence(case: Case, now: datetime) -> None:
    """Nothing more about this case, to anybody."""
    for appointment in cases.appointments_of(case):
        messaging.cancel_about(about(appointment), "closed", now)


def facts_of(appointment: Appointment, now: datetime) -> Facts:
    case, trip = appointment.case, travel.trip_of(appointment.id)
    plan = cases.safe_contact_of(case) if case.restricted else None
    return Facts(
        about=about(appointment),
        case_id=case.id,
        case_number=case.number,
        event=_event(appointment),
        recipients=_recipients(case),
        patient_name=case.patient.spoken_name,
        patient_sex=case.patient.sex,
        city=_city(appointment),
        navigator_name=signature(case),
        office=current_app.config["SETTINGS"].office,
        zone=appointment.zone,
        appointment_at=instant(appointment),
        precision=appointment.precision,
        earlier=_earlier(appointment),
        money_ready=bool(trip and money.in_reach(trip)),
        departed=bool(trip and trip.departed_at),
        returned=bool(trip and trip.returned_at),
        tentative=appointment.tentative,
        recorded_late=appointment.past_reason is not None,
        on_hold=case.hold_reason is not None,
        closed=_over(case),
        restricted=case.restricted,
        safe_contact=(plan.person_id,) if plan else None,
        **_departure(trip),
    )


def signature(case: Case) -> str:
    """The first name that signs: the navigator's, else the team's."""
    return case.navigator.first_name if case.navigator else current_app.config["SETTINGS"].team_name


def _event(appointment: Appointment) -> str:
    return {
        "booked": "booked",
        "cancelled_hospital": "cancelled_hospital",
        "cancelled_patient": "cancelled",
        "rescheduled": "cancelled",
    }.get(appointment.state, "none")


def _over(case: Case) -> bool:
    return bool(case.closed_at or case.patient.died_on or not case.texts_confirmed)


def _recipients(case: Case) -> tuple[Recipient, ...]:
    patient = Recipient(
        case.patient_id, case.patient.spoken_name, "patient",
        receives_money=not any(companion.receives_money for companion in case.companions),
    )  # fmt: skip
    return patient, *(_recipient(relative) for relative in _told(case.companions)), *_helper(case)


def _helper(case: Case) -> tuple[Recipient, ...]:
    """The acompañante, if she agreed to texts; in a restricted case the safe-contact plan has to name her."""
    person = case.acompanante
    if person is None or not cases.may_text(person):
        return ()
    return (Recipient(person.id, person.spoken_name, "acompanante", travels=False),)


def _told(companions: Iterable[CasePerson]) -> list[CasePerson]:
    return [relative for relative in companions if relative.gets_texts and not relative.person.died_on]


def _recipient(relative: CasePerson) -> Recipient:
    return Recipient(
        relative.person_id, relative.person.spoken_name, "companion", travels=relative.travels,
        receives_money=relative.receives_money,
    )  # fmt: skip


def _city(appointment: Appointment) -> str:
    """The city alone: texts never name a hospital."""
    hospital = appointment.hospital
    return hospital.city_name if hospital else ""


def instant(appointment: Appointment) -> datetime | None:
    """When it is; without an hour the beginning of its day."""
    if appointment.on_day is None:
        return None
    return appointment.starts_at or at_wall(appointment.on_day, datetime.min.time(), appointment.zone)


def _earlier(appointment: Appointment) -> tuple[Earlier, ...]:
    """Former dates of this appointment, newest first."""
    chain = reads.earlier_dates(appointment)
    return tuple(Earlier(about(was), instant(was), was.precision) for was in chain if was.on_day)


def _departure(trip: Trip | None) -> dict[str, object]:
    """When and where they are picked up; nothing while the journey is not chosen."""
    if trip is None or trip.state in ("draft", "cancelled"):
        return {}
    first = travel.first_leg(trip)
    return {
        "departs_at": first.departs_at,
        "returns_at": travel.way_home_starts(trip),
        "meeting_point": first.meeting_point or _door(first.origin),
        "driver": first.driver,
    }


def _door(origin: Place) -> str | None:
    """Where one waits when nobody named a place: in front of the clinic. Nothing where its name reveals."""
    if origin.kind != "clinic" or origin.reveals:
        return None
    return _("la clínica de %(name)s", name=origin.name.removeprefix("Clínica "))


def keep_true(now: datetime) -> int:
    """Safety net: the texts of what is near are compared with the facts once more. Returns texts added."""
    near = reads.appointments_between(now, now + SOON)
    return sum(len(reconcile(appointment, now).added) for appointment in near)
