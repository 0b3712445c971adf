"""Whether a machine may call, and from which number."""

import pytest

from app.foundation.settings import Misconfigured, from_environment

TWILIO = {"NAV_SMS_GATEWAY": "twilio", "NAV_TWILIO_ACCOUNT_SID": "AC1", "NAV_TWILIO_AUTH_TOKEN": "t"}


@pytest.fixture
def settings(tmp_path, monkeypatch):
    def read(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return from_environment(tmp_path)

    return read


def test_the_simulator_rings_unless_it_is_told_not_to(settings):
    assert settings().voice
    assert not settings(NAV_VOICE="off").voice


def test_real_telephones_ring_only_when_somebody_says_so(settings):
    assert not settings(**TWILIO, NAV_TWILIO_FROM="+12025550100").voice
    assert settings(NAV_VOICE="on").voice


def test_the_number_that_texts_calls_unless_another_is_named(settings):
    assert settings(**TWILIO, NAV_TWILIO_FROM="+12025550100").twilio_voice_from == "+12025550100"
    assert settings(NAV_TWILIO_VOICE_FROM="+12025550199").twilio_voice_from == "+12025550199"


def test_a_messaging_service_cannot_call(settings):
    with pytest.raises(Misconfigured, match="NAV_TWILIO_VOICE_FROM"):
        settings(**TWILIO, NAV_TWILIO_FROM="MG1", NAV_VOICE="on")
