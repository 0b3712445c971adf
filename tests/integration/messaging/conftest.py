"""Doña Rosa and Juan with their phones and consents, their case, and what messaging is told of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.accounts.models import User
from app.cases.models import Case, CasePerson, Consent, Person, PersonPhone, Phone, Place
from app.foundation.db import db, transaction
from app.messaging import operations
from app.messaging.outbox import Limits
from tests.integration.messaging.carrier import Carrier
from tests.unit.messaging.cast import BOOKED, JUAN, ROSA, WITH_TRIP

ROSA_PHONE, JUAN_PHONE = "+529921110001", "+529921110002"


def person(number: str, given: str, address: str, phone: str | None, now) -> Person:
    """Somebody with a phone of their own, who said yes to texts."""
    row = Person(number=number, given_names=given, name_key=given.lower(), address=address, created_at=now)
    db.session.add(row)
    db.session.flush()
    if phone:
        give_phone(row, phone)
    db.session.add(Consent(person_id=row.id, purpose="sms", granted=True, given_on=now.date(), recorded_at=now))
    return row


def give_phone(owner: Person, number: str, rank: int = 1, **line) -> Phone:
    phone = db.session.query(Phone).filter_by(number=number).one_or_none()
    phone = phone or Phone(number=number, typed=number)
    db.session.add(phone)
    db.session.flush()
    db.session.add(PersonPhone(person_id=owner.id, phone_id=phone.id, rank=rank, **line))
    return phone


@pytest.fixture
def world(app, now):
    """A case of doña Rosa (person 1), with Juan (person 2), accompanied by Lupita."""
    with transaction():
        return stage(now)


def stage(now) -> Case:
    """The same, for a worker that has no fixtures."""
    lupita = User(email="lupita@ces.example", name="Lupita Roblero", role="navigator", password_hash="-")
    lupita.created_at, lupita.active = now, True
    clinic = Place(code="SAL", name="Salvador Urbina", kind="clinic")
    rosa = person("P-000001", "Rosa", "doña Rosa", ROSA_PHONE, now)
    juan = person("P-000002", "Juan", "Juan", JUAN_PHONE, now)
    db.session.add_all([lupita, clinic])
    db.session.flush()
    case = Case(number="C-0001", patient_id=rosa.id, clinic_id=clinic.id, navigator_id=lupita.id, created_at=now)
    case.companions.append(CasePerson(person_id=juan.id))
    db.session.add(case)
    db.session.flush()
    return case


@pytest.fixture
def facts(world):
    """The appointment of Thursday 17 December, without a trip yet."""
    return told(BOOKED, world)


@pytest.fixture
def facts_with_trip(world):
    return told(WITH_TRIP, world)


def told(facts, case: Case):
    people = (
        replace(ROSA, person_id=case.patient_id),
        replace(JUAN, person_id=case.companions[0].person_id),
    )
    return replace(facts, case_id=case.id, recipients=people)


@pytest.fixture
def reconcile(now):
    """Plans the texts of some facts, as coordination does after an event."""

    def run(facts, at=now):
        with transaction():
            return operations.reconcile(facts, at)

    return run


@pytest.fixture
def carrier(tmp_path):
    return Carrier(tmp_path / "carrier.jsonl")


@pytest.fixture
def limits():
    """A budget that no pause of a busy machine uses up; the test of the budget has its own clock."""
    return Limits(lease=timedelta(seconds=60), settle=timedelta(seconds=90), budget=50.0)
