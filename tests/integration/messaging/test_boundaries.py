"""Every place where a sender can die, on both databases: nobody twice, nobody forgotten. The oracle is the
carrier's own log, in a file that no kill touches."""

import multiprocessing
import os
import signal
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from app.foundation.db import db, transaction
from app.messaging import lookup, outbox
from app.messaging.models import Message
from app.messaging.moves import FINAL, ON_ITS_WAY
from tests.integration.messaging.carrier import Carrier

pytestmark = pytest.mark.both_databases
COMMITS = ("the claim", "sending", "the reply")
BOUNDARIES = [
    *((when, commit) for commit in COMMITS for when in ("before", "after")),
    ("before", "the carrier took it"),
    ("after", "the carrier took it"),
]
WAYS_TO_DIE = {"killed": lambda: os.kill(os.getpid(), signal.SIGKILL), "left": lambda: os._exit(1)}


class DeadlyCarrier(Carrier):
    """Its caller dies right before, or right after, it took a text."""

    def __init__(self, log, when, die):
        super().__init__(log)
        self.when, self.die = when, die

    def _accept(self, letter, sid):
        if self.when == "before":
            self.die()
        super()._accept(letter, sid)
        self.die()


def die_at_commit(when, ordinal, die):
    """Dies before or after the commit with this ordinal."""
    seen = []

    def count(_session):
        seen.append(1)
        if len(seen) == ordinal:
            die()

    event.listen(db.session, f"{when}_commit", count)


def sender(log, boundary, die, now, limits):
    """A worker's whole life: one batch, up to the boundary."""
    db.engine.dispose(close=False)
    when, what = boundary
    carrier = Carrier(log)
    if what in COMMITS:
        die_at_commit(when, COMMITS.index(what) + 1, die)
    else:
        carrier = DeadlyCarrier(log, when, die)
    outbox.dispatch(now, carrier, limits)


def let_one_die(log, boundary, way, now, limits):
    db.session.remove()
    child = multiprocessing.get_context("fork").Process(
        target=sender, args=(log, boundary, WAYS_TO_DIE[way], now, limits)
    )
    child.start()
    child.join()
    assert child.exitcode in (-signal.SIGKILL, 1)


def finish(carrier, now, limits, recover=lookup.recover):
    """Healthy workers, one round every half minute, until nothing is under way."""
    for half_minute in range(1, 9):
        later = now + timedelta(seconds=30 * half_minute)
        with transaction():
            recover(later)
        lookup.resolve(later, carrier, limits)
        outbox.dispatch(later, carrier, limits)


@pytest.fixture
def due(reconcile, facts):
    return [row.id for row in reconcile(facts).added if row.kind == "booked"]


@pytest.mark.parametrize("way", WAYS_TO_DIE)
@pytest.mark.parametrize("boundary", BOUNDARIES, ids=" ".join)
def test_wherever_a_sender_dies_each_text_arrives_once(due, carrier, limits, now, boundary, way):
    let_one_die(carrier.log, boundary, way, now, limits)
    finish(carrier, now, limits)
    assert sorted(carrier.message_ids) == due
    states = db.session.scalars(select(Message.state).where(Message.id.in_(due)))
    assert set(states) <= FINAL | ON_ITS_WAY


def retry_without_asking(now):
    """The mutant: what every queue does that re-sends when a lease is over."""
    for message in db.session.scalars(select(Message).where(Message.lease_until <= now)):
        if message.state in ("claimed", "sending"):
            message.state, message.claim_token, message.lease_until = "planned", None, None


def test_a_sender_that_simply_retries_is_caught(due, carrier, limits, now):
    let_one_die(carrier.log, ("after", "the carrier took it"), "killed", now, limits)
    finish(carrier, now, limits, recover=retry_without_asking)
    assert sorted(carrier.message_ids) != due
