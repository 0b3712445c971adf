"""Phones are shared, wrong, or the village's; consent is each person's own."""

from datetime import date

import pytest

from app.cases import operations, queries
from app.foundation.db import transaction
from app.foundation.errors import Refused
from tests.moment import NOW

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("typed", ["992 431 2449", "044 992 431 2449", "+521 992 431 2449", "(992) 431-2449"])
def test_the_same_number_however_typed_is_the_same_phone(rosa, juan, lupita, typed):
    with transaction():
        link = operations.add_phone(juan.person, typed, "own", NOW, lupita)
    assert link.phone_id == rosa.patient.phones[0].phone_id


def test_a_phone_of_a_second_person_becomes_shared(rosa, juan, lupita):
    assert not rosa.patient.phones[0].phone.shared
    with transaction():
        operations.add_phone(juan.person, "9924312449", "own", NOW, lupita)
    assert rosa.patient.phones[0].phone.shared


def test_a_number_that_is_none_is_kept_as_typed_and_texted_to_nobody(rosa, juan, lupita):
    with transaction():
        link = operations.add_phone(juan.person, "992 821 651", "own", NOW, lupita)
    assert (link.phone.number, link.phone.typed) == (None, "992 821 651")
    assert queries.phones_to_text(juan.person) == []


def test_a_caseta_is_shared_and_takes_messages_by_word_only(rosa, juan, lupita):
    with transaction():
        link = operations.add_phone(juan.person, "992 555 4811", "caseta", NOW, lupita)
    assert (link.phone.kind, link.phone.shared, link.relay_only) == ("caseta", True, True)
    assert queries.phones_to_text(juan.person) == []


def test_whoever_is_added_to_a_known_caseta_is_reached_by_word_only(rosa, juan, lupita):
    with transaction():
        operations.add_phone(juan.person, "992 555 4811", "caseta", NOW, lupita)
        link = operations.add_phone(rosa.patient, "992 555 4811", "own", NOW, lupita)
    assert link.relay_only


def test_a_landline_is_called_not_texted(juan, lupita):
    with transaction():
        operations.add_phone(juan.person, "992 655 0101", "own", NOW, lupita, kind="landline")
    assert len(queries.phones_of(juan.person)) == 1
    assert queries.phones_to_text(juan.person) == []


def test_a_phone_that_ended_is_no_longer_reached(rosa, lupita):
    with transaction():
        operations.end_phone(rosa.patient.phones[0], NOW, lupita)
    assert queries.phones_of(rosa.patient) == []


def test_the_same_phone_again_is_in_use_again(rosa, lupita):
    with transaction():
        operations.end_phone(rosa.patient.phones[0], NOW, lupita)
        operations.add_phone(rosa.patient, "9924312449", "own", NOW, lupita)
    assert len(queries.phones_to_text(rosa.patient)) == 1


def test_the_preferred_phone_comes_first(rosa, lupita):
    with transaction():
        second = operations.add_phone(rosa.patient, "992 352 6984", "relative", NOW, lupita)
        operations.prefer_phone(second, lupita)
    assert queries.phones_to_text(rosa.patient)[0].id == second.id


def test_an_empty_number_is_refused(rosa, lupita):
    with pytest.raises(Refused) as refusal, transaction():
        operations.add_phone(rosa.patient, " - ", "own", NOW, lupita)
    assert refusal.value.field == "phone"


def test_who_was_not_asked_is_not_texted(juan):
    assert not queries.may_text(juan.person)


def test_the_newest_answer_rules(rosa, lupita):
    assert queries.may_text(rosa.patient)
    with transaction():
        operations.give_consent(rosa.patient, "sms", False, TODAY, "spoken", NOW, lupita)
    assert not queries.may_text(rosa.patient)


def test_an_answer_about_calls_says_nothing_about_texts(rosa, lupita):
    with transaction():
        operations.give_consent(rosa.patient, "voice", False, TODAY, "spoken", NOW, lupita)
    assert queries.may_text(rosa.patient)


def test_who_died_is_not_texted(rosa, lupita):
    with transaction():
        operations.record_death(rosa.patient, TODAY, NOW, lupita)
    assert not queries.may_text(rosa.patient)


def test_a_thumbprint_needs_its_witness(rosa, lupita):
    with pytest.raises(Refused) as refusal, transaction():
        operations.give_consent(rosa.patient, "sms", True, TODAY, "thumbprint", NOW, lupita)
    assert refusal.value.field == "witness"


def test_nobody_consented_tomorrow(rosa, lupita):
    with pytest.raises(Refused) as refusal, transaction():
        operations.give_consent(rosa.patient, "sms", True, date(2026, 11, 24), "written", NOW, lupita)
    assert refusal.value.field == "given_on"
