"""B3: one tick of the reminders over a million appointments of which a hundred have a text about to leave, beside a
scan of all of them."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, text, update

from app.cases.models import Appointment
from app.coordination import jobs, letters
from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging.models import Message

from .installation import migrated, people
from .measure import Measured, side_by_side

TITLE = "B3: the reminders' tick, a hundred due"
SIZES, CASES, DUE, A_DAY = (10_000, 1_000_000), 500, 100, 400
NOTE = "The scan reads the day of every booked appointment and compares it; it compares no text."
ROWS = """WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :many)
INSERT INTO appointment (id, case_id, precision, on_day, at_time, zone, state, confirmation, tentative, created_at)
SELECT n, 1 + n % :cases, 'datetime', date(:today, (CASE WHEN n <= :due THEN 3 ELSE 11 + n / :a_day END) || ' days'),
    '08:00:00.000000', 'America/Mexico_City', 'booked', 'unknown', 0, :now FROM c"""


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        contenders = {}
        for many in SIZES:
            file = Path(folder) / str(many)
            file.mkdir()
            contenders |= _contenders(file, many)
        return side_by_side(contenders)


def _contenders(folder: Path, many: int):
    app, now = migrated(folder), clock.now()
    with app.app_context():
        _fill(many, now)

    def tick() -> None:
        with app.app_context():
            jobs.keep_texts_true(now)

    def scan() -> None:
        near = clock.today(now + timedelta(days=4))
        with app.app_context():
            rows = db.session.execute(select(Appointment.id, Appointment.on_day).where(Appointment.state == "booked"))
            assert sum(row.on_day < near for row in rows) == DUE

    return {f"a tick, {many:,} appointments": tick, f"a full scan, {many:,} appointments": scan}


def _fill(many: int, now: datetime) -> None:
    """Everybody booked on the same few cases; a hundred texts leave in a minute."""
    values = {"many": many, "cases": CASES, "due": DUE, "a_day": A_DAY, "today": str(clock.today(now))}
    with transaction():
        people(CASES, now)
        db.session.execute(text(ROWS), values | {"now": now.replace(tzinfo=None).isoformat(" ")})
    with transaction():
        for appointment in db.session.scalars(select(Appointment).where(Appointment.id <= DUE)):
            letters.reconcile(appointment, now)
    with transaction():
        soon = now + timedelta(minutes=1)
        db.session.execute(update(Message).where(Message.kind == "booked").values(not_before=soon))
    jobs.keep_texts_true(now)
    db.session.remove()
