"""What the planner promises, one rule at a time, on books of two or three routes."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.foundation.errors import Refused
from app.travel.book import Alert, Book, BookPlace, BookRoute, Party, PlannerSettings
from app.travel.planner import Question, plan
from app.travel.timetable import parse_days, parse_departures

ZONE = ZoneInfo("America/Mexico_City")
SAL, JAL, TUX = (BookPlace(code, code) for code in ("SAL", "JAL", "TUX"))
ALT = BookPlace("ALT", "Albergue", "lodging", 50_00)


def at(hour, day=15, month=12):
    return datetime(2026, month, day, int(hour.split(":")[0]), int(hour.split(":")[1]), tzinfo=ZONE)


def route(origin, destination, departures, minutes=60, fare=10_00, **more):
    values = {"mode": "bus", "fare_minor": fare, "minutes_dry": minutes, "minutes_rain": minutes} | more
    days = parse_days(values.pop("days", "daily"))
    return BookRoute(origin, destination, departures=parse_departures(departures), days=days, **values)


def book(*routes, **settings):
    places = {place.code: place for place in (SAL, JAL, TUX, ALT)}
    return Book(places, routes, PlannerSettings(**settings))


def there(the_book, deadline, destination="TUX", **more):
    return plan(the_book, Question("SAL", destination, arrive_by=deadline, **more)).journeys


def home(the_book, ready, origin="TUX", **more):
    return plan(the_book, Question(origin, "SAL", ready_at=ready, **more)).journeys


def clock(journey):
    return [(leg.departs_at.strftime("%H:%M"), leg.arrives_at.strftime("%H:%M")) for leg in journey.legs]


def test_the_latest_departure_that_still_arrives_is_taken():
    (journey,) = there(book(route("SAL", "TUX", "05:00;06:00;07:00")), at("07:30"))
    assert clock(journey) == [("06:00", "07:00")]


def test_arriving_at_the_very_deadline_is_in_time():
    (journey,) = there(book(route("SAL", "TUX", "06:30")), at("07:30"))
    assert journey.arrives_at == at("07:30")


def test_between_two_rides_pass_ten_minutes():
    rides = book(route("SAL", "JAL", "05:00;05:05"), route("JAL", "TUX", "06:10"))
    (journey,) = there(rides, at("08:00"))
    assert clock(journey)[0] == ("05:00", "06:00")


def test_the_whole_party_pays_its_fares():
    rides = book(route("SAL", "TUX", "06:00", fare=11_00))
    (journey,) = there(rides, at("08:00"), party=Party(full=1, half=1, free=1))
    assert journey.cost_minor == 16_50


def test_a_cheaper_one_that_leaves_earlier_is_kept_beside_the_later():
    rides = book(route("SAL", "TUX", "05:00", fare=1_00), route("SAL", "TUX", "06:00", fare=9_00))
    assert [journey.cost_minor for journey in there(rides, at("08:00"))] == [18_00, 2_00]


def test_a_dominated_journey_is_left_out():
    rides = book(route("SAL", "TUX", "05:00", fare=9_00), route("SAL", "TUX", "06:00", fare=1_00))
    assert len(there(rides, at("08:00"))) == 1


def test_of_equal_journeys_the_one_with_fewer_rides_is_given():
    rides = book(
        route("SAL", "JAL", "05:00", fare=5_00), route("JAL", "TUX", "06:30", fare=5_00),
        route("SAL", "TUX", "05:00", fare=10_00),
    )  # fmt: skip
    (journey,) = there(rides, at("08:00"))
    assert len(journey.legs) == 1


def test_nobody_waits_through_two_in_the_morning_outside_a_lodging():
    assert there(book(route("SAL", "TUX", "20:00")), at("08:00")) == ()


def test_who_arrives_at_three_waits_for_dawn():
    (journey,) = there(book(route("SAL", "TUX", "02:00")), at("08:00"))
    assert (journey.nights, clock(journey)) == (0, [("02:00", "03:00")])


def test_arriving_at_two_sharp_is_not_a_night():
    assert len(there(book(route("SAL", "TUX", "01:00")), at("08:00"))) == 1


def test_leaving_at_two_sharp_is_a_night():
    rides = book(route("SAL", "JAL", "00:30"), route("JAL", "TUX", "02:00"))
    assert there(rides, at("08:00")) == ()


def test_a_night_at_a_lodging_costs_its_price_for_each_traveller():
    rides = book(route("SAL", "ALT", "16:00"), route("ALT", "TUX", "07:00", minutes=30))
    (journey,) = there(rides, at("08:00"))
    assert [(stay.place, stay.nights, stay.price_minor) for stay in journey.stays] == [("ALT", 1, 100_00)]
    assert journey.cost_minor == 140_00


def test_the_wait_until_the_deadline_at_a_lodging_costs_its_nights():
    (journey,) = there(book(route("SAL", "ALT", "16:00", days="sun")), at("08:00"), destination="ALT")
    assert (journey.nights, journey.stays[0].check_in) == (2, at("17:00", day=13))


def test_waiting_to_leave_for_home_costs_the_nights_of_the_lodging():
    (journey,) = home(book(route("ALT", "SAL", "06:00")), at("20:00"), origin="ALT")
    assert (journey.nights, journey.stays[0].check_in) == (1, at("20:00"))


def test_nobody_waits_before_the_hospital_overnight_to_leave_for_home():
    assert home(book(route("TUX", "SAL", "06:00")), at("20:00")) == ()


def test_the_way_home_starts_without_a_transfer():
    (journey,) = home(book(route("TUX", "SAL", "20:00")), at("20:00"))
    assert journey.departs_at == at("20:00")


def test_nobody_leaves_more_than_ninety_six_hours_before():
    rides = book(route("SAL", "ALT", "08:00", days="fri"))
    assert len(there(rides, at("08:00"), destination="ALT")) == 1
    assert there(rides, at("08:01"), destination="ALT") == ()


def test_nobody_comes_home_more_than_ninety_six_hours_after():
    rides = book(route("ALT", "SAL", "08:00", days="sat"))
    assert len(home(rides, at("09:00"), origin="ALT")) == 1
    assert home(rides, at("08:59"), origin="ALT") == ()


def test_whenever_wanted_leaves_just_in_time():
    (journey,) = there(book(route("SAL", "TUX", "any")), at("09:17"))
    assert clock(journey) == [("08:17", "09:17")]


def test_whenever_wanted_does_not_leave_before_four():
    assert there(book(route("SAL", "TUX", "any")), at("04:59")) == ()


def test_whenever_wanted_may_arrive_at_midnight():
    (journey,) = there(book(route("SAL", "TUX", "any")), at("01:30"))
    assert clock(journey) == [("23:00", "00:00")]


def test_what_is_not_safe_after_dark_runs_whenever_wanted_by_daylight_alone():
    rides = book(route("SAL", "TUX", "any", safe_after_dark=False))
    (journey,) = there(rides, at("22:00"))
    assert clock(journey) == [("17:30", "18:30")]
    assert there(rides, at("06:29")) == ()


def test_dark_minutes_are_those_between_dusk_and_dawn_on_unsafe_routes():
    (journey,) = there(book(route("SAL", "TUX", "05:00", safe_after_dark=False)), at("08:00"))
    assert journey.dark_minutes == 30


def test_a_ride_in_the_rains_takes_its_minutes_in_the_rains():
    rides = book(route("SAL", "TUX", "20:30", minutes_rain=90))
    assert there(rides, at("22:00", 31, 10))[0].arrives_at == at("22:00", 31, 10)
    assert there(rides, at("21:30", 1, 11))[0].arrives_at == at("21:30", 1, 11)


def test_a_closed_route_is_closed_on_both_end_dates():
    alert = Alert(date(2026, 12, 14), date(2026, 12, 15), closed=True)
    rides = book(route("SAL", "ALT", "06:00", alerts=(alert,)))
    assert [j.departs_at.day for j in there(rides, at("08:00"), destination="ALT")] == [13]


def test_an_alert_adds_minutes_and_money_by_the_date_of_departure():
    alert = Alert(date(2026, 12, 15), date(2026, 12, 15), extra_minutes=30, extra_fare_minor=39_00)
    (journey,) = there(book(route("SAL", "TUX", "06:00", alerts=(alert,))), at("07:30"))
    assert (journey.cost_minor, journey.arrives_at) == (98_00, at("07:30"))


def test_a_ride_runs_on_its_days_only():
    rides = book(route("SAL", "ALT", "06:00", days="mon;wed;fri"))
    assert there(rides, at("08:00"), destination="ALT")[0].departs_at.day == 14


def test_each_next_ride_is_taken_as_soon_as_it_runs():
    rides = book(route("SAL", "JAL", "05:00"), route("JAL", "TUX", "any", minutes=30))
    (journey,) = there(rides, at("12:00"))
    assert clock(journey) == [("05:00", "06:00"), ("06:10", "06:40")]


def test_after_a_night_nobody_leaves_the_bed_before_it_is_needed():
    rides = book(
        route("SAL", "ALT", "16:00"), route("ALT", "JAL", "any", minutes=30), route("JAL", "TUX", "07:00", minutes=30)
    )
    (journey,) = there(rides, at("08:00"))
    assert clock(journey)[1:] == [("06:20", "06:50"), ("07:00", "07:30")]


def test_a_full_house_is_left_out_on_that_evening():
    rides = book(route("SAL", "ALT", "16:00"), route("ALT", "TUX", "07:00", minutes=30))
    assert there(rides, at("08:00"), full_houses={"ALT": [date(2026, 12, 14)]}) == ()
    assert len(there(rides, at("08:00"), full_houses={"ALT": [date(2026, 12, 13)]})) == 1


def test_times_are_given_on_the_wall_clock_of_the_programme():
    (journey,) = there(book(route("SAL", "TUX", "06:00")), at("08:00"))
    assert journey.departs_at.isoformat() == "2026-12-15T06:00:00-06:00"


def test_from_and_to_the_same_place_is_refused():
    with pytest.raises(Refused, match="mismo lugar"):
        plan(book(), Question("SAL", "SAL", arrive_by=at("08:00")))


def test_an_unknown_place_is_refused_by_name():
    with pytest.raises(Refused, match="NADA"):
        plan(book(), Question("SAL", "NADA", arrive_by=at("08:00")))


def test_a_lodging_without_a_price_is_refused():
    with pytest.raises(Refused, match="precio"):
        BookPlace("X", "Posada", "lodging")
