"""Reads that only the coordination of several parts needs."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from app.cases import queries as cases
from app.cases.models import Appointment, Case, CasePerson, CounterReferral, Person, Task
from app.foundation import clock
from app.foundation.db import db


def case_by_id(case_id: int) -> Case:
    return db.session.get_one(Case, case_id)


def was_raised(key: str) -> bool:
    """Whether there was ever a task of this key, done or not."""
    return db.session.scalar(select(Task.id).where(Task.key == key).limit(1)) is not None


def hold(case_id: int) -> None:
    """Until we commit nobody else reconciles the texts of this case."""
    db.session.execute(select(Case.id).where(Case.id == case_id).with_for_update(key_share=True))


def cases_by_id(case_ids: Iterable[int]) -> list[Case]:
    chosen = select(Case).where(Case.id.in_(list(case_ids))).order_by(Case.id)
    return list(db.session.scalars(cases.with_party(chosen)))


def cases_of(patient: Person) -> list[Case]:
    return list(db.session.scalars(select(Case).where(Case.patient_id == patient.id).order_by(Case.id)))


def people_with_phones(person_ids: Iterable[int]) -> dict[int, Person]:
    """Person by id, each with their phones: one statement for any number."""
    wanted = select(Person).where(Person.id.in_(set(person_ids))).options(joinedload(Person.phones))
    return {person.id: person for person in db.session.scalars(wanted).unique()}


def appointment(appointment_id: int) -> Appointment:
    return db.session.get_one(Appointment, appointment_id)


def appointments_ahead(case: Case, now: datetime) -> list[Appointment]:
    """Booked, from today on."""
    return [one for one in cases.appointments_of(case) if one.state == "booked" and one.on_day >= clock.today(now)]


def earlier_dates(appointment: Appointment) -> list[Appointment]:
    """The dates that this appointment had before it was moved, newest first."""
    chain, current = [], appointment
    while current := db.session.scalar(select(Appointment).where(Appointment.next_id == current.id)):
        chain.append(current)
    return chain


def earlier_dates_of(appointments: list[Appointment]) -> dict[int, list[Appointment]]:
    """The same for many: one statement for each time that the most moved one was moved, and one more."""
    chains: dict[int, list[Appointment]] = {one.id: [] for one in appointments}
    ends = {one.id: one.id for one in appointments}  # the oldest date found so far → whose chain
    while ends:
        before = db.session.scalars(select(Appointment).where(Appointment.next_id.in_(ends))).all()
        for was in before:
            chains[ends[was.next_id]].append(was)
        ends = {was.id: ends[was.next_id] for was in before}
    return chains


def load_parties(appointments: list[Appointment]) -> None:
    """Relatives and navigators of their cases, for whoever reads them next."""
    case_ids = {one.case_id for one in appointments}
    along = selectinload(Case.companions).joinedload(CasePerson.person)
    options = (lazyload("*"), along, joinedload(Case.navigator))
    db.session.scalars(select(Case).where(Case.id.in_(case_ids)).options(*options)).unique().all()


def cases_awaiting_answer(case_ids: list[int]) -> set[int]:
    """Those where somebody was seen and the hospital's answer has not come."""
    answered = select(CounterReferral.id).where(CounterReferral.case_id == Appointment.case_id).exists()
    wanted = select(Appointment.case_id).where(
        Appointment.case_id.in_(case_ids), Appointment.state == "attended", ~answered
    )
    return set(db.session.scalars(wanted.distinct()))
