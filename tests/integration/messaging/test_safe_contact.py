"""A restricted case is reached by its plan and not otherwise: this person, this phone, these hours, by any way (P9)."""

from dataclasses import replace
from datetime import time

import pytest

from app.cases import operations as cases
from app.cases.models import PersonPhone, Phone, SafeContactPlan
from app.cases.safe_hours import SafeHours
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.messaging import by_hand, conversations, intake, operations, outbox, queries, talks
from app.messaging.models import Message
from tests.integration.messaging.conftest import JUAN_PHONE, ROSA_PHONE
from tests.unit.messaging.cast import at

EIGHT, TEN = at(14, 8), at(14, 10)
AFTERNOON = SafeHours(time(16), time(18))


@pytest.fixture
def restricted(world):
    with transaction():
        world.restricted = True
    return world


@pytest.fixture
def planned(restricted, lupita, now):
    """Doña Rosa herself, on her own phone, in the afternoon; Juan must never know."""
    with transaction():
        phone = db.session.query(Phone).filter_by(number=ROSA_PHONE).one()
        cases.fill_safe_contact(
            restricted, restricted.patient, phone, "", "¿Tiene tamales?", "Juan", now, lupita, safe_hours=AFTERNOON
        )
    return restricted


@pytest.fixture
def texts(facts_with_trip, reconcile, restricted):
    """What is planned about the case."""

    def plan(now=EIGHT):
        safe = queries.safe_plan(restricted)
        told = replace(facts_with_trip, restricted=True, safe_contact=(safe.person_id,) if safe else None)
        return reconcile(told, now).added

    return plan


def arrived(carrier):
    return [text["to"] for text in carrier.accepted]


def write(body, number=ROSA_PHONE, now=TEN, sid="SM1"):
    with transaction():
        return intake.take_in(number, body, sid, now, signs="el equipo").inbound


def test_without_a_plan_nothing_is_planned(texts):
    assert texts() == []


@pytest.mark.both_databases
def test_with_one_texts_wait_for_its_hours_and_reach_that_phone_alone(planned, texts, carrier, limits):
    texts()
    outbox.dispatch(at(14, 10, 1), carrier, limits)
    assert arrived(carrier) == []
    outbox.dispatch(at(14, 16), carrier, limits)
    assert set(arrived(carrier)) == {ROSA_PHONE}


def test_the_wait_is_told_where_the_text_is_shown(planned, texts, carrier, limits):
    rows = [row.id for row in texts()]
    outbox.dispatch(at(14, 10, 1), carrier, limits)
    waiting = queries.message(rows[0])
    assert (waiting.state, waiting.reason, waiting.not_before) == ("planned", "safe_wait", at(14, 16))


def test_what_could_only_go_outside_the_hours_does_not_go(planned, texts, carrier, limits):
    texts(at(14, 8))
    outbox.dispatch(at(14, 19), carrier, limits)
    gone = db.session.query(Message).filter_by(kind="two_days_before").one()
    assert (gone.state, gone.reason, arrived(carrier)) == ("expired", "safe_hours", [])


def test_an_old_plan_without_hours_sends_nothing_until_they_are_said(planned, texts, carrier, limits):
    with transaction():
        db.session.query(SafeContactPlan).one().from_time = None
    texts()
    outbox.dispatch(at(14, 16), carrier, limits)
    assert {row.reason for row in db.session.query(Message)} >= {"safe_hours"}
    assert arrived(carrier) == []


def test_in_person_alone_is_no_phone_at_all(planned, texts, carrier, limits):
    with transaction():
        db.session.query(SafeContactPlan).one().phone_id = None
    texts()
    outbox.dispatch(at(14, 16), carrier, limits)
    assert arrived(carrier) == []


def test_a_reply_by_hand_without_a_plan_is_refused_in_words(restricted, lupita):
    write("hola")
    with transaction(), pytest.raises(Refused, match="sin acuerdo de contacto seguro"):
        talks.reply(conversations.on_number(ROSA_PHONE, db.select(type(restricted).id))[0], "Hola", lupita, at(14, 16))


def test_a_reply_to_whoever_the_plan_does_not_name_is_refused(planned, lupita, texts, carrier, limits):
    inbound = write("¿cuando es la cita de mi esposa?", number=JUAN_PHONE)
    with transaction(), pytest.raises(Refused, match="otra persona u otro teléfono"):
        talks.reply(inbound, "El martes", lupita, at(14, 16))


def test_a_reply_outside_the_hours_waits_for_them(planned, lupita, carrier, limits):
    inbound = write("¿que llevo?")
    with transaction():
        talks.reply(inbound, "Lleve su INE", lupita, at(14, 10))
    outbox.dispatch(at(14, 10, 1), carrier, limits)
    assert arrived(carrier) == []
    outbox.dispatch(at(14, 16), carrier, limits)
    assert arrived(carrier) == [ROSA_PHONE]


