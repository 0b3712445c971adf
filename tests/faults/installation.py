"""An installation in a hurry (leases and doubts last a second), its workers and its web server, each a process that
can be killed, and the fake Twilio that it texts through."""

import logging
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import waitress
from flask import Flask
from sqlalchemy import func, insert, select, update

from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging import jobs, operations, twilio_gateway
from app.messaging.gateways import Gateway
from app.messaging.models import Attempt, Message
from app.messaging.moves import FINAL, ON_ITS_WAY
from tests.fake_twilio import FakeTwilio
from tests.fake_twilio.process import end_with_the_test

TIMEOUTS = (1.0, 1.0)
LONGER_THAN_THE_CLIENT_WAITS = 1.5
FORK = multiprocessing.get_context("fork")
Round = Callable[[datetime, Gateway], object]


@dataclass
class Installation:
    """`app` is warm: a worker is a fork of it, there in milliseconds."""

    app: Flask
    fake: FakeTwilio
    database: str
    processes: list = field(default_factory=list)

    def warm_up(self) -> None:
        """One round here, so that whoever is forked finds everything imported and compiled: a worker that is there
        in milliseconds can be killed in the middle of a text."""
        with self.looked_into():
            gateway = self.gateway()
            self.write_messages(3, "warm")
            jobs.send_round(clock.now(), gateway)
            gateway.client.http_client.session.close()

    def gateway(self) -> Gateway:
        return twilio_gateway.from_settings(self.app.config["SETTINGS"], TIMEOUTS)

    def start(self, life: Callable, *needs) -> multiprocessing.Process:
        """A process that lives `life(*needs)` in the application's context."""
        process = FORK.Process(target=_live, args=(self.app, life, needs), daemon=True)
        process.start()
        self.processes.append(process)
        return process

    def start_worker(self, round_: Round = jobs.send_round) -> multiprocessing.Process:
        """A worker for ever: a round that fails is followed by the next, as under the scheduler."""
        return self.start(work_forever, self, round_)

    def end(self) -> None:
        for process in self.processes:
            process.kill()
            process.join()
        self.processes.clear()

    @contextmanager
    def looked_into(self):
        """The database, for a moment: no connection stays open, so that workers can be forked again."""
        with self.app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()

    def write_messages(self, count: int, label: str = "fault", priority: int = 5) -> list[int]:
        """So many texts that are due, each to its own number; their ids."""
        now = clock.now()
        with self.looked_into():
            with transaction():
                first = (db.session.scalar(select(func.max(Message.id))) or 0) + 1
                rows = [message_row(number, label, priority, now) for number in range(first, first + count)]
                db.session.execute(insert(Message), rows)
            return [row["id"] for row in rows]

    def unfinished(self, finished: frozenset[str] = FINAL | ON_ITS_WAY) -> int:
        with self.looked_into():
            return db.session.scalar(select(func.count()).where(Message.state.not_in(finished)))

    def states(self) -> dict[str, int]:
        with self.looked_into():
            return dict(db.session.execute(select(Message.state, func.count()).group_by(Message.state)).all())

    def begun_and_never_ended(self) -> int:
        """Attempts whose worker was killed before it could write down what became of them."""
        with self.looked_into():
            return db.session.scalar(select(func.count(Attempt.id)).where(Attempt.ended_at.is_(None)))

    def finish(self, patience: float, round_: Round = jobs.send_round, workers: int = 2) -> None:
        """Healthy workers until nothing is under way any more."""
        for _worker in range(workers):
            self.start_worker(round_)
        wait_until(lambda: self.without_pauses() == 0, patience, every=0.5)
        self.end()

    def without_pauses(self) -> int:
        """Whoever was told to come back in half a minute (429, no connection, a list that cannot be read) comes
        back now. How many are not finished."""
        with self.looked_into(), transaction():
            now = clock.now()
            waiting = update(Message).where(Message.state == "planned", Message.not_before > now)
            db.session.execute(waiting.values(not_before=now))
            doubtful = update(Message).where(Message.state == "unknown", Message.look_at > now + timedelta(seconds=2))
            db.session.execute(doubtful.values(look_at=now))
        return self.unfinished()

    def verdict(self, wanted: list[int]) -> tuple[int, int]:
        """(lost, twice) of these messages, by the log of the fake."""
        accepted = self.fake.log.accepted()
        return sum(accepted[one] == 0 for one in wanted), sum(accepted[one] > 1 for one in wanted)


def message_row(number: int, label: str, priority: int, now: datetime) -> dict:
    body = f"Buen dia, le escribe Lupita. Su papel {number}."
    return {
        "id": number, "about": f"{label}:{number}", "to_number": f"+529925{number:06d}", "kind": "reply", "body": body,
        "body_digest": operations.digest(body), "segments": 1, "any_hour": True, "state": "planned",
        "priority": priority, "not_before": now, "expires_at": now + timedelta(hours=6), "created_at": now,
    }  # fmt: skip


def _live(app: Flask, life: Callable, needs: tuple) -> None:
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_the_test()
    with app.app_context():
        life(*needs)
    os._exit(0)


def work_forever(installation: Installation, round_: Round) -> None:
    gateway = installation.gateway()
    while True:
        try:
            round_(clock.now(), gateway)
        except Exception:  # noqa: BLE001 the scheduler logs it, and runs the next round
            db.session.remove()
        time.sleep(0.02)


def serve_web(app: Flask, listening: socket.socket) -> None:
    """The web server that the fake calls back."""
    waitress.serve(app, sockets=[listening], threads=4, _quiet=True)


def wait_until(true: Callable[[], bool], patience: float, every: float = 0.1) -> None:
    until = time.monotonic() + patience
    while not true():
        if time.monotonic() > until:
            raise AssertionError(f"not within {patience:.0f} s")
        time.sleep(every)
