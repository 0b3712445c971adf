"""A referral becomes a case: numbers, the same person again, who is named to a restricted one."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from app.cases import operations, queries
from app.cases.models import CaseAccess, Person
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from tests.integration.cases.conftest import ROSA, refer
from tests.moment import NOW


def test_cases_and_people_are_numbered_in_order(rosa, restricted):
    assert [rosa.number, restricted.number] == ["C-2026-0001", "C-2026-0002"]
    assert [rosa.patient.number, restricted.patient.number] == ["P-00001", "P-00002"]


def test_a_referral_that_fails_gives_its_number_back(rosa, places, lupita):
    with pytest.raises(Refused):
        _refer_well_and_then_badly(places, lupita)
    with transaction():
        assert refer(places, lupita).number == "C-2026-0002"


@pytest.mark.parametrize(
    "again",
    [
        replace(ROSA, curp=None, given_names="ROSA", first_surname="Gomez", second_surname="Mejia"),
        replace(ROSA, given_names="Rosita"),
        replace(ROSA, born_on=None),
    ],
    ids=["the surnames the other way round", "another name, same CURP and day", "same CURP, no day"],
)
def test_the_same_person_again_is_one_patient_with_two_cases(rosa, places, lupita, again):
    with transaction():
        second = refer(places, lupita, patient=again)
    assert second.patient_id == rosa.patient_id


def test_a_second_referral_never_rewrites_the_names(rosa, places, lupita):
    with transaction():
        refer(places, lupita, patient=replace(ROSA, given_names="Rosita"))
    assert rosa.patient.given_names == "Rosa"


@pytest.mark.parametrize(
    "other",
    [
        replace(ROSA, given_names="Petrona", born_on=date(1957, 8, 19)),
        replace(ROSA, curp=None, born_on=None),
        replace(ROSA, curp=None, born_on=date(1979, 10, 18)),
    ],
    ids=["same CURP, all else different", "only the names", "another day"],
)
def test_two_people_are_never_made_one(rosa, places, lupita, other):
    with transaction():
        second = refer(places, lupita, patient=other)
    assert second.patient_id != rosa.patient_id


def test_an_invalid_curp_identifies_nobody(places, lupita):
    with transaction():
        one = refer(places, lupita, patient=replace(ROSA, curp="XXXX"))
        two = refer(places, lupita, patient=replace(ROSA, given_names="Ana", curp="XXXX"))
    assert one.patient_id != two.patient_id


def test_a_folio_belongs_to_one_case(places, lupita):
    with transaction():
        refer(places, lupita, folio="R2H-0001")
    with pytest.raises(Refused) as refusal, transaction():
        refer(places, lupita, folio="R2H-0001")
    assert refusal.value.field == "folio"


@pytest.mark.parametrize(("field", "value"), [("clinic", None), ("referred_on", date(2026, 11, 24))])
def test_a_referral_without_clinic_or_from_tomorrow_is_refused_beside_its_field(places, lupita, field, value):
    with pytest.raises(Refused) as refusal, transaction():
        refer(places, lupita, **{field: value})
    assert refusal.value.field == field


def test_somebody_who_died_is_not_referred(rosa, places, lupita):
    with transaction():
        operations.record_death(rosa.patient, date(2026, 11, 22), NOW, lupita)
    with pytest.raises(Refused), transaction():
        refer(places, lupita)


def test_a_psychiatric_case_is_restricted_and_names_who_referred_and_who_accompanies(places, ivan, marta):
    with transaction():
        case = refer(places, ivan, diagnosis_code="F32", navigator=marta)
    named = set(db.session.scalars(select(CaseAccess.user_id).where(CaseAccess.case_id == case.id)))
    assert case.restricted
    assert named == {ivan.id, marta.id}


def test_a_relative_is_another_person_than_the_patient(rosa, lupita):
    with pytest.raises(Refused), transaction():
        operations.add_companion(rosa, rosa.patient, "other", NOW, lupita)


def test_nobody_is_a_relative_twice_in_one_case(rosa, juan, lupita):
    with pytest.raises(Refused), transaction():
        operations.add_companion(rosa, juan.person, "spouse", NOW, lupita)


def test_a_relative_with_the_same_name_elsewhere_is_somebody_else(rosa, juan, places, lupita):
    with transaction():
        other = refer(places, lupita, patient=replace(ROSA, curp=None, given_names="Ana"))
        operations.add_companion(other, operations.PersonFacts("Juan", "Aguilar"), "spouse", NOW, lupita)
    assert db.session.scalar(select(func.count(Person.id)).where(Person.given_names == "Juan")) == 2


def test_lookalikes_say_why_and_name_nobody_of_a_case_that_is_hidden(restricted, marta):
    facts = operations.PersonFacts("nicolas", "velazquez", "morales")
    (alike,) = queries.lookalikes(facts, [], marta)
    assert alike.hidden_numbers == (restricted.number,)
    assert not alike.nameable


def test_a_phone_and_a_birth_date_together_are_worth_a_question(rosa, lupita):
    facts = replace(ROSA, given_names="Rosalía", first_surname="Megía", curp=None)
    (alike,) = queries.lookalikes(facts, ["9924312449"], lupita)
    assert alike.cases == (rosa,)


def test_a_phone_alone_is_nobody_s_likeness(rosa, lupita):
    assert queries.lookalikes(operations.PersonFacts("Juan", "Aguilar"), ["9924312449"], lupita) == []


def _refer_well_and_then_badly(places, by):
    with transaction():
        refer(places, by)
        refer(places, by, clinic=None)
