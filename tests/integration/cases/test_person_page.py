"""A person's page: who they are, where they are reached, what they accepted."""

import pytest

from app.cases import queries

WHO = {
    "given_names": "Rosa", "first_surname": "Mejía", "second_surname": "Gómez", "sex": "female",
    "born_on": "1979-10-17", "curp": "MEGR791017MCSJMS06", "language": "tzh", "reads": "no",
    "village": "Salvador Urbina", "address": "doña Rosita",
}  # fmt: skip


@pytest.fixture
def desk(signed_in, lupita):
    return signed_in(lupita)


def test_the_page_shows_the_phones_and_the_answers(desk, rosa):
    page = desk.get("/person/P-00001").text
    assert '<a href="tel:+529924312449">992 431 2449</a>' in page
    assert "20 nov 2026" in page


def test_what_is_known_is_written_over(desk, rosa, lupita):
    desk.post("/person/P-00001", data=WHO)
    who = queries.person_or_404("P-00001", lupita)
    assert (who.language, who.reads, who.spoken_name) == ("tzh", False, "doña Rosita")


def test_a_curp_that_contradicts_is_kept_and_said_beside_it(desk, rosa):
    desk.post("/person/P-00001", data=WHO | {"born_on": "1979-10-18"})
    assert "La CURP no concuerda con la fecha de nacimiento" in desk.get("/person/P-00001").text


def test_a_missing_name_is_said_and_nothing_typed_is_lost(desk, rosa):
    page = desk.post("/person/P-00001", data=WHO | {"given_names": " "}).text
    assert "Falta este dato." in page
    assert "doña Rosita" in page


def test_a_phone_is_added(desk, rosa, lupita):
    desk.post("/person/P-00001/phones", data=phone("992 352 6984"))
    assert len(queries.phones_of(queries.person_or_404("P-00001", lupita))) == 2


def test_a_number_that_is_none_is_kept_and_said(desk, rosa):
    answer = desk.post("/person/P-00001/phones", data=phone("123"), follow_redirects=True)
    assert "ahí no llegan mensajes" in answer.text


def test_an_empty_number_is_said_beside_its_field(desk, rosa):
    page = desk.post("/person/P-00001/phones", data=phone("")).text
    assert 'id="phone-phone-said"' in page
    assert "Falta este dato." in page


def test_a_phone_becomes_a_landline_and_is_no_longer_texted(desk, rosa, lupita):
    link = rosa.patient.phones[0]
    desk.post(f"/person/P-00001/phones/{link.id}", data={"kind": "landline", "signal_hours": "de 5 a 7"})
    assert queries.phones_to_text(queries.person_or_404("P-00001", lupita)) == []


def test_a_phone_ends(desk, rosa, lupita):
    desk.post(f"/person/P-00001/phones/{rosa.patient.phones[0].id}/end")
    assert queries.phones_of(queries.person_or_404("P-00001", lupita)) == []


def test_a_refusal_to_be_texted_is_registered(desk, rosa, lupita):
    desk.post("/person/P-00001/consents", data=consent("no", "spoken"))
    assert not queries.may_text(queries.person_or_404("P-00001", lupita))


def test_a_thumbprint_without_witness_is_said_beside_its_field(desk, rosa):
    said = {"purpose": "sms", "granted": "yes", "given_on": "2026-11-23", "method": "thumbprint"}
    page = desk.post("/person/P-00001/consents", data={f"consent-{name}": value for name, value in said.items()}).text
    assert 'id="consent-witness-said"' in page
    assert "nombre de un testigo" in page


def test_a_clinician_of_another_clinic_finds_nobody(signed_in, celia, rosa):
    assert signed_in(celia).get("/person/P-00001").status_code == 404


def test_a_person_of_a_hidden_case_is_not_found(signed_in, marta, restricted):
    assert signed_in(marta).get(f"/person/{restricted.patient.number}").status_code == 404


def test_another_person_s_phone_is_not_this_one_s(desk, rosa, juan):
    assert desk.post(f"/person/{juan.person.number}/phones/{rosa.patient.phones[0].id}/end").status_code == 404


def phone(typed):
    return {"phone-phone": typed, "phone-belongs_to": "own", "phone-kind": "mobile"}


def consent(granted, method):
    said = {"purpose": "sms", "granted": granted, "given_on": "2026-11-23", "method": method}
    return {f"consent-{name}": value for name, value in said.items()}
