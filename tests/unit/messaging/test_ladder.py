"""What comes next when a text did not arrive."""

import pytest

from app.messaging.ladder import Climb, next_rung


@pytest.mark.parametrize(
    ("climb", "rung"),
    [
        (Climb("30003", retried=False, other_phones=1), "retry"),
        (Climb("30008", retried=True, other_phones=1), "other_phone"),
        (Climb("30003", retried=True, other_phones=0), "call"),
        (Climb("30005", retried=False, other_phones=0, relative_told=True), "relative"),
        (Climb("21614", retried=False, other_phones=2), "other_phone"),
        (Climb("30007", retried=False, other_phones=2), "call"),
        (Climb("21610", retried=False, other_phones=2), "call"),
        (Climb("30003", retried=True, other_phones=0, can_be_called=True), "voice"),
        (Climb("30005", retried=False, other_phones=0, relative_told=True, can_be_called=True), "voice"),
        (Climb("30007", retried=False, other_phones=2, can_be_called=True), "voice"),
        (Climb("21610", retried=False, other_phones=0, can_be_called=True), "call"),
        (Climb("no-answer", retried=False, other_phones=1, can_be_called=True), "retry"),
        (Climb("hung-up", retried=False, other_phones=0), "retry"),
        (Climb("busy", retried=True, other_phones=0), "call"),
        (Climb("failed", retried=False, other_phones=1), "other_phone"),
    ],
)
def test_the_rung_follows_from_the_code_and_what_was_tried(climb, rung):
    assert next_rung(climb) == rung
