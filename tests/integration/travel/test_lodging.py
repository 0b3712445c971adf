"""Houses as they are: paid by the person or by the room, and not open to everybody."""

import pytest

from app.cases import operations as cases
from app.foundation.db import transaction
from app.foundation.money import Money
from app.travel import operations, queries
from app.travel.rules import Member
from tests.moment import NOW


@pytest.fixture
def house(book):
    """`house(takes="women")`: the albergue says so."""

    def says(**told):
        with transaction():
            cases.save_place("ALT", now=NOW, by=None, **told)

    return says


def sleeps_there(road, *companions, patient_sex="female"):
    case = road.case()
    with transaction():
        case.patient.sex = patient_sex
    party = [Member(case.patient_id, case.patient.full_name, "patient", sex=patient_sex)]
    party += [Member(None, name, "companion", sex="male") for name in companions]
    offered = list(road.offered(road.visit(case), party))
    return any(stay.place == "ALT" for one in offered for journey in one.journeys for stay in journey.stays)


@pytest.mark.parametrize(("companions", "rooms"), [((), 1), (("Juan",), 1), (("Juan", "Luz"), 2)])
def test_where_a_room_is_paid_so_many_sleep_in_one(road, house, companions, rooms):
    house(priced_per="room", room_beds=2, price_minor=300_00)
    trip = road.trip(companions=companions)
    assert sum((night.price for night in trip.nights), Money.zero()) == Money(300_00 * rooms)
    assert queries.expenses(trip).nights == Money(300_00 * rooms)


def test_a_room_costs_the_same_when_one_of_two_does_not_come(road, house):
    house(priced_per="room", room_beds=2, price_minor=300_00)
    trip = road.trip()
    juan = next(one for one in trip.travellers if one.kind == "companion")
    with transaction():
        trip.nights.remove(next(one for one in trip.nights if one.traveller_id == juan.id))
        operations.stays.price_rooms(trip)
    assert queries.expenses(trip).nights == Money(300_00)


def test_a_house_for_who_waits_by_the_ward_takes_no_outpatient(road, house):
    house(takes="companions_of_inpatients")
    assert not sleeps_there(road, "Juan")


def test_a_house_for_women_takes_her_alone_and_not_with_her_husband(road, house):
    house(takes="women")
    assert (sleeps_there(road), sleeps_there(road, "Juan")) == (True, False)


def test_a_house_that_takes_one_companion_is_not_offered_to_two(road, house):
    house(companion_cap=1)
    assert (sleeps_there(road, "Juan"), sleeps_there(road, "Juan", "Luz")) == (True, False)


def test_nobody_changes_to_a_house_that_does_not_take_them(road, house, book):
    trip = road.trip()
    with transaction():
        for code in ("ALT", "TUX"):
            cases.save_place(code, city="Tuxtla", now=NOW, by=None)
        nuns = cases.save_place(
            "OTR", name="Casa de las hermanas", kind="lodging", city="Tuxtla", price_minor=10_00, beds=9,
            takes="women", now=NOW, by=None,
        )  # fmt: skip
    with pytest.raises(operations.NoBed, match="no los recibe"), transaction():
        operations.change_stay(trip.stays[0], nuns, 1, NOW, road.lupita)
