"""Texts stored = texts wanted, after every change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cases.models import Consent
from app.foundation.db import db, transaction
from app.messaging import operations, outbox
from app.messaging.facts import Earlier
from app.messaging.models import Message
from tests.unit.messaging.cast import at


def planned():
    rows = db.session.scalars(select(Message).where(Message.state == "planned").order_by(Message.id))
    return [(row.kind, row.person_id) for row in rows]


def kinds(rows):
    return sorted({row.kind for row in rows})


def send_all(now, carrier, limits):
    return outbox.dispatch(now, carrier, limits)


def test_a_booking_plans_a_text_at_once_and_the_three_reminders(reconcile, facts):
    assert kinds(reconcile(facts).added) == ["booked", "day_before", "seven_days_before", "two_days_before"]


def test_each_of_the_two_is_told_in_their_own_words(reconcile, facts):
    bodies = [row.body for row in reconcile(facts).added if row.kind == "booked"]
    assert [body.split(".")[0] for body in bodies] == ["Buen dia, doña Rosa", "Buen dia, Juan"]


def test_the_second_time_nothing_changes(reconcile, facts):
    reconcile(facts)
    again = reconcile(facts)
    assert (again.added, again.cancelled, len(again.kept)) == ([], [], 8)


def test_a_chosen_trip_rewords_what_has_not_gone_out(reconcile, facts, facts_with_trip):
    reconcile(facts)
    changed = reconcile(facts_with_trip)
    assert "don Beto" in next(row.body for row in changed.added if row.kind == "day_before")


def test_what_has_gone_out_stays_and_is_not_repeated(reconcile, facts, facts_with_trip, carrier, limits, now):
    reconcile(facts)
    send_all(now, carrier, limits)
    assert "booked" not in kinds(reconcile(facts_with_trip).added)


def test_a_later_departure_after_the_reminder_went_out_is_told_again(reconcile, facts_with_trip, carrier, limits):
    reconcile(facts_with_trip)
    eve = at(15, 10, 5)
    send_all(eve, carrier, limits)
    later = replace(facts_with_trip, departs_at=at(16, 7))
    assert "7:00 am" in next(row.body for row in reconcile(later, eve).added if row.kind == "day_before")


def test_who_was_told_the_old_date_is_told_of_the_change(reconcile, facts, carrier, limits, now):
    reconcile(facts)
    send_all(now, carrier, limits)
    reconcile(replace(facts, event="cancelled"))
    moved = replace(
        facts, about="appointment:8", appointment_at=at(22, 8), earlier=(Earlier(facts.about, facts.appointment_at),)
    )
    assert "moved" in kinds(reconcile(moved).added)


def test_who_was_never_told_the_old_date_hears_only_the_new_one(reconcile, facts):
    reconcile(facts)
    reconcile(replace(facts, event="cancelled"))
    moved = replace(
        facts, about="appointment:8", appointment_at=at(22, 8), earlier=(Earlier(facts.about, facts.appointment_at),)
    )
    assert "moved" not in kinds(reconcile(moved).added)


def test_a_cancelled_date_leaves_nothing_planned(reconcile, facts):
    reconcile(facts)
    reconcile(replace(facts, event="cancelled"))
    assert planned() == []


def test_a_hospital_that_cancels_is_told_only_to_who_had_heard_of_it(reconcile, facts, carrier, limits, now):
    reconcile(facts)
    gone = reconcile(replace(facts, event="cancelled_hospital"))
    assert gone.added == []


def test_a_hospital_that_cancels_is_told_at_once(reconcile, facts, carrier, limits, now):
    reconcile(facts)
    send_all(now, carrier, limits)
    assert kinds(reconcile(replace(facts, event="cancelled_hospital")).added) == ["cancelled"]


@pytest.mark.parametrize(
    "quiet",
    [
        {"closed": True}, {"on_hold": True}, {"restricted": True}, {"tentative": True}, {"recorded_late": True},
        {"precision": "waiting"}, {"cleared": False}, {"appointment_at": at(1, 8, month=11)},
    ],
)  # fmt: skip
def test_nobody_is_texted(reconcile, facts, quiet):
    assert reconcile(replace(facts, **quiet)).added == []


def test_a_restricted_case_texts_only_the_person_of_its_plan(reconcile, facts):
    rosa = facts.recipients[0].person_id
    rows = reconcile(replace(facts, restricted=True, safe_contact=(rosa,))).added
    assert {row.person_id for row in rows} == {rosa}


def test_who_was_out_of_reach_is_planned_again_once_they_said_yes(reconcile, facts, carrier, limits, now):
    rosa = facts.recipients[0].person_id
    with transaction():
        db.session.add(Consent(person_id=rosa, purpose="sms", granted=False, given_on=now.date(), recorded_at=now))
    reconcile(facts)
    send_all(now, carrier, limits)
    assert [row.person_id for row in reconcile(facts).added] == []
    with transaction():
        db.session.add(Consent(person_id=rosa, purpose="sms", granted=True, given_on=now.date(), recorded_at=now))
    assert [(row.kind, row.person_id) for row in reconcile(facts).added] == [("booked", rosa)]


def test_a_text_that_a_person_took_away_is_not_planned_again(reconcile, facts, lupita_of_case, now):
    row = reconcile(facts).added[0]
    with transaction():
        operations.withdraw(row, lupita_of_case, now)
    assert row.id not in [kept.id for kept in reconcile(facts).added]


@pytest.fixture
def lupita_of_case(world):
    return world.navigator


def test_nothing_is_left_of_an_appointment_that_is_silenced(reconcile, facts, now):
    reconcile(facts)
    with transaction():
        operations.cancel_about(facts.about, "closed", now + timedelta(minutes=1))
    assert planned() == []
