"""One telephone that answers for two patients: a number asks whose it is, a name decides, doubt goes to a person."""

import pytest

from app.cases.models import Case
from app.foundation.db import db, transaction
from app.messaging import intake, outbox
from app.messaging.models import Inbound, Message
from tests.integration.messaging.conftest import ROSA_PHONE, give_phone, person, told
from tests.unit.messaging.cast import WITH_TRIP, at

ASKED = at(14, 10, 1)


@pytest.fixture
def shared(reconcile, facts_with_trip, world, carrier, limits, now):
    """Doña Rosa and her neighbour María Elena are both asked on doña Rosa's phone."""
    reconcile(facts_with_trip)
    with transaction():
        neighbour = person("P-000003", "María Elena", "doña Elena", None, now)
        give_phone(neighbour, ROSA_PHONE)
        other = Case(number="C-0002", patient_id=neighbour.id, clinic_id=world.clinic_id, created_at=now)
        db.session.add(other)
        db.session.flush()
        recipient = WITH_TRIP.recipients[0].__class__(neighbour.id, "doña Elena", "patient")
        facts = told(WITH_TRIP, world).__class__(
            **{**vars(WITH_TRIP), "about": "appointment:9", "recipients": (recipient,), "case_id": other.id,
               "patient_name": "doña Elena"}
        )  # fmt: skip
    reconcile(facts)
    outbox.dispatch(ASKED, carrier, limits)
    return other


def take(body, number=ROSA_PHONE, **more):
    with transaction():
        count = db.session.query(Inbound).count()
        return intake.take_in(number, body, f"SM{count}", ASKED, signs="el equipo", office="Jaltenango", **more)


def answers():
    rows = db.session.query(Message).filter(Message.priority == 0).order_by(Message.id)
    return [(row.kind, row.body) for row in rows]


def test_a_bare_number_is_asked_whose_it_is_by_name(shared):
    assert take("1").inbound.unclear_whose
    ((kind, body),) = answers()
    assert (kind, "Elena o Rosa" in body) == ("which_one", True)


@pytest.mark.parametrize(
    "name",
    ["Elena", "elena", "doña Elena", "Dona elena", "MARIA ELENA", "maría elena", "Elna", "de Elena", "es de doña elena",
     "helena", "la maria elena"],
)  # fmt: skip
def test_a_name_is_understood_however_it_is_written(shared, name):
    take("1")
    taken = take(name)
    assert (taken.inbound.meaning, [row.about for row in taken.questions]) == ("confirm", ["appointment:9"])


@pytest.mark.parametrize("name", ["Roza", "rosa", "Doña Rosa", "de doña rosa", "rosita"])
def test_the_other_name_is_the_other_patient(shared, name):
    take("2")
    taken = take(name)
    assert [row.about for row in taken.questions] == ["appointment:7"]


@pytest.mark.parametrize("both", ["las dos", "Los dos", "ambas", "Rosa y Elena", "elena, rosa", "de las dos"])
def test_both_named_is_an_answer_for_both(shared, both):
    take("1")
    assert {row.about for row in take(both).questions} == {"appointment:7", "appointment:9"}


@pytest.mark.parametrize("again", ["1", "mi mama", "Ramona", "si"])
def test_a_second_answer_that_does_not_say_is_a_persons_work_and_not_asked_again(shared, again):
    take("1")
    assert not take(again).questions
    assert [kind for kind, _body in answers()] == ["which_one"]


def test_the_answer_that_waited_is_settled_with_the_name(shared):
    take("1")
    take("Elena")
    assert [row.state for row in db.session.query(Inbound)] == ["done", "done"]


def test_a_restricted_case_is_never_named_on_a_shared_phone(shared):
    with transaction():
        shared.restricted = True
    taken = take("1")
    assert (taken.for_a_person, answers()) == (True, [])


@pytest.mark.parametrize(
    "number", ["+5219921110001", "0449921110001", "9921110001", "+529921110001", "045 992 111 0001"]
)
def test_the_old_prefixes_are_the_same_phone(shared, number):
    assert take("hola", number=number).inbound.from_number == ROSA_PHONE


def test_the_same_sid_is_taken_once(shared):
    for _ in range(3):
        with transaction():
            intake.take_in(ROSA_PHONE, "1", "SM-replayed", ASKED, signs="el equipo")
    assert (db.session.query(Inbound).count(), len(answers())) == (1, 1)
