"""The bank's account beside the books: nothing comes in twice, a person accepts each pair, no money moves."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.finance import bank as reading
from app.finance import operations as finance
from app.finance import periods
from app.finance.models import BankLine, BankMatch, Entry, Transfer
from app.finance.verification import verify
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.moment import NOW

HEAD = "Fecha,Descripción,Referencia,Depósito,Retiro\n"
GIFT = '03/11/2026,SPEI Fundación Esperanza,0098123,"2,000.00",\n'
HANDED = '24/11/2026,RETIRO EN VENTANILLA,RE-2026-0001,,"1,350.00"\n'
FEE = "30/11/2026,COMISIÓN POR MANEJO,,,58.00\n"


@pytest.fixture
def bank(cast, fund):
    """An account that received 2,000 for the fund on the second of November."""
    with transaction():
        bank = finance.create_box("Banco del Sureste", by=cast["fausto"], now=NOW, kind="bank")
        finance.record_donation(
            fund, bank, Money(2_000_00), occurred_on=date(2026, 11, 2), by=cast["fausto"], now=NOW, key="gift"
        )
    return bank


@pytest.fixture
def paid(cast, advance, bank):
    """1,350 handed over from the account."""
    with transaction():
        return finance.deliver(advance, bank, Money(1_350_00), by=cast["lupita"], now=NOW)


@pytest.fixture
def bring(cast, bank):
    def bringing(*rows, name="noviembre.csv", into=None):
        content = (HEAD + "".join(rows)).encode("latin-1")
        with transaction():
            return finance.import_statement(into or bank, name, content, by=cast["fausto"], now=NOW)

    return bringing


def suggested(bank):
    """(what the bank says, the entry's kind that it may be)."""
    candidates, _next = reading.line_page(bank)
    return [(one.line.description, one.transfer.entry.kind if one.transfer else None) for one in candidates]


def accept(cast, bank, nth=0, by="fausto"):
    one = reading.line_page(bank)[0][nth]
    with transaction():
        return finance.accept_match(one.line, one.transfer, by=cast[by], now=NOW)


def test_movements_come_in_and_no_money_moves(bring, bank):
    assert bring(GIFT, FEE) == 2
    assert (bank.holds, verify()) == (Money(2_000_00), [])


def test_the_same_file_twice_brings_nothing_twice(bring):
    assert (bring(GIFT, HANDED), bring(GIFT, HANDED)) == (2, 0)
    assert db.session.scalar(select(func.count(BankLine.id))) == 2


def test_a_file_that_overlaps_another_brings_only_what_is_new(bring):
    assert (bring(GIFT, HANDED), bring(HANDED, FEE, name="fin de mes.csv")) == (2, 1)


def test_two_equal_movements_of_a_day_are_two_and_stay_two(bring):
    assert (bring(FEE, FEE), bring(FEE, FEE, GIFT)) == (2, 1)


def test_a_file_with_a_row_that_cannot_be_read_brings_nothing(bring):
    with pytest.raises(Refused, match="Renglón 3"):
        bring(GIFT, "31/11/2026,Nada,,5,\n")
    assert db.session.scalar(select(func.count(BankLine.id))) == 0


def test_a_box_of_cash_has_no_statement(bring, box):
    with pytest.raises(Refused, match="Sólo una cuenta de banco"):
        bring(GIFT, into=box)


def test_each_movement_is_suggested_what_it_may_be(bring, bank, paid):
    bring(GIFT, HANDED, FEE)
    assert suggested(bank) == [
        ("SPEI Fundación Esperanza", "donation"), ("RETIRO EN VENTANILLA", "delivery"), ("COMISIÓN POR MANEJO", None),
    ]  # fmt: skip


def test_what_is_accepted_leaves_both_lists(bring, bank, cast, paid):
    bring(GIFT, HANDED)
    assert len(reading.booked_page(bank).rows) == 2
    accept(cast, bank)
    assert [name for name, _kind in suggested(bank)] == ["RETIRO EN VENTANILLA"]
    assert [row.entry.kind for row in reading.booked_page(bank).rows] == ["delivery"]


def test_a_movement_has_one_pair(bring, bank, cast, fund):
    bring(GIFT, GIFT.replace("0098123", "0098124"))
    first, second = (one.line for one in reading.line_page(bank)[0])
    gift = reading.booked_page(bank).rows[0]
    with transaction():
        finance.accept_match(first, gift, by=cast["fausto"], now=NOW)
    with pytest.raises(Refused, match="ya tiene pareja"), transaction():
        finance.accept_match(second, gift, by=cast["fausto"], now=NOW)


def test_another_amount_or_another_account_is_no_pair(bring, bank, cast, paid, box):
    bring(HANDED)
    line = reading.line_page(bank)[0][0].line
    for kind in ("donation", "delivery"):
        for other in db.session.scalars(select(Transfer).join(Entry).where(Entry.kind == kind)):
            if bank.account_id != other.credit_id:
                with pytest.raises(Refused, match="No son el mismo movimiento"), transaction():
                    finance.accept_match(line, other, by=cast["fausto"], now=NOW)


def test_a_pair_that_was_wrong_is_undone_once_and_both_are_free_again(bring, bank, cast):
    bring(GIFT)
    match = accept(cast, bank)
    with transaction():
        finance.undo_match(match, by=cast["amalia"], now=NOW)
    with pytest.raises(Refused, match="ya se deshizo"), transaction():
        finance.undo_match(match, by=cast["amalia"], now=NOW)
    assert suggested(bank) == [("SPEI Fundación Esperanza", "donation")]
    assert accept(cast, bank).id != match.id


def test_what_was_reversed_is_not_looked_for_at_the_bank(bank, cast):
    gift = db.session.scalars(select(Entry).where(Entry.idempotency_key == "gift")).one()
    with transaction():
        asked = finance.ask_reversal(gift, "Nunca llegó", by=cast["fausto"], now=NOW)
        finance.confirm_correction(asked, by=cast["amalia"], now=NOW)
    assert reading.booked_page(bank).rows == []


def test_what_was_put_under_another_fund_is_looked_for_once(bank, cast):
    gift = db.session.scalars(select(Entry).where(Entry.idempotency_key == "gift")).one()
    with transaction():
        other = finance.create_fund("Fondo Vista", "Ver Bien", by=cast["fausto"], now=NOW)
        asked = finance.ask_reclassification(gift, {}, other, "Era de la vista", by=cast["fausto"], now=NOW)
        finance.confirm_correction(asked, by=cast["amalia"], now=NOW)
    assert [row.entry.seq for row in reading.booked_page(bank).rows] == [gift.seq]


def test_the_database_refuses_to_change_what_the_bank_said_and_a_second_pair(bring, bank, cast):
    bring(GIFT)
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text("UPDATE bank_line SET amount_minor = 1"))
    match = accept(cast, bank)
    with pytest.raises(DBAPIError, match=r"uq_bank_match|UNIQUE constraint failed: bank_match"), transaction():
        again = {"line_id": match.line_id, "transfer_id": match.transfer_id, "matched_by_id": match.matched_by_id}
        db.session.add(BankMatch(matched_at=NOW, **again))
        db.session.flush()


