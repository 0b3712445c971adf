"""The rate and the daily cap hold for all workers together; answers go first."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.foundation.db import db, transaction
from app.messaging import operations, outbox, queries
from app.messaging.models import Channel, Message
from tests.unit.messaging.cast import at

pytestmark = pytest.mark.both_databases
SOON = timedelta(days=3)


@pytest.fixture
def due(world, now):
    """`due(5)` plans five texts of one segment that may go now."""

    def plan(many, event_at=now + SOON, **more):
        with transaction():
            return [
                operations.plan(
                    about=f"test:{number}", to_number=f"+529925{number:06d}", kind="booked", body=f"Buen dia {number}.",
                    event_at=event_at, not_before=now, expires_at=now + SOON, created_at=now, **more,
                ).id
                for number in range(many)
            ]  # fmt: skip

    return plan


def claimed(now, limits):
    with transaction():
        return outbox.claim(now, limits)[1]


def channel():
    return db.session.scalar(select(Channel))


def test_a_claim_takes_no_more_than_fits(due, limits, now):
    due(50)
    ours = claimed(now, replace(limits, batch=50, per_second=10))
    assert ([round(text.starts_in, 1) for text in ours[:3]], len(ours)) == ([0.0, 0.1, 0.2], 20)


def test_a_second_worker_gets_nothing_while_the_line_is_spoken_for(due, limits, now):
    due(50)
    both = [len(claimed(now, replace(limits, batch=50, per_second=10))) for _worker in range(2)]
    assert both == [20, 0]


def test_the_line_is_free_again_as_time_goes_by(due, limits, now):
    due(50)
    paced = replace(limits, batch=50, per_second=10)
    claimed(now, paced)
    ours = claimed(now + timedelta(seconds=1), paced)
    assert (ours[0].starts_in, len(ours)) == (1.0, 10)


def test_a_text_of_two_parts_takes_twice_the_time(due, limits, now):
    due(3)
    with transaction():
        db.session.execute(update(Message).values(segments=2))
    assert [text.starts_in for text in claimed(now, replace(limits, per_second=10))] == [0.0, 0.2, 0.4]


def test_a_worker_sleeps_until_its_text_may_start(due, carrier, limits, now):
    due(3)
    slept = []
    outbox.dispatch(now, carrier, replace(limits, per_second=2), monotonic=lambda: 0.0, sleep=slept.append)
    assert (slept, len(carrier.accepted)) == ([0.5, 1.0], 3)


def test_an_answer_goes_ahead_of_what_is_planned(due, limits, now):
    bulk = due(30)
    with transaction():
        answer = operations.plan(
            about="inbound:1", to_number="+529920000001", kind="reply", body="Si.", any_hour=True, priority=0,
            not_before=now, expires_at=now + SOON, created_at=now,
        ).id  # fmt: skip
    assert [text.message_id for text in claimed(now, replace(limits, batch=3))] == [answer, *bulk[:2]]


def test_any_priority_is_claimed_at_some_time(due, limits, now):
    low, high = due(1, priority=9), due(1, priority=3)
    assert [text.message_id for text in claimed(now, limits)] == high + low


def test_beyond_the_daily_cap_nothing_that_can_wait_leaves(due, carrier, limits, now):
    due(5)
    outbox.dispatch(now, carrier, replace(limits, daily_cap=3))
    outbox.dispatch(now, carrier, replace(limits, daily_cap=3))
    assert (len(carrier.accepted), channel().capped_on) == (3, at(23, month=11).date())


def test_what_waited_leaves_the_next_morning(due, carrier, limits, now):
    due(5)
    for moment in (now, at(23, 19, month=11), at(24, 9, month=11)):
        outbox.dispatch(moment, carrier, replace(limits, daily_cap=3))
    assert len(carrier.accepted) == 5


@pytest.mark.parametrize("urgent", [{"any_hour": True, "priority": 0}, {"event_at": at(24, 9, month=11)}])
def test_answers_and_what_is_about_tomorrow_leave_beyond_the_cap(due, carrier, limits, now, urgent):
    due(2, **urgent)
    outbox.dispatch(now, carrier, replace(limits, daily_cap=1))
    assert len(carrier.accepted) == 2


def test_what_was_claimed_and_did_not_leave_is_not_counted(due, carrier, limits, now):
    due(3)
    carrier.fault = lambda letter: "not_sent:" if letter.message_id % 2 else None
    outbox.dispatch(now, carrier, replace(limits, daily_cap=10))
    assert channel().counted_segments == len(carrier.accepted)


def test_without_a_cap_and_a_rate_the_channel_is_left_alone(due, carrier, limits, now):
    due(3)
    outbox.dispatch(now, carrier, limits)
    assert (channel().counted_on, channel().free_at) == (None, None)


def test_after_too_fast_what_was_not_begun_goes_back_at_once(due, carrier, limits, now):
    ids = due(3)
    carrier.fault = lambda letter: "not_sent:20429"
    outbox.dispatch(now, carrier, limits)
    assert {queries.message(message_id).state for message_id in ids} == {"planned"}


def test_the_cap_that_was_reached_shows_on_that_day_alone(due, carrier, limits, now):
    due(2)
    outbox.dispatch(now, carrier, replace(limits, daily_cap=1))
    today = at(23, month=11).date()
    assert [bool(queries.alarms(day)) for day in (today, today + timedelta(days=1))] == [True, False]
