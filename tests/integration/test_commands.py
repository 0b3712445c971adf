"""Commands as another program calls them: exit codes, data on stdout, sentences on stderr."""

import tarfile
from pathlib import Path

import pytest
from sqlalchemy import text

from app import create_app
from app.cases import operations as cases
from app.foundation.db import db, transaction
from app.foundation.settings import Misconfigured
from tests.moment import NOW

RANDOM = "5Qm3-Vt8kZr1LwX0dPz7HsYb2NfGc4Ja6ReUo9Ti"
PRODUCTION = {"NAV_ENV": "production", "NAV_SECRET_KEY": RANDOM, "NAV_ALLOW_SIMULATOR": "1"}


@pytest.fixture
def run(app):
    def invoke(*arguments, **more):
        return app.test_cli_runner().invoke(args=list(map(str, arguments)), **more)

    return invoke


@pytest.mark.parametrize("asked", [("backup",), ("export", "ledger", "--format", "csv", "--out")])
def test_a_file_that_cannot_be_written_is_a_sentence_and_exit_2(run, tmp_path, asked):
    result = run(*asked, tmp_path / "nowhere" / "file")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "No se puede usar el archivo" in result.stderr


def test_a_clinician_of_an_unknown_clinic_is_refused(run):
    with transaction():
        cases.save_place("SAL", name="Salvador Urbina", kind="clinic", now=NOW, by=None)
    asked = ("user", "add", "ivan@example.org", "--role", "clinician", "--password-stdin", "--clinic")
    assert run(*asked, "NADA", input="una frase larga\n").exit_code == 2
    assert run(*asked, "sal", input="una frase larga\n").exit_code == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"NAV_SECRET_KEY": ""},
        {"NAV_SECRET_KEY": "development-secret-that-is-long-enough"},
        {"NAV_ALLOW_SIMULATOR": "0"},
        {"FLASK_DEBUG": "1"},
        {"NAV_TIMEZONE": "Mars/Olympus"},
        {"NAV_VOICE": "maybe"},
        {"NAV_OFFICE_PHONE": "655 01"},
    ],
)
def test_production_does_not_start_with(wrong, tmp_path, monkeypatch):
    for name, value in (PRODUCTION | wrong).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured) as refused:
        create_app(instance=tmp_path)
    assert refused.value.exit_code == 2


def test_production_starts_when_all_is_said_and_loads_no_demo(tmp_path, monkeypatch):
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    production = create_app(instance=tmp_path)
    with production.app_context():
        result = production.test_cli_runner().invoke(args=["demo"])
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_copy_that_was_tampered_with_comes_back_with_its_findings_and_exit_1(run, lupita, tmp_path):
    for statement in ("DROP TRIGGER audit_event_no_update", "UPDATE audit_event SET details = '{}'"):
        with transaction():
            db.session.execute(text(statement))
    assert run("backup", tmp_path / "copy").exit_code == 0
    result = run("restore", tmp_path / "copy")
    assert result.exit_code == 1 and "audit_event 1 was changed" in result.stdout


def test_what_was_backed_up_comes_back_and_passes_its_checks(run, lupita, tmp_path):
    assert run("backup", tmp_path / "copy").exit_code == 0
    assert run("restore", tmp_path / "copy").exit_code == 0
    assert run("check").exit_code == 0


def test_uploads_come_back_with_the_copy_and_nothing_is_written_outside_it(app, run, lupita, tmp_path):
    paper = Path(app.instance_path) / "files" / "0a1b"
    paper.parent.mkdir(exist_ok=True)
    paper.write_bytes(b"a receipt")
    assert run("backup", tmp_path / "copy.tar").exit_code == 0
    paper.unlink()
    with tarfile.open(tmp_path / "copy.tar", "r:gz") as archive:
        archive.extractall(tmp_path / "unpacked")
    with tarfile.open(tmp_path / "copy.tar", "w:gz") as archive:
        for part in (tmp_path / "unpacked").iterdir():
            archive.add(part, part.name)
        archive.add(tmp_path / "unpacked" / "backup.json", "../evil")
    assert run("restore", tmp_path / "copy.tar").exit_code == 0
    assert paper.read_bytes() == b"a receipt"
    assert not (Path(app.instance_path).parent / "evil").exists()
