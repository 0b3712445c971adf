"""Every code that RELIABILITY names: what it does to the number, to the way out, and which rung comes next."""

import pytest

from app.messaging import ladder
from app.messaging.ladder import Climb, next_rung
from app.messaging.twilio_gateway import answered

# code → (first rung with another phone at hand, the number is marked dead, the phone is not to blame)
AFTER_A_FAILURE = {
    "21211": ("other_phone", True, False),
    "21408": ("other_phone", False, True),
    "21610": ("call", False, False),
    "21612": ("other_phone", False, False),
    "21614": ("other_phone", True, False),
    "21617": ("call", False, True),
    "30001": ("retry", False, True),
    "30002": ("retry", False, True),
    "30003": ("retry", False, False),
    "30005": ("other_phone", True, False),
    "30006": ("other_phone", True, False),
    "30007": ("call", False, True),
    "30008": ("retry", False, False),
}


@pytest.mark.parametrize(("code", "expected"), AFTER_A_FAILURE.items())
def test_each_code_has_its_rung(code, expected):
    dead = code in ladder.NUMBER_IS_DEAD | ladder.NUMBER_IS_WRONG
    found = next_rung(Climb(code, retried=False, other_phones=1)), dead, code in ladder.PHONE_IS_NOT_TO_BLAME
    assert found == expected


@pytest.mark.parametrize("code", sorted(ladder.TRY_ONCE_MORE))
def test_once_more_is_once(code):
    assert next_rung(Climb(code, retried=True, other_phones=1)) == "other_phone"


@pytest.mark.parametrize("code", [*AFTER_A_FAILURE, "20003", "20429", "21611"])
def test_each_code_has_its_sentence(code):
    assert code in ladder.SENTENCES


@pytest.mark.parametrize(
    ("status", "code", "kind", "known_as"),
    [
        (400, "21611", "not_sent", "21611"),
        (429, "20429", "not_sent", "20429"),
        (401, "20003", "not_sent", "20003"),
        (403, "20003", "not_sent", "20003"),
        *((400, code, "refused", code) for code in ("21211", "21408", "21610", "21612", "21614", "21617")),
        (500, "20500", "unknown", "20500"),
        (503, "20503", "unknown", "20503"),
    ],
)
def test_each_answer_counts_as_what_it_proves(status, code, kind, known_as):
    outcome = answered(status, int(code))
    assert (outcome.kind, outcome.code) == (kind, known_as)
