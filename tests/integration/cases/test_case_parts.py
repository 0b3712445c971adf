"""The parts of a case that have a page of their own: relatives, the hospital's answer, work, who may see it."""

import io
from datetime import UTC, date, datetime, time

import pytest
from PIL import Image
from sqlalchemy import select

from app.cases import operations, queries
from app.cases.models import Task
from app.foundation.db import db, transaction
from app.foundation.files import StoredFile
from tests.moment import NOW


@pytest.fixture
def desk(signed_in, lupita):
    return signed_in(lupita)


@pytest.mark.parametrize("part", ["edit", "companions/new", "counter-referral", "safe-contact", "notes", "calls"])
def test_each_page_opens_for_the_navigator_and_not_for_another_clinic(desk, rosa, signed_in, celia, part):
    assert desk.get(f"/cases/{rosa.number}/{part}").status_code == 200
    assert signed_in(celia).get(f"/cases/{rosa.number}/{part}").status_code in (403, 404)


@pytest.mark.parametrize("part", ["edit", "companions/new", "counter-referral", "notes", "calls"])
def test_an_auditor_changes_nothing(signed_in, aurora, rosa, part):
    assert signed_in(aurora).post(f"/cases/{rosa.number}/{part}").status_code == 403


def test_a_relative_is_added_with_phone_and_answer(desk, rosa):
    said = {
        "companion_given_names": "Juan", "companion_first_surname": "Aguilar", "companion_phone": "992 352 6984",
        "companion_sms": "yes", "relation": "spouse", "travels": "y", "receives_money": "y",
    }  # fmt: skip
    desk.post(f"/cases/{rosa.number}/companions/new", data=said)
    (link,) = queries.party_of(rosa)
    assert (link.person.full_name, link.receives_money, link.is_contact) == ("Juan Aguilar", True, False)
    assert queries.may_text(link.person)


def test_what_a_relative_does_is_changed(desk, rosa, juan):
    desk.post(f"/cases/{rosa.number}/companions/{juan.id}", data={"relation": "spouse", "decides": "y"})
    db.session.expire_all()
    assert (juan.decides, juan.travels) == (True, False)


def test_a_relative_leaves_the_case(desk, rosa, juan):
    desk.post(f"/cases/{rosa.number}/companions/{juan.id}/remove")
    assert queries.party_of(rosa) == []


def test_the_hospital_s_answer_comes_with_a_photograph_that_only_this_case_s_people_open(desk, rosa, signed_in, celia):
    said = {"received_on": "2026-11-23", "findings": "Operada", "instructions": "Retirar puntos", "file": photograph()}
    desk.post(f"/cases/{rosa.number}/counter-referral", data=said)
    stored = db.session.scalar(select(StoredFile))
    address = f"/cases/{rosa.number}/files/{stored.id}"
    assert desk.get(address).mimetype == "image/jpeg"
    assert signed_in(celia).get(address).status_code == 404


def test_its_instructions_become_a_task(desk, rosa):
    said = {"received_on": "2026-11-23", "findings": "Operada", "instructions": "Retirar puntos"}
    desk.post(f"/cases/{rosa.number}/counter-referral", data=said)
    assert db.session.scalar(select(Task.reason)) == "Retirar puntos"


def test_a_paper_that_is_neither_picture_nor_pdf_is_said_beside_its_field(desk, rosa):
    said = {"received_on": "2026-11-23", "findings": "Operada", "file": (io.BytesIO(b"MZ\x00"), "virus.exe")}
    page = desk.post(f"/cases/{rosa.number}/counter-referral", data=said).text
    assert 'id="file-said"' in page
    assert "Operada" in page
    assert queries.counter_referrals_of(rosa) == []


def test_safe_contact_is_written_with_the_phone_of_somebody_in_the_case(desk, restricted, lupita):
    with transaction():
        brother = operations.add_companion(
            restricted, operations.PersonFacts("Raúl", "Morales"), "sibling", NOW, lupita
        )  # fmt: skip
        link = operations.add_phone(brother.person, "992 352 6984", "own", NOW, lupita)
    said = {"person": str(brother.person_id), "phone": str(link.phone_id), "from_time": "17:00", "to_time": "19:00",
            "days": ["0", "3"], "never_know": "la tía"}  # fmt: skip
    desk.post(f"/cases/{restricted.number}/safe-contact", data=said)
    plan = queries.safe_contact_of(restricted)
    assert (plan.person_id, plan.phone_id) == (brother.person_id, link.phone_id)
    assert str(plan.safe_hours) == "de 17:00 a 19:00, lunes y jueves"


def test_a_call_with_its_next_try(desk, rosa):
    said = {"call-outcome": "no_answer", "call-next_try_at": "2026-11-23T18:00"}
    desk.post(f"/cases/{rosa.number}/calls", data=said)
    (task,) = queries.open_tasks_of(rosa)
    assert task.due_at == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


