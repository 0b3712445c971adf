"""Prices: learned late, corrected later, never asked for one by one, given up in the end."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.foundation.db import db, transaction
from app.messaging import costs, jobs, twilio_gateway
from app.messaging.models import Charge
from tests.integration.messaging.billing import Billing, priced, sent_text

LATER = timedelta(minutes=11)


def charges():
    return [(charge.ordinal, charge.micros, charge.currency) for charge in db.session.scalars(select(Charge))]


def test_a_price_is_asked_for_some_minutes_after_the_text_left(app, now):
    sent_text(now, "SM1")
    assert priced(["SM1"], now + timedelta(minutes=9)) == 0
    assert priced(["SM1"], now + LATER) == 1
    assert charges() == [(0, 36_700, "USD")]


def test_a_thousand_texts_of_a_day_take_one_reading_of_the_list(app, now):
    for ordinal in range(30):
        sent_text(now + timedelta(minutes=ordinal), f"SM{ordinal}")
    carrier = Billing({f"SM{ordinal}": (900_000, "MXN") for ordinal in range(30)})
    assert jobs.learn_prices(now + timedelta(hours=1), carrier) == 30
    assert len(carrier.reads) == 1


def test_calls_are_read_from_their_own_list(app, now):
    sent_text(now, "SM1")
    sent_text(now, "CA1", channel="voice")
    carrier = Billing({"SM1": (1, "USD"), "CA1": (13_500, "USD")})
    jobs.learn_prices(now + LATER, carrier)
    assert [voice for _since, _until, voice in carrier.reads] == [False, True]


def test_a_price_that_is_not_there_yet_is_asked_for_again_after_growing_pauses(app, now):
    message, carrier = sent_text(now, "SM1"), Billing()
    asked_at = []
    for minute in range(0, 200, 5):
        before = len(carrier.reads)
        jobs.learn_prices(now + timedelta(minutes=minute), carrier)
        asked_at += [minute] if len(carrier.reads) > before else []
    assert asked_at == [10, 20, 40, 80, 160]
    assert message.priced_at is None


def test_after_a_week_it_is_given_up_and_the_check_says_so(app, now):
    sent_text(now, "SM1")
    week = now + timedelta(days=8)
    jobs.learn_prices(week, Billing())
    assert jobs.learn_prices(week + timedelta(days=1), carrier := Billing()) == 0
    assert not carrier.reads
    assert list(costs.verify(week)) == ["the carrier gave no price in 7 days for 1 messages, from 1 to 1"]
    assert list(costs.verify(week + timedelta(days=40))) == []


def test_a_list_that_cannot_be_read_changes_nothing(app, now):
    message, carrier = sent_text(now, "SM1"), Billing({"SM1": (1, "USD")})
    carrier.readable = False
    jobs.learn_prices(now + LATER, carrier)
    assert (message.priced_at, message.price_look_at) == (None, now + costs.FIRST_LOOK)


def test_a_price_is_read_once_more_and_a_correction_is_a_charge_of_the_difference(app, now):
    message = sent_text(now, "SM1")
    priced(["SM1"], now + LATER, micros=36_700)
    assert priced(["SM1"], now + timedelta(days=4), micros=40_000) == 1
    assert charges() == [(0, 36_700, "USD"), (1, 3_300, "USD")]
    assert (message.price_micros, message.price_look_at) == (40_000, None)
    assert list(costs.verify(now)) == []


def test_the_same_price_read_again_is_no_news(app, now):
    sent_text(now, "SM1")
    priced(["SM1"], now + LATER)
    assert priced(["SM1"], now + timedelta(days=4)) == 0
    assert len(charges()) == 1


def test_money_given_back_is_a_charge_below_zero(app, now):
    sent_text(now, "SM1")
    priced(["SM1"], now + LATER, micros=36_700)
    priced(["SM1"], now + timedelta(days=4), micros=0)
    assert charges()[1] == (1, -36_700, "USD")


def test_the_simulator_asks_the_estimate_for_each_segment(world, reconcile, facts, now):
    reconcile(facts)
    jobs.send_round(now)
    jobs.learn_prices(now + LATER)
    assert set(charges()) == {(0, 900_000, "MXN")}


@pytest.mark.both_databases
@pytest.mark.parametrize("change", ["posted_key = 'b'", "micros = 1"])
def test_the_database_refuses_to_post_a_charge_twice_or_to_change_it(app, now, change):
    sent_text(now, "SM1")
    priced(["SM1"], now + LATER)
    with transaction():
        costs.mark_posted([1], "a", now)
    with pytest.raises(DBAPIError, match="posted once"), transaction():
        db.session.execute(text(f"UPDATE message_charge SET {change}"))


@pytest.mark.both_databases
def test_a_charge_is_never_lost(app, now):
    sent_text(now, "SM1")
    priced(["SM1"], now + LATER)
    with pytest.raises(DBAPIError, match="posted once"), transaction():
        db.session.execute(text("DELETE FROM message_charge"))


def test_what_was_posted_is_not_marked_again(app, now):
    sent_text(now, "SM1")
    priced(["SM1"], now + LATER)
    with transaction():
        costs.mark_posted([1], "a", now)
    with pytest.raises(RuntimeError), transaction():
        costs.mark_posted([1], "b", now)


@pytest.mark.parametrize(
    ("micros", "words"),
    [(36_700, "$0.0367 USD"), (900_000, "$0.90 USD"), (1_250_000_000, "$1,250.00 USD"), (-36_700, "-$0.0367 USD")],
)
def test_a_price_is_shown_as_exactly_as_the_carrier_says_it(micros, words):
    assert costs.shown(micros, "USD") == words


class Twilio(BaseHTTPRequestHandler):
    """Answers both lists with one priced row and one whose price is not known yet."""

    def do_GET(self):
        self.server.seen.append(parse_qs(urlsplit(self.path).query))
        name = "calls" if "Calls" in self.path else "messages"
        rows = [
            {"sid": "SM1", "price": "-0.03670", "price_unit": "USD"},
            {"sid": "SM2", "price": None, "price_unit": "USD"},
        ]
        content = json.dumps({name: rows, "next_page_uri": None, "page": 0, "page_size": 1000}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words):
        """Quiet."""


@pytest.fixture
def twilio(app):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Twilio)
    server.seen = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = replace(
        app.config["SETTINGS"], twilio_account_sid="AC1", twilio_auth_token="t", twilio_from="+12025550100",
        twilio_api_base=f"http://127.0.0.1:{server.server_port}",
    )  # fmt: skip
    yield server, twilio_gateway.from_settings(settings)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("voice", "name"), [(False, "DateSent"), (True, "StartTime")])
def test_twilio_is_asked_for_a_stretch_of_time_and_its_minus_is_what_we_owe(twilio, now, voice, name):
    server, gateway = twilio
    found = gateway.prices(now, now + timedelta(hours=2), voice=voice)
    assert [(price.sid, price.micros, price.currency) for price in found] == [("SM1", 36_700, "USD")]
    assert server.seen[0] == {
        f"{name}>": ["2026-11-23T16:00:00Z"], f"{name}<": ["2026-11-23T18:00:00Z"], "PageSize": ["1000"],
    }  # fmt: skip
