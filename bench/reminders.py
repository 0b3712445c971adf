"""B3: one tick of the reminders over a million appointments of which a hundred are due, beside a full scan."""

import tempfile
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, select, text

from app.cases.models import Appointment, Case, Consent, Person, PersonPhone, Phone, Place
from app.coordination import jobs, letters, safety_net
from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging.models import Message

from .installation import migrated
from .measure import Measured, side_by_side

TITLE = "B3: the reminders' tick, one million appointments, a hundred due"
APPOINTMENTS, CASES, DUE, A_DAY = 1_000_000, 2_000, 100, 400


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        app = migrated(Path(folder))
        with app.app_context():
            now = clock.now()
            _fill(now)
            texts = side_by_side({"a tick": lambda: jobs.keep_texts_true(now), "a full scan": lambda: _scan(now)})
            planned = _planned(now)
            _close()
        return [*texts, planned]


def _fill(now) -> None:
    """Everybody booked on the same few cases; a hundred texts leave in a minute."""
    with transaction():
        clinic = Place(code="SAL", name="Salvador Urbina", kind="clinic")
        db.session.add(clinic)
        db.session.flush()
        numbers = range(1, CASES + 1)
        run = db.session.execute
        run(insert(Person), [{"id": n, "number": f"P-{n}", "given_names": "Rosa", "name_key": "rosa", "created_at": now} for n in numbers])
        run(insert(Phone), [{"id": n, "number": f"+52992{n:07d}", "typed": "x"} for n in numbers])
        run(insert(PersonPhone), [{"person_id": n, "phone_id": n} for n in numbers])
        run(insert(Consent), [{"person_id": n, "purpose": "sms", "granted": True, "given_on": now.date(), "recorded_at": now} for n in numbers])
        run(insert(Case), [{"id": n, "number": f"C-{n}", "patient_id": n, "clinic_id": clinic.id, "created_at": now, "texts_confirmed": True} for n in numbers])
        rows = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many) INSERT INTO appointment "
            "(id, case_id, precision, on_day, at_time, zone, state, confirmation, tentative, created_at) "
            "SELECT i, 1 + i % :cases, 'datetime', date(:today, (3 + i / :a_day) || ' days'), '08:00:00.000000', "
            "'America/Mexico_City', 'booked', 'unknown', 0, :now FROM n"
        )
        values = {"many": APPOINTMENTS, "cases": CASES, "today": str(clock.today(now)), "a_day": A_DAY, "now": now.replace(tzinfo=None)}
        run(text(rows), values)
    with transaction():
        for appointment in db.session.scalars(select(Appointment).where(Appointment.id <= DUE)):
            letters.reconcile(appointment, now)
    with transaction():
        first = select(Message.id).where(Message.kind == "booked").limit(DUE)
        db.session.execute(text("UPDATE message SET not_before = :soon WHERE kind = 'booked'"), {"soon": (now + timedelta(minutes=1)).replace(tzinfo=None)})
