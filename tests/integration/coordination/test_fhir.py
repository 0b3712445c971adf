"""A case as other clinical programs read it."""

import json

import pytest
from fhir.resources.R4B.bundle import Bundle
from sqlalchemy import select

from app.cases.models import Appointment, Case
from app.foundation.audit import AuditEvent
from app.foundation.db import db, transaction


@pytest.fixture
def booked(programme):
    return programme.book(programme.rosa())


@pytest.fixture
def exported(app, booked):
    """The bundle of doña Rosa's case, by the type of its resources."""

    def export():
        done = app.test_cli_runner().invoke(args=["export", "fhir", "--case", booked.case.number])
        assert done.exit_code == 0, done.stderr
        by_type: dict[str, list] = {}
        for entry in Bundle.model_validate_json(done.stdout).entry:
            by_type.setdefault(entry.resource.__resource_type__, []).append(entry.resource)
        return by_type, json.loads(done.stdout)

    return export


def test_a_case_goes_out_whole_and_every_reference_leads_to_something(exported):
    by_type, raw = exported()
    assert {"Patient", "RelatedPerson", "ServiceRequest", "Appointment", "Organization"} <= set(by_type)
    known = {entry["fullUrl"] for entry in raw["entry"]}
    assert {word for word in json.dumps(raw).split('"') if word.startswith("urn:uuid:")} == known


def test_the_same_case_gives_the_same_bundle(exported):
    assert exported()[1] == exported()[1]


def test_a_date_has_its_hour_and_a_day_alone_stays_a_proposal(exported, booked):
    (date,) = exported()[0]["Appointment"]
    assert (date.status, date.start) == ("booked", booked.starts_at)
    with transaction():
        one = db.session.scalar(select(Appointment))
        one.precision, one.at_time, one.present_at = "date", None, None
    (date,) = exported()[0]["Appointment"]
    assert (date.status, date.start, date.requestedPeriod[0].start) == ("proposed", None, booked.on_day)


def test_a_neighbours_phone_and_the_caseta_are_nobodys_to_pass_on(exported, booked):
    with transaction():
        patient = db.session.scalar(select(Case)).patient
        for line in patient.phones:
            line.belongs_to = "caseta"
    assert exported()[0]["Patient"][0].telecom is None


def test_an_export_is_in_the_audit_chain(exported, booked):
    exported()
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "case.exported"))
    assert [event.subject for event in told] == [f"case:{booked.case.number}"]


def test_a_case_that_is_not_there_is_a_sentence_and_exit_2(app):
    done = app.test_cli_runner().invoke(args=["export", "fhir", "--case", "C-9999"])
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", "No hay un caso C-9999.\n")
