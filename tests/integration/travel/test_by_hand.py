"""Another house or other nights before they leave: beds given back and taken, rides that follow, refusals."""

from datetime import timedelta

import pytest

from app.cases import operations as cases
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.travel import operations
from tests.integration.travel.conftest import at
from tests.moment import NOW


@pytest.fixture
def trip(road):
    """They sleep on Monday at the albergue, for Tuesday morning."""
    return road.trip()


@pytest.fixture
def house(road):
    """A house with two beds in the same town."""
    with transaction():
        for code in ("ALT", "TUX"):
            cases.save_place(code, city="Tuxtla", now=NOW, by=None)
        return cases.save_place(
            "OTR", name="Casa Otra", kind="lodging", city="Tuxtla", price_minor=90_00, beds=2, now=NOW, by=None
        )


def change(trip, road, place, nights=1):
    with transaction():
        operations.change_stay(trip.stays[0], place, nights, NOW, road.lupita)


def slept_at(trip):
    db.session.expire_all()
    return [(night.place.code, night.price.amount_minor) for night in trip.nights if night.kind == "lodging"]


def test_another_house_takes_its_beds_and_gives_back_the_others(road, trip, house):
    change(trip, road, house)
    assert slept_at(trip) == [("OTR", 90_00)] * 2


def test_the_rides_follow_to_the_new_house(road, trip, house):
    change(trip, road, house)
    ends = [leg.destination.code for leg in trip.legs] + [leg.origin.code for leg in trip.legs]
    assert "OTR" in ends and "ALT" not in ends


def test_somebody_has_to_confirm_the_new_house(road, trip, house):
    with transaction():
        operations.confirm_stay(trip.stays[0], "sor Juana", road.lupita, NOW)
    change(trip, road, house)
    assert (trip.stays[0].state, trip.stays[0].confirmed_with) == ("held", None)


def test_a_full_house_is_refused_and_the_old_bed_stays(road, trip, house):
    with transaction():
        cases.save_place("OTR", beds=1, now=NOW, by=None)
    before = slept_at(trip)
    with pytest.raises(operations.NoBed):
        change(trip, road, house)
    assert slept_at(trip) == before


def test_no_more_nights_than_until_the_next_ride(road, trip):
    with pytest.raises(Refused) as refusal:
        change(trip, road, trip.stays[0].place, 2)
    assert refusal.value.field == "nights"


def test_a_house_in_another_town_is_refused(road, trip, house):
    with transaction():
        cases.save_place("OTR", city="Tapachula", now=NOW, by=None)
    with pytest.raises(Refused) as refusal:
        change(trip, road, house)
    assert refusal.value.field == "house"


def test_who_has_left_changes_nights_on_another_page(road, trip, house, later):
    now = later(days=22)
    with transaction():
        operations.depart(trip, now - timedelta(hours=1), road.lupita, now)
    with pytest.raises(Refused):
        change(trip, road, house)


def test_nobody_leaves_a_house_before_the_night_is_over(road, trip):
    stay = trip.stays[0]
    leg = next(leg for leg in trip.legs if leg.departs_at >= stay.check_in)
    begins = stay.check_in + timedelta(minutes=1)
    with pytest.raises(Refused) as refusal, transaction():
        operations.correct_leg(leg, NOW, road.lupita, departs_at=begins, arrives_at=begins + timedelta(minutes=9))
    assert refusal.value.field == "departs_at"


def test_who_arrives_a_little_later_still_has_the_bed(road, trip):
    stay = trip.stays[0]
    leg = next(leg for leg in trip.legs if leg.arrives_at == stay.check_in)
    with transaction():
        operations.correct_leg(leg, NOW, road.lupita, arrives_at=leg.arrives_at + timedelta(minutes=20))
    assert stay.check_in == leg.arrives_at


def test_who_arrives_after_the_night_has_no_bed_there(road, trip):
    leg = next(leg for leg in trip.legs if leg.arrives_at == trip.stays[0].check_in)
    with pytest.raises(Refused) as refusal, transaction():
        operations.correct_leg(leg, NOW, road.lupita, departs_at=at(15, 3), arrives_at=at(15, 4))
    assert refusal.value.field == "arrives_at"


def test_a_ride_that_brings_them_to_a_bed_is_not_taken_out(road, trip):
    leg = next(leg for leg in trip.legs if leg.arrives_at == trip.stays[0].check_in)
    with pytest.raises(Refused), transaction():
        operations.remove_leg(leg, True, NOW, road.lupita)


@pytest.mark.parametrize(("start", "dark"), [("JAL", 0), ("SAL", 90)])
def test_dark_hours_are_counted_but_on_ways_that_are_safe_in_the_dark(road, trip, start, dark):
    leg = next(leg for leg in trip.legs if leg.origin.code == start)
    for one in [one for one in trip.legs if one.departs_at < leg.departs_at]:
        with transaction():
            operations.correct_leg(one, NOW, road.lupita, departs_at=at(14, 1), arrives_at=at(14, 2))
    with transaction():
        operations.correct_leg(leg, NOW, road.lupita, departs_at=at(14, 4), arrives_at=at(14, 6))
    assert leg.dark_minutes == dark
