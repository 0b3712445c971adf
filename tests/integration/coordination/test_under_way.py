"""They left, they arrived, they are home: said by text, by whoever travels, once however often it is said."""

from datetime import timedelta

import pytest

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.coordination import inbound, jobs, workflows
from app.foundation.db import db, transaction
from app.messaging import jobs as texts
from app.messaging.models import Message
from app.travel import queries as travel

ROSA, JUAN = "+529925501001", "+529925502002"


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def trip(programme, case):
    return programme.plan(programme.book(case))


def answer(body, now, number=JUAN, sid="SM1"):
    with transaction():
        return inbound.on_inbound(number, body, sid, now)


def now_of(trip):
    return travel.trip_of(trip.appointment_id)


def asked(kind):
    return [
        (row.person.given_names, row.body) for row in db.session.query(Message).filter_by(kind=kind, state="delivered")
    ]


def let_the_way_pass(trip):
    """The round in which who travels is asked how they are doing: an hour after they left, within the window."""
    at = max(trip.departs_at + timedelta(minutes=61), trip.departs_at.replace(hour=15, minute=5))
    texts.send_round(at)
    return at


def test_one_who_travels_is_asked_the_relative_first(trip):
    let_the_way_pass(trip)
    assert [name for name, _body in asked("on_the_way")] == ["Juan"]


def test_who_travels_alone_is_asked_as_one(programme):
    case = programme.rosa()
    with transaction():
        cases.remove_companion(case.companions[0], programme.lupita and case.created_at, programme.lupita)
    db.session.expire_all()
    let_the_way_pass(programme.plan(programme.book(case)))
    ((name, body),) = asked("on_the_way")
    assert name == "Rosa" and "¿Como va?" in body


@pytest.mark.parametrize("said", ["3", "ya salimos", "Ya salimos gracias"])
def test_3_is_left(trip, said):
    at = let_the_way_pass(trip)
    answer(said, at)
    assert (now_of(trip).state, now_of(trip).departed_at) == ("departed", at)


def test_4_is_there_and_said_by_both_it_is_once(trip):
    at = let_the_way_pass(trip)
    answer("4", at)
    answer("4", at + timedelta(minutes=20), number=ROSA, sid="SM2")
    assert (now_of(trip).state, now_of(trip).arrived_at) == ("arrived", at)


def test_silence_on_the_way_is_a_call(trip, case):
    at = let_the_way_pass(trip)
    jobs.raise_due_tasks(at + timedelta(hours=4, minutes=5))
    assert [task for task in case_queries.open_tasks_of(case) if task.key.startswith("call:")]


@pytest.mark.parametrize("said", ["ya regresamos", "Ya estamos en la casa", "ya llegue a mi casa, gracias"])
def test_home_is_said_in_words_at_any_time(trip, said):
    at = let_the_way_pass(trip)
    answer("3", at)
    answer(said, at + timedelta(days=1), sid="SM2")
    assert now_of(trip).state == "returned"


def test_4_after_the_way_home_began_is_home(programme, trip):
    with transaction():
        workflows.depart(trip, trip.departs_at, trip.departs_at, programme.lupita, exception="Urgía")
        workflows.arrive(trip, trip.present_at, trip.present_at, programme.lupita)
    answer("4", travel.way_home_starts(trip) + timedelta(hours=5))
    assert now_of(trip).state == "returned"


def test_home_twice_is_once_and_asks_nobody(programme, trip, case):
    at = let_the_way_pass(trip)
    answer("ya regresamos", at)
    answer("ya regresamos", at + timedelta(minutes=5), number=ROSA, sid="SM2")
    assert now_of(trip).returned_at == at
    assert [task for task in case_queries.open_tasks_of(case) if task.key.startswith("answer:")] == []


def test_home_long_before_they_leave_is_read_by_a_person(trip, case):
    answer("ya regresamos", trip.departs_at - timedelta(days=9))
    assert now_of(trip).state == "chosen"


def to_ask(case):
    return [task for task in case_queries.open_tasks_of(case) if task.key.startswith("result:")]


def home_by_text(trip, at, programme):
    answer("ya regresamos", at, sid="SM9")


def home_by_click(trip, at, programme):
    with transaction():
        workflows.come_home(now_of(trip), at, at, programme.lupita)


@pytest.mark.parametrize("come_home", [home_by_text, home_by_click])
def test_back_home_somebody_asks_two_days_later_how_it_went(programme, trip, case, come_home):
    answer("3", at := let_the_way_pass(trip))
    come_home(trip, at + timedelta(days=1), programme)
    (task,) = to_ask(case)
    assert task.due_at == at + timedelta(days=3)


def test_what_they_told_ends_the_question(programme, trip, case, frozen, signed_in):
    answer("3", at := let_the_way_pass(trip))
    answer("ya regresamos", at + timedelta(days=1), sid="SM9")
    frozen.move_to(at + timedelta(days=2))
    told = {"attended": "yes", "unmet": "", "home": [one.id for one in trip.travellers]}
    signed_in(programme.lupita).post(f"/cases/{case.number}/trips/{trip.id}/result", data=told)
    assert travel.result_of(now_of(trip)) and not to_ask(case)


def test_nobody_asks_how_it_went_for_who_died(programme, trip, case):
    answer("3", at := let_the_way_pass(trip))
    with transaction():
        cases.record_death(case.patient, at.date(), now=at, by=programme.lupita)
    home_by_click(trip, at + timedelta(days=1), programme)
    assert not to_ask(case)
