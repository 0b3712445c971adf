"""Senders that are killed, whatever they were doing. The oracle is the carrier's own log of what it accepted."""

import multiprocessing
import random
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import create_app
from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging import jobs, operations
from app.messaging.models import Message, SimulatedText
from app.messaging.moves import FINAL

MESSAGES, KILLS, PATIENCE_SECONDS = 300, 40, 60
pytestmark = pytest.mark.faults


@pytest.fixture(params=["sqlite", "postgresql"])
def folder(request, tmp_path, migrated, monkeypatch):
    """An installation on each database, in a hurry: leases and doubts last a second."""
    monkeypatch.setenv("NAV_SMS_LEASE_SECONDS", "1")
    monkeypatch.setenv("NAV_SMS_SETTLE_SECONDS", "1")
    if request.param == "postgresql":
        monkeypatch.setenv("NAV_DATABASE_URL", request.getfixturevalue("postgres_url"))
    else:
        (tmp_path / migrated.name).write_bytes(migrated.read_bytes())
    return tmp_path


def test_kill_nine_forgets_nobody_and_texts_nobody_twice(folder):
    app = create_app(instance=folder)
    with app.app_context():
        write_messages()
        db.engine.dispose()
    for _kill in range(KILLS):
        kill_a_sender(folder)
    with app.app_context():
        finish()
        accepted = select(SimulatedText.message_id, func.count()).group_by(SimulatedText.message_id)
        times = dict(db.session.execute(accepted).all())
        db.session.remove()
        db.engine.dispose()
    assert len(times) == MESSAGES
    assert set(times.values()) == {1}


def write_messages():
    now = clock.now()
    with transaction():
        for number in range(MESSAGES):
            operations.plan(
                about=f"fault:{number}", to_number=f"+529925{number:06d}", kind="reply", body=f"Buen dia {number}.",
                any_hour=True, not_before=now, expires_at=now + timedelta(hours=2), created_at=now,
            )  # fmt: skip


def send_forever(folder):
    with create_app(instance=folder).app_context():
        while True:
            jobs.send_round(clock.now())


def kill_a_sender(folder):
    sender = multiprocessing.get_context("fork").Process(target=send_forever, args=(folder,))
    sender.start()
    time.sleep(random.uniform(0.1, 0.5))
    sender.kill()
    sender.join()


def finish():
    """Rounds until nothing is under way any more."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        jobs.send_round(clock.now())
        db.session.rollback()
        if not db.session.scalar(select(func.count()).where(Message.state.not_in(FINAL))):
            return
        time.sleep(0.5)
