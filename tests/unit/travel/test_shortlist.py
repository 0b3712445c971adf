"""Which of many ways are shown first."""

from datetime import UTC, datetime, timedelta

import pytest

from app.travel.journeys import Journey, PlannedLeg, shortlist

SIX = datetime(2026, 12, 15, 6, tzinfo=UTC)


def a_way(hours_later, fare, hours=4, dark=0):
    leaves = SIX + timedelta(hours=hours_later)
    leg = PlannedLeg("SAL", "HGM", "bus", leaves, leaves + timedelta(hours=hours), fare, fare, dark, None, False)
    return Journey((leg,), ())


CHEAP, SHORT, LIGHT = a_way(2, 50, hours=9, dark=60), a_way(3, 500, hours=1, dark=30), a_way(4, 400, hours=6)
PLAIN = [a_way(n, 300, hours=5, dark=20) for n in (0, 1, 5, 6)]


def test_the_cheapest_the_shortest_and_the_lightest_come_first_and_keep_their_order():
    assert shortlist([*PLAIN[:2], LIGHT, SHORT, *PLAIN[2:], CHEAP]) == ([LIGHT, SHORT, CHEAP], PLAIN)


def test_one_that_is_best_in_all_leaves_room_for_the_next_ones():
    best = a_way(2, 50, hours=1)
    assert shortlist([*PLAIN, best]) == ([*PLAIN[:2], best], PLAIN[2:])


@pytest.mark.parametrize("count", [0, 1, 3, 4])
def test_a_single_one_is_not_hidden(count):
    assert shortlist(PLAIN[:count]) == (PLAIN[:count], [])
