"""Two dates in one journey, by hand: doña Rosa and Juan at the Gómez Maza on a Tuesday and the Thursday after it.

The same sum stands in docs/rules-travel.md.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.foundation.money import Money
from app.travel.journeys import Journey, PlannedLeg, PlannedStay
from app.travel.queries.proposals import Between, proposal_of
from app.travel.rules import Member, Visit, spells, ward_of

ZONE = ZoneInfo("America/Mexico_City")
MEALS = {"breakfast": 50_00, "lunch": 65_00, "dinner": 50_00}
ROSA, JUAN = Member(1, "Rosa", "patient"), Member(2, "Juan")


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute, tzinfo=ZONE)


def price(meals, stipend):
    eaten = sum(MEALS[meal] * heads for _day, meal, heads in meals)
    return Money(eaten + 120_00 * sum(heads for _day, heads in stipend))


def ride(origin, destination, fare, leaves, arrives):
    """`fare` of both of them."""
    return PlannedLeg(origin, destination, "colectivo", leaves, arrives, fare * 100, fare * 50, 0, None, False)


def there(day):
    """From Salvador Urbina the afternoon before, with a night at the albergue: 586.00."""
    eve = day - 1
    rides = (
        ride("SAL", "JAL", 120, at(eve, 13), at(eve, 14, 30)), ride("JAL", "TUX", 300, at(eve, 15, 30), at(eve, 19)),
        ride("TUX", "ALT", 22, at(eve, 19, 10), at(eve, 19, 35)), ride("ALT", "TUX", 22, at(day, 6), at(day, 6, 25)),
        ride("TUX", "HGM", 22, at(day, 6, 40), at(day, 7, 5)),
    )  # fmt: skip
    return Journey(rides, (PlannedStay("ALT", at(eve, 19, 35), 1, 100_00),))


def home(day):
    """Back the same afternoon: 442.00."""
    return Journey(
        (ride("HGM", "TUX", 22, at(day, 11, 40), at(day, 12, 5)), ride("TUX", "JAL", 300, at(day, 13), at(day, 16, 30)),
         ride("JAL", "SAL", 120, at(day, 16, 45), at(day, 18, 15))), (),
    )  # fmt: skip


def at_the_albergue(price_minor):
    """Two nights, Tuesday and Wednesday; the rides to the house and from it are 88.00."""
    come = Journey(
        (ride("HGM", "TUX", 22, at(15, 11, 40), at(15, 12, 5)), ride("TUX", "ALT", 22, at(15, 12, 20), at(15, 12, 45))),
        (),
    )
    go = Journey(
        (ride("ALT", "TUX", 22, at(17, 6), at(17, 6, 25)), ride("TUX", "HGM", 22, at(17, 6, 40), at(17, 7, 5))), ()
    )
    return Between(PlannedStay("ALT", at(15, 12, 45), 2, price_minor), (come, go))


def visit(day, nights_admitted=0):
    return Visit(day, 1, "SAL", "HGM", at(day, 7, 30), at(day, 11, 30), nights_admitted)


def waiting(party=(ROSA, JUAN), price_minor=200_00):
    return proposal_of([visit(15), visit(17)], party, there(15), home(17), price, (at_the_albergue(price_minor),))


def test_waiting_pays_the_nights_between_and_every_meal_and_day_until_they_are_home():
    one = waiting()
    assert one.cost == Money(586_00 + 200_00 + 88_00 + 442_00)
    assert price(one.meals, []) == Money(2 * (4 * 65_00 + 3 * 50_00 + 3 * 50_00))
    assert price([], one.stipend) == Money(4 * 120_00)
    assert one.total == Money(2_916_00)


def test_going_home_and_coming_back_is_the_sum_of_two_journeys():
    each = [proposal_of([visit(day)], (ROSA, JUAN), there(day), home(day), price) for day in (15, 17)]
    assert [one.total for one in each] == [Money(1_728_00)] * 2
    assert sum((one.total for one in each), Money.zero()) - waiting().total == Money(540_00)


def test_the_nights_between_count_as_nights_and_the_rides_as_road():
    one = waiting()
    assert one.nights == 3
    assert one.road == there(15).legs[0].arrives_at - at(14, 13) + timedelta(minutes=210 + 25 * 3 + 25 * 4 + 25 + 300)
    assert one.returns_at == at(17, 18, 15)


def test_a_relative_who_pays_half_eats_and_sleeps_like_everybody():
    assert len(waiting().meals) == 10
    assert {heads for _day, _meal, heads in waiting((ROSA, JUAN, Member(3, "Luz"))).meals} == {3}


def test_another_house_between_is_another_proposal():
    one = waiting()
    assert one.key != proposal_of([visit(15), visit(17)], (ROSA, JUAN), there(15), home(17), price, (Between(),)).key


@pytest.mark.parametrize(("kind", "expected"), [("patient", ((at(17, 7, 30), at(19, 11, 30)),)), ("companion", ())])
def test_only_the_patient_is_fed_by_the_ward_and_only_on_the_date_that_keeps_them(kind, expected):
    assert ward_of(kind, [visit(15), visit(17, nights_admitted=2)], ZONE) == expected


def test_a_ward_night_of_the_second_date_begins_when_they_present_themselves_for_it():
    nights = [at(17, 0).date(), at(18, 0).date()]
    visits = [(at(15, 7, 30), at(15, 11, 30)), (at(17, 7, 30), at(19, 11, 30))]
    assert spells(nights, visits, ZONE) == ((at(17, 7, 30), at(19, 11, 30)),)
