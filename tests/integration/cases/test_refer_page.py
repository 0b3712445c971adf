"""The page on which a clinician or a navigator refers somebody."""

import pytest
from sqlalchemy import func, select

from app.cases import queries
from app.cases.models import Case, Person
from app.foundation.db import db

FORM = {
    "given_names": "Petrona", "first_surname": "Núñez", "second_surname": "Escobar", "sex": "female",
    "born_on": "1957-08-19", "curp": "NUEP570819MCSXST05", "phone": "992 602 4847", "belongs_to": "own",
    "belongs_to_2": "own", "consent_sms": "yes", "consent_data": "yes", "given_on": "2026-11-23", "method": "written",
    "companion_given_names": "Ramón", "companion_first_surname": "Núñez", "relation": "sibling",
    "companion_phone": "992 352 6984", "companion_sms": "yes", "travels": "y", "is_contact": "y", "gets_texts": "y",
    "clinic": "SAL", "referred_on": "2026-11-20", "referred_by": "pasante", "hospital": "HGM",
    "diagnosis_code": "K80", "diagnosis": "colelitiasis", "summary": "Dolor de tres meses.", "urgent": "y",
    "language": "", "service": "", "insurance": "", "navigator": "",
}  # fmt: skip


@pytest.fixture
def clinic(signed_in, ivan, places):
    """Iván at his clinic's computer."""
    return signed_in(ivan)


def test_a_clinician_refers_and_the_case_holds_all_that_was_said(clinic, ivan):
    answer = clinic.post("/cases/new", data=FORM)
    case = queries.case_or_404("C-2026-0001", ivan)
    (relative,) = queries.party_of(case)
    assert answer.location.endswith(f"/cases/{case.number}")
    assert (case.patient.full_name, case.clinic.code, case.hospital.code, case.urgent) == (
        "Petrona Núñez Escobar", "SAL", "HGM", True,
    )  # fmt: skip
    assert [link.phone.number for link in case.patient.phones] == ["+529926024847"]
    assert queries.may_text(case.patient)
    assert (relative.person.full_name, relative.relation) == ("Ramón Núñez", "sibling")
    assert queries.may_text(relative.person)


def test_somebody_is_asked_to_get_the_date_today_when_it_is_urgent(clinic, ivan, now):
    clinic.post("/cases/new", data=FORM)
    (task,) = queries.open_tasks(ivan).rows
    assert (task.kind, task.due_at, task.urgent) == ("date", now, True)


def test_the_page_opens(clinic):
    assert clinic.get("/cases/new").status_code == 200


@pytest.mark.parametrize("who", ["fausto", "aurora"])
def test_money_and_auditors_refer_nobody(signed_in, request, places, who):
    assert signed_in(request.getfixturevalue(who)).get("/cases/new").status_code == 403


def test_nothing_typed_is_lost_when_something_is_missing(clinic):
    page = clinic.post("/cases/new", data=FORM | {"given_names": ""}).text
    assert "Falta este dato." in page
    assert "Dolor de tres meses." in page
    assert 'value="Ramón"' in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("born_on", "1957-02-30", "Esa fecha no existe."),
        ("born_on", "2030-01-01", "no puede ser posterior a hoy"),
        ("referred_on", "2027-01-01", "no puede ser posterior a hoy"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_written(clinic, field, value, sentence):
    page = clinic.post("/cases/new", data=FORM | {field: value}).text
    assert sentence in page
    assert f'id="{field}-said"' in page
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_a_thumbprint_without_witness_is_refused_beside_the_witness(clinic):
    page = clinic.post("/cases/new", data=FORM | {"method": "thumbprint"}).text
    assert "nombre de un testigo" in page
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_an_odd_curp_and_phone_are_kept_and_flagged(clinic, ivan):
    clinic.post("/cases/new", data=FORM | {"curp": "NUEP57", "phone": "992 821 651"})
    case = queries.case_or_404("C-2026-0001", ivan)
    assert (case.patient.curp, case.patient.curp_valid) == ("NUEP57", False)
    assert case.flags.count("\n") == 1


def test_a_clinician_refers_from_their_own_clinic_only(clinic):
    page = clinic.post("/cases/new", data=FORM | {"clinic": "REF"})
    assert page.status_code == 200
    assert db.session.scalar(select(func.count(Case.id))) == 0


def test_somebody_with_the_same_names_is_asked_about_before_anybody_is_added(clinic, rosa):
    alike = FORM | {"given_names": "ROSA", "first_surname": "Gomez", "second_surname": "Mejia", "curp": ""}
    page = clinic.post("/cases/new", data=alike).text
    assert "¿Es la misma persona?" in page
    assert "los mismos nombres" in page
    assert db.session.scalar(select(func.count(Case.id))) == 1


def test_saying_that_it_is_the_same_person_opens_a_second_case_of_theirs(clinic, rosa, ivan):
    alike = FORM | {"given_names": "Rosa", "first_surname": "Mejía", "second_surname": "Gómez", "curp": ""}
    clinic.post("/cases/new", data=alike | {"same_person": rosa.patient.number})
    assert queries.case_or_404("C-2026-0002", ivan).patient_id == rosa.patient_id


def test_saying_that_it_is_somebody_else_adds_somebody(clinic, rosa, ivan):
    alike = FORM | {"given_names": "Rosa", "first_surname": "Mejía", "second_surname": "Gómez", "curp": ""}
    clinic.post("/cases/new", data=alike | {"same_person": "another"})
    assert queries.case_or_404("C-2026-0002", ivan).patient_id != rosa.patient_id


def test_while_typing_the_page_says_who_is_known(clinic, rosa):
    typed = {"given_names": "rosa", "first_surname": "mejia", "second_surname": "gomez"}
    piece = clinic.post("/cases/lookalikes", data=typed, headers={"HX-Request": "true"}).text
    assert f"ver caso {rosa.number}" in piece


def test_while_typing_a_hidden_case_is_a_number_without_a_name(clinic, restricted):
    typed = {"given_names": "nicolas", "first_surname": "morales", "second_surname": "velazquez"}
    piece = clinic.post("/cases/lookalikes", data=typed, headers={"HX-Request": "true"}).text
    assert restricted.number in piece
    assert "Nicolás" not in piece


def test_a_restricted_case_needs_a_navigator_by_name(clinic):
    page = clinic.post("/cases/new", data=FORM | {"diagnosis_code": "F32"}).text
    assert "elija a su navegadora" in page
    assert db.session.scalar(select(func.count(Case.id))) == 0


def test_its_navigator_then_sees_it(clinic, marta):
    clinic.post("/cases/new", data=FORM | {"diagnosis_code": "F32", "navigator": str(marta.id)})
    assert queries.case_or_404("C-2026-0001", marta).restricted
