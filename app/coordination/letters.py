"""What messaging is told of an appointment: facts, in plain values, after every event."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from flask import current_app

from app.cases import queries as cases
from app.cases.models import Appointment, Case, CasePerson, Person, Place
from app.cases.spellings import words
from app.cases.spellings.text import NotUnderstood
from app.coordination import money, reads
from app.foundation.clock import at_wall
from app.foundation.language import _
from app.messaging import operations as messaging
from app.messaging import queries as messages
from app.messaging.facts import Earlier, Facts, Recipient
from app.messaging.operations import Plan, Reconciled
from app.travel import queries as travel
from app.travel.models import Trip


def about(appointment: Appointment) -> str:
    return f"appointment:{appointment.id}"


def reconcile(appointment: Appointment, now: datetime, wanting: Plan | None = None) -> Reconciled:
    """Texts stored = texts wanted, for this appointment as it stands. Whoever does many hands the policy along."""
    return messaging.reconcile(facts_of(appointment, now), now, wanting)


def reconcile_moved(old: Appointment, new: Appointment, now: datetime) -> Reconciled:
    """The old date's texts go, the new date's come; one answer for both."""
    gone = reconcile(old, now)
    come = reconcile(new, now)
    return Reconciled(added=come.added, cancelled=gone.cancelled + come.cancelled, kept=come.kept)


def reconcile_trip(trip: Trip, now: datetime) -> Reconciled:
    """The texts of every date that the trip serves, as one answer."""
    ids = dict.fromkeys((trip.appointment_id, *(date.appointment_id for date in trip.dates)))
    done = [reconcile(reads.appointment(one), now) for one in ids]
    return Reconciled(
        added=[text for one in done for text in one.added],
        cancelled=[text for one in done for text in one.cancelled],
        kept=[text for one in done for text in one.kept],
    )


def reconcile_case(case: Case, now: datetime) -> int:
    """Every appointment that is still ahead. Returns how many texts were planned."""
    return sum(len(reconcile(appointment, now).added) for appointment in reads.appointments_ahead(case, now))


def silence(case: Case, now: datetime) -> None:
    """Nothing more about this case, to anybody."""
    for appointment in cases.appointments_of(case):
        messaging.cancel_about(about(appointment), "closed", now)


def facts_of(appointment: Appointment, now: datetime) -> Facts:
    trip = travel.trip_of(appointment.id)
    return _facts(appointment, trip, reads.earlier_dates(appointment), bool(trip and money.in_reach(trip)), now)


def facts_of_all(appointments: list[Appointment], now: datetime) -> list[Facts]:
    """The same for many, in a fixed number of statements."""
    trips = travel.trips_to([one.id for one in appointments])
    chains = reads.earlier_dates_of(appointments)
    ready = money.all_in_reach(trips.values())
    reads.load_parties(appointments)
    return [
        _facts(one, trip := trips.get(one.id), chains[one.id], trip is not None and trip.id in ready, now)
        for one in appointments
    ]


def _facts(
    appointment: Appointment, trip: Trip | None, chain: list[Appointment], money_ready: bool, now: datetime
) -> Facts:
    case = appointment.case
    first, last = _place_in(trip, appointment)
    returned_at = trip.returned_at if trip and last else None
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
        pickup_when=current_app.config["SETTINGS"].office_hours or None,
        zone=appointment.zone,
        appointment_at=instant(appointment),
        precision=appointment.precision,
        earlier=_earlier(chain),
        money_ready=money_ready and first,
        departed=bool(trip and trip.departed_at) and (first or not _waited_for(appointment, now)),
        arrived=bool(trip and trip.arrived_at) and (first or not _waited_for(appointment, now)),
        returned=returned_at is not None,
        returned_at=returned_at,
        next_day=_next_day(appointment, now) if returned_at else None,
        tentative=appointment.tentative,
        recorded_late=appointment.past_reason is not None,
        on_hold=case.hold_reason is not None,
        closed=_over(case),
        restricted=case.restricted,
        safe_contact=(plan.person_id,) if plan else None,
        **_departure(trip, first, last),
    )


def _place_in(trip: Trip | None, appointment: Appointment) -> tuple[bool, bool]:
    """Whether it is the date that the trip leaves home for, and the one it comes home from."""
    dates = [date.appointment_id for date in trip.dates] if trip else []
    return dates[:1] in ([], [appointment.id]), dates[-1:] in ([], [appointment.id])


def _waited_for(appointment: Appointment, now: datetime) -> bool:
    """They are there already and wait for it: they are reminded of it as if they were at home."""
    at = instant(appointment)
    return appointment.state == "booked" and at is not None and at > now


def with_told(facts: Facts) -> Facts:
    """The same with who has heard of which date, as reconciling sees it."""
    return replace(facts, told=messages.told(facts))


def signature(case: Case) -> str:
    """The first name that signs: the navigator's, else the team's."""
    return case.navigator.first_name if case.navigator else current_app.config["SETTINGS"].team_name


def _event(appointment: Appointment) -> str:
    return {
        "booked": "booked",
        "attended": "attended",
        "cancelled_hospital": "cancelled_hospital",
        "cancelled_patient": "cancelled",
        "rescheduled": "cancelled",
    }.get(appointment.state, "none")


def _over(case: Case) -> bool:
    return bool(case.closed_at or case.patient.died_on or not case.texts_confirmed)


def _recipients(case: Case) -> tuple[Recipient, ...]:
    patient = Recipient(
        case.patient_id, case.patient.spoken_name, "patient", language_of(case.patient),
        receives_money=not any(companion.receives_money for companion in case.companions),
    )  # fmt: skip
    return patient, *(_recipient(relative) for relative in _told(case.companions)), *_helper(case)


def _helper(case: Case) -> tuple[Recipient, ...]:
    """The acompañante, if she agreed to texts; in a restricted case the safe-contact plan has to name her."""
    person = case.acompanante
    if person is None or not cases.may_text(person):
        return ()
    return (Recipient(person.id, person.spoken_name, "acompanante", language_of(person), travels=False),)


def _told(companions: Iterable[CasePerson]) -> list[CasePerson]:
    return [relative for relative in companions if relative.gets_texts and not relative.person.died_on]


def _recipient(relative: CasePerson) -> Recipient:
    return Recipient(
        relative.person_id, relative.person.spoken_name, "companion", language_of(relative.person),
        travels=relative.travels, receives_money=relative.receives_money,
    )  # fmt: skip


def language_of(person: Person) -> str:
    """The code of the language that somebody reads; Spanish where nobody knows, or nobody can tell what was typed."""
    try:
        return words.language(person.language or "") or "es"
    except NotUnderstood:
        return "es"


def _next_day(appointment: Appointment, now: datetime) -> date | None:
    """The day of the next visit, once this one is over; a week or a tentative date is none yet."""
    later = [
        one for one in reads.appointments_ahead(appointment.case, now)
        if one.id != appointment.id and one.precision in ("datetime", "date") and not one.tentative
    ]  # fmt: skip
    return min((one.on_day for one in later), default=None)


def _city(appointment: Appointment) -> str:
    """The city alone: texts never name a hospital."""
    hospital = appointment.hospital
    return hospital.city_name if hospital else ""


def instant(appointment: Appointment) -> datetime | None:
    """When it is; without an hour the beginning of its day."""
    if appointment.on_day is None:
        return None
    return appointment.starts_at or at_wall(appointment.on_day, datetime.min.time(), appointment.zone)


def _earlier(chain: list[Appointment]) -> tuple[Earlier, ...]:
    """Former dates of an appointment, newest first."""
    return tuple(Earlier(about(was), instant(was), was.precision) for was in chain if was.on_day)


def _departure(trip: Trip | None, first: bool, last: bool) -> dict[str, object]:
    """When and where they are picked up for the first date, when they set out for home after the last; nothing while
    the journey is not chosen."""
    if trip is None or trip.state in ("draft", "cancelled"):
        return {}
    home = {"returns_at": travel.way_home_starts(trip)} if last else {}
    if not first:
        return home
    leg = travel.first_leg(trip)
    picked_up = {"meeting_point": leg.meeting_point or _door(leg.origin), "driver": leg.driver}
    return {"departs_at": leg.departs_at} | picked_up | home


def _door(origin: Place) -> str | None:
    """Where one waits when nobody named a place: in front of the clinic. Nothing where its name reveals."""
    if origin.kind != "clinic" or origin.reveals:
        return None
    return _("la clínica de %(name)s", name=origin.name.removeprefix("Clínica "))
