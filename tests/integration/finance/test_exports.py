"""What other programs read: bean-check and hledger accept it and compute our balances."""

import csv
import io
import subprocess
from datetime import date

import pytest
from beancount import loader
from beancount.core import realization
from openpyxl import load_workbook
from sqlalchemy import select

from app.finance import ledger
from app.finance import operations as finance
from app.finance.cash import Piece
from app.finance.exports import FORMATS, read_book
from app.finance.exports.journals import account_name, amount
from app.finance.models import Entry
from app.finance.operations.receipts import Paper
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.moment import NOW

TODAY = date(2026, 11, 23)
UUID = "6F9619FF-8B86-D011-B42D-00CF4FC964FF"


@pytest.fixture
def month(cast, handed, advance, box):
    """A month of every kind of entry: donation, delivery, claim above the advance, difference, return, reversal,
    texts and a price that was corrected, another category, a box adjusted to its count."""
    with transaction():
        claim = finance.open_claim(advance.case_id, advance=advance, by=cast["lupita"], now=NOW)
        paper = Paper(
            "cfdi", '=HYPERLINK("x") "Taxi"; S.A.', TODAY, Money(900_00), uuid=UUID, issuer_rfc="XAXX010101000"
        )
        finance.add_receipt(claim, paper, "transport", "Taxi", by=cast["lupita"], now=NOW)
        finance.prove_attendance(claim, "Contrarreferencia", cast["lupita"])
        finance.submit_claim(claim, cast["lupita"], NOW)
        finance.approve_claim(claim, cast["fausto"], NOW)
        finance.settle_claim(claim, box, cast["fausto"], NOW)
        wrong = finance.record_donation(
            advance.fund, box, Money(77_07), occurred_on=TODAY, by=cast["fausto"], now=NOW, memo='=1+1 "dos"; tres'
        )
        ledger.reverse(wrong, "Dos veces", by=cast["fausto"], approved_by=cast["amalia"], now=NOW, occurred_on=TODAY)
        shares = {advance.case_id: Money(1_34), None: Money(67)}
        finance.post_text_costs(advance.fund, TODAY, shares, ordinal=0, key="texts:1", now=NOW)
        given_back = {advance.case_id: Money(-67)}
        finance.post_text_costs(advance.fund, TODAY, given_back, ordinal=1, key="texts:2", now=NOW)
        _corrected(cast, claim, box)
    return read_book()


def _corrected(cast, claim, box):
    """The taxi was medicine, and a box in which 530 are missing is adjusted."""
    entry = db.session.scalars(select(Entry).where(Entry.source == f"claim:{claim.id}", Entry.kind == "claim")).one()
    line = next(line for line in claim.lines if line.receipt_id)
    changes, who = {(line.receipt_id, line.category): "medicine"}, {"by": cast["fausto"], "now": NOW}
    count = finance.count_box(box, {Piece("bill", 1_000_00): 8}, "Chepe Díaz", by=cast["lupita"], now=NOW)
    for asked in (
        finance.ask_reclassification(entry, changes, None, "Eran medicinas", **who),
        finance.ask_adjustment(count, claim.fund, "Se mojaron los billetes", **who),
    ):
        finance.confirm_correction(asked, by=cast["amalia"], now=NOW)


def written(tmp_path, book, kind, suffix):
    file = tmp_path / f"libro.{suffix}"
    file.write_text(FORMATS[kind](book), encoding="utf-8")
    return file


def test_beancount_accepts_the_ledger_and_agrees_on_every_balance(month, tmp_path):
    entries, errors, _options = loader.load_file(str(written(tmp_path, month, "beancount", "beancount")))
    assert not errors
    tree = realization.realize(entries)
    for account in month.accounts:
        held = realization.get(tree, account_name(account)).balance.get_currency_units(account.currency).number or 0
        assert held * 100 == account.standing, account.name


def test_hledger_accepts_the_ledger_and_agrees_on_every_balance(month, tmp_path):
    file = written(tmp_path, month, "hledger", "journal")
    assert subprocess.run(["hledger", "-f", file, "check", "accounts", "commodities"], check=False).returncode == 0
    command = ["hledger", "-f", file, "balance", "--flat", "--empty", "--no-total", "-O", "csv"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    balances = {row["account"]: row["balance"] for row in csv.DictReader(io.StringIO(said))}
    for account in month.accounts:
        assert balances[account_name(account)] in (amount(account.standing, account.currency), "0"), account.name


def test_the_csv_has_a_row_for_every_transfer_and_no_formula(month):
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](month))))
    assert len(rows) == sum(len(entry.transfers) for entry in month.entries)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_the_polizas_balance_and_name_the_cfdi(month):
    rows = list(csv.DictReader(io.StringIO(FORMATS["polizas"](month))))
    debits, credits = (sum(round(float(row[side] or 0) * 100) for row in rows) for side in ("debe", "haber"))
    assert debits == credits
    assert UUID in {row["UUID"] for row in rows}


def test_the_workbook_adds_up_by_formula_and_repeats_to_the_byte(month):
    content = FORMATS["xlsx"](month)
    assert content == FORMATS["xlsx"](month)
    formulas = load_workbook(io.BytesIO(content))["Balanza"]
    assert formulas["C2"].value.startswith("=SUMIF(Diario!")
    shown = load_workbook(io.BytesIO(content), data_only=True)["Balanza"]
    assert {row[6].value for row in shown.iter_rows(min_row=2)} == {0}


def test_the_workbook_names_what_was_posted_as_people_do(month):
    rows = load_workbook(io.BytesIO(FORMATS["xlsx"](month)))["Diario"].iter_rows(min_row=2, values_only=True)
    kinds, categories = zip(*((row[3], row[13]) for row in rows), strict=True)
    assert {"Donativo", "Apoyo entregado"} <= set(kinds)
    assert "Transporte" in categories


def test_the_command_writes_the_ledger_to_stdout(month, app):
    told = app.test_cli_runner().invoke(args=["export", "ledger", "--format", "csv"])
    assert told.exit_code == 0, told.exception
    assert told.stdout.startswith("asiento,fecha")


def test_a_workbook_without_a_file_is_refused(month, app):
    told = app.test_cli_runner().invoke(args=["export", "ledger", "--format", "xlsx"])
    assert (told.exit_code, "--out" in told.stderr) == (2, True)
