"""They said that they were there before the planned rides left: how they came is asked and set right in one step."""

from datetime import timedelta

import pytest

from app.cases import queries as case_queries
from app.coordination import arrival, workflows
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel import queries as trips
from app.travel.queries.way_there import outward


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def early(programme, case, frozen):
    """Planned for the afternoon before the visit, they went at dawn and were there before their rides left."""
    trip = programme.plan(programme.book(case))
    at = trip.departs_at - timedelta(minutes=30)
    frozen.move_to(at)
    with transaction():
        workflows.arrive(trip, at, at, programme.lupita)
    return trip


def asked(case):
    return [task for task in case_queries.open_tasks_of(case) if task.title.startswith("Llegaron antes")]


def there(trip):
    return [leg for leg in trip.legs if leg.direction == "there"]


def test_rides_that_nobody_was_on_are_a_task_and_a_mark_with_the_way_to_set_them_right(
    programme, case, early, signed_in
):  # fmt: skip
    page = signed_in(programme.lupita).get(f"/cases/{case.number}/trips/{early.id}").get_data(as_text=True)
    assert len(asked(case)) == 1 and "llegaron antes que sus tramos" in page and "/way-there" in page


def test_one_click_puts_the_rides_they_took_in_their_place(programme, case, early, signed_in):
    desk, address = signed_in(programme.lupita), f"/cases/{case.number}/trips/{early.id}/way-there"
    assert "Llegaron así" in desk.get(address).get_data(as_text=True)
    likely = trips.ways_there(early).journeys[0]
    answer = desk.post(address, data={"way": trips.key_of(likely)}, follow_redirects=True)
    assert "Viaje corregido: ahora cuesta" in answer.get_data(as_text=True)
    assert early.departs_at == likely.departs_at and likely.arrives_at <= early.arrived_at
    assert [leg.mode for leg in there(early)][: len(likely.legs)] == [leg.mode for leg in likely.legs]
    assert not trips.not_ridden(early) and not asked(case)


def test_what_is_eaten_on_the_way_is_counted_from_when_they_left(programme, early):
    before = trips.expenses(early).meals
    ride = travel.ByHand("taxi", early.arrived_at - timedelta(hours=24), 300, Money(900_00))
    with transaction():
        arrival.note_way_there(early, ride, early.arrived_at, programme.lupita)
    assert sum(meal[2] for meal in trips.expenses(early).meals) == sum(meal[2] for meal in before) + 6
    assert there(early)[0].fare == Money(1_800_00)


def test_told_the_right_hour_instead_nothing_is_to_ask(programme, case, early, frozen):
    late = trips.not_ridden(early)[-1].arrives_at + timedelta(minutes=10)
    frozen.move_to(late)
    with transaction():
        workflows.arrive(early, late, late, programme.lupita)
    assert not asked(case) and not trips.not_ridden(early)


def test_a_typed_ride_that_arrives_after_they_were_there_is_refused_beside_its_field(programme, early):
    ride = travel.ByHand("taxi", early.arrived_at - timedelta(hours=1), 90, Money.zero())
    with pytest.raises(Refused) as refused, transaction():
        arrival.note_way_there(early, ride, early.arrived_at, programme.lupita)
    assert refused.value.field == "minutes"


def test_who_arrived_by_the_planned_rides_is_asked_nothing(programme, case, frozen):
    trip = programme.plan(programme.book(case))
    at = outward(trip)[-1].arrives_at
    frozen.move_to(at)
    with transaction():
        workflows.arrive(trip, at, at, programme.lupita)
    with pytest.raises(Refused, match="ya son los que hicieron"), transaction():
        travel.note_way_there(trip, travel.ByHand("taxi", at, 60, Money.zero()), programme.lupita, at)
    assert not asked(case)
