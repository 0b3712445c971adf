"""A trip's plan kept as values and put back: its own beds if they are free, others of the house, or none."""

import pytest

from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.travel import operations, queries
from app.travel.operations.plans import fingerprint
from tests.moment import NOW

pytestmark = pytest.mark.both_databases


@pytest.fixture
def kept(road):
    """Rosa's trip with Juan and a night at the albergue: the trip, its plan, and its visit. Then every way is closed."""
    case = road.case()
    visit, party = road.visit(case), road.party(case, "Juan")
    trip = road.chosen(visit, party)
    plan = operations.plan_values(trip)
    close(road, closed=True)
    with transaction():
        operations.replan(trip, visit, road.lupita, NOW)
    close(road, closed=False)
    return trip, plan


def close(road, *, closed):
    with transaction():
        for route in (
            queries.routes_about(road.places["SAL"].id) if closed else queries.route_page(only="inactive").rows
        ):
            operations.save_route(
                route.origin, route.destination, route.mode, route.ordinal, by=None, now=NOW, active=not closed
            )


def beds_of_another(road):
    """Yolanda sleeps there alone, in the first bed."""
    trip = road.trip("Yolanda", "Cruz", companions=())
    return {night.bed for night in trip.nights}


def without_numbers(plan):
    return {
        name: [{key: value for key, value in row.items() if key != "id" and not key.endswith("_id")} for row in rows]
        for name, rows in plan.items()
    }


def put_back(road, trip, plan):
    with transaction():
        operations.put_back(trip, plan, "Ya hay paso", road.lupita, NOW)
    return operations.plan_values(trip)


def test_the_plan_that_is_put_back_is_what_it_was(road, kept):
    trip, plan = kept
    assert not operations.plan_values(trip)["leg"]
    again = put_back(road, trip, plan)
    assert without_numbers(again) == without_numbers(plan) and len(again["bed_night"]) == 2


def test_a_bed_that_somebody_took_meanwhile_becomes_another_one_of_the_house(road, kept):
    trip, plan = kept
    someone = beds_of_another(road)
    again = put_back(road, trip, plan)
    assert {row["bed"] for row in again["bed_night"]} == {1, 2, 3} - someone


def test_a_house_without_a_bed_left_refuses_and_nothing_moved(road, kept, book):
    trip, plan = kept
    beds_of_another(road)
    with transaction():
        book["ALT"].beds = 2
    with pytest.raises(operations.NoBed):
        put_back(road, trip, plan)
    db.session.expire_all()
    assert trip.state == "draft" and not trip.nights


def test_whoever_has_left_is_not_put_back(road, kept):
    trip, plan = kept
    with transaction():
        operations.depart(trip, NOW, road.lupita, NOW)
    with pytest.raises(Refused, match="Ya salieron"):
        put_back(road, trip, plan)


def test_a_plan_that_somebody_touched_has_another_fingerprint(road):
    trip = road.trip()
    before = fingerprint(operations.plan_values(trip))
    with transaction():
        operations.confirm_stay(trip.stays[0], "doña Chela", road.lupita, NOW)
    assert fingerprint(operations.plan_values(trip)) != before
