"""ALTO, a moved date and a cancelled one against workers that are sending: what had not begun when it was committed
is never created."""

import random
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging import operations, outbox
from app.messaging.models import Message
from tests import crowd
from tests.integration.messaging.carrier import Carrier
from tests.integration.messaging.conftest import person
from tests.unit.messaging.cast import BOOKED

WORKERS, TEXTS_EACH = 3, 3
A_CALL = 0.03  # seconds that the carrier takes, so that most texts still wait while people say no
NOT_BEGUN = ("planned", "claimed", "cancelled")
pytestmark = pytest.mark.both_databases


def somebody(number, now):
    """A person with texts that are due, in words of their own."""
    who = person(f"P-{number:06d}", "Rosa", "doña Rosa", f"+529925{number:06d}", now)
    for ordinal in range(TEXTS_EACH):
        operations.plan(
            about=f"appointment:{number}", person_id=who.id, kind="booked", body=f"Buen dia {ordinal}.",
            not_before=now, expires_at=now + timedelta(days=1), wanted_key=f"{number}:{ordinal}", created_at=now,
        )  # fmt: skip
    return number, who.id


def stop(number, person_id, now):
    operations.opt_out(f"+529925{number:06d}", person_id, now)


def cancel(number, _person_id, now):
    operations.cancel_about(f"appointment:{number}", "closed", now)


def move(number, _person_id, now):
    """The date went to another appointment: of this one nothing is wanted any more."""
    operations.reconcile(replace(BOOKED, about=f"appointment:{number}", event="cancelled", recipients=()), now)


def send(log, limits):
    outbox.dispatch(clock.now(), Carrier(log, fault=lambda letter: time.sleep(A_CALL)), limits)


@pytest.mark.parametrize("people", [24, pytest.param(600, marks=pytest.mark.faults)])
def test_nothing_is_created_after_somebody_said_no(app, tmp_path, now, people):
    log, halt = tmp_path / "carrier", tmp_path / "stop"
    with transaction():
        waiting = [somebody(number, now) for number in range(1, people + 1)]
    limits = outbox.Limits(batch=4, lease=timedelta(minutes=10))
    workers = [crowd.start(crowd.repeat, lambda: send(log, limits), halt, 0) for _one in range(WORKERS)]
    random.Random(10).shuffle(waiting)
    forbidden = set()
    for turn, (number, person_id) in enumerate(waiting):
        with transaction():
            (stop, cancel, move)[turn % 3](number, person_id, now)
            texts = select(Message.id).where(Message.about == f"appointment:{number}", Message.state.in_(NOT_BEGUN))
            forbidden |= set(db.session.scalars(texts))
        time.sleep(0.01)
    assert set(crowd.finish(workers, halt)) == {0}
    created = Carrier(log).message_ids
    assert len(created) == len(set(created))
    assert not forbidden & set(created)
    assert forbidden
