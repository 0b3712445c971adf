"""The pages of messages, as the cast opens them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cases import operations as cases
from app.cases.models import Case
from app.foundation.db import db, transaction
from app.messaging import intake, jobs, operations, outbox, queries
from app.messaging.models import Inbound, Message
from tests.integration.messaging.conftest import ROSA_PHONE
from tests.moment import NOW


@pytest.fixture
def desk(world, marta, signed_in):
    """Marta, who accompanies too."""
    return signed_in(marta)


@pytest.fixture
def booked(reconcile, facts, carrier, limits):
    """The first texts went out; ids of all that are stored."""
    rows = [row.id for row in reconcile(facts).added]
    outbox.dispatch(NOW, carrier, limits)
    return rows


def test_the_list_shows_what_went_out_and_what_will(booked, desk):
    page = desk.get("/messages").get_data(as_text=True)
    assert "Buen dia, doña Rosa" in page
    assert "Por mandar" in page


def test_a_list_can_be_narrowed_to_one_state(booked, desk):
    assert "Buen dia" not in desk.get("/messages?state=planned").get_data(as_text=True)


def test_a_text_tells_what_happened_and_what_comes_next(booked, desk):
    page = desk.get(f"/messages/{booked[0]}").get_data(as_text=True)
    assert "La compañía lo recibió" in page
    assert "Copiar para WhatsApp" in page


def test_a_text_can_be_taken_away(booked, desk):
    desk.post(f"/messages/{booked[-1]}/withdraw")
    assert queries.message(booked[-1]).reason == "withdrawn"


@pytest.mark.parametrize("did", ["copied", "opened", "sent"])
def test_whatsapp_by_hand_leaves_its_trace(booked, desk, did):
    desk.post(f"/messages/{booked[-1]}/by-hand", data={"did": did})
    trace = [event.detail for event in queries.message(booked[-1]).events if event.status == "whatsapp"]
    assert trace == [did]


def test_what_was_sent_by_hand_does_not_leave_twice(booked, desk):
    desk.post(f"/messages/{booked[-1]}/by-hand", data={"did": "sent"})
    assert (queries.message(booked[-1]).state, queries.message(booked[-1]).reason) == ("cancelled", "by_hand")


@pytest.fixture
def written(booked):
    """Doña Rosa wrote something that nobody expected."""
    with transaction():
        intake.take_in(ROSA_PHONE, "¿que llevo?", "SM1", NOW)


def test_the_inbox_shows_who_wrote_what(written, desk):
    assert "¿que llevo?" in desk.get("/inbox").get_data(as_text=True)


def test_a_conversation_reads_from_both_sides(written, desk):
    page = desk.get(f"/conversations/{ROSA_PHONE}").get_data(as_text=True)
    assert page.index("Buen dia, doña Rosa") < page.index("¿que llevo?")


def test_a_reply_is_planned_and_the_question_is_taken(written, desk, marta):
    desk.post(f"/conversations/{ROSA_PHONE}", data={"body": "Lleve su INE."})
    reply = db.session.query(Message).filter_by(kind="reply").one()
    assert (reply.body, db.session.query(Inbound).one().assigned_to_id) == ("Lleve su INE. - Marta", marta.id)


@pytest.mark.parametrize(("body", "sentence"), [("Le damos 500 pesos", "No se habla de dinero"), ("", "Falta")])
def test_a_reply_that_must_not_travel_is_refused_beside_its_field(written, desk, body, sentence):
    page = desk.post(f"/conversations/{ROSA_PHONE}", data={"body": body}).get_data(as_text=True)
    assert sentence in page
    assert db.session.query(Message).filter_by(kind="reply").count() == 0


def test_what_is_dealt_with_leaves_the_inbox(written, desk):
    desk.post(f"/conversations/{ROSA_PHONE}/done")
    assert "¿que llevo?" not in desk.get("/inbox").get_data(as_text=True)


def test_a_restricted_case_is_hidden_from_who_is_not_named(written, desk, world):
    with transaction():
        world.restricted = True
        db.session.add(world)
    assert desk.get(f"/conversations/{ROSA_PHONE}").status_code == 404
    assert "¿que llevo?" not in desk.get("/inbox").get_data(as_text=True)


def test_a_paused_channel_is_an_alarm_that_a_person_ends(desk):
    with transaction():
        operations.pause("20003", NOW)
    assert "reanudar" in desk.get("/inbox").get_data(as_text=True)
    desk.post("/channel/resume")
    assert queries.channel().paused_at is None


def test_the_simulator_sends_what_is_due_and_shows_the_phone(reconcile, facts, desk):
    reconcile(facts)
    desk.post("/simulator/send")
    page = desk.get("/simulator", query_string={"number": ROSA_PHONE}).get_data(as_text=True)
    assert "Ya hay cita: jueves 17 de diciembre" in page
    assert "Timbrazo" in page


def test_a_simulated_text_is_delivered(reconcile, facts, desk):
    ids = [row.id for row in reconcile(facts).added if row.kind == "booked"]
    desk.post("/simulator/send")
    assert {queries.message(number).state for number in ids} == {"delivered"}


@pytest.mark.parametrize("role", ["finance", "clinician"])
def test_other_roles_do_not_read_messages(as_role, role):
    assert as_role(role).get("/inbox").status_code == 403


def test_a_phone_that_is_switched_off_gets_nothing_and_the_text_is_tried_again(reconcile, facts, desk):
    first = next(row.id for row in reconcile(facts).added if row.kind == "booked" and row.person_id == 1)
    desk.post(f"/simulator/{ROSA_PHONE}/line", data={"condition": "off"})
    desk.post("/simulator/send")
    again = db.session.scalar(select(Message).where(Message.retry_of_id == first))
    assert (queries.message(first).state, queries.message(first).code, again.rung) == ("undelivered", "30003", "retry")
    assert "Apagado" in desk.get("/simulator", query_string={"number": ROSA_PHONE}).get_data(as_text=True)


def test_the_family_stands_side_by_side_and_sees_what_is_coming(reconcile, facts, desk):
    reconcile(facts)
    desk.post("/simulator/send")
    page = desk.get("/simulator", query_string={"number": ROSA_PHONE}).get_data(as_text=True)
    assert page.count('class="phone-bar"') == 2
    assert "Sale " in page and "Un día antes" in page


def test_an_unknown_condition_of_a_phone_is_refused(desk):
    assert desk.post(f"/simulator/{ROSA_PHONE}/line", data={"condition": "wet"}).status_code == 404


def test_the_page_of_a_text_that_did_not_arrive_says_what_was_tried_and_whom_to_call(reconcile, facts, desk, now):
    first = next(row.id for row in reconcile(facts).added if row.kind == "booked" and row.person_id == 1)
    desk.post(f"/simulator/{ROSA_PHONE}/line", data={"condition": "off"})
    desk.post("/simulator/send")
    page = desk.get(f"/messages/{first}").get_data(as_text=True)
    assert "Otra vez al mismo teléfono" in page and "Se manda otra vez el" in page
    jobs.send_round(now + timedelta(minutes=31))
    with transaction():
        case = db.session.get(Case, facts.case_id)
        cases.raise_task(case, "call", "Llamar a Rosa", now, f"call:{facts.about}:1", now, reason="Apagado.")
    page = desk.get(f"/messages/{first}").get_data(as_text=True)
    assert page.count("El teléfono estaba apagado o sin señal.") == 2 and "Hay que llamarle: Apagado." in page
