"""Meals, days, nights and moments, on plain values."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.foundation.errors import Refused
from app.travel.rules import (
    Away,
    Member,
    Visit,
    check_leg,
    check_moment,
    check_party,
    dark_minutes,
    meals_due,
    paying,
    ready_at,
    stipend_days,
    ward_nights,
)

ZONE = ZoneInfo("America/Mexico_City")
ROSA, JUAN = Member(1, "Rosa", "patient"), Member(2, "Juan", "companion")
MONDAY, TUESDAY = date(2026, 12, 14), date(2026, 12, 15)


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=ZONE)


def visit(nights_admitted=0, ends=None):
    return Visit(1, 1, "SAL", "HGM", at(15, 7, 30), ends or at(15, 12), nights_admitted)


def test_a_meal_is_due_to_each_traveller_away_at_its_hour():
    two = [Away(at(14, 13), at(15, 9)), Away(at(14, 13), at(15, 9))]
    assert meals_due(two, ZONE) == [(MONDAY, "lunch", 2), (MONDAY, "dinner", 2), (TUESDAY, "breakfast", 2)]


def test_who_leaves_at_the_hour_of_a_meal_is_away_and_who_is_home_at_it_is_not():
    assert meals_due([Away(at(14, 8), at(14, 14))], ZONE) == [(MONDAY, "breakfast", 1)]


def test_no_meal_is_due_in_the_ward():
    rosa = Away(at(14, 13), at(15, 21), ward=(at(14, 15), at(15, 15)))
    assert meals_due([rosa], ZONE) == [(MONDAY, "lunch", 1), (TUESDAY, "dinner", 1)]


def test_travellers_who_come_home_apart_are_counted_apart():
    assert meals_due([Away(at(14, 13), at(14, 15)), Away(at(14, 13), at(14, 21))], ZONE) == [
        (MONDAY, "lunch", 2), (MONDAY, "dinner", 1),
    ]  # fmt: skip


def test_a_stipend_is_due_for_every_day_that_is_touched():
    assert stipend_days([Away(at(14, 23, 50), at(15, 0, 10))], ZONE) == [(MONDAY, 1), (TUESDAY, 1)]


def test_days_are_those_of_the_programme_and_not_of_utc():
    evening = datetime(2026, 12, 15, 4, 0, tzinfo=UTC)
    assert stipend_days([Away(evening, evening)], ZONE) == [(MONDAY, 1)]


def test_without_companions_there_is_no_stipend():
    assert stipend_days([], ZONE) == []


def test_the_way_home_begins_when_the_visit_is_over():
    assert ready_at(visit(), ZONE) == at(15, 12)


def test_nights_in_the_ward_move_the_way_home_to_the_same_hour_of_a_later_day():
    assert ready_at(visit(nights_admitted=2), ZONE) == at(17, 12)
    assert ward_nights(visit(nights_admitted=2), ZONE) == [TUESDAY, date(2026, 12, 16)]


def test_the_planner_is_told_who_pays_what_and_that_all_need_a_bed():
    party = paying([ROSA, JUAN, Member(3, "Luz", "infant", "free"), Member(4, "Ana", "companion", "half")])
    assert (party.full, party.half, party.free, party.sleepers) == (2, 1, 1, 4)


def test_half_a_fare_is_rounded_up_to_the_centavo():
    assert paying([Member(1, "Rosa", "patient", "half")]).fare(11_01) == 5_51


@pytest.mark.parametrize("party", [[], [JUAN], [ROSA, ROSA], [ROSA, JUAN, JUAN]])
def test_a_party_has_its_patient_and_nobody_twice(party):
    with pytest.raises(Refused):
        check_party(party)


@pytest.mark.parametrize(
    ("occurred", "left", "field"), [(at(15, 12), None, "occurred_at"), (at(14, 5), at(14, 6), "occurred_at")]
)
def test_a_moment_to_come_or_before_the_departure_is_refused(occurred, left, field):
    with pytest.raises(Refused) as refusal:
        check_moment(occurred, at(15, 11), left)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("departs", "arrives", "field"),
    [(at(14, 9), at(14, 9), "arrives_at"), (at(14, 7), at(14, 9), "departs_at"), (at(14, 9), at(14, 13), "arrives_at")],
)
def test_a_ride_that_does_not_fit_between_its_neighbours_is_refused(departs, arrives, field):
    with pytest.raises(Refused) as refusal:
        check_leg(departs, arrives, at(14, 8), at(14, 12))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("leaves", "arrives", "dark"),
    [((14, 4, 0), (14, 6, 0), 90), ((14, 17, 0), (14, 19, 0), 30), ((14, 22, 0), (15, 3, 0), 300),
     ((14, 6, 0), (14, 18, 0), 0), ((14, 12, 0), (15, 12, 0), 660)],
)  # fmt: skip
def test_minutes_in_the_dark_are_between_half_past_six_and_half_past_five(leaves, arrives, dark):
    begins, ends = (datetime(2026, 12, *moment, tzinfo=ZONE) for moment in (leaves, arrives))
    assert dark_minutes(begins, ends, ZONE) == dark
