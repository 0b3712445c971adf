"""B2: one claim of ten texts among 10,000, 100,000 and a million planned ones, a tenth of them due."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import procrastinate
from sqlalchemy import text

from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging import outbox

from .installation import migrated, people, postgres
from .measure import Measured, one_by_one

TITLE = "B2: claim of ten, a tenth of the rows due"
SIZES = (10_000, 100_000, 1_000_000)
CALLS = 16  # six rounds of ten texts each: fewer than the smallest size has due
LIMITS = outbox.Limits(batch=10, zone="America/Mexico_City")
NOTE = "One claim is one transaction, committed; procrastinate's fetches one job at a time, so its time is for one."
ROWS = """INSERT INTO message (about, case_id, person_id, kind, role, channel, body, body_digest, segments, asks,
    promises_call, event_at, not_before, expires_at, any_hour, priority, state, rung, tries, created_at)
SELECT 'appointment:' || n, 1, 1, 'booked', 'patient', 'sms', 'Buen dia', 'd' || n, 1, '', {no}, :late,
    CASE WHEN n % 10 = 0 THEN :early ELSE :later END, :late, {yes}, 5, 'planned', 'first', 0, :early FROM {numbers}"""
NUMBERS = {
    "sqlite": "(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :many) SELECT n FROM c)",
    "postgresql": "generate_series(1, :many) AS n",
}


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder, postgres("ours", "peer") as (ours, peer):
        contenders = {}
        for many in SIZES:
            file = Path(folder) / str(many)
            file.mkdir()
            contenders[f"Acompaña, SQLite, {many:,}"] = _claim(file, "", many)
        contenders[f"Acompaña, PostgreSQL, {SIZES[-1]:,}"] = _claim(Path(folder), ours, SIZES[-1])
        contenders[f"procrastinate, PostgreSQL, {SIZES[-1]:,}"] = _fetch(peer, SIZES[-1])
        return one_by_one(contenders, CALLS)


def _claim(folder: Path, database: str, many: int) -> Callable[[], None]:
    app, now = migrated(folder, database), clock.now()
    with app.app_context():
        _plan(many, now)

    def work() -> None:
        with app.app_context(), transaction():
            assert len(outbox.claim(now, LIMITS)[1]) == LIMITS.batch

    return work


def _plan(many: int, now) -> None:
    dialect = db.engine.dialect.name
    no, yes = ("0", "1") if dialect == "sqlite" else ("false", "true")
    moments = {"early": now - timedelta(hours=1), "later": now + timedelta(days=5), "late": now + timedelta(days=30)}
    if dialect == "sqlite":
        moments = {name: moment.replace(tzinfo=None).isoformat(" ") for name, moment in moments.items()}
    with transaction():
        people(1, now)
        db.session.execute(text(ROWS.format(no=no, yes=yes, numbers=NUMBERS[dialect])), moments | {"many": many})
    db.session.remove()


def _fetch(database: str, many: int) -> Callable[[], None]:
    """What its worker does before each job; a tenth of the rows is due."""
    app = procrastinate.App(connector=procrastinate.SyncPsycopgConnector(conninfo=database))
    app.open()
    app.schema_manager.apply_schema()
    connector = app.connector
    connector.execute_query(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at) SELECT 'default', 'send', '{}',"
        " CASE WHEN n %% 10 = 0 THEN now() ELSE now() + interval '5 days' END FROM generate_series(1, %(many)s) AS n",
        many=many,
    )
    connector.execute_query("ANALYZE procrastinate_jobs")
    (worker,) = connector.execute_query_all("SELECT worker_id FROM procrastinate_register_worker_v1()")
    fetch = "SELECT id FROM procrastinate_fetch_job_v2(ARRAY['default']::varchar[], %(worker)s)"
    return lambda: connector.execute_query_one(fetch, worker=worker["worker_id"])
