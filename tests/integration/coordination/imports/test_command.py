"""`flask import KIND FILE`: the report to stdout, the rest to stderr, exit 0 or 2."""

import csv
import io

import pytest

from app.cases.models import Case
from app.foundation.db import db

from .conftest import case_of, row, sheet

pytestmark = pytest.mark.usefixtures("places")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "hoja.csv"
    path.write_bytes(sheet(row(), row(Folio="R-2", Fecha_de_nacimiento="31/02/1979")))
    return path


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["import", *map(str, arguments)])


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_report_goes_to_stdout_and_the_count_to_stderr(app, file):
    result = run(app, "referrals", file)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "row,key,verdict,patient,case,messages"
    created, refused = read(result.stdout)
    assert (created["row"], created["key"], created["verdict"]) == ("2", "R-1", "created")
    assert (created["patient"], created["case"]) == (case_of("R-1").patient.number, case_of("R-1").number)
    assert (refused["row"], refused["verdict"], refused["patient"], refused["case"]) == ("3", "refused", "", "")
    assert result.stderr.strip() == "created 1 · updated 0 · unchanged 0 · refused 1"


def test_the_report_goes_to_a_file_where_one_is_named(app, file, tmp_path):
    result = run(app, "referrals", file, "--report", tmp_path / "report.csv")
    assert result.stdout == "" and len(read((tmp_path / "report.csv").read_text("utf-8"))) == 2


def test_a_dry_run_writes_nothing(app, file):
    result = run(app, "referrals", file, "--dry-run")
    assert [line["verdict"] for line in read(result.stdout)] == ["created", "refused"]
    assert db.session.query(Case).count() == 0


def test_messages_are_confirmed_only_when_asked(app, file):
    run(app, "referrals", file)
    assert not case_of("R-1").texts_confirmed


def test_messages_can_be_confirmed_at_once(app, file):
    run(app, "referrals", file, "--confirm-messages")
    assert case_of("R-1").texts_confirmed


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"uno,dos\n1,2\n"], ids=["empty", "binary", "headers"])
def test_unusable_input_is_exit_2_with_a_sentence(app, tmp_path, content):
    path = tmp_path / "hoja.csv"
    path.write_bytes(content)
    result = run(app, "referrals", path)
    assert result.exit_code == 2 and result.stdout == "" and result.stderr.strip().endswith((".", ".\n"))


def test_a_file_that_is_not_there_is_exit_2(app, tmp_path):
    assert run(app, "referrals", tmp_path / "nada.csv").exit_code == 2


def test_a_report_that_cannot_be_written_stops_before_anything_comes_in(app, file, tmp_path):
    result = run(app, "referrals", file, "--report", tmp_path / "no" / "report.csv")
    assert result.exit_code == 2 and case_of("R-1") is None


def test_an_unknown_kind_is_exit_2(app, file):
    assert run(app, "unicorns", file).exit_code == 2
