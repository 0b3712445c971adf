"""The real SDK against a server of our own on this machine: what each answer, and each silence, counts as."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from app.messaging import twilio_gateway
from app.messaging.gateways import Letter
from tests.moment import NOW

SENT_AT = "Mon, 23 Nov 2026 16:00:01 +0000"


class Carrier(BaseHTTPRequestHandler):
    """Answers every create with `server.status`; `cut` hangs up after reading."""

    def do_POST(self):
        self.server.seen.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        if self.server.status == "cut":
            self.connection.close()
            return
        accepted = self.server.status == 201
        answer = {"sid": "SMabc", "status": "queued"} if accepted else {"code": self.server.code, "message": "no"}
        self._answer(self.server.status, answer)

    def do_GET(self):
        texts = [{"sid": "SMabc", "body": "Buen dia", "date_created": SENT_AT, "to": "+529921110001"}]
        self._answer(200, {"messages": texts, "next_page_uri": None, "page": 0, "page_size": 100})

    def _answer(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words):
        """Quiet."""


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Carrier)
    server.seen, server.status, server.code = [], 201, None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def gateway(app, server):
    settings = replace(
        app.config["SETTINGS"], twilio_account_sid="AC1", twilio_auth_token="t", twilio_from="+12025550100",
        twilio_api_base=f"http://127.0.0.1:{server.server_port}", public_url="https://acompana.example",
    )  # fmt: skip
    return twilio_gateway.from_settings(settings)


def letter(**more):
    values = {
        "message_id": 7, "attempt_id": 1, "token": "t", "to_number": "+529921110001", "body": "Buen dia",
        "began_at": NOW, "valid_seconds": 90_000, "fresh": lambda: True,
    }  # fmt: skip
    return Letter(**values | more)


def test_an_accepted_text_brings_its_id(gateway):
    assert (gateway.send(letter()).kind, gateway.send(letter()).sid) == ("accepted", "SMabc")


def test_the_request_carries_our_id_and_how_long_it_is_worth_delivering(gateway, server):
    gateway.send(letter())
    sent = server.seen[0]
    assert sent["StatusCallback"] == ["https://acompana.example/hooks/twilio/status/7"]
    assert (sent["ValidityPeriod"], sent["From"], sent["To"]) == (["36000"], ["+12025550100"], ["+529921110001"])


@pytest.mark.parametrize(
    ("status", "code", "kind", "known_as"),
    [
        (400, 21211, "refused", "21211"),
        (400, 21610, "refused", "21610"),
        (401, 20003, "not_sent", "20003"),
        (429, 20429, "not_sent", "20429"),
        (500, 20500, "unknown", "20500"),
        (503, 20503, "unknown", "20503"),
    ],
)
def test_an_error_counts_as_what_it_proves(gateway, server, status, code, kind, known_as):
    server.status, server.code = status, code
    outcome = gateway.send(letter())
    assert (outcome.kind, outcome.code) == (kind, known_as)


def test_a_connection_that_is_cut_after_the_request_leaves_a_doubt(gateway, server):
    server.status = "cut"
    assert gateway.send(letter()).kind == "unknown"


def test_nobody_listening_is_certainly_not_sent(gateway, server):
    server.shutdown()
    server.server_close()
    assert gateway.send(letter()).kind == "not_sent"


def test_a_letter_that_is_no_longer_fresh_does_not_leave(gateway, server):
    assert (gateway.send(letter(fresh=lambda: False)).kind, server.seen) == ("not_sent", [])


def test_the_list_finds_exactly_this_text(gateway):
    assert gateway.find("+529921110001", "Buen dia", NOW).sids == ("SMabc",)
    assert gateway.find("+529921110001", "Otra cosa", NOW).sids == ()


def test_a_list_that_cannot_be_read_says_so(gateway, server):
    server.shutdown()
    server.server_close()
    assert not gateway.find("+529921110001", "Buen dia", NOW).readable
