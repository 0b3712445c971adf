"""Two dates of one case near each other: stay there between them, or go home and come back, both priced."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from app.cases.models import Task
from app.coordination import money, on_site, workflows
from app.finance import queries as finance
from app.foundation import clock
from app.foundation.db import db, transaction
from app.travel import queries as travel
from app.travel.models import Trip

ZONE = "America/Mexico_City"
TUESDAY, THURSDAY = date(2026, 12, 15), date(2026, 12, 17)
AFTERWARDS = clock.at_wall(TUESDAY, time(13), ZONE)


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def first(programme, case):
    return programme.book(case, TUESDAY, time(8))


@pytest.fixture
def second(programme, case, first):
    """The laboratory's answer is on Thursday, at the same hospital."""
    return programme.book(case, THURSDAY, time(11))


@pytest.fixture
def away(programme, first, frozen):
    """They went, and on Tuesday after the visit they are at the hospital."""

    def gone():
        trip = programme.plan(first)
        programme.fund_trip(first.case)
        frozen.move_to(AFTERWARDS)
        with transaction():
            workflows.depart(trip, trip.departs_at, trip.departs_at, programme.lupita)
            workflows.arrive(trip, first.starts_at - timedelta(hours=1), AFTERWARDS, programme.lupita)
        return trip

    return gone


def offered(trip):
    return {one.code.split(":")[0]: one for one in on_site.offers(trip, AFTERWARDS).offers}


def choose(programme, trip, code):
    chosen = next(one.code for one in on_site.offers(trip, AFTERWARDS).offers if one.code.startswith(code))
    with transaction():
        return on_site.choose(trip, chosen, "", AFTERWARDS, programme.lupita)


def test_waiting_there_and_going_home_between_are_both_priced(second, away):
    choices = offered(away())
    assert choices["wait"].total != choices["home"].total
    assert choices["home"].again.there.departs_at.date() >= TUESDAY
    assert choices["wait"].nights >= 2


def test_without_another_date_nothing_is_waited_for(first, away):
    page = on_site.offers(away(), AFTERWARDS)
    assert (page.moved, "wait" in offered(page.trip)) == (None, False)


def test_a_date_in_two_months_is_not_waited_for(programme, case, first, away):
    programme.book(case, date(2027, 2, 16), time(11))
    assert on_site.offers(away(), AFTERWARDS).moved is None


def test_one_trip_serves_both_with_beds_in_between_and_one_budget(programme, first, second, away):
    trip = away()
    price = offered(trip)["wait"].total
    choose(programme, trip, "wait")
    assert (trip.appointment_id, travel.trip_of(first.id)) == (second.id, trip)
    assert [one.appointment_id for one in trip.dates] == [first.id, second.id]
    assert {night.night for night in trip.nights} >= {TUESDAY, THURSDAY - timedelta(days=1)}
    assert money.cost_of(trip) == price
    assert trip.legs[-1].departs_at > second.starts_at


def test_a_journey_that_the_second_date_had_of_its_own_gives_its_money_and_beds_back(programme, second, away):
    own, trip = programme.plan(second), away()
    choose(programme, trip, "wait")
    assert (own.state, own.nights, travel.trip_of(second.id).id) == ("cancelled", [], trip.id)
    assert finance.budget_of(second.case_id, money.source(own)).state == "released"


def test_going_home_keeps_the_journey_that_the_second_date_has(programme, second, away):
    own, trip = programme.plan(second), away()
    settled = choose(programme, trip, "home")
    assert (settled.again.id, own.state) == (own.id, "chosen")
    assert len(db.session.scalars(select(Trip).where(Trip.state != "cancelled")).all()) == 2


def test_going_home_plans_the_second_journey_where_there_is_none(programme, second, away):
    settled = choose(programme, away(), "home")
    assert settled.again.appointment_id == second.id


def test_the_question_is_asked_once_the_first_visit_is_told(programme, first, second, away):
    away()
    with transaction():
        workflows.record_outcome(
            first, "attended", AFTERWARDS, programme.lupita, note=None, cause=None, occurred_on=None
        )
    titles = db.session.scalars(select(Task.title).where(Task.kind == "travel", Task.done_at.is_(None)))
    assert any("Tiene otra cita pronto" in title for title in titles)


def test_the_ride_to_the_house_of_who_had_begun_the_way_home_is_on_the_way_to_the_next_date(second, away, frozen):
    trip = away()
    begun = next(leg for leg in trip.legs if leg.direction == "home")
    frozen.move_to(begun.departs_at + timedelta(minutes=1))
    later = clock.now()
    code = next(one.code for one in on_site.offers(trip, later).offers if one.code.startswith("wait"))
    with transaction():
        on_site.choose(trip, code, "", later, second.case.navigator)
    assert begun.direction == "there"
    assert travel.way_home_starts(trip) > second.starts_at


def test_who_waits_can_still_go_home_and_come_back(programme, first, second, away):
    trip = away()
    choose(programme, trip, "wait")
    settled = choose(programme, trip, "home")
    assert (trip.appointment_id, settled.again.appointment_id) == (first.id, second.id)
    assert travel.trip_of(second.id).id == settled.again.id


def test_the_week_of_the_hospital_does_not_miss_a_journey_for_a_date_that_is_served(
    programme, first, second, away, signed_in
):
    choose(programme, away(), "wait")
    said = signed_in(programme.lupita).get(f"/hospitals/week?from={TUESDAY}").get_data(as_text=True)
    assert "falta el viaje" not in said
