"""An answer from a phone moves the appointment, the trip and the day's work."""

from datetime import timedelta

import pytest

from app.cases import queries as cases
from app.cases.models import Task
from app.coordination import inbound
from app.coordination.jobs import raise_due_tasks
from app.foundation.db import db, transaction
from app.messaging import jobs
from app.travel import queries as travel

ROSA, JUAN = "+529925501001", "+529925502002"


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def appointment(programme, case):
    return programme.book(case)


@pytest.fixture
def trip(programme, appointment):
    return programme.plan(appointment)


@pytest.fixture
def asked(trip):
    """Both were asked two days before they leave."""
    at = (travel.first_leg(trip).departs_at - timedelta(days=2)).replace(hour=17, minute=0)
    jobs.send_round(at)
    return at


def answer(body, now, number=ROSA, sid="SM1", **more):
    with transaction():
        return inbound.on_inbound(number, body, sid, now, **more)


def tasks(case):
    return [(task.kind, task.urgent) for task in cases.open_tasks_of(case) if task.key.startswith("answer:")]


def test_1_confirms_the_appointment(asked, appointment):
    answer("1", asked)
    assert appointment.confirmation == "confirmed"


def test_2_declines_and_somebody_calls(asked, appointment, case):
    answer("no puedo", asked)
    assert (appointment.confirmation, tasks(case)) == ("declined", [("decline", True)])


def test_a_relatives_no_is_a_call_and_leaves_the_patients_word(asked, appointment, case):
    answer("1", asked)
    answer("2", asked, number=JUAN, sid="SM2")
    assert (appointment.confirmation, tasks(case)) == ("confirmed", [("decline", True)])


def test_a_relatives_yes_counts_until_the_patient_has_spoken(asked, appointment):
    answer("1", asked, number=JUAN)
    assert appointment.confirmation == "confirmed"
    answer("2", asked, sid="SM2")
    answer("1", asked, number=JUAN, sid="SM3")
    assert appointment.confirmation == "declined"


def test_the_same_answer_twice_is_one_task(asked, case):
    answer("2", asked)
    answer("2", asked)
    assert len(tasks(case)) == 1


@pytest.mark.parametrize("words", ["5", "no hay paso", "no tengo dinero"])
def test_who_is_stuck_is_urgent(asked, case, words):
    answer(words, asked)
    assert tasks(case) == [("urgent", True)]


@pytest.mark.parametrize(
    ("words", "kind"), [("6", "travel"), ("ALTA", "travel"), ("mi prima tambien", "review"), ("marqueme", "call")]
)
def test_the_rest_becomes_a_task_of_its_kind(asked, case, words, kind):
    answer(words, asked)
    assert [task for task, _urgent in tasks(case)] == [kind]


def test_a_missed_call_asks_for_a_call(asked, case):
    answer("", asked, channel="missed_call")
    assert tasks(case) == [("call", False)]


def test_3_and_4_move_the_trip(asked, appointment, trip):
    left = asked + timedelta(days=2)
    answer("3", left)
    answer("4", left + timedelta(hours=5), sid="SM2")
    moved = travel.trip_of(appointment.id)
    assert (moved.state, moved.departed_at, moved.arrived_at) == ("arrived", left, left + timedelta(hours=5))


def test_alto_leaves_the_appointment_as_it_is(asked, appointment, case):
    answer("ALTO", asked)
    assert (appointment.confirmation, tasks(case)) == ("unknown", [])


def test_silence_becomes_a_call_to_make(asked, case):
    raise_due_tasks(asked + timedelta(hours=24))
    calls = [task for task in cases.open_tasks_of(case) if task.key.startswith("call:")]
    assert sorted(task.reason for task in calls) == ["No ha contestado el mensaje."] * 2


def test_a_stranger_is_a_task_of_nobodys_case(programme, now):
    answer("hola", now, number="+529925559999")
    task = db.session.query(Task).filter(Task.key.startswith("answer:")).one()
    assert (task.case_id, task.title) == (None, "+529925559999: hay que leerlo")
