"""An urgent or open trip whose people are back: how they came is asked, proposed and budgeted."""

from datetime import timedelta

import pytest

from app.cases import queries as case_queries
from app.coordination import homecoming, money, under_way, workflows
from app.foundation.clock import to_local
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel import queries as trips
from tests.moment import NOW

BACK = NOW + timedelta(hours=33)  # the next evening


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def trip(programme, case, frozen):
    """They left by ambulance this morning; nobody knew until when."""
    with transaction():
        made = workflows.leave_urgently(
            case, case.hospital, [one.id for one in case.companions], "Dra. Celia Ríos", NOW, programme.lupita,
            mode="ambulance", left_at=NOW - timedelta(hours=8), minutes=240, fare=Money.zero(),
        ).trip  # fmt: skip
    frozen.move_to(BACK)
    return made


@pytest.fixture
def back(programme, trip):
    with transaction():
        workflows.come_home(trip, BACK, BACK, programme.lupita)
    return trip


def asked(case):
    return [task for task in case_queries.open_tasks_of(case) if task.title.startswith("Anotar cómo regresaron")]


def address(trip, tail):
    return f"/cases/{trip.case.number}/trips/{trip.id}/{tail}"


def test_told_that_they_are_back_the_next_page_proposes_how_they_came(programme, trip, signed_in):
    desk = signed_in(programme.lupita)
    sent = {"occurred_at": f"{to_local(BACK):%Y-%m-%dT%H:%M}"}
    answer = desk.post(address(trip, "returned"), data=sent, follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert "Lo más probable" in page and "Regresaron así" in page and "Otro: lo anoto a mano" in page


def test_one_click_makes_it_rides_meals_and_budget_of_the_trip(programme, case, back, signed_in):
    before, likely = money.cost_of(back), trips.ways_taken(back).journeys[0]
    sent = {"way": trips.key_of(likely)}
    page = signed_in(programme.lupita).post(address(back, "way-home"), data=sent, follow_redirects=True)
    assert "Viaje corregido: ahora cuesta" in page.get_data(as_text=True)
    home = [leg for leg in back.legs if leg.direction == "home"]
    assert (home[-1].destination.id, len(home[0].seats), back.open_since) == (back.origin_id, 2, None)
    assert back.returns_at == likely.arrives_at <= BACK
    assert money.cost_of(back) >= before + sum((leg.fare for leg in home), Money.zero())
    assert not asked(case)


def test_what_is_proposed_leaves_after_they_were_there_and_brings_them_home_by_when_they_said(back):
    ways = trips.ways_taken(back).journeys
    assert ways and all(back.legs[0].arrives_at <= one.departs_at and one.arrives_at <= BACK for one in ways)
    fewest = [one for one in ways if one.nights == min(way.nights for way in ways)]
    assert ways[0].arrives_at == max(one.arrives_at for one in fewest)


def test_told_by_sms_it_is_a_task_once(case, trip):
    for minutes in (0, 5):
        with transaction():
            under_way.move(trip, "arrived", True, BACK + timedelta(minutes=minutes))
    assert len(asked(case)) == 1


def test_another_way_is_typed_by_hand(programme, case, back):
    ride = travel.ByHand("taxi", BACK - timedelta(hours=6), 300, Money(900_00))
    with transaction():
        homecoming.note_way_home(back, ride, BACK, programme.lupita)
    assert [(leg.mode, leg.fare) for leg in back.legs if leg.direction == "home"] == [("taxi", Money(1_800_00))]
    assert not asked(case)


@pytest.mark.parametrize(
    ("leaves", "minutes", "field"), [(BACK - timedelta(hours=2), 180, "minutes"), (NOW - timedelta(hours=5), 60, "leaves_at")]
)  # fmt: skip
def test_a_ride_that_contradicts_what_was_told_is_refused_beside_its_field(programme, back, leaves, minutes, field):
    with pytest.raises(Refused) as refused, transaction():
        ride = travel.ByHand("taxi", leaves, minutes, Money.zero())
        homecoming.note_way_home(back, ride, BACK, programme.lupita)
    assert refused.value.field == field


def test_a_way_home_is_written_down_once(programme, back):
    ride = travel.ByHand("taxi", BACK - timedelta(hours=6), 300, Money.zero())
    with transaction():
        homecoming.note_way_home(back, ride, BACK, programme.lupita)
    with pytest.raises(Refused, match="ya está anotado"), transaction():
        homecoming.note_way_home(back, ride, BACK, programme.lupita)


def test_the_trips_page_says_that_it_is_missing(programme, back, signed_in):
    page = signed_in(programme.lupita).get(f"/cases/{back.case.number}/trips/{back.id}").get_data(as_text=True)
    assert "falta anotar cómo regresaron" in page


def test_a_trip_with_its_way_home_planned_asks_nothing(programme, case, frozen):
    planned = programme.plan(programme.book(case))
    frozen.move_to(planned.returns_at)
    with transaction():
        workflows.come_home(planned, planned.returns_at, planned.returns_at, programme.lupita)
    assert not asked(case) and not trips.lacks_way_home(planned)
