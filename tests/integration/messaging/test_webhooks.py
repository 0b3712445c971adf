"""Only what Twilio signed over our public address is believed."""

from dataclasses import replace

import pytest
from twilio.request_validator import RequestValidator

from app.foundation.db import db
from app.messaging import outbox, queries
from app.messaging.models import Inbound
from tests.moment import NOW

TOKEN, PUBLIC = "a token of the carrier", "https://acompana.example"


@pytest.fixture(autouse=True)
def settings(app):
    """An installation that Twilio knows by its public address."""
    known = replace(app.config["SETTINGS"], twilio_auth_token=TOKEN, public_url=PUBLIC)
    app.config["SETTINGS"] = known


@pytest.fixture
def sent(reconcile, facts, carrier, limits):
    first = reconcile(facts).added[0].id
    outbox.dispatch(NOW, carrier, limits)
    return queries.message(first)


def post(client, path, fields, address=PUBLIC, **headers):
    signature = RequestValidator(TOKEN).compute_signature(f"{address}{path}", fields)
    return client.post(path, data=fields, headers={"X-Twilio-Signature": signature, **headers})


def test_a_signed_report_moves_the_message(sent, client):
    fields = {"MessageSid": sent.sid, "MessageStatus": "delivered"}
    assert post(client, f"/hooks/twilio/status/{sent.id}", fields).status_code == 204
    assert queries.message(sent.id).state == "delivered"


def test_a_report_counts_once(sent, client):
    for _time in range(3):
        post(client, f"/hooks/twilio/status/{sent.id}", {"MessageSid": sent.sid, "MessageStatus": "sent"})
    assert [event.status for event in queries.message(sent.id).events].count("sent") == 1


@pytest.mark.parametrize("host", ["http://localhost", "https://evil.example"])
def test_a_signature_over_another_address_is_forged(sent, client, host):
    fields = {"MessageSid": sent.sid, "MessageStatus": "delivered"}
    answer = post(client, f"/hooks/twilio/status/{sent.id}", fields, host, **{"X-Forwarded-Host": "evil.example"})
    assert (answer.status_code, queries.message(sent.id).state) == (403, "accepted")


def test_no_signature_at_all_is_forged(sent, client):
    assert client.post(f"/hooks/twilio/status/{sent.id}", data={"MessageSid": sent.sid}).status_code == 403


def test_a_report_about_a_message_that_is_none_changes_nothing(client, world):
    assert post(client, "/hooks/twilio/status/999", {"MessageSid": "SMx", "MessageStatus": "sent"}).status_code == 204


@pytest.mark.parametrize("fields", [{"MessageSid": "SMx"}, {"MessageStatus": "sent"}, {"MessageStatus": "odd"}])
def test_an_incomplete_report_is_refused(client, world, fields):
    assert post(client, "/hooks/twilio/status/1", fields).status_code == 400


def test_a_signed_text_comes_in_once(client, world):
    for _time in range(2):
        fields = {"MessageSid": "SM7", "From": "+5219921110001", "Body": "hola"}
        assert post(client, "/hooks/twilio/inbound", fields).mimetype == "text/xml"
    assert [row.from_number for row in db.session.query(Inbound)] == ["+529921110001"]
