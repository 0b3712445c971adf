"""A key pressed during a call counts like the same number in a text."""

from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from twilio.request_validator import RequestValidator

from app.cases import operations as case_operations
from app.cases import queries as cases
from app.coordination import voice
from app.coordination.jobs import raise_due_tasks
from app.foundation.db import db, transaction
from app.messaging import jobs, queries, simulated_calls
from app.messaging.models import Inbound, Message
from app.travel import queries as travel

ROSA = "+529925501001"
TOKEN, PUBLIC = "a token of the carrier", "https://acompana.example"


@pytest.fixture
def case(programme, now, ivan):
    """Doña Rosa cannot read, and said yes to calls."""
    case = programme.rosa()
    with transaction():
        case.patient.reads = False
        case_operations.give_consent(case.patient, "voice", True, date(2026, 11, 20), "spoken", now, ivan)
    return case


@pytest.fixture
def appointment(programme, case):
    return programme.book(case)


@pytest.fixture
def trip(programme, appointment):
    return programme.plan(appointment)


@pytest.fixture
def call(trip, frozen, now):
    """She was told of the date. Two days before they leave her telephone rings again, and asks."""
    told = now + timedelta(minutes=1)
    jobs.send_round(now)
    heard(db.session.query(Message).filter_by(kind="booked", channel="voice").one(), told)
    jobs.send_round(told)
    at = (travel.first_leg(trip).departs_at - timedelta(days=2)).replace(hour=17, minute=0)
    frozen.move_to(at)
    jobs.send_round(at)
    return db.session.query(Message).filter_by(kind="two_days_before", channel="voice").one()


def heard(message, now):
    with transaction():
        for event in ("answered", "ended"):
            simulated_calls.note(message.sid, event, now)


def press(call, key, now, **more):
    with transaction():
        return voice.on_key(call.id, call.sid, key, now, **more)


def tasks(case):
    return [
        (task.kind, task.urgent, task.reason) for task in cases.open_tasks_of(case) if task.key.startswith("answer:")
    ]


def test_1_confirms_and_is_thanked(call, appointment, now):
    assert press(call, "1", now).words == "Gracias, doña Rosa. Queda anotado. Hasta luego."
    assert (appointment.confirmation, queries.message(call.id).answered_at) == ("confirmed", now)


def test_2_declines_and_the_call_it_promises_is_a_task(call, appointment, case, now):
    reply = press(call, "2", now)
    assert reply.words == "Gracias, doña Rosa. Queda anotado. Lupita le va a marcar. Hasta luego."
    assert (appointment.confirmation, tasks(case)) == ("declined", [("decline", True, "Marcó 2 en la llamada.")])


def test_a_wrong_key_is_asked_once_more_and_then_let_be(call, appointment, now):
    first = press(call, "7", now)
    assert (first.words, first.listening) == (
        "Esa tecla no es. Si va a ir, marque uno. Si no puede, marque dos.", True,
    )  # fmt: skip
    assert press(call, "7", now, again=True).listening is False
    assert (appointment.confirmation, db.session.query(Inbound).count()) == ("unknown", 0)


@pytest.mark.parametrize("key", ["0", ""])
def test_a_0_or_no_key_is_no_answer(call, appointment, now, key):
    assert press(call, key, now).words == "Si ahorita no puede contestar, no se apure. Hasta luego."
    assert (appointment.confirmation, db.session.query(Inbound).count()) == ("unknown", 0)


def test_silence_becomes_somebodys_call(call, case):
    with transaction():
        call.sent_at = call.sent_at or call.sending_at
    raise_due_tasks(call.sent_at + timedelta(hours=24))
    assert "No ha contestado el mensaje." in [task.reason for task in cases.open_tasks_of(case)]


def test_a_key_of_another_call_is_nothing(call, appointment, now):
    with transaction():
        assert voice.on_key(call.id, "CAother", "1", now) is None
    assert appointment.confirmation == "unknown"


def test_a_call_that_only_left_a_recado_takes_no_key(call, appointment, now):
    with transaction():
        call.said = "Tengo un recado para doña Rosa."
    assert press(call, "1", now).words == "Hasta luego."
    assert appointment.confirmation == "unknown"


@pytest.fixture
def hook(app, client, call):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], twilio_auth_token=TOKEN, public_url=PUBLIC)

    def post(key, query="", address=PUBLIC):
        path, fields = f"/hooks/twilio/voice-answer/{call.id}{query}", {"CallSid": call.sid, "Digits": key}
        signature = RequestValidator(TOKEN).compute_signature(f"{address}{path}", fields)
        return client.post(path, data=fields, headers={"X-Twilio-Signature": signature})

    return post


def said(answer):
    return [element.text for element in ElementTree.fromstring(answer.get_data()).iter("Say")]


def test_a_signed_key_comes_in_once_however_often_it_is_posted(hook, appointment, case):
    answers = [said(hook("2")) for _time in range(3)]
    assert answers == [["Gracias, doña Rosa. Queda anotado. Lupita le va a marcar. Hasta luego."]] * 3
    assert [(row.channel, row.body, row.meaning) for row in db.session.query(Inbound)] == [("voice", "2", "decline")]
    assert len(tasks(case)) == 1


def test_a_forged_key_changes_nothing(hook, appointment):
    assert hook("1", address="https://evil.example").status_code == 403
    assert appointment.confirmation == "unknown"


def test_the_question_put_again_listens_on_its_own_address(hook, call):
    again = ElementTree.fromstring(hook("7").get_data()).find("Gather")
    assert again.get("action") == f"{PUBLIC}/hooks/twilio/voice-answer/{call.id}?again=1"
    assert said(hook("7", "?again=1")) == ["Si ahorita no puede contestar, no se apure. Hasta luego."]


def test_the_simulators_telephone_answers_by_key(call, appointment, signed_in, lupita):
    desk = signed_in(lupita)
    desk.post(f"/simulator/{ROSA}/call", data={"did": "answered"})
    desk.post(f"/simulator/{ROSA}/key", data={"key": "1"})
    assert (appointment.confirmation, queries.message(call.id).state) == ("confirmed", "delivered")


def test_a_wrong_key_on_screen_keeps_the_call(call, signed_in, lupita):
    desk = signed_in(lupita)
    desk.post(f"/simulator/{ROSA}/call", data={"did": "answered"})
    page = desk.post(f"/simulator/{ROSA}/key", data={"key": "6"}, follow_redirects=True).get_data(as_text=True)
    assert "Esa tecla no es" in page
    assert "Colgar" in page


def test_no_key_without_a_call_that_somebody_took(call, signed_in, lupita):
    assert signed_in(lupita).post(f"/simulator/{ROSA}/key", data={"key": "1"}).status_code == 404


def test_the_inbox_and_the_case_say_that_it_was_a_key(call, case, now, signed_in, lupita):
    press(call, "2", now)
    desk = signed_in(lupita)
    assert "Tecla 2 en la llamada" in desk.get("/inbox").get_data(as_text=True)
    assert "Contestó doña Rosa en la llamada" in desk.get(f"/cases/{case.number}").get_data(as_text=True)
