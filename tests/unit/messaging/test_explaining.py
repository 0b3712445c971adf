"""Why a text is not going to be sent, or not yet."""

from dataclasses import replace

import pytest

from app.messaging.explaining import explained
from app.messaging.reminders import DEFAULT_POLICY
from app.messaging.rules import silence_of, wanted
from app.messaging.texts import SHIPPED
from tests.unit.messaging.cast import BOOKED, ROSA, WITH_TRIP, at

ALONE = replace(WITH_TRIP, recipients=(ROSA,))


def why(facts, now):
    return {one.kind: one.why for one in explained(facts, now, DEFAULT_POLICY, SHIPPED) if one.why}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"closed": True}, "closed"), ({"on_hold": True}, "on_hold"), ({"cleared": False}, "not_cleared"),
        ({"recorded_late": True}, "recorded_late"), ({"tentative": True}, "tentative"),
        ({"precision": "waiting"}, "waiting"), ({"restricted": True}, "no_safe_plan"),
    ],
)  # fmt: skip
def test_a_case_that_nobody_is_texted_about_says_why_once(change, reason):
    facts = replace(ALONE, **change)
    assert (silence_of(facts), explained(facts, at(1, 10), DEFAULT_POLICY, SHIPPED)) == (reason, [])


def test_what_waits_for_the_journey_says_so():
    facts = replace(BOOKED, recipients=(replace(ROSA, receives_money=True),))
    assert why(facts, at(1, 10)) == {
        "money_ready": "money_not_ready", "on_the_way": "no_trip", "on_the_way_home": "no_trip",
        "after_visit": "no_trip", "after_return": "not_home",
    }  # fmt: skip


def test_a_week_waits_for_its_day():
    assert why(replace(BOOKED, recipients=(ROSA,), precision="week"), at(1, 10))["day_before"] == "week_only"


def test_what_came_too_late_says_so():
    assert why(ALONE, at(15, 10))["seven_days_before"] == "past"


def test_a_draft_is_told_in_spanish_and_the_page_says_it():
    facts = replace(ALONE, recipients=(replace(ROSA, language="tzh"),))
    notes = {one.kind: one.note for one in explained(facts, at(1, 10), DEFAULT_POLICY, SHIPPED) if one.why is None}
    assert (notes["day_before"], notes["seven_days_before"]) == ("draft", "missing")


@pytest.mark.parametrize("now", [at(1, 10), at(14, 12), at(15, 12), at(16, 7)])
@pytest.mark.parametrize("facts", [WITH_TRIP, BOOKED, replace(WITH_TRIP, departed=True)])
def test_what_is_explained_without_a_reason_is_what_is_wanted(facts, now):
    planned = {(text.kind, text.person_id) for text in wanted(facts, now)}
    explained_so = {
        (one.kind, one.person_id) for one in explained(facts, now, DEFAULT_POLICY, SHIPPED) if one.why is None
    }
    assert explained_so == planned
