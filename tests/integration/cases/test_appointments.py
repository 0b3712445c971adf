"""Booking, moving, cancelling, and what came of it."""

from datetime import UTC, date, datetime, time

import pytest

from app.cases import operations, queries
from app.foundation.db import transaction
from app.foundation.errors import Refused
from tests.moment import NOW

TUESDAY, THURSDAY = date(2026, 12, 15), date(2026, 12, 17)
TODAY = date(2026, 11, 23)


@pytest.fixture
def booked(rosa, places, lupita):
    """Tuesday 15 December, eight in the morning."""
    with transaction():
        return book(rosa, places, lupita)


def test_a_booked_appointment_knows_its_instant(booked):
    assert booked.state == "booked"
    assert booked.starts_at == datetime(2026, 12, 15, 14, tzinfo=UTC)


def test_waiting_for_a_date_is_requested(rosa, places, lupita):
    with transaction():
        asked = book(rosa, places, lupita, on_day=None, at_time=None, precision="waiting")
    assert (asked.state, asked.on_day) == ("requested", None)


def test_the_date_that_was_asked_for_is_answered_in_place(rosa, places, lupita):
    with transaction():
        asked = operations.request_date(rosa, places["HGM"], None, NOW, lupita)
        booked = book(rosa, places, lupita)
    assert booked.id == asked.id


def test_asking_twice_is_asking_once(rosa, places, lupita):
    with transaction():
        first = operations.request_date(rosa, None, None, NOW, lupita)
        second = operations.request_date(rosa, places["HGM"], None, NOW, lupita)
    assert first.id == second.id
    assert first.hospital.code == "HGM"


def test_a_past_appointment_asks_for_its_reason_and_is_then_kept(rosa, places, lupita):
    with pytest.raises(Refused) as refusal, transaction():
        book(rosa, places, lupita, on_day=date(2026, 11, 10))
    assert refusal.value.field == "past_reason"
    with transaction():
        past = book(rosa, places, lupita, on_day=date(2026, 11, 10), past_reason="avisaron tarde")
    assert past.past_reason == "avisaron tarde"


@pytest.mark.parametrize("where", [None, "JAL"])
def test_a_place_that_is_no_hospital_is_refused(rosa, places, lupita, where):
    with pytest.raises(Refused) as refusal, transaction():
        book(rosa, places, lupita, hospital=places.get(where))
    assert refusal.value.field == "hospital"


def test_a_closed_case_takes_no_appointment(rosa, places, lupita):
    with transaction():
        operations.close(rosa, "moved", NOW, lupita)
    with pytest.raises(Refused), transaction():
        book(rosa, places, lupita)


def test_moving_makes_a_new_one_to_which_the_old_one_points(booked, lupita):
    with transaction():
        moved = move(booked, lupita)
    assert (booked.state, booked.next_id, booked.changed_by) == ("rescheduled", moved.id, "hospital")
    assert (moved.state, moved.on_day, moved.confirmation) == ("booked", THURSDAY, "unknown")


def test_what_a_visit_needs_moves_with_it(booked, lupita):
    with transaction():
        operations.add_precondition(booked, "donors", "2 donadores", "Juan", date(2026, 12, 10), NOW, lupita)
        moved = move(booked, lupita)
    assert [needed.detail for needed in moved.preconditions] == ["2 donadores"]


def test_moving_to_the_same_hour_is_no_move(booked, lupita):
    with pytest.raises(Refused), transaction():
        operations.reschedule(booked, TUESDAY, time(8), None, "hospital", "", NOW, lupita)


def test_an_appointment_moves_once(booked, lupita):
    with transaction():
        move(booked, lupita)
    with pytest.raises(Refused), transaction():
        move(booked, lupita)


def test_a_move_names_who_caused_it(booked, lupita):
    with pytest.raises(Refused) as refusal, transaction():
        operations.reschedule(booked, THURSDAY, time(8), None, "nobody", "", NOW, lupita)
    assert refusal.value.field == "cause"


def test_losing_its_date_makes_it_requested_again(booked, lupita):
    with transaction():
        moved = operations.reschedule(booked, None, None, None, "hospital", "sin quirófano", NOW, lupita)
    assert (moved.state, moved.precision) == ("requested", "waiting")


@pytest.mark.parametrize("cause", ["hospital", "patient"])
def test_a_cancelled_one_says_by_whom(booked, lupita, cause):
    with transaction():
        operations.cancel(booked, cause, "no hay anestesiólogo", NOW, lupita)
    assert booked.state == f"cancelled_{cause}"


def test_a_confirmation_is_kept_apart_from_the_state(booked):
    with transaction():
        operations.confirm_appointment(booked, "declined", NOW)
    assert (booked.state, booked.confirmation) == ("booked", "declined")


def test_an_outcome_before_the_day_is_refused(booked, lupita):
    with pytest.raises(Refused), transaction():
        operations.record_outcome(booked, "attended", None, None, None, NOW, lupita)


def test_the_day_it_happened_is_apart_from_when_it_was_written(rosa, places, lupita):
    with transaction():
        past = book(rosa, places, lupita, on_day=date(2026, 11, 10), past_reason="avisaron tarde")
        operations.record_outcome(past, "no_show", "no cruzó el río", "road", date(2026, 11, 11), NOW, lupita)
    assert (past.outcome_on, past.outcome_at, past.no_show_cause) == (date(2026, 11, 11), NOW, "road")


def test_the_live_one_is_the_next_that_is_booked_before_any_that_is_only_asked_for(rosa, places, lupita):
    with transaction():
        later = book(rosa, places, lupita, on_day=THURSDAY)
        sooner = book(rosa, places, lupita)
        operations.request_date(rosa, places["HGM"], None, NOW, lupita)
        tentative = book(rosa, places, lupita, on_day=date(2026, 12, 1), tentative=True)
    assert queries.live_appointment(rosa).id == sooner.id
    assert {later.state, tentative.state} == {"booked"}


def test_what_is_needed_is_needed_before_the_visit(booked, lupita):
    with pytest.raises(Refused) as refusal, transaction():
        operations.add_precondition(booked, "laboratory", "BH", None, date(2026, 12, 16), NOW, lupita)
    assert refusal.value.field == "due_on"


def test_the_outcomes_to_ask_for_are_those_of_days_that_are_over(rosa, places, lupita, booked):
    with transaction():
        past = book(rosa, places, lupita, on_day=date(2026, 11, 20), past_reason="venía en la hoja")
    assert queries.outcomes_due(TODAY) == [past]


def book(case, places, by, **changed):
    usual = {
        "hospital": places["HGM"], "service": places["surgery"], "on_day": TUESDAY, "at_time": time(8),
        "present_at": None, "precision": "datetime",
    }  # fmt: skip
    return operations.book(case, **(usual | changed), now=NOW, by=by)


def move(appointment, by):
    return operations.reschedule(appointment, THURSDAY, time(8), None, "hospital", "quirófano ocupado", NOW, by)
