"""Which texts should exist: the worked example of docs/rules-messages.md, and its edges."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.clock import to_local
from app.messaging.facts import Earlier
from app.messaging.rules import CLOSES, DEFAULT_POLICY, OPENS, call_due, in_window, into_window, wanted
from tests.unit.messaging.cast import BOOKED, JUAN, WITH_TRIP, at

ZONE = BOOKED.zone


def due(facts, now, role="patient"):
    return {text.kind: text.not_before for text in wanted(facts, now) if text.role == role}


def test_the_worked_example():
    assert due(WITH_TRIP, at(23, 21, 15, month=11)) == {
        "booked": at(24, 9, month=11), "two_days_before": at(14, 10), "day_before": at(15, 10),
    }  # fmt: skip


def test_one_traveller_is_asked_on_the_way_and_it_is_the_relative():
    assert due(WITH_TRIP, at(1, 10), "companion")["on_the_way"] == at(16, 9)


def test_who_travels_alone_is_asked_in_person():
    assert "on_the_way" in due(replace(WITH_TRIP, recipients=WITH_TRIP.recipients[:1]), at(1, 10))


def test_once_they_have_left_nobody_is_told_to_stay_at_home():
    facts = replace(WITH_TRIP, event="cancelled_hospital", departed=True, told=frozenset({(BOOKED.about, 1)}))
    assert wanted(facts, at(16, 9)) == []


def test_a_change_is_told_against_the_date_that_each_one_knew():
    moved = replace(
        BOOKED, about="appointment:9", appointment_at=at(22, 8), told=frozenset({("appointment:7", 1)}),
        earlier=(Earlier("appointment:8", at(18, 8)), Earlier("appointment:7", at(17, 8))),
    )  # fmt: skip
    texts = {text.role: text.body for text in wanted(moved, at(2, 10)) if text.kind in ("booked", "moved")}
    assert "ya no es el jueves 17" in texts["patient"]
    assert "CAMBIO" not in texts["companion"]


def test_money_is_announced_to_who_receives_it():
    texts = [text for text in wanted(replace(WITH_TRIP, money_ready=True), at(1, 10)) if text.kind == "money_ready"]
    assert [text.person_id for text in texts] == [JUAN.person_id]


def test_a_week_is_no_day_to_remind_of():
    assert list(due(replace(BOOKED, precision="week"), at(1, 10))) == ["booked"]


def test_booked_on_the_eve_the_reminder_goes_at_once():
    assert due(BOOKED, at(16, 15))["day_before"] == at(16, 10)


def test_a_line_that_is_switched_off_asks_for_nothing():
    off = tuple(replace(line, active=False) for line in DEFAULT_POLICY)
    assert wanted(BOOKED, at(1, 10), off) == []


MOMENTS = st.builds(at, st.integers(1, 31), st.integers(0, 23), st.integers(0, 59))


@given(now=MOMENTS, appointment=MOMENTS)
def test_no_text_is_wanted_about_the_past(now, appointment):
    texts = wanted(replace(BOOKED, appointment_at=appointment), now)
    assert all(text.expires_at > now and appointment > now for text in texts)


@given(now=MOMENTS, departure=MOMENTS)
def test_every_text_falls_due_inside_the_window_and_before_it_expires(now, departure):
    for text in wanted(replace(WITH_TRIP, departs_at=departure), now):
        assert in_window(text.not_before, ZONE)
        assert text.not_before < text.expires_at


@given(now=MOMENTS)
def test_what_is_wanted_does_not_depend_on_when_it_is_asked(now):
    later = {text.key: text.body for text in wanted(WITH_TRIP, at(1, 0))}
    assert all(later[text.key] == text.body for text in wanted(WITH_TRIP, now))


@given(moment=MOMENTS)
def test_into_the_window_is_never_earlier_and_always_inside(moment):
    inside = into_window(moment, ZONE)
    assert inside >= moment
    assert OPENS <= to_local(inside, ZONE).time() < CLOSES


@pytest.mark.parametrize(
    ("asked", "event", "call"),
    [
        (at(14, 10), at(16, 5, 30), at(15, 9)),
        (at(10, 10), at(16, 5, 30), at(11, 10)),
        (at(15, 16), at(16, 5, 30), at(15, 20)),
        (at(16, 9), at(16, 5, 30), at(16, 13)),
        (at(14, 10), None, at(15, 10)),
    ],
)
def test_silence_becomes_a_call(asked, event, call):
    assert call_due(asked, event, ZONE) == call
