"""The gateway over HTTP against the fake Twilio: what each answer and each silence proves, and what never leaves."""

import logging
from dataclasses import replace

import pytest
import requests

from app.foundation import clock
from app.messaging import twilio_gateway
from app.messaging.gateways import Letter
from tests.fake_twilio import FakeTwilio
from tests.fake_twilio.process import ACCOUNT, SENDER, TOKEN

ROSA = "+529921110001"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with FakeTwilio.running(tmp_path_factory.mktemp("fake") / "log.jsonl") as fake:
        yield fake


@pytest.fixture
def fake(running):
    """Healthy, whatever the test before did to it."""
    healthy = {"chances": {}, "script": [], "revoked": False, "retry_after": None, "page_limit": 1000}
    running.set(stale_seconds=0, list_fails=0, read_seconds=60, **healthy)
    return running


@pytest.fixture
def gateway(app, fake):
    return build(app, fake.address)


def build(app, address):
    settings = replace(
        app.config["SETTINGS"], twilio_account_sid=ACCOUNT, twilio_auth_token=TOKEN, twilio_from=SENDER,
        twilio_api_base=address, public_url="https://acompana.example",
    )  # fmt: skip
    return twilio_gateway.from_settings(settings, timeouts=(1.0, 1.0))


def letter(body="Buen dia", to_number=ROSA, fresh=lambda: True, channel="sms"):
    return Letter(
        message_id=7, attempt_id=1, token="t", to_number=to_number, body=body, began_at=clock.now(),
        valid_seconds=3600, fresh=fresh, channel=channel,
    )  # fmt: skip


def accepted(fake):
    return len(list(fake.log.lines("accepted")))


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ("ok", "accepted", None), ("429", "not_sent", "20429"), ("503", "unknown", "20503"),
        ("accepted+500", "unknown", "20500"), ("accepted+cut", "unknown", None), ("cut", "unknown", None),
        ("cut-mid-request", "unknown", None), ("revoked", "not_sent", "20003"), ("30002", "not_sent", "30002"),
        ("21611", "not_sent", "21611"), ("30001", "not_sent", "30001"), ("21211", "refused", "21211"),
        ("21610", "refused", "21610"), ("21614", "refused", "21614"),
    ],
)  # fmt: skip
def test_each_trouble_counts_as_what_it_proves(gateway, fake, fault, kind, code):
    fake.set(script=[fault])
    outcome = gateway.send(letter())
    assert (outcome.kind, outcome.code) == (kind, code)


def test_the_request_carries_our_id_and_how_long_it_is_worth_delivering(gateway, fake):
    gateway.send(replace(letter(), valid_seconds=90_000))
    told = list(fake.log.lines("accepted"))[-1]
    assert told["callback"] == "https://acompana.example/hooks/twilio/status/7"
    assert (told["valid"], told["from"], told["to"], told["message"]) == ("36000", SENDER, ROSA, 7)


@pytest.mark.parametrize("status", [403, 404, 502])
def test_words_that_are_not_twilios_prove_nothing(status):
    assert twilio_gateway.answered(status, status).kind == "unknown"


def test_a_letter_that_is_no_longer_fresh_does_not_leave(gateway, fake):
    before = accepted(fake)
    assert (gateway.send(letter(fresh=lambda: False)).kind, accepted(fake)) == ("not_sent", before)


def test_an_answer_that_does_not_come_in_time_leaves_a_doubt(gateway, fake):
    fake.set(script=["slow"], slow_seconds=1.5)
    assert gateway.send(letter("Tarda")).kind == "unknown"
    assert len(gateway.find(ROSA, "Tarda", clock.now()).sids) == 1


def test_a_number_stands_for_its_code(gateway):
    assert gateway.send(letter(to_number="+529990021610")).code == "21610"


@pytest.mark.parametrize("address", ["http://no-such-host.invalid", "http://127.0.0.1:9", "https://127.0.0.1:{port}"])
def test_no_name_no_connection_no_encryption_is_certainly_not_sent(app, fake, address):
    outcome = build(app, address.format(port=fake.address.rsplit(":")[-1])).send(letter())
    assert (outcome.kind, outcome.wait_seconds) == ("not_sent", 30)


def test_we_wait_as_long_as_the_carrier_asks(gateway, fake):
    fake.set(script=["429"], retry_after=120)
    assert gateway.send(letter()).wait_seconds == 120


def test_whoever_falls_asleep_while_connecting_keeps_the_body_back(gateway, fake):
    asked, before = [], accepted(fake)

    def fresh():
        asked.append(1)
        return len(asked) == 1  # when it set out, and no more when it is connected

    assert gateway.send(letter(fresh=fresh)).kind == "not_sent"
    assert (len(asked), accepted(fake)) == (2, before)


def test_a_text_is_found_on_a_later_page(gateway, fake):
    fake.set(page_limit=2)
    since = clock.now()
    sid = gateway.send(letter("La primera")).sid
    for number in range(5):
        gateway.send(letter(f"Otra {number}"))
    assert gateway.find(ROSA, "La primera", since).sids == (sid,)


def test_more_pages_than_anybody_gets_texts_prove_nothing(gateway, fake):
    fake.set(page_limit=1)
    for number in range(12):
        gateway.send(letter(f"Una de muchas {number}", to_number="+529921110003"))
    assert not gateway.find("+529921110003", "Ninguna", clock.now()).readable


def test_the_list_leaves_out_what_is_too_new_for_it(gateway, fake):
    gateway.send(letter("Recien"))
    fake.set(stale_seconds=60)
    assert gateway.find(ROSA, "Recien", clock.now()).sids == ()


def test_no_number_reaches_the_log(app, gateway, fake, caplog):
    caplog.set_level(logging.INFO)
    fake.set(list_fails=1.0, script=["cut"])
    gateway.send(letter())
    gateway.find(ROSA, "Buen dia", clock.now())
    build(app, "http://127.0.0.1:9").find(ROSA, "Buen dia", clock.now())
    assert caplog.text
    assert ROSA[1:] not in caplog.text


def test_a_key_that_is_not_ours_is_refused(fake):
    answer = requests.get(f"{fake.address}/2010-04-01/Accounts/{ACCOUNT}/Messages.json", auth=(ACCOUNT, "x"), timeout=5)
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)


def test_a_call_is_accepted_and_fetched(gateway, fake):
    created = gateway.client.calls.create(to=ROSA, from_=SENDER, twiml="<Response/>", status_callback="http://h/x/9")
    assert gateway.client.calls(created.sid).fetch().status == "queued"
    assert list(fake.log.lines("accepted"))[-1]["message"] == 9
