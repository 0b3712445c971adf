"""The hours in which a restricted case may be reached, on the wall clock."""

from datetime import time

import pytest

from app.cases.safe_hours import SafeHours
from tests.unit.messaging.cast import at

AFTERNOONS = SafeHours(time(16), time(18), frozenset({0, 3}))  # Monday and Thursday; 14 December is a Monday


@pytest.mark.parametrize(
    ("moment", "inside"),
    [(at(14, 16), True), (at(14, 17, 59), True), (at(14, 18), False), (at(14, 15, 59), False), (at(15, 17), False)],
)
def test_they_hold_from_the_first_minute_to_before_the_last_on_their_days(moment, inside):
    assert AFTERNOONS.hold(moment) is inside


@pytest.mark.parametrize(
    ("now", "opens"),
    [(at(14, 16, 30), at(14, 16, 30)), (at(14, 9), at(14, 16)), (at(14, 18), at(17, 16)), (at(18, 10), at(21, 16))],
)
def test_they_begin_again_on_the_next_of_their_days(now, opens):
    assert AFTERNOONS.next_from(now) == opens


def test_no_day_named_is_every_day():
    assert SafeHours(time(9), time(10)).next_from(at(15, 12)) == at(16, 9)


def test_they_are_said_in_words():
    assert str(AFTERNOONS) == "de 16:00 a 18:00, lunes y jueves"
