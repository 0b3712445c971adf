"""When a text is spoken, on which telephone, and when a call counts as heard."""

from dataclasses import replace
from datetime import time

import pytest

from app.cases.safe_hours import SafeHours
from app.messaging.reach import Line, Standing
from app.messaging.voice import call_report, way

DAYTIME = SafeHours(time(9), time(20))
MOBILE = Line(1, "+529921110001")
LANDLINE = Line(2, "+529926550002", kind="landline")
CASETA = Line(3, "+529926550003", kind="caseta", relay_only=True)
LENT = Line(4, "+529921110004", relay_only=True)
YES = Standing(consent=True, voice=True, lines=(MOBILE,))
WORDS = "Doña Rosa, le traigo un recado de Lupita. Mañana sale a las seis de la mañana."


def chosen(standing, **how):
    found = way(standing, **how)
    return found.phone_id, found.channel if found.number else found.reason, found.relayed


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (YES, (1, "sms", False)),
        (replace(YES, reads=True), (1, "sms", False)),
        (replace(YES, reads=False), (1, "voice", False)),
        (replace(YES, lines=(LANDLINE,)), (2, "voice", False)),
        (replace(YES, lines=(LANDLINE, MOBILE)), (1, "sms", False)),
        (replace(YES, lines=(CASETA,)), (3, "voice", True)),
        (replace(YES, lines=(LENT,)), (4, "voice", True)),
        (replace(YES, lines=(CASETA, LANDLINE)), (2, "voice", False)),
        (replace(YES, consent=False), (1, "voice", False)),
    ],
)
def test_a_text_where_it_can_be_read_else_a_call(standing, expected):
    assert chosen(standing) == expected


@pytest.mark.parametrize("voice", [None, False])
@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (replace(YES, reads=False), (1, "sms", False)),
        (replace(YES, lines=(LANDLINE,)), (None, "landline", False)),
        (replace(YES, lines=(CASETA,)), (None, "relay_only", False)),
        (replace(YES, lines=(LANDLINE,), consent=None), (None, "no_consent", False)),
    ],
)
def test_without_a_yes_to_calls_all_is_as_with_texts_alone(standing, expected, voice):
    assert chosen(replace(standing, voice=voice)) == expected


def test_where_the_voice_does_not_speak_the_language_only_a_recado_is_left():
    assert chosen(replace(YES, lines=(LANDLINE,)), speakable=False) == (None, "landline", False)
    assert chosen(replace(YES, reads=False), speakable=False) == (1, "sms", False)
    assert chosen(replace(YES, lines=(CASETA,)), speakable=False) == (3, "voice", True)


def test_once_texts_have_failed_nothing_but_a_call_is_tried():
    assert chosen(YES, by="voice") == (1, "voice", False)
    assert chosen(YES, by="voice", tried=frozenset({MOBILE.number}))[1] == "no_other_phone"


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (replace(YES, died=True), "died"),
        (replace(YES, on_hold=True), "on_hold"),
        (replace(YES, lines=(replace(LANDLINE, opted_out=True),)), "landline"),
        (replace(YES, lines=(replace(LANDLINE, dead=True),)), "landline"),
    ],
)
def test_what_bars_a_text_bars_a_call(standing, reason):
    assert way(standing).reason == reason


@pytest.mark.parametrize(("phone_id", "expected"), [(2, (2, "voice", False)), (None, (None, "safe_in_person", False)),
                                                    (9, (None, "no_phone", False))])  # fmt: skip
def test_a_restricted_case_is_called_on_the_phone_of_its_plan_and_on_no_other(phone_id, expected):
    assert (
        chosen(replace(YES, lines=(LANDLINE,), safe_person=True, safe_phone_id=phone_id, safe_hours=DAYTIME))
        == expected
    )


def test_a_restricted_case_calls_nobody_whom_its_plan_does_not_name():
    assert chosen(replace(YES, lines=(LANDLINE,), safe_person=False, safe_phone_id=2))[1] == "safe_contact"


def test_a_test_installation_rings_only_its_list():
    assert chosen(replace(YES, lines=(LANDLINE,)), allowed=frozenset({MOBILE.number}))[1] == "landline"


@pytest.mark.parametrize(
    ("status", "seconds", "state", "code"),
    [
        ("initiated", None, "accepted", None),
        ("ringing", None, "sent", None),
        ("in-progress", None, "sent", None),
        ("completed", 12, "delivered", None),
        ("completed", None, "delivered", None),
        ("completed", 2, "undelivered", "hung-up"),
        ("busy", 0, "undelivered", "busy"),
        ("no-answer", 0, "undelivered", "no-answer"),
        ("failed", 0, "undelivered", "failed"),
        ("canceled", None, "undelivered", "canceled"),
    ],
)
def test_a_carriers_word_on_a_call_is_one_of_our_states(status, seconds, state, code):
    report = call_report(status, seconds, WORDS)
    assert (report.status, report.code) == (state, code)


def test_an_unknown_word_says_nothing():
    assert call_report("odd", None, WORDS) is None
