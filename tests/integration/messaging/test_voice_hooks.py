"""What Twilio asks and tells about our calls: signed, any number of times, and nothing to anybody else."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from twilio.request_validator import RequestValidator

from app.cases.models import Consent, Person
from app.foundation.db import db, transaction
from app.messaging import outbox, queries
from tests.integration.messaging.switchboard import Switchboard
from tests.moment import NOW

TOKEN, PUBLIC = "a token of the carrier", "https://acompana.example"


@pytest.fixture(autouse=True)
def settings(app):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], twilio_auth_token=TOKEN, public_url=PUBLIC)


@pytest.fixture
def ringing(world, reconcile, facts, tmp_path, limits):
    """Doña Rosa cannot read; her telephone rings."""
    with transaction():
        rosa = db.session.get(Person, world.patient_id)
        rosa.reads = False
        db.session.add(
            Consent(person_id=rosa.id, purpose="voice", granted=True, given_on=NOW.date(), recorded_at=NOW)
        )  # fmt: skip
    first = reconcile(facts).added[0].id
    outbox.dispatch(NOW, Switchboard(tmp_path / "log"), limits)
    return queries.message(first)


def post(client, path, fields, address=PUBLIC):
    signature = RequestValidator(TOKEN).compute_signature(f"{address}{path}", fields)
    return client.post(path, data=fields, headers={"X-Twilio-Signature": signature})


def said(answer):
    return [element.text for element in ElementTree.fromstring(answer.get_data()).iter("Say")]


def test_the_call_says_its_words_twice(ringing, client):
    answer = post(client, f"/hooks/twilio/voice/{ringing.id}", {"CallSid": ringing.sid, "CallStatus": "in-progress"})
    assert said(answer) == [ringing.said, f"Repito. {ringing.said}", "Hasta luego."]
    assert queries.message(ringing.id).state == "sent"


def test_asked_again_it_says_the_same(ringing, client):
    fields = {"CallSid": ringing.sid}
    first, second = (post(client, f"/hooks/twilio/voice/{ringing.id}", fields).get_data() for _time in range(2))
    assert first == second
    assert [event.status for event in queries.message(ringing.id).events].count("sent") == 1


@pytest.mark.parametrize("hook", ["voice", "voice-status", "voice-answer"])
def test_a_forged_hook_is_refused(ringing, client, hook):
    fields = {"CallSid": ringing.sid, "CallStatus": "completed", "Digits": "1"}
    assert client.post(f"/hooks/twilio/{hook}/{ringing.id}", data=fields).status_code == 403
    assert post(client, f"/hooks/twilio/{hook}/{ringing.id}", fields, "https://evil.example").status_code == 403
    assert queries.message(ringing.id).state == "accepted"


@pytest.mark.parametrize("hook", ["voice", "voice-status", "voice-answer"])
def test_an_incomplete_hook_is_refused(ringing, client, hook):
    assert post(client, f"/hooks/twilio/{hook}/{ringing.id}", {"To": "+529921110001"}).status_code == 400


def test_another_call_learns_nothing_of_it(ringing, client):
    answer = post(client, f"/hooks/twilio/voice/{ringing.id}", {"CallSid": "CAother"})
    assert said(answer) == []


def test_a_call_about_nothing_is_hung_up(world, client):
    assert said(post(client, "/hooks/twilio/voice/999", {"CallSid": "CAx"})) == []


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"CallStatus": "ringing"}, "sent"),
        ({"CallStatus": "completed", "CallDuration": "31"}, "delivered"),
        ({"CallStatus": "completed", "CallDuration": "1"}, "undelivered"),
        ({"CallStatus": "busy"}, "undelivered"),
    ],
)
def test_a_signed_word_moves_the_call(ringing, client, fields, state):
    answer = post(client, f"/hooks/twilio/voice-status/{ringing.id}", {"CallSid": ringing.sid, **fields})
    assert (answer.status_code, queries.message(ringing.id).state) == (204, state)


def test_a_word_that_nobody_knows_is_refused(ringing, client):
    fields = {"CallSid": ringing.sid, "CallStatus": "odd"}
    assert post(client, f"/hooks/twilio/voice-status/{ringing.id}", fields).status_code == 400


def test_words_shuffled_and_repeated_end_the_same(ringing, client):
    words = [("completed", "31"), ("ringing", ""), ("completed", "31"), ("initiated", ""), ("in-progress", "")]
    for status, seconds in words:
        fields = {"CallSid": ringing.sid, "CallStatus": status, "CallDuration": seconds}
        post(client, f"/hooks/twilio/voice-status/{ringing.id}", fields)
    assert queries.message(ringing.id).state == "delivered"
