"""The record of both chains' ends, outside the database: what it finds, and what it knows to be no tampering."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app import heads
from app.foundation import audit, triggers
from app.foundation.db import db, transaction
from tests.conftest import build
from tests.moment import NOW


@pytest.fixture
def check(app):
    """What `flask check` answers: exit code, findings, words beside them."""

    def checked():
        result = app.test_cli_runner().invoke(args=["check"])
        return result.exit_code, result.stdout, result.stderr

    return checked


@pytest.fixture
def record(app):
    return app.config["SETTINGS"].heads_folder / "heads.jsonl"


def happen(*actions):
    for action in actions:
        with transaction():
            audit.record(action, "case:1", None)


def cut_back_to(event_id):
    """The tail gone, the head set back: every hash fits."""
    with transaction():
        db.session.execute(text("DROP TRIGGER audit_event_no_delete"))
        db.session.execute(text(f"DELETE FROM audit_event WHERE id > {event_id}"))
        db.session.execute(
            text("UPDATE audit_head SET (event_id, hash) = (SELECT id, hash FROM audit_event ORDER BY id DESC LIMIT 1)")
        )
        db.session.execute(text(triggers.append_only_statements("sqlite", "audit_event")[1]))


def test_a_day_has_one_line_however_often_the_job_runs(app, record):
    for hours in (0, 1, 2, 24, 25):
        heads.note(NOW + timedelta(hours=hours))
    assert len(record.read_text().splitlines()) == 2


def test_a_chain_that_grew_since_is_in_order(check):
    happen("one")
    heads.note(NOW - timedelta(days=1))
    happen("two")
    heads.note(NOW)
    assert check()[:2] == (0, "")


def test_the_first_day_whose_end_is_gone_is_the_one_that_is_named(check):
    for days, action in ((3, "one"), (2, "two"), (1, "three")):
        happen(action)
        heads.note(NOW - timedelta(days=days))
    cut_back_to(1)
    code, found, _words = check()
    assert code == 1
    assert found.startswith("heads: audit_event 2, the last one on 2026-11-21, is gone: the end was cut off")
    assert len(found.splitlines()) == 1


def test_an_older_copy_that_was_restored_is_told_and_is_no_finding(app, check, tmp_path):
    happen("one")
    run = app.test_cli_runner().invoke
    assert run(args=["backup", str(tmp_path / "copy")]).exit_code == 0
    happen("two")
    heads.note(NOW + timedelta(minutes=5))
    assert run(args=["restore", str(tmp_path / "copy")]).exit_code == 0
    happen("another two")
    code, found, words = check()
    assert (code, found) == (0, "")
    assert "se restauró la copia del 23/11/2026 10:00" in words


def test_what_was_cut_before_the_copy_was_taken_is_found_in_the_copy_too(app, check, tmp_path):
    happen("one", "two")
    heads.note(NOW - timedelta(days=1))
    cut_back_to(1)
    run = app.test_cli_runner().invoke
    assert run(args=["backup", str(tmp_path / "copy")]).exit_code == 0
    assert run(args=["restore", str(tmp_path / "copy")]).exit_code == 1
    assert "audit_event 2, the last one on 2026-11-22, is gone" in check()[1]


@pytest.mark.parametrize("line", ["{torn", "[]", '{"at": "2026-11-20T10:00:00", "ends": {}}', '{"at": 5}'])
def test_a_line_that_cannot_be_read_is_a_finding_and_the_next_one_stands_on_its_own(check, record, line):
    record.write_text(line)
    heads.note(NOW)
    code, found, _words = check()
    assert (code, found.splitlines()) == (
        1, ["heads: line 1 of heads.jsonl cannot be read; take it out if a crash tore it"]
    )  # fmt: skip
    assert len(record.read_text().splitlines()) == 2


def test_the_record_lies_where_the_setting_says(tmp_path, monkeypatch):
    monkeypatch.setenv("NAV_HEADS_FOLDER", str(tmp_path / "elsewhere"))
    assert build(tmp_path).config["SETTINGS"].heads_folder == tmp_path / "elsewhere"
