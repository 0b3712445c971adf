"""B1: texts from `planned` to `accepted` with a carrier that takes no time, beside procrastinate with the same handler.

Every text has a case, a person, a consent and a phone, all looked at again before it leaves.
"""

import asyncio
import tempfile
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import procrastinate
import pysqlite3
from flask import Flask
from sqlalchemy import insert

from app.foundation import clock
from app.foundation.db import SQLITE_PRAGMAS, db, transaction
from app.messaging import outbox
from app.messaging.gateways import Gateway, Letter, Outcome
from app.messaging.models import Message

from .installation import migrated, people, postgres
from .measure import Measured, side_by_side

TITLE = "B1: dispatch of one text, zero-latency carrier"
TEXTS, ROUNDS = 200, 6
LIMITS = outbox.Limits()
NOTE = f"""{TEXTS} texts a round, told per text. "Two durable commits" is what SQLite needs for two bare commits of one
row each; procrastinate fetches, runs and finishes a job whose handler does nothing but answer with an id, in one
worker, one at a time, on PostgreSQL."""


class Local(Gateway):
    """Takes everything at once."""

    name, paced = "local", False

    def hand_over(self, letter: Letter) -> Outcome:
        return Outcome("accepted", sid=accept())


def accept() -> str:
    """What both handlers do."""
    return f"SM{uuid.uuid4().hex}"


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder, postgres("ours", "peer") as (ours, peer):
        contenders = {
            "two durable commits": _bare(Path(folder) / "bare.sqlite"),
            "procrastinate, PostgreSQL": _procrastinate(peer),
            "Acompaña, SQLite": _outbox(migrated(Path(folder))),
            "Acompaña, PostgreSQL": _outbox(migrated(Path(folder), ours)),
        }
        rounds = side_by_side(contenders)
    return [Measured(m.contender, *(part / TEXTS for part in (m.median, m.fastest, m.slowest))) for m in rounds]


def _bare(file: Path) -> Callable[[], None]:
    connection = pysqlite3.connect(file, isolation_level=None)
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE row (word TEXT)")

    def work() -> None:
        for _commit in range(2 * TEXTS):
            connection.execute("INSERT INTO row VALUES ('word')")

    return work


def _outbox(app: Flask) -> Callable[[], None]:
    now = clock.now()
    with app.app_context():
        with transaction():
            people(TEXTS * ROUNDS, now)
            db.session.execute(insert(Message), [text(number, now) for number in range(1, TEXTS * ROUNDS + 1)])
        db.session.remove()

    def work() -> None:
        with app.app_context():
            accepted = 0
            while accepted < TEXTS:
                accepted += outbox.dispatch(now, Local(), LIMITS).accepted

    return work


def text(number: int, now: datetime, due: timedelta = timedelta()) -> dict[str, object]:
    """The row of a planned text for person and case `number`."""
    body = f"Buen dia {number}. Soy Lupita."
    return {
        "about": f"appointment:{number}", "case_id": number, "person_id": number, "kind": "booked", "role": "patient",
        "body": body, "body_digest": f"{number:032d}", "segments": 1, "event_at": now + timedelta(days=30),
        "not_before": now + due, "expires_at": now + due + timedelta(days=20), "any_hour": True,
        "wanted_key": f"{number}", "created_at": now,
    }  # fmt: skip


def _procrastinate(database: str) -> Callable[[], None]:
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=database))
    app.task(name="send")(lambda number: accept())
    asyncio.run(_wait_in_line(app))
    queues = iter(range(ROUNDS))
    return lambda: app.run_worker(
        queues=[f"round{next(queues)}"], wait=False, concurrency=1, listen_notify=False, install_signal_handlers=False
    )


async def _wait_in_line(app: procrastinate.App) -> None:
    """A queue of jobs for each round."""
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        for number in range(ROUNDS):
            jobs = ({"number": n} for n in range(TEXTS))
            await app.configure_task("send", queue=f"round{number}").batch_defer_async(*jobs)
