"""Twilio's own contract: every request that our gateway makes is accepted by Prism, which answers by Twilio's
OpenAPI. It knows no error: those are the fake's part (tests/fake_twilio)."""

import os
import socket
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from app.messaging import twilio_gateway
from app.messaging.gateways import Letter
from tests.moment import NOW

HERE = Path(__file__).parent
PRISM = HERE / "node_modules/@stoplight/prism-cli/dist/index.js"
OPENAPI = HERE / "node_modules/@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json"
PATIENCE = 60
ACCOUNT = "AC" + "0" * 31 + "1"
pytestmark = pytest.mark.needs("node")


@pytest.fixture(scope="module")
def prism(tmp_path_factory):
    """(address, log) of Twilio's contract, answering."""
    if not (PRISM.exists() and OPENAPI.exists()):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("DID NOT RUN: ./test installs Prism and the contract")
    log, port = tmp_path_factory.mktemp("prism") / "prism.log", free_port()
    with log.open("w") as out:
        command = ["node", PRISM, "mock", "-h", "127.0.0.1", "-p", str(port), OPENAPI]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        wait_for(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}", log
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def wait_for(address, process):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            return requests.get(address, timeout=1)
        except requests.RequestException:
            time.sleep(0.1)
    raise AssertionError("Prism did not start")


@pytest.fixture
def gateway_with(app, prism):
    def build(sender: str):
        settings = replace(
            app.config["SETTINGS"], twilio_account_sid=ACCOUNT, twilio_auth_token="t", twilio_from=sender,
            twilio_api_base=prism[0], public_url="https://acompana.example",
        )  # fmt: skip
        return twilio_gateway.from_settings(settings)

    return build


def letter():
    return Letter(
        message_id=7, attempt_id=1, token="t", to_number="+529921110001", body="Buen dia, doña Rosa. ¿Va a ir?",
        began_at=NOW, valid_seconds=90_000, fresh=lambda: True,
    )  # fmt: skip


@pytest.mark.parametrize("sender", ["+12025550100", "MG" + "0" * 31 + "1"], ids=["from a number", "from a service"])
def test_a_text_is_created_as_twilio_asks(gateway_with, sender):
    assert gateway_with(sender).hand_over(letter()).kind == "accepted"


def test_the_list_is_read_as_twilio_asks(gateway_with):
    assert gateway_with("+12025550100").look_up("+529921110001", "Buen dia", NOW).readable


def test_one_text_is_fetched_as_twilio_asks(gateway_with):
    fetched = gateway_with("+12025550100").client.messages("SM" + "0" * 31 + "1").fetch()
    assert fetched.sid.startswith("SM")


def test_prism_refuses_what_twilio_does_not_know(prism):
    create = f"{prism[0]}/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert requests.post(create, data={"Body": "to nobody"}, auth=(ACCOUNT, "t"), timeout=10).status_code == 422