def test_a_call_without_outcome_is_asked_again_with_what_was_typed(desk, rosa):
    page = desk.post(f"/cases/{rosa.number}/calls", data={"call-text": "habló Juan"}).text
    assert "Elija en qué quedó la llamada." in page
    assert "habló Juan" in page


def test_a_note_keeps_when_it_happened(desk, rosa):
    said = {"note-kind": "visit", "note-text": "vino Juan", "note-occurred_at": "2026-11-20T09:00"}
    desk.post(f"/cases/{rosa.number}/notes", data=said)
    assert queries.timeline_notes(rosa)[0].occurred_at == datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def test_a_task_is_done_from_the_day_s_list_and_one_returns_to_it(desk, rosa):
    with transaction():
        task = operations.raise_task(rosa, "call", "Llamar a Rosa", NOW, "k", NOW)
    answer = desk.post(f"/tasks/{task.id}/done?back=worklist", data={"result": "sí va"})
    assert answer.location.endswith("/worklist")
    assert queries.open_tasks_of(rosa) == []


def test_a_task_of_no_case_leads_back_to_the_day_s_list(desk):
    with transaction():
        task = operations.raise_task(None, "papers", "Renovar el seguro", NOW, "k", NOW)
    assert '<a href="/">Pendientes de hoy</a></p>' in desk.get(f"/tasks/{task.id}/later").text


def test_a_task_done_without_words_is_asked_how_it_went(desk, rosa):
    with transaction():
        task = operations.raise_task(rosa, "call", "Llamar a Rosa", NOW, "k", NOW)
    assert "Falta este dato." in desk.post(f"/tasks/{task.id}/done", data={"result": ""}).text


def test_a_task_of_a_hidden_case_is_not_found(signed_in, marta, restricted):
    with transaction():
        task = operations.raise_task(restricted, "call", "Llamar", NOW, "k", NOW)
    assert signed_in(marta).post(f"/tasks/{task.id}/take").status_code == 404


def test_what_a_visit_needs_is_written_and_ticked(desk, rosa, places, lupita):
    with transaction():
        visit = operations.book(
            rosa, places["HGM"], None, date(2026, 12, 15), time(8), None, "datetime", NOW, lupita
        )  # fmt: skip
    address = f"/cases/{rosa.number}/appointments/{visit.id}/needs"
    desk.post(address, data={"kind": "donors", "detail": "2 donadores", "due_on": "2026-12-10"})
    (needed,) = queries.appointments_of(rosa)[0].preconditions
    desk.post(f"{address}/{needed.id}/done")
    db.session.expire_all()
    assert needed.done_at == NOW


def test_correcting_the_referral(desk, rosa, marta):
    said = {"hospital": "", "service": "", "navigator": str(marta.id), "diagnosis": "colecistitis", "urgent": "y"}
    desk.post(f"/cases/{rosa.number}/edit", data=said)
    db.session.expire_all()
    assert (rosa.hospital, rosa.navigator_id, rosa.urgent) == (None, marta.id, True)


def test_administration_names_somebody_to_a_hidden_case_without_seeing_its_patient(
    signed_in, amalia, restricted, marta
):
    admin = signed_in(amalia)
    page = admin.get(f"/cases/{restricted.number}/access").text
    assert restricted.number in page
    assert "Nicolás" not in page
    admin.post(f"/cases/{restricted.number}/access", data={"user": marta.id})
    assert queries.case_or_404(restricted.number, marta)


def test_administration_sees_that_hidden_cases_exist(signed_in, amalia, restricted):
    page = signed_in(amalia).get("/cases/restricted").text
    assert restricted.number in page
    assert "Nicolás" not in page


def test_a_navigator_who_is_not_named_cannot_name_herself(signed_in, marta, restricted):
    answer = signed_in(marta).post(f"/cases/{restricted.number}/access", data={"user": marta.id})
    assert answer.status_code == 404


def test_the_last_one_named_is_not_removed(desk, restricted, lupita):
    answer = desk.post(f"/cases/{restricted.number}/access/{lupita.id}/remove", follow_redirects=True)
    assert "última persona con acceso" in answer.text


def test_making_a_case_restricted(desk, rosa, marta):
    desk.post(f"/cases/{rosa.number}/restrict")
    assert not queries.may_open(rosa, marta)


def photograph():
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    picture.seek(0)
    return picture, "hoja.png"


def test_the_referral_sheet_prints_what_is_known_and_leaves_the_hospitals_half_blank(programme, signed_in):
    case = programme.rosa()
    page = signed_in(programme.lupita).get(f"/cases/{case.number}/referral")
    assert "colelitiasis" in page.text and "Rosa López Díaz" in page.text and "Contrarreferencia" in page.text
