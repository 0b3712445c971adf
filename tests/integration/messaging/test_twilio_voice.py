"""The real SDK calls, against a server of our own: what is asked for, and what each answer counts as."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import pytest

from app.messaging import twilio_voice
from app.messaging.twilio_gateway import TwilioGateway
from tests.integration.messaging.test_twilio_gateway import letter
from tests.moment import NOW

CALLS = [
    {"sid": "CAsecond", "to": "+529926550002", "date_created": "Mon, 23 Nov 2026 16:00:09 +0000"},
    {"sid": "CAfirst", "to": "+529926550002", "date_created": "Mon, 23 Nov 2026 16:00:01 +0000"},
    {"sid": "CAbefore", "to": "+529926550002", "date_created": "Mon, 23 Nov 2026 15:40:00 +0000"},
]


class Carrier(BaseHTTPRequestHandler):
    """Answers every call with `server.status`."""

    def do_POST(self):
        self.server.seen.append((self.path, parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())))
        accepted = self.server.status == 201
        body = {"sid": "CAabc", "status": "queued"} if accepted else {"code": self.server.code, "message": "no"}
        self._answer(self.server.status, body)

    def do_GET(self):
        self.server.seen.append((self.path, parse_qs(urlparse(self.path).query)))
        self._answer(200, {"calls": CALLS, "next_page_uri": None, "page": 0, "page_size": 100})

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
def settings(app, server):
    return replace(
        app.config["SETTINGS"], twilio_account_sid="AC1", twilio_auth_token="t", twilio_from="MG1", voice=True,
        twilio_voice_from="+12025550100", public_url="https://acompana.example",
        twilio_api_base=f"http://127.0.0.1:{server.server_port}",
    )  # fmt: skip


@pytest.fixture
def gateway(settings):
    return twilio_voice.from_settings(settings)


def call():
    return letter(to_number="+529926550002", body="Buen día, doña Rosa.", channel="voice")


def test_an_accepted_call_brings_its_id(gateway):
    outcome = gateway.send(call())
    assert (outcome.kind, outcome.sid) == ("accepted", "CAabc")


def test_the_request_carries_our_id_and_no_words(gateway, server):
    gateway.send(call())
    path, sent = server.seen[0]
    assert path.endswith("/Accounts/AC1/Calls.json")
    assert (sent["To"], sent["From"]) == (["+529926550002"], ["+12025550100"])
    assert sent["Url"] == ["https://acompana.example/hooks/twilio/voice/7"]
    assert sent["StatusCallback"] == ["https://acompana.example/hooks/twilio/voice-status/7"]
    assert sent["StatusCallbackEvent"] == ["initiated", "ringing", "answered", "completed"]
    assert "Rosa" not in str(sent)


@pytest.mark.parametrize(
    ("status", "code", "kind", "known_as"),
    [
        (400, 21214, "refused", "21214"),
        (403, 21215, "refused", "21215"),
        (401, 20003, "not_sent", "20003"),
        (403, 20003, "not_sent", "20003"),
        (429, 20429, "not_sent", "20429"),
        (503, 20503, "unknown", "20503"),
    ],
)
def test_an_error_counts_as_what_it_proves(gateway, server, status, code, kind, known_as):
    server.status, server.code = status, code
    outcome = gateway.send(call())
    assert (outcome.kind, outcome.code) == (kind, known_as)


def test_the_list_shows_the_calls_since_then_oldest_first(gateway, server):
    assert gateway.find_call("+529926550002", NOW).sids == ("CAfirst", "CAsecond")
    asked = server.seen[-1][1]
    assert (asked["To"], asked["From"]) == (["+529926550002"], ["+12025550100"])


def test_a_list_of_calls_that_cannot_be_read_says_so(gateway, server):
    server.shutdown()
    server.server_close()
    assert not gateway.find_call("+529926550002", NOW).readable


def test_a_call_that_is_no_longer_fresh_does_not_leave(gateway, server):
    assert (gateway.send(replace(call(), fresh=lambda: False)).kind, server.seen) == ("not_sent", [])


def test_where_calls_are_off_the_gateway_has_none(settings):
    gateway = twilio_voice.from_settings(replace(settings, voice=False))
    assert (type(gateway), gateway.calls) == (TwilioGateway, False)
