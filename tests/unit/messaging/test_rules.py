"""Which texts should exist: the worked example of docs/rules-messages.md, and its edges."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.clock import to_local
from app.messaging.facts import Earlier
from app.messaging.reminders import DEFAULT_POLICY, Reminder, overlaps
from app.messaging.rules import CLOSES, OPENS, call_due, in_window, into_window, span, wanted
from app.messaging.texts import SHIPPED, Template
from tests.unit.messaging.cast import BOOKED, JUAN, MARIA, ROSA, WITH_TRIP, at

ZONE = BOOKED.zone


def due(facts, now, role="patient"):
    return {text.kind: text.not_before for text in wanted(facts, now) if text.role == role}


def test_the_worked_example():
    assert due(WITH_TRIP, at(23, 21, 15, month=11)) == {
        "booked": at(24, 9, month=11), "seven_days_before": at(9, 10), "two_days_before": at(14, 10),
        "day_before": at(15, 10),
    }  # fmt: skip


def test_one_traveller_is_asked_on_the_way_and_it_is_the_relative():
    assert due(WITH_TRIP, at(1, 10), "companion")["on_the_way"] == at(16, 9)


def test_who_travels_alone_is_asked_in_person():
    assert "on_the_way" in due(replace(WITH_TRIP, recipients=WITH_TRIP.recipients[:1]), at(1, 10))


def test_who_is_there_is_not_asked_on_the_way():
    assert "on_the_way" not in due(replace(WITH_TRIP, departed=True, arrived=True), at(16, 8), "companion")


def test_nobody_is_asked_about_a_way_home_that_nobody_has_planned():
    on_site = replace(WITH_TRIP, departed=True, arrived=True)
    assert "on_the_way_home" in due(on_site, at(17, 8), "companion")
    assert "on_the_way_home" not in due(replace(on_site, returns_at=None), at(17, 8), "companion")


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


def line(kind="day_before", anchor="leaving", **more):
    return Reminder(kind, anchor, **{"days": -1, "at": time(10)} | more)


@pytest.mark.parametrize(
    ("reminder", "goes"),
    [
        (line(), at(15, 10)),
        (line(weekdays=(0, 1, 2, 3, 4)), at(15, 10)),
        (line(weekdays=(0, 4)), at(14, 10)),
        (line(weekdays=(6,)), at(13, 10)),
        (line("after_visit", "appointment", days=1, weekdays=(0,), lasts_minutes=600), at(21, 10)),
        (line("after_visit", "appointment", days=1, weekdays=(4, 5)), at(18, 10)),
    ],
)
def test_a_day_that_is_not_allowed_gives_way_before_for_what_comes_before_and_after_otherwise(reminder, goes):
    assert span(reminder, WITH_TRIP, ROSA, at(1, 10))[0] == goes


def test_a_reminder_that_goes_earlier_says_the_day_and_not_tomorrow():
    (text,) = wanted(replace(WITH_TRIP, recipients=(ROSA,)), at(1, 10), (line(weekdays=(0,)),))
    assert (text.not_before, "Pasado mañana miércoles 16 sale" in text.body) == (at(14, 10), True)


@pytest.mark.parametrize(
    ("whom", "people"),
    [
        ("everyone", [1, 2]), ("patient", [1]), ("companions", [2]), ("one_traveller", [2]), ("money_recipient", [2]),
        ("acompanante", [3]),
    ],
)  # fmt: skip
def test_a_line_speaks_to_its_audience(whom, people):
    facts = replace(WITH_TRIP, recipients=(ROSA, JUAN, MARIA))
    assert [text.person_id for text in wanted(facts, at(1, 10), (line(audience=whom),))] == people


def test_a_forced_language_goes_before_the_persons_own():
    facts = replace(WITH_TRIP, recipients=(ROSA,))
    (text,) = wanted(facts, at(1, 10), (line(language="en"),))
    assert text.template == "day_before.patient.en"


def test_the_day_after_coming_home_the_medicine_is_remembered_even_once_the_outcome_is_known():
    home = replace(WITH_TRIP, departed=True, returned=True, returned_at=at(18, 17), event="attended")
    assert due(home, at(18, 18)) == {"after_return": at(19, 10)}


def test_the_acompanante_hears_of_a_change_only_if_she_was_told_of_the_date():
    moved = replace(
        BOOKED, about="appointment:9", appointment_at=at(22, 8), recipients=(MARIA,),
        earlier=(Earlier("appointment:7", at(17, 8)),),
    )  # fmt: skip
    assert "moved" not in due(moved, at(2, 10), "acompanante")
    assert "moved" in due(replace(moved, told=frozenset({("appointment:7", 3)})), at(2, 10), "acompanante")


OWN = SHIPPED.overlaid(
    [Template("own_1", "patient", "{Name}, soy {navigator}. Traiga sus placas.", "Traiga sus placas.")]
)


def test_a_kind_of_the_programmes_own_goes_by_what_its_line_counts_from():
    placas = (line("own_1", days=-3),)
    assert [text.not_before for text in wanted(WITH_TRIP, at(1, 10), placas, OWN)] == [at(13, 10)]
    assert wanted(replace(WITH_TRIP, departed=True), at(1, 10), placas, OWN) == []


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("everyone", "patient", True), ("patient", "companions", False), ("one_traveller", "companions", True),
        ("acompanante", "everyone", False), ("acompanante", "acompanante", True),
    ],
)  # fmt: skip
def test_two_lines_of_a_kind_may_not_reach_the_same_person(one, other, both):
    assert overlaps(one, other) == overlaps(other, one) == both


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
    later = {text.key: text for text in wanted(WITH_TRIP, at(1, 0))}
    for text in wanted(WITH_TRIP, now):
        same_day = to_local(max(now, text.not_before), ZONE).date() == to_local(text.not_before, ZONE).date()
        assert text.key in later
        assert later[text.key].body == text.body or text.at_once or not same_day


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
