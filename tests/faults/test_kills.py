"""Fault 1: two workers, killed and killed again, while the carrier fails in five ways. The oracle is the fake
Twilio's own log of what it accepted."""

import logging
import random
import time
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from app.foundation import settings
from app.foundation.db import db, transaction
from app.messaging import jobs, outbox
from app.messaging.models import Message
from app.messaging.moves import FINAL
from tests.faults.installation import LONGER_THAN_THE_CLIENT_WAITS, wait_until

log = logging.getLogger(__name__)
ONE_IN_A_HUNDRED = dict.fromkeys(("429", "503", "accepted+500", "accepted+cut", "slow"), 0.01)


MOST_BETWEEN_KILLS = 0.5


@dataclass(frozen=True)
class Size:
    """How many texts and kills, and how long to wait for what is left."""

    messages: int
    kills: int
    patience: float


SHORT = pytest.param(Size(240, 30, 120), id="short")
LONG = pytest.param(Size(15_000, 1_000, 900), id="long", marks=pytest.mark.faults)


@pytest.mark.parametrize("size", [SHORT, LONG])
def test_kill_nine_forgets_nobody_and_texts_nobody_twice(installation, web, size):
    messages = kill_workers(installation, size, jobs.send_round)
    let_them_arrive(installation, size)
    assert installation.verdict(messages) == (0, 0)
    assert set(installation.states()) <= FINAL


def retry_without_asking(now, gateway):
    """The mutant: what every queue does that sends again when a lease is over or an answer is missing."""
    with transaction():
        waiting = select(Message).where((Message.lease_until <= now) | (Message.state == "unknown"))
        for message in db.session.scalars(waiting.with_for_update(skip_locked=True)):
            message.state, message.claim_token, message.lease_until = "planned", None, None
    outbox.dispatch(now, gateway, jobs.limits_of(settings.current()))


MUTANT_LONG = pytest.param(Size(3_000, 200, 600), id="long", marks=pytest.mark.faults)


@pytest.mark.parametrize("size", [SHORT, MUTANT_LONG])
def test_a_worker_that_simply_retries_is_caught(installation, size):
    messages = kill_workers(installation, size, retry_without_asking)
    assert installation.verdict(messages)[1] > 0


def kill_workers(installation, size, round_):
    """All texts sent by two workers, one of which is killed every few milliseconds. The ids of the texts."""
    installation.fake.set(chances=ONE_IN_A_HUNDRED, slow_seconds=LONGER_THAN_THE_CLIENT_WAITS)
    messages = installation.write_messages(size.messages)
    began = time.monotonic()
    workers = [installation.start_worker(round_) for _worker in range(2)]
    for _kill in range(size.kills):
        let_some_leave(installation, random.randrange(2 * size.messages // size.kills))
        victim = random.randrange(2)
        workers[victim].kill()
        workers[victim].join()
        workers[victim] = installation.start_worker(round_)
    killed = time.monotonic()
    installation.end()
    hit, sent = installation.begun_and_never_ended(), sum(installation.fake.log.accepted().values())
    installation.finish(size.patience, round_)
    log.info(
        "%s, %s: %d kills in %.0f s, %d of them in the middle of a text, %d of %d accepted by then; all sent after %.0f s; (lost, twice) = %s",
        installation.database, round_.__name__, size.kills, killed - began, hit, sent, size.messages,
        time.monotonic() - began, installation.verdict(messages),
    )  # fmt: skip
    return messages


def let_some_leave(installation, requests):
    """Waits for so many lines in the fake's log (not for ever), and a moment that is different every time."""
    log_file, least = installation.fake.log.path, 100  # a line has more bytes
    enough, until = log_file.stat().st_size + requests * least, time.monotonic() + MOST_BETWEEN_KILLS
    while log_file.stat().st_size < enough and time.monotonic() < until:
        time.sleep(0.002)
    time.sleep(random.uniform(0, 0.02))


def let_them_arrive(installation, size):
    """The carrier reports: what it accepted has arrived."""
    installation.fake.report("sent", "delivered")
    installation.fake.quiet(size.patience)
    wait_until(lambda: not installation.unfinished(FINAL), 10)
