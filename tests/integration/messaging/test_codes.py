"""What a code does beyond the ladder: the channel, the phone, and words that have changed since."""

import pytest
from sqlalchemy import select

from app.cases.models import Phone
from app.foundation.db import db, transaction
from app.messaging import deliveries, outbox, queries
from app.messaging.models import Message, PolicyChange
from tests.integration.messaging.conftest import ROSA_PHONE


@pytest.fixture
def sent(reconcile, facts, carrier, limits, now):
    first = reconcile(facts).added[0].id
    outbox.dispatch(now, carrier, limits)
    return queries.message(first)


def report(message, status, code, now):
    with transaction():
        deliveries.take_status(message.id, message.sid, status, now, code=code)


def test_a_suspended_account_pauses_the_channel_and_the_text_is_tried_once_more(sent, now):
    report(sent, "undelivered", "30002", now)
    again = db.session.scalar(select(Message).where(Message.retry_of_id == sent.id))
    assert (queries.channel().code, again.rung, again.state) == ("30002", "retry", "planned")


@pytest.mark.parametrize(("code", "delivery"), [("30001", "unknown"), ("30007", "unknown"), ("30008", "failing")])
def test_a_phone_is_marked_only_where_it_is_to_blame(sent, now, code, delivery):
    report(sent, "undelivered", code, now)
    assert db.session.scalar(select(Phone.delivery).where(Phone.number == ROSA_PHONE)) == delivery


def test_a_full_queue_is_certainly_not_sent_and_tried_again_later(reconcile, facts, carrier, limits, now):
    first = reconcile(facts).added[0].id
    carrier.fault = lambda letter: "not_sent:21611"
    assert outbox.dispatch(now, carrier, limits).halted
    message = queries.message(first)
    assert (message.state, message.code, message.not_before > now, queries.channel().paused_at) == (
        "planned",
        "21611",
        True,
        None,
    )


def test_words_that_have_changed_since_do_not_leave(reconcile, facts, carrier, limits, now):
    first = reconcile(facts).added[0].id
    with transaction():
        queries.message(first).template_version = 0
        db.session.add(PolicyChange(changed_at=now))  # a change of the words is on its way through the planned texts
    outbox.dispatch(now, carrier, limits)
    assert (queries.message(first).reason, first in carrier.message_ids) == ("superseded", False)


def test_what_is_known_to_be_delivered_makes_the_phone_reachable(sent, now):
    report(sent, "delivered", None, now)
    assert db.session.scalar(select(Phone.delivery).where(Phone.number == ROSA_PHONE)) == "reachable"


def test_a_text_is_worth_delivering_until_it_expires(reconcile, facts, limits, now):
    first = reconcile(facts).added[0].id
    with transaction():
        token, _claimed = outbox.claim(now, limits)
    with transaction():
        begun = outbox.begin(first, token, now, limits)
    assert begun["valid_seconds"] == int((queries.message(first).expires_at - now).total_seconds()) > 0
