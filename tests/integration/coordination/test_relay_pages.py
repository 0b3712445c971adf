"""The pages of acompañantes and of what is sent with them."""

from datetime import timedelta

import pytest

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Acompanante, Relay
from app.cases.rules import PersonFacts
from app.coordination import jobs, relays, workflows
from app.foundation.db import db, transaction
from app.messaging import jobs as texts
from tests.moment import NOW

ADDED = {
    "given_names": "María", "first_surname": "Gómez", "address": "doña María", "phone": "992 550 3003", "accepts": "yes",
    "places": ["SAL"],
}  # fmt: skip


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def maria(programme):
    with transaction():
        place = case_queries.place_or_404("SAL")
        return cases.add_acompanante(
            PersonFacts("María", "Gómez"), "9925503003", True, [place], NOW, programme.lupita
        )  # fmt: skip


@pytest.fixture
def chosen(case, maria, programme):
    with transaction():
        workflows.choose_acompanante(case, maria, NOW, programme.lupita)
    return maria


@pytest.fixture
def lupita_browses(signed_in, programme):
    return signed_in(programme.lupita)


def test_she_is_added_with_her_places(lupita_browses):
    lupita_browses.post("/acompanantes/new", data=ADDED)
    page = lupita_browses.get("/acompanantes").get_data(as_text=True)
    assert "María Gómez" in page and "Salvador Urbina" in page and "acepta mensajes" in page


def test_without_a_place_it_is_refused_and_nothing_typed_is_lost(lupita_browses):
    page = lupita_browses.post("/acompanantes/new", data=ADDED | {"places": []}).get_data(as_text=True)
    assert "Elija al menos una comunidad o clínica." in page and "992 550 3003" in page


def test_her_places_change_and_she_ends(lupita_browses, chosen, case):
    lupita_browses.post(f"/acompanantes/{chosen.number}", data={"places": ["REF"]})
    live = db.session.query(Acompanante).filter_by(ended_on=None).all()
    assert [row.place.code for row in live] == ["REF"]
    lupita_browses.post(f"/acompanantes/{chosen.number}/end")
    assert db.session.query(Acompanante).filter_by(ended_on=None).count() == 0
    assert db.session.get(type(case), case.id, populate_existing=True).acompanante is None


def test_her_data_are_open_to_who_cares(signed_in, ivan, maria):
    assert signed_in(ivan).get(f"/person/{maria.number}").status_code == 200


def test_the_case_proposes_who_is_near_and_takes_the_choice(lupita_browses, case, maria):
    assert "Acompaña por ahí: María Gómez" in lupita_browses.get(f"/cases/{case.number}").get_data(as_text=True)
    lupita_browses.post(f"/cases/{case.number}/acompanante", data={"person": maria.number})
    assert "Mandar recado con ella" in lupita_browses.get(f"/cases/{case.number}").get_data(as_text=True)


def test_a_relay_is_sent_from_the_case_and_marked_by_hand(lupita_browses, case, chosen):
    until = "2026-11-25T20:00"
    data = {"person": case.patient.number, "words": "traiga sus radiografías", "until": until}
    answer = lupita_browses.post(f"/cases/{case.number}/relays/new", data=data)
    page = lupita_browses.get(answer.location).get_data(as_text=True)
    assert "traiga sus radiografías." in page and "Por decirle" in page
    lupita_browses.post(answer.location, data={"outcome": "confirmed", "result": "En el molino"})
    page = lupita_browses.get(f"/cases/{case.number}").get_data(as_text=True)
    assert "María le dijo a doña Rosa: traiga sus radiografías." in page


def test_who_did_not_confirm_a_relay_is_called_herself_and_not_the_patient(lupita_browses, case, chosen, programme):
    with transaction():
        told = relays.send(case, "traiga sus radiografías", NOW + timedelta(days=3), NOW, programme.lupita)
    texts.send_round(NOW)
    jobs.raise_due_tasks(NOW + timedelta(hours=25))
    address = f"/cases/{case.number}/relays/{told.id}"
    for page in ("/calls", "/worklist?when=all", f"/cases/{case.number}"):
        shown = lupita_browses.get(page).text
        assert f'href="{address}"' in shown
        assert f"/cases/{case.number}/call/{case.patient_id}?task=" not in shown
    assert 'href="tel:+529925503003"' in lupita_browses.get(address).text


def test_money_in_the_words_is_refused_beside_them(lupita_browses, case, chosen):
    data = {"person": case.patient.number, "words": "lleve 200 pesos", "until": "2026-11-25T20:00"}
    page = lupita_browses.post(f"/cases/{case.number}/relays/new", data=data).get_data(as_text=True)
    assert "No se habla de dinero por mensaje" in page and "lleve 200 pesos" in page


def test_a_restricted_case_offers_no_relay(lupita_browses, case, chosen, programme):
    with transaction():
        cases.restrict(case, programme.lupita)
    assert "Mandar recado con ella" not in lupita_browses.get(f"/cases/{case.number}").get_data(as_text=True)
    assert "no se mandan recados" in lupita_browses.get(f"/cases/{case.number}/relays/new").get_data(as_text=True)


def test_a_visit_lists_the_hospitals_instructions_and_takes_three_answers(lupita_browses, case, chosen, programme):
    with transaction():
        cases.receive_counter_referral(
            case, NOW.date(), "Operada", "Retirar puntos el día 10", None, NOW, programme.lupita
        )
        visit = relays.ask_home_visit(case, "trip:1", NOW, NOW)
    address = f"/cases/{case.number}/relays/{visit.id}"
    assert "Retirar puntos el día 10" in lupita_browses.get(address).get_data(as_text=True)
    answers = {"medicines": "yes", "danger_signs": "yes", "knows_next_date": "no"}
    lupita_browses.post(address, data={"outcome": "confirmed", "result": "Tiene fiebre"} | answers)
    kept = db.session.get(Relay, visit.id, populate_existing=True)
    assert (kept.medicines, kept.danger_signs, kept.knows_next_date) == (True, True, False)
    assert [task.kind for task in case_queries.open_tasks_of(case) if task.key.startswith("relay:")] == ["urgent"]


def test_another_clinics_clinician_sees_neither_choice_nor_relay(signed_in, celia, case, chosen):
    browser = signed_in(celia)
    for page in ("acompanante", "relays/new", "relays/1"):
        assert browser.get(f"/cases/{case.number}/{page}").status_code == 404


def test_the_directory_takes_six_statements_at_most(lupita_browses, maria, statements):
    with statements() as seen:
        lupita_browses.get("/acompanantes")
    assert len(seen) <= 6


def test_ones_own_phone_is_kept_as_ten_digits_or_refused(signed_in, ivan):
    browser = signed_in(ivan)
    browser.post("/account/phone", data={"own-phone": "992 550 4004"})
    assert db.session.get(type(ivan), ivan.id, populate_existing=True).phone == "+529925504004"
    page = browser.post("/account/phone", data={"own-phone": "4004"}).get_data(as_text=True)
    assert "Escriba los diez números" in page