@pytest.mark.parametrize("word", ["ALTO", "AYUDA", "MENSAJES"])
def test_no_automatic_answer_tells_whoever_holds_the_phone(restricted, word, carrier, limits):
    write(word)
    outbox.dispatch(at(14, 16), carrier, limits)
    assert arrived(carrier) == []


def test_an_answer_planned_before_it_was_restricted_does_not_leave(world, carrier, limits):
    write("AYUDA")
    with transaction():
        world.restricted = True
    outbox.dispatch(at(14, 16), carrier, limits)
    assert arrived(carrier) == []


def test_whatsapp_by_hand_without_a_plan_is_refused_in_words(world, facts_with_trip, reconcile, lupita):
    message = reconcile(facts_with_trip, at(14, 8)).added[0]
    with transaction():
        world.restricted = True
    assert "sin acuerdo de contacto seguro" in by_hand.of_message(message, at(14, 16)).refusal
    with transaction(), pytest.raises(Refused, match="sin acuerdo"):
        operations.sent_by_hand(message, lupita, at(14, 16))


def test_whatsapp_by_hand_keeps_the_hours_and_the_phone(planned, texts):
    message = texts()[0]
    assert "Fuera de su horario seguro (de 16:00 a 18:00" in by_hand.of_message(message, at(14, 10)).refusal
    assert by_hand.of_message(message, at(14, 17)).number == ROSA_PHONE


@pytest.mark.parametrize("word", ["ALTO", "2"])
def test_one_persons_word_never_speaks_for_another(world, facts_with_trip, reconcile, carrier, limits, word):
    reconcile(facts_with_trip, at(14, 8))
    outbox.dispatch(at(14, 10, 1), carrier, limits)
    write(word, number=JUAN_PHONE)
    assert not queries.muted(ROSA_PHONE, world.patient_id)
    asked = db.session.query(Message).filter_by(kind="two_days_before", person_id=world.patient_id).one()
    assert asked.answered_at is None


# suspended lines


@pytest.fixture
def suspended(world, lupita, now):
    with transaction():
        link = db.session.query(PersonPhone).filter_by(person_id=world.patient_id).one()
        cases.suspend_phone(link, at(16).date(), "la compañía la bloqueó", now, lupita)
    return link


def test_nothing_is_sent_to_a_suspended_line_and_it_says_why(suspended, facts_with_trip, reconcile, carrier, limits):
    reconcile(facts_with_trip, at(14, 8))
    outbox.dispatch(at(14, 10, 1), carrier, limits)
    assert set(arrived(carrier)) == {JUAN_PHONE}
    reasons = {row.reason for row in db.session.query(Message).filter_by(role="patient", state="cancelled")}
    assert reasons == {"suspended"}


def test_it_comes_back_on_its_day_and_texts_with_it(suspended, facts_with_trip, reconcile, carrier, limits):
    reconcile(facts_with_trip, at(14, 8))
    outbox.dispatch(at(15, 10, 1), carrier, limits)
    with transaction():
        assert cases.lift_suspensions(at(15, 12)) == 0
        assert cases.lift_suspensions(at(16, 0, 5)) == 1
    assert not db.session.get(Phone, suspended.phone_id).suspended_at


def test_a_line_is_suspended_and_brought_back_on_its_page(world, marta, signed_in):
    desk = signed_in(marta)
    link = db.session.query(PersonPhone).filter_by(person_id=world.patient_id).one()
    here = f"/person/{world.patient.number}/phones/{link.id}"
    assert "Falta este dato" in desk.post(f"{here}/suspend", data={"why": ""}).text
    desk.post(f"{here}/suspend", data={"why": "robado", "until": "2026-12-01"})
    assert "suspendida hasta el" in desk.get(f"/person/{world.patient.number}").text
    desk.post(f"{here}/resume")
    assert "suspendida" not in desk.get(f"/person/{world.patient.number}").text


# whatsapp by hand


def test_a_yes_to_whatsapp_outranks_alto_about_texts_and_a_no_bars_it(world, facts_with_trip, reconcile, lupita, now):
    message = next(row for row in reconcile(facts_with_trip, at(14, 8)).added if row.role == "patient")
    with transaction():
        operations.opt_out(ROSA_PHONE, world.patient_id, now)
    assert by_hand.of_message(message, at(14, 10)).refusal == "Escribió ALTO en ese teléfono."
    with transaction():
        cases.give_consent(world.patient, "whatsapp", True, now.date(), "spoken", now, lupita)
    assert by_hand.of_message(message, at(14, 10)).number == ROSA_PHONE
    with transaction():
        cases.give_consent(world.patient, "whatsapp", False, now.date(), "spoken", now, lupita)
    assert by_hand.of_message(message, at(14, 10)).refusal == "No acepta mensajes."


def test_whatsapp_is_opened_with_the_words_filled_in():
    link = by_hand.ByHand("+529921110001").link("Doña Rosa, ¿va a ir?")
    assert link == "https://wa.me/529921110001?text=Do%C3%B1a%20Rosa%2C%20%C2%BFva%20a%20ir%3F"
