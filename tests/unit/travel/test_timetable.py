import pytest

from app.foundation.errors import Refused
from app.travel.timetable import parse_days, parse_departures


def test_fixed_times_are_minutes_after_midnight():
    assert parse_departures("05:30;07:00").times == (330, 420)


def test_a_grid_includes_its_last_departure_where_it_falls_on_it():
    assert parse_departures("05:00-07:00/60").times == (300, 360, 420)


def test_a_grid_stops_before_an_end_that_is_not_on_it():
    assert parse_departures("05:00-06:50/60").times == (300, 360)


def test_fixed_times_and_grids_mix_and_repeat_nothing():
    assert parse_departures(" 06:00 ; 05:00-06:00/30 ").times == (300, 330, 360)


def test_any_has_no_times():
    assert (parse_departures("any").anytime, parse_departures("any").times) == (True, ())


@pytest.mark.parametrize(
    "typed", ["", ";", "24:00", "05:60", "5", "any;05:30", "05:00-07:00", "07:00-05:00/60", "05:00-07:00/0", "a las 5"]
)
def test_what_is_no_departure_is_refused_in_words(typed):
    with pytest.raises(Refused) as refusal:
        parse_departures(typed)
    assert refusal.value.field == "departures"


def test_daily_is_every_weekday():
    assert parse_days("daily") == frozenset(range(7))


def test_named_days_are_monday_first():
    assert parse_days("mon;Wed; fri") == {0, 2, 4}


@pytest.mark.parametrize("typed", ["", "lunes", "daily;mon", "mon,wed"])
def test_what_is_no_day_is_refused_in_words(typed):
    with pytest.raises(Refused) as refusal:
        parse_days(typed)
    assert refusal.value.field == "days"