def test_a_month_says_how_many_have_no_pair_on_either_side(bring, bank, cast, paid):
    def open_ones(day):
        return [item.open for item in periods.checklist(date(2026, 11, day)) if item.endpoint == "finance.banks"]

    assert open_ones(30) == [0, 2]
    bring(GIFT, FEE)
    accept(cast, bank)
    assert (open_ones(30), open_ones(29)) == ([1, 1], [0, 1])


@pytest.fixture
def players(app, lupita, fausto, amalia):
    return {"lupita": lupita, "fausto": fausto, "amalia": amalia}


@pytest.fixture
def account(players):
    with transaction():
        fund = finance.create_fund("Café", "Tostadores", by=players["fausto"], now=NOW)
        bank = finance.create_box("Banco", by=players["fausto"], now=NOW, kind="bank")
        finance.record_donation(
            fund, bank, Money(2_000_00), occurred_on=date(2026, 11, 2), by=players["fausto"], now=NOW
        )
    return bank


def post(browser, path, **data):
    answer = browser.post(path, data=data, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def upload(browser, account, content):
    file = (io.BytesIO(content.encode("latin-1")), "noviembre.csv")
    return post(browser, f"/bank/{account.id}/statements", file=file)


def test_finance_brings_a_statement_in_and_accepts_each_pair(account, players, signed_in):
    fausto = signed_in(players["fausto"])
    assert "Se trajeron 2 movimientos nuevos." in upload(fausto, account, HEAD + GIFT + FEE)
    assert "Nada nuevo" in upload(fausto, account, HEAD + GIFT + FEE)
    assert "Sí, es éste" in fausto.get(f"/bank/{account.id}").get_data(as_text=True)
    assert "Conciliado con el asiento 1" in post(fausto, "/bank/lines/1/match/1")
    assert "ya tiene pareja" in post(fausto, "/bank/lines/1/match/1")
    assert "Fausto Gómez" in fausto.get(f"/bank/{account.id}?list=pairs").get_data(as_text=True)
    assert "1 movimiento" in fausto.get("/bank").get_data(as_text=True)
    assert "quedan sueltos" in post(fausto, "/bank/matches/1/undo")


def test_a_file_that_is_no_statement_is_refused_beside_the_field(account, players, signed_in):
    said = upload(signed_in(players["fausto"]), account, "hola\n")
    assert 'class="wrong"' in said
    assert "Faltan los nombres de las columnas" in said


def test_only_who_minds_the_money_pairs_and_an_auditor_reads(account, players, aurora, signed_in):
    upload(signed_in(players["fausto"]), account, HEAD + GIFT)
    auditor = signed_in(aurora)
    assert "SPEI" in auditor.get(f"/bank/{account.id}").get_data(as_text=True)
    for path in (f"/bank/{account.id}/statements", "/bank/lines/1/match/1", "/bank/matches/1/undo"):
        assert auditor.post(path).status_code == 403
    assert signed_in(players["lupita"]).get("/bank").status_code == 403


def test_a_box_has_no_page_at_the_bank(account, players, signed_in):
    with transaction():
        box = finance.create_box("Caja", by=players["fausto"], now=NOW)
    assert signed_in(players["fausto"]).get(f"/bank/{box.id}").status_code == 404
    assert signed_in(players["fausto"]).get(f"/bank/{account.id}?list=otra").status_code == 404


@pytest.mark.parametrize("path", ["/bank", "/bank/1", "/bank/1?list=books", "/bank/1?list=pairs"])
def test_pages_of_the_bank_take_at_most_six_statements(account, players, signed_in, statements, path):
    browser = signed_in(players["fausto"])
    upload(browser, account, HEAD + GIFT + FEE + HANDED)
    post(browser, "/bank/lines/1/match/1")
    db.session.expunge_all()
    with statements() as seen:
        assert browser.get(path).status_code == 200
    assert len(seen) <= 6, seen
