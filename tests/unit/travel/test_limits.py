"""What somebody in the party cannot do, the planner does not propose."""

from app.travel.book import Limits
from app.travel.planner import Question, plan

from .test_planner import at, book, clock, home, route, there

FOUR_HOURS = Limits(riding_minutes=4 * 60)


def test_only_the_means_that_they_can_use_are_taken():
    rides = book(route("SAL", "TUX", "06:00", mode="redilas"), route("SAL", "TUX", "05:00", mode="bus"))
    (journey,) = there(rides, at("08:00"), limits=Limits(modes=frozenset({"bus", "taxi"})))
    assert journey.legs[0].mode == "bus"


def test_without_night_roads_an_earlier_ride_by_daylight_is_taken():
    rides = book(route("SAL", "TUX", "16:00;18:00", safe_after_dark=False))
    (journey,) = there(rides, at("20:00"), limits=Limits(no_dark=True))
    assert clock(journey) == [("16:00", "17:00")]


def test_a_night_ride_on_a_safe_road_has_no_dark_minutes_to_mind():
    (journey,) = there(book(route("SAL", "TUX", "18:00")), at("20:00"), limits=Limits(no_dark=True))
    assert journey.dark_minutes == 0


def test_more_hours_on_the_road_than_they_can_stand_are_not_proposed():
    rides = book(route("SAL", "JAL", "06:00", minutes=150), route("JAL", "TUX", "10:00", minutes=91))
    assert there(rides, at("15:00"), limits=FOUR_HOURS) == ()
    assert len(there(rides, at("15:00"), limits=Limits(riding_minutes=241))) == 1


def test_a_night_between_two_days_on_the_road_makes_them_bearable():
    rides = book(route("SAL", "ALT", "10:00", minutes=200), route("ALT", "TUX", "06:00;17:00", minutes=120))
    (journey,) = there(rides, at("20:00"), limits=FOUR_HOURS)
    assert (journey.nights, clock(journey)) == (1, [("10:00", "13:20"), ("17:00", "19:00")])


def test_a_ride_over_midnight_counts_on_both_days():
    rides = book(route("SAL", "TUX", "21:00", minutes=300))
    assert there(rides, at("09:00", day=16), limits=Limits(riding_minutes=179)) == ()
    assert len(there(rides, at("09:00", day=16), limits=Limits(riding_minutes=180))) == 1


def test_the_way_home_keeps_to_them_as_well():
    rides = book(route("TUX", "JAL", "10:00", minutes=150), route("JAL", "SAL", "14:00", minutes=91))
    assert home(rides, at("09:00"), limits=FOUR_HOURS) == ()


def test_where_only_the_limits_are_in_the_way_the_answer_says_so():
    rides = book(route("SAL", "TUX", "06:00", minutes=300))
    answer = plan(rides, Question("SAL", "TUX", arrive_by=at("15:00"), limits=FOUR_HOURS))
    assert "límites de quien viaja" in answer.missing
