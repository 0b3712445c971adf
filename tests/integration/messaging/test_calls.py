"""Where no text helps, somebody is asked to call."""

from datetime import timedelta

import pytest

from app.foundation.db import db, transaction
from app.messaging import calls, deliveries, intake, operations, outbox, queries
from tests.integration.messaging.conftest import ROSA_PHONE
from tests.unit.messaging.cast import at

ZONE = "America/Mexico_City"
ASKED = at(14, 10, 1)


@pytest.fixture
def asked(reconcile, facts_with_trip, carrier, limits):
    reconcile(facts_with_trip)
    outbox.dispatch(ASKED, carrier, limits)


def due(now):
    return [(call.why, call.message.role) for call in calls.calls_due(now, ZONE)]


def test_silence_of_a_day_becomes_a_call(asked):
    assert due(ASKED + timedelta(hours=22)) == []
    assert due(at(15, 14, 2)) == [("silent", "patient"), ("silent", "companion")]


def test_an_answer_ends_it(asked):
    with transaction():
        intake.take_in(ROSA_PHONE, "1", "SM1", ASKED)
    assert due(at(15, 14, 2)) == [("silent", "companion")]


def test_on_the_way_four_hours_are_enough(reconcile, facts_with_trip, carrier, limits):
    reconcile(facts_with_trip, at(16, 8))
    outbox.dispatch(at(16, 9), carrier, limits)
    assert due(at(16, 13)) == [("silent", "companion")]


def test_a_call_is_asked_for_once(asked):
    with transaction():
        calls.raised(calls.calls_due(at(15, 14, 2), ZONE), ASKED)
    assert due(at(15, 15)) == []


def test_who_may_not_be_texted_is_called(asked, world, reconcile, facts_with_trip, carrier, limits):
    with transaction():
        operations.opt_out(ROSA_PHONE, world.patient_id, ASKED)
    outbox.dispatch(at(15, 10, 1), carrier, limits)
    stuck = [call for call in calls.calls_due(at(15, 10, 2), ZONE) if call.why == "stuck"]
    assert {call.reason for call in stuck} == {"Escribió ALTO en ese teléfono."}
    assert len({call.key for call in stuck}) == 1


def test_a_text_that_another_follows_is_no_call_yet(reconcile, facts, carrier, limits, now):
    first = next(row for row in reconcile(facts).added if row.kind == "booked").id
    outbox.dispatch(now, carrier, limits)
    message = queries.message(first)
    with transaction():
        deliveries.take_status(first, message.sid, "undelivered", now, code="30003")
    assert due(now) == []


def test_a_wrong_number_without_another_is_a_call_in_words(reconcile, facts, carrier, limits, now):
    carrier.fault = lambda letter: "refused:21614" if letter.to_number == ROSA_PHONE else None
    reconcile(facts)
    outbox.dispatch(now, carrier, limits)
    assert [call.reason for call in calls.calls_due(now, ZONE)] == ["Es un teléfono fijo: no recibe mensajes."]


def test_a_promised_call_is_a_task_of_the_day(reconcile, facts_with_trip, carrier, limits):
    gone = facts_with_trip.__class__(**{**vars(facts_with_trip), "departed": True})
    reconcile(gone, at(18, 9))
    outbox.dispatch(at(18, 10, 1), carrier, limits)
    assert ("promised", "companion") in due(at(18, 10, 2))
    db.session.rollback()
