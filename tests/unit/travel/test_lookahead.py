"""The sums of docs/rules-travel.md, "Worked: the look ahead", and its pruning."""

from datetime import date

import pytest

from app.travel.bounds import UNREACHED
from app.travel.local_days import floor_minute
from app.travel.lookahead import ALWAYS, NEVER, NOBODY, Journeying, LookAhead
from app.travel.planner import Timetable
from app.travel.ways import RIDES

from .test_planner import at, book, clock, route, there

MONDAY, TUESDAY = date(2026, 12, 14).toordinal(), date(2026, 12, 15).toordinal()
SAL, JAL, TUX, ALT = range(4)


@pytest.fixture
def sierra():
    return book(
        route("SAL", "JAL", "05:30;13:00", minutes=90, fare=60_00, safe_after_dark=False),
        route("JAL", "TUX", "03:30-17:30/60", minutes=210, fare=150_00),
        route("TUX", "ALT", "any", minutes=10, fare=0),
        route("ALT", "TUX", "any", minutes=10, fare=0),
    )


def look(sierra, earliest=NEVER, latest=ALWAYS, beaten=lambda *_at_best: False):
    """Towards Tuesday at 07:30 in Tuxtla, for two."""
    there, home = Timetable(sierra).maps(2, 0)
    deadline = floor_minute(at("07:30"))
    beds, far = {ALT: (100_00 << RIDES, ())}, home.bounds(TUX)
    when = SAL, deadline - 96 * 60, deadline, 10
    return LookAhead(there.ways, Journeying(*when, beds, [earliest] * 4, [latest] * 4, far, beaten))


def told(ahead, place, night, hour, day):
    """(latest start, centavos, rides, dark minutes)"""
    _since, start, weight, dark = ahead.at(place, night, floor_minute(at(hour, day=day)))
    return start, weight >> RIDES, weight % (1 << RIDES), dark


@pytest.mark.parametrize(
    ("place", "night", "hour", "day", "start", "cost", "rides"),
    [
        (JAL, MONDAY, "07:10", 14, ("05:30", 14), 120_00, 1),
        (JAL, MONDAY, "14:40", 14, ("13:00", 14), 120_00, 1),
        (ALT, MONDAY, "19:29", 14, ("05:30", 14), 420_00, 3),
        (ALT, MONDAY, "19:30", 14, ("13:00", 14), 420_00, 3),
        (ALT, TUESDAY, "02:00", 15, ("13:00", 14), 520_00, 3),
        (JAL, TUESDAY, "07:10", 15, ("05:30", 15), 120_00, 1),
    ],
)
def test_the_table_of_the_worked_example(sierra, place, night, hour, day, start, cost, rides):
    leaves = floor_minute(at(start[0], day=start[1]))
    assert told(look(sierra), place, night, hour, day) == (leaves, cost, rides, 0)


def test_nobody_boards_in_jaltenango_before_the_first_ride_of_the_day_has_come(sierra):
    ahead = look(sierra)
    assert ahead.at(JAL, TUESDAY, floor_minute(at("03:30"))) == NOBODY
    assert ahead.at(JAL, TUESDAY, floor_minute(at("07:10"))) != NOBODY


def test_the_journey_of_the_worked_example(sierra):
    (journey,) = there(sierra, at("07:30"))
    assert (journey.departs_at, journey.cost_minor, journey.dark_minutes) == (at("13:00", day=14), 520_00, 0)
    assert clock(journey)[-1] == ("07:20", "07:30")


def test_who_left_too_early_is_not_followed(sierra):
    assert told(look(sierra, earliest=floor_minute(at("05:30", day=14))), ALT, MONDAY, "19:29", 14)[0] == NEVER


def test_who_can_only_do_worse_than_a_journey_known_is_not_followed(sierra):
    one_o_clock = floor_minute(at("13:00", day=14))
    ahead = look(sierra, beaten=lambda start, weight, _dark: start < one_o_clock and weight >> RIDES >= 420_00)
    assert told(ahead, JAL, MONDAY, "14:39", 14)[0] == NEVER
    assert told(ahead, JAL, MONDAY, "14:40", 14)[0] == one_o_clock


def test_who_comes_too_late_is_not_followed(sierra):
    ahead = look(sierra, latest=floor_minute(at("14:00", day=14)))
    assert told(ahead, JAL, MONDAY, "15:00", 14)[0] == floor_minute(at("05:30", day=14))


def test_the_map_bounds_what_a_way_takes_at_least(sierra):
    there, home = Timetable(sierra).maps(2, 0)
    near, far = there.bounds(SAL), home.bounds(TUX)
    assert (near.weights[TUX] >> RIDES, near.darks[TUX], near.minutes[TUX]) == (420_00, 0, 320)
    assert (far.weights[JAL] >> RIDES, near.weights[ALT] % (1 << RIDES)) == (300_00, 3)


def test_the_map_tells_what_no_way_leads_to(sierra):
    there, _home = Timetable(sierra).maps(2, 0)
    assert there.bounds(TUX).weights[SAL] == UNREACHED
