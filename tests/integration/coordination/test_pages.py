"""The pages that show several parts: what each role finds there, and what bad input gets."""

import pytest

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.coordination.inbound import on_inbound
from app.foundation.audit import Look
from app.foundation.db import db, transaction
from tests.moment import NOW

BOOKING = {"precision": "datetime", "on_day": "2026-12-15", "at_time": "11:00"}


def booking(programme, **changes):
    hospital = case_queries.place_or_404("HGM").id
    return {"hospital": str(hospital), "service": "0"} | BOOKING | changes


def test_booking_leads_to_choosing_the_journey(programme, signed_in):
    case = programme.rosa()
    answer = signed_in(programme.lupita).post(f"/cases/{case.number}/appointment", data=booking(programme))
    assert answer.headers["Location"].endswith("/trip")


def test_a_past_date_is_a_sentence_beside_its_field_and_nothing_typed_is_lost(programme, signed_in):
    case = programme.rosa()
    page = signed_in(programme.lupita).post(
        f"/cases/{case.number}/appointment", data=booking(programme, on_day="2026-11-02", at_time="09:40")
    )
    assert "La cita ya pasó" in page.text and "09:40" in page.text


def test_an_impossible_date_is_a_sentence(programme, signed_in):
    case = programme.rosa()
    page = signed_in(programme.lupita).post(
        f"/cases/{case.number}/appointment", data=booking(programme, on_day="2026-02-31")
    )
    assert "Esa fecha no existe" in page.text


def test_the_journey_page_offers_named_proposals(programme, signed_in):
    appointment = programme.book(programme.rosa())
    page = signed_in(programme.lupita).get(f"/cases/{appointment.case.number}/appointments/{appointment.id}/trip")
    assert "Lo más económico" in page.text and "Elegir esta" in page.text
    assert "de espera en Jaltenango de la Paz" in page.text


def test_nights_in_the_ward_explain_why_the_way_home_is_later(programme, signed_in):
    case, browser = programme.rosa(), signed_in(programme.lupita)
    with transaction():
        case.service.nights_admitted = 2
    appointment = programme.book(case)
    page = browser.get(f"/cases/{case.number}/appointments/{appointment.id}/trip").text
    assert "Se cuenta con 2 noches de hospital" in page
    programme.plan(appointment)
    assert "después de 2 noches de hospital" in browser.get(f"/cases/{case.number}").text


def test_a_proposal_that_is_gone_is_refused_in_words(programme, signed_in):
    appointment = programme.book(programme.rosa())
    page = signed_in(programme.lupita).post(
        f"/cases/{appointment.case.number}/appointments/{appointment.id}/trip",
        data={"asked": "1", "proposal": "0123456789abcdef"},
    )
    assert "ya no se puede" in page.text


def test_moving_on_one_screen_says_what_changed(programme, signed_in):
    appointment = programme.book(programme.rosa())
    programme.plan(appointment)
    page = signed_in(programme.lupita).post(
        f"/cases/{appointment.case.number}/appointments/{appointment.id}/move",
        data=BOOKING | {"on_day": "2026-12-17", "cause": "hospital", "reason": "Sin quirófano"},
        follow_redirects=True,
    )
    assert "salían el lunes 14 de diciembre" in page.text and "salen el miércoles 16 de diciembre" in page.text
    assert "Dinero: de $" in page.text and "Mensajes:" in page.text


def test_a_closed_case_takes_no_appointment(programme, signed_in):
    case = programme.rosa()
    with transaction():
        cases.close(case, "resolved", NOW, programme.lupita)
    page = signed_in(programme.lupita).post(f"/cases/{case.number}/appointment", data=booking(programme))
    assert page.status_code == 200 and "cerrado" in page.text


def test_the_case_page_says_what_the_visit_needs(programme, signed_in):
    appointment = programme.book(programme.rosa())
    with transaction():
        cases.add_precondition(appointment, "donors", "2 donadores", "Juan", None, NOW, programme.lupita)
    page = signed_in(programme.lupita).get(f"/cases/{appointment.case.number}")
    assert "2 donadores" in page.text and "Ya está" in page.text and "Agregar lo que hace falta" in page.text


def test_the_case_page_leaves_a_trace_of_the_look(programme, signed_in):
    case = programme.rosa()
    signed_in(programme.lupita).get(f"/cases/{case.number}")
    assert db.session.query(Look).filter_by(subject=f"case:{case.id}", user_id=programme.lupita.id).count() == 1


def test_a_clinician_of_another_clinic_does_not_find_the_case(programme, celia, signed_in):
    case = programme.rosa()
    browser = signed_in(celia)
    assert browser.get(f"/cases/{case.number}").status_code == 404
    assert "Rosa" not in browser.get("/search?q=rosa").text


@pytest.mark.parametrize("restricted", [False, True])
def test_what_is_to_do_today_says_whom_it_is_about_unless_the_case_is_restricted(programme, signed_in, restricted):
    case = programme.rosa(restricted=restricted)
    with transaction():
        cases.raise_task(case, "date", "Insistir por la fecha", NOW, "asked", NOW)
    shown = signed_in(programme.lupita).get("/worklist").text
    assert case.number in shown and (case.patient.full_name in shown) is not restricted


def test_a_restricted_case_is_not_found_by_staff_who_are_not_named(programme, marta, signed_in):
    case = programme.rosa(restricted=True)
    browser = signed_in(marta)
    assert browser.get(f"/cases/{case.number}").status_code == 404
    assert "López" not in browser.get("/cases").text


def test_the_auditor_sees_the_case_without_its_diagnosis(programme, aurora, signed_in):
    case = programme.rosa()
    page = signed_in(aurora).get(f"/cases/{case.number}")
    assert page.status_code == 200 and "colelitiasis" not in page.text


def test_a_clinician_cannot_move_an_appointment(programme, ivan, signed_in):
    appointment = programme.book(programme.rosa())
    answer = signed_in(ivan).get(f"/cases/{appointment.case.number}/appointments/{appointment.id}/move")
    assert answer.status_code == 403


@pytest.mark.parametrize("words", ["lopez rosa", "ROSA", "9925501001", "50 1001"])
def test_one_box_finds_by_name_in_any_order_or_part_of_a_phone(programme, signed_in, words):
    case = programme.rosa()
    answer = signed_in(programme.lupita).get(f"/search?q={words}")
    assert case.number in (answer.headers.get("Location") or answer.text)


def test_a_search_without_words_says_what_to_type(programme, signed_in):
    page = signed_in(programme.lupita).get("/search").text
    assert "los últimos dígitos de un teléfono" in page and "Nadie con esas palabras" not in page


def test_the_case_page_names_the_next_step_to_whoever_may_take_it(programme, signed_in):
    case = programme.rosa()
    navigator, finance = signed_in(programme.lupita), signed_in(programme.fausto)
    assert "Anotar la cita" in navigator.get(f"/cases/{case.number}").text
    programme.plan(programme.book(case))
    assert "Autorizar el dinero" in finance.get(f"/cases/{case.number}").text
    assert "Autorizar el dinero" not in navigator.get(f"/cases/{case.number}").text
    programme.fund_trip(case)
    assert "Registrar que ya salieron" in navigator.get(f"/cases/{case.number}").text


def test_what_the_family_answers_stands_on_the_time_line(programme, signed_in):
    case = programme.rosa()
    programme.book(case)
    with transaction():
        on_inbound("+529925501001", "no hay paso en el vado", "SM1", NOW)
    assert "no hay paso en el vado" in signed_in(programme.lupita).get(f"/cases/{case.number}").text
