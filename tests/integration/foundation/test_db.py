"""One commit, at the edge; readers cannot write; an instant is never naive."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, StatementError

from app.cases.models import Service
from app.foundation import audit
from app.foundation.audit import AuditEvent
from app.foundation.db import db, transaction


def test_a_failure_in_the_middle_leaves_nothing_behind(app):
    with pytest.raises(ZeroDivisionError), transaction():
        db.session.add(Service(name="cirugía"))
        db.session.flush()
        1 / 0  # noqa: B018
    assert db.session.query(Service).count() == 0


def test_a_reader_cannot_write(app):
    with pytest.raises(OperationalError, match="readonly"):
        db.session.execute(text("INSERT INTO service (name, usual_minutes, nights_admitted) VALUES ('x', 1, 0)"))
    db.session.rollback()


def test_a_transaction_inside_a_transaction_is_our_mistake(app):
    with transaction(), pytest.raises(RuntimeError, match="only the edge"), transaction():
        pass


def test_a_naive_time_is_never_stored(app):
    with pytest.raises(StatementError, match="naive"), transaction():
        db.session.add(audit.Look(at=datetime(2026, 1, 1), user_id=None, subject="case:1"))
        db.session.flush()


def test_the_engine_is_one_without_the_wal_reset_bug(app):
    version = db.session.execute(text("SELECT sqlite_version()")).scalar_one()
    assert tuple(int(part) for part in version.split(".")) >= (3, 51, 3)


def test_an_audit_row_cannot_be_changed_by_the_program(app, lupita):
    with pytest.raises(Exception, match="append-only"), transaction():
        db.session.execute(text("UPDATE audit_event SET action = 'nothing'"))


def test_a_row_changed_behind_the_programs_back_is_found(app, lupita, marta):
    with transaction():
        db.session.execute(text("DROP TRIGGER audit_event_no_update"))
        db.session.execute(text("UPDATE audit_event SET details = '{}' WHERE id = 1"))
    db.session.expire_all()
    assert list(audit.verify()) == ["audit_event 1 was changed, or one before it is gone"]


@pytest.mark.both_databases
def test_a_tail_that_was_cut_off_the_audit_chain_is_missed(app, lupita, marta):
    postgres = db.engine.dialect.name == "postgresql"
    with transaction():
        db.session.execute(
            text("ALTER TABLE audit_event DISABLE TRIGGER USER" if postgres else "DROP TRIGGER audit_event_no_delete")
        )
        db.session.execute(text("DELETE FROM audit_event WHERE id = 2"))
    assert list(audit.verify()) == ["audit_event 1 is the last one, the chain's head says 2"]


def test_an_untouched_chain_has_no_findings(app, lupita, marta):
    assert db.session.query(AuditEvent).count() == 2
    assert list(audit.verify()) == []
