"""The sealed report: numbered without gaps, the same bytes for ever, found again by its token."""

import hashlib
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.finance import operations as finance
from app.finance.scope import Scope
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.moment import NOW

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def test_the_report_asks_for_what_was_approved_in_the_period(spend, seal):
    spend(85_50)
    sealed = seal()
    assert (sealed.number, sealed.total, sealed.line_count) == ("IR-2026-0001", Money(85_50), 1)
    assert hashlib.sha256(sealed.pdf).hexdigest() == sealed.sha256


def test_a_reprint_is_the_same_document(spend, seal, frozen):
    spend(85_50)
    first = seal()
    frozen.shift(3600)
    again = seal()
    assert (again.id, again.pdf) == (first.id, first.pdf)


def test_a_new_expense_makes_a_new_document_that_names_the_old_one(spend, seal):
    spend(85_50)
    first = seal()
    spend(14_50)
    second = seal()
    assert (second.number, second.replaces_id, second.total) == ("IR-2026-0002", first.id, Money(100_00))


def test_a_refused_report_uses_up_no_number(cast, fund, seal):
    with pytest.raises(Refused), transaction():
        finance.seal_report(Scope(LAST, FIRST, fund), by=cast["fausto"], now=NOW)
    assert seal().number == "IR-2026-0001"


def test_the_database_refuses_to_change_a_sealed_report(seal):
    seal()
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text("UPDATE sealed_report SET total_minor = 1"))


def test_the_command_writes_the_same_pdf_twice(spend, app, tmp_path):
    spend(85_50)
    db.session.remove()
    period = ["--from", "2026-11-01", "--to", "2026-11-30", "--fund", "Cirugías 2026"]
    files = [tmp_path / "uno.pdf", tmp_path / "dos.pdf"]
    for file in files:
        told = app.test_cli_runner().invoke(args=["report", "reimbursement", *period, "--out", str(file)])
        assert told.exit_code == 0, told.stderr
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].read_bytes().startswith(b"%PDF")


def test_an_unknown_fund_is_refused_with_a_sentence(books, tmp_path):
    args = ["report", "reimbursement", "--from", "2026-11-01", "--to", "2026-11-30", "--fund", "Nadie"]
    told = books.test_cli_runner().invoke(args=[*args, "--out", str(tmp_path / "x.pdf")])
    assert (told.exit_code, "No hay un fondo Nadie" in told.stderr) == (2, True)
