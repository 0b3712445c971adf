"""The drawing of a trip: every hour at its place, lanes for who travels alike."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.cases.models import Place
from app.foundation.money import Money
from app.travel.models import BedNight, Leg, Seat, Traveller, Trip
from app.travel.picture import HOUR, LEFT, at, draw

ZONE = ZoneInfo("America/Mexico_City")
FOURTEENTH, FIFTEENTH = date(2026, 12, 14), date(2026, 12, 15)


def local(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=ZONE)


def ride(begins, ends, mode, travellers, direction="there"):
    leg = Leg(direction=direction, mode=mode, departs_at=begins, arrives_at=ends)
    leg.origin, leg.destination = Place(name="Jaltenango"), Place(name="Tuxtla")
    leg.seats = [Seat(traveller_id=one.id, fare=Money(100_00)) for one in travellers]
    return leg


@pytest.fixture
def rosa():
    return Traveller(id=1, name="Rosa López", kind="patient", fare_class="full")


@pytest.fixture
def juan():
    return Traveller(id=2, name="Juan López", kind="companion", fare_class="full")


@pytest.fixture
def trip(rosa, juan):
    """By bus over midnight, an appointment at 8, home at 16."""
    trip = Trip(present_at=local(15, 8), ends_at=local(15, 12), ready_at=local(15, 12))
    trip.hospital = Place(name="Hospital")
    trip.travellers = [rosa, juan]
    trip.legs = [
        ride(local(14, 22), local(15, 3), "bus", [rosa, juan]),
        ride(local(15, 16), local(15, 18), "colectivo", [rosa, juan], "home"),
    ]
    return trip


def kinds(row, lane=0):
    return [(bar.kind, bar.code) for bar in row.lanes[lane].bars]


def test_a_ride_over_midnight_is_drawn_on_both_days(trip):
    first, second = draw(trip, [], ZONE).rows
    assert (first.day, second.day) == (FOURTEENTH, FIFTEENTH)
    (evening,), morning = first.lanes[0].bars, second.lanes[0].bars
    assert (evening.x, evening.width) == (LEFT + 22 * HOUR, 2 * HOUR)
    assert [(bar.x, bar.width) for bar in morning if bar.code == "bus"] == [(LEFT, 3 * HOUR)]


def test_the_appointment_is_a_block_of_its_own(trip):
    (visit,) = [bar for bar in draw(trip, [], ZONE).rows[1].lanes[0].bars if bar.kind == "visit"]
    assert (visit.x, visit.width) == (at(8 * 60), 4 * HOUR)


def test_the_dark_hours_are_the_planners(trip):
    morning, evening = draw(trip, [], ZONE).dark
    assert morning == (at(0), 5.5 * HOUR) and evening == (at(18.5 * 60), 5.5 * HOUR)


def test_who_travels_alike_shares_a_lane(trip):
    assert [lane.who for lane in draw(trip, [], ZONE).rows[0].lanes] == [""]


def test_who_sleeps_elsewhere_has_a_lane_and_a_name(trip, rosa, juan):
    ward, hall = ("hospital", rosa), ("chair", juan)
    trip.nights = [
        BedNight(night=FIFTEENTH, kind=kind, traveller_id=one.id, place=trip.hospital, price=Money.zero())
        for kind, one in (ward, hall)
    ]
    lanes = draw(trip, [], ZONE).rows[1].lanes
    assert [lane.who for lane in lanes] == ["Rosa", "Juan"]
    assert ("night", "hospital") in kinds(draw(trip, [], ZONE).rows[1])


def test_a_bed_is_never_drawn_over_a_late_arrival(trip, rosa):
    trip.legs = [ride(local(14, 19), local(14, 23), "bus", [rosa])]
    trip.nights = [BedNight(night=FOURTEENTH, kind="lodging", traveller_id=1, place=trip.hospital, price=Money.zero())]
    (bed,) = [bar for bar in draw(trip, [], ZONE).rows[0].lanes[0].bars if bar.kind == "night"]
    assert bed.x == at(23 * 60)


def test_waiting_for_the_next_ride_is_seen(trip, rosa, juan):
    trip.legs.append(ride(local(15, 20), local(15, 21), "raite", [rosa, juan], "home"))
    assert ("wait", "") in kinds(draw(trip, [], ZONE).rows[1])


def test_meals_stand_at_their_hour_with_how_many_eat(trip):
    rows = draw(trip, [(FIFTEENTH, "lunch", 2)], ZONE).rows
    assert [row.meals for row in rows] == [[], [(at(14 * 60), 2)]]


def test_pictures_of_short_rides_never_lie_over_each_other(trip, rosa):
    begins = local(15, 6)
    trip.legs = [ride(begins + timedelta(minutes=n), begins + timedelta(minutes=n + 4), "walk", [rosa]) for n in (0, 5)]
    first, second = [bar for bar in draw(trip, [], ZONE).rows[0].lanes[0].bars if bar.kind == "ride"]
    assert second.icon_x >= first.icon_x + 20


def test_without_a_ride_there_is_nothing_to_draw(trip):
    trip.legs = []
    assert draw(trip, [], ZONE) is None
