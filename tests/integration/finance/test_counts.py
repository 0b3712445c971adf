"""A box is counted piece by piece before a witness, held against the books, and adjusted only by two people."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.finance import cash, periods
from app.finance import operations as finance
from app.finance.cash import Piece
from app.finance.models import CashCount, Correction, Entry
from app.finance.verification import verify
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.moment import NOW

THOUSAND, FIFTY, HALF = Piece("bill", 1_000_00), Piece("bill", 50_00), Piece("coin", 50)


@pytest.fixture
def count(cast, box):
    """`count({piece: number})` counts the box, which should hold 10,000."""

    def counting(pieces, *, witness="Chepe Díaz", by="lupita", now=NOW):
        with transaction():
            return finance.count_box(box, pieces, witness, by=cast[by], now=now)

    return counting


@pytest.fixture
def adjust(cast, fund):
    def adjusting(one, reason="Un pasaje sin anotar", by="fausto"):
        with transaction():
            return finance.ask_adjustment(one, fund, reason, by=cast[by], now=NOW)

    return adjusting


def confirm(cast, asked, by="amalia"):
    with transaction():
        return finance.confirm_correction(asked, by=cast[by], now=NOW)


def test_pieces_add_up_to_the_centavo():
    assert cash.counted({THOUSAND: 3, FIFTY: 1, HALF: 3}) == Money(3_051_50)
    assert cash.counted({}) == Money(0)


def test_twenty_pesos_are_a_bill_and_a_coin():
    assert [piece.kind for piece in cash.PIECES if piece.value_minor == 20_00] == ["bill", "coin"]
    assert cash.PIECES[-1].name == "$0.50"


def test_a_count_keeps_its_pieces_the_books_and_the_difference(count):
    one = count({THOUSAND: 9, FIFTY: 18, HALF: 0})
    assert (one.counted, one.book, one.difference) == (Money(9_900_00), Money(10_000_00), Money(-100_00))
    assert [(line.kind, line.value_minor, line.pieces) for line in one.lines] == [
        ("bill", 1_000_00, 9), ("bill", 50_00, 18),
    ]  # fmt: skip


def test_a_count_moves_no_money(count, box):
    count({THOUSAND: 9})
    assert (box.holds, verify()) == (Money(10_000_00), [])


@pytest.mark.parametrize(("witness", "says"), [("  ", "lleva testigo"), ("lupita  ROBLERO", "otra persona que quien")])
def test_the_witness_is_another_person(count, witness, says):
    with pytest.raises(Refused, match=says) as refused:
        count({THOUSAND: 10}, witness=witness)
    assert refused.value.field == "witness"


def test_a_bank_account_is_not_counted(cast, box):
    with transaction():
        bank = finance.create_box("Banco", by=cast["fausto"], now=NOW, kind="bank")
    with pytest.raises(Refused, match="estado de cuenta"), transaction():
        finance.count_box(bank, {}, "Chepe Díaz", by=cast["lupita"], now=NOW)


@pytest.mark.parametrize(
    "statement", ["UPDATE cash_count SET counted_minor = 0", "DELETE FROM cash_count_line", "DELETE FROM cash_count"]
)
@pytest.mark.both_databases
def test_the_database_refuses_to_change_a_count(count, statement):
    count({THOUSAND: 9})
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text(statement))


def test_a_count_that_was_tampered_with_is_found(count):
    one = count({THOUSAND: 9})
    with transaction():
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("DROP TRIGGER cash_count_no_update"))
        else:
            db.session.execute(text("SET LOCAL session_replication_role = replica"))
        db.session.execute(text("UPDATE cash_count SET counted_minor = 1000000"))
    assert verify() == [f"ledger: the pieces of cash count {one.number} come to 900000 centavos, it says 1000000"]


@pytest.mark.both_databases
def test_what_is_missing_is_spent_by_the_fund_once_another_person_confirms(count, adjust, cast, box, fund):
    asked = adjust(count({THOUSAND: 9, FIFTY: 18}))
    assert (box.holds, fund.available) == (Money(10_000_00), Money(10_000_00))
    entry = confirm(cast, asked)
    assert (entry.kind, entry.created_by_id, entry.approved_by_id) == (
        "cash_adjust", cast["fausto"].id, cast["amalia"].id,
    )  # fmt: skip
    assert (box.holds, fund.available, verify()) == (Money(9_900_00), Money(9_900_00), [])


def test_what_is_too_much_comes_into_the_fund(count, adjust, cast, box, fund):
    confirm(cast, adjust(count({THOUSAND: 10, HALF: 3})))
    assert (box.holds, fund.available, verify()) == (Money(10_001_50), Money(10_001_50), [])


def test_nobody_confirms_their_own_adjustment(count, adjust, cast):
    asked = adjust(count({THOUSAND: 9}))
    with pytest.raises(Refused, match="Nadie autoriza lo que preparó"):
        confirm(cast, asked, by="fausto")


def test_a_count_that_agrees_has_nothing_to_adjust(count, adjust):
    one = count({THOUSAND: 10})
    with pytest.raises(Refused, match="no tiene diferencia"):
        adjust(one)


@pytest.mark.both_databases
def test_an_adjustment_is_asked_for_once_and_again_only_after_a_no(count, adjust, cast):
    one = count({THOUSAND: 9})
    asked = adjust(one)
    with pytest.raises(Refused, match="ya se pidió"):
        adjust(one)
    with transaction():
        finance.decline_correction(asked, "Busquemos el recibo", by=cast["amalia"], now=NOW)
    assert adjust(one).state == "asked"


def test_an_old_count_is_not_adjusted_when_there_is_a_newer_one(count, adjust, cast, box):
    asked = adjust(count({THOUSAND: 9}))
    count({THOUSAND: 9})
    with pytest.raises(Refused, match="arqueo más nuevo"):
        confirm(cast, asked)
    assert box.holds == Money(10_000_00)


def test_an_adjustment_needs_its_reason(count, adjust):
    one = count({THOUSAND: 9})
    with pytest.raises(Refused) as refused:
        adjust(one, reason=" ")
    assert refused.value.field == "reason"


def test_an_adjustment_that_was_wrong_is_reversed(count, adjust, cast, box):
    entry = confirm(cast, adjust(count({THOUSAND: 9})))
    with transaction():
        asked = finance.ask_reversal(entry, "Apareció el billete", by=cast["amalia"], now=NOW)
    confirm(cast, asked, by="fausto")
    assert (box.holds, verify()) == (Money(10_000_00), [])


def asked_by(until):
    return {item.label for item in periods.checklist(until) if item.open and item.endpoint == "finance.counts"}


def test_a_month_asks_for_each_box_to_be_counted_in_its_last_week(count):
    last = NOW.date().replace(day=30)
    assert asked_by(last) == {"Cajas sin contar en la última semana del mes"}
    count({THOUSAND: 10}, now=NOW)  # the 23rd is too early
    assert asked_by(last) == {"Cajas sin contar en la última semana del mes"}
    count({THOUSAND: 10}, now=NOW + timedelta(days=1))
    assert asked_by(last) == set()


def test_a_month_asks_for_a_difference_to_be_settled(count, adjust, cast):
    last = NOW.date().replace(day=30)
    one = count({THOUSAND: 9}, now=NOW + timedelta(days=7))
    assert asked_by(last) == {"Diferencias de arqueo sin ajustar"}
    confirm(cast, adjust(one))
    assert asked_by(last) == set()


def test_a_difference_that_was_found_after_the_month_is_not_of_it(count):
    later = NOW + timedelta(days=9)
    count({THOUSAND: 9}, now=later)
    assert asked_by(NOW.date().replace(day=30)) == set()
    assert asked_by(later.date()) == {"Diferencias de arqueo sin ajustar"}


def test_a_difference_is_booked_on_the_day_of_its_count_though_it_is_confirmed_after_the_month(count, adjust, cast):
    asked = adjust(count({THOUSAND: 9}))
    with transaction():
        entry = finance.confirm_correction(asked, by=cast["amalia"], now=NOW + timedelta(days=9))
    assert entry.book_date == NOW.date()


def test_a_box_that_had_no_money_yet_is_not_asked_for(box):
    assert asked_by(NOW.date().replace(month=10, day=31)) == set()


@pytest.fixture
def players(app, lupita, fausto, amalia):
    return {"lupita": lupita, "fausto": fausto, "amalia": amalia}


@pytest.fixture
def caja(players):
    with transaction():
        fund = finance.create_fund("Café", "Tostadores", by=players["fausto"], now=NOW)
        box = finance.create_box("Caja Jaltenango", by=players["fausto"], now=NOW)
        finance.record_donation(fund, box, Money(500_00), occurred_on=NOW.date(), by=players["fausto"], now=NOW)
    return box


def post(browser, path, **data):
    answer = browser.post(path, data=data, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_does_not_say_what_there_should_be_and_keeps_what_was_typed(caja, players, signed_in):
    browser, path = signed_in(players["lupita"]), f"/counts/of/{caja.id}"
    assert "500.00" not in browser.get(path).get_data(as_text=True)
    refused = post(browser, path, bill_20000="2", coin_50="medio", witness="")
    assert ("números enteros" in refused, "Falta este dato" in refused) == (True, True)
    assert ('value="2"' in refused, 'value="medio"' in refused) == (True, True)


def test_a_navigator_counts_finance_asks_and_another_confirms(caja, players, signed_in):
    lupita, fausto, amalia = (signed_in(players[name]) for name in ("lupita", "fausto", "amalia"))
    shown = post(lupita, f"/counts/of/{caja.id}", bill_20000="2", coin_1000="5", witness="Chepe Díaz")
    assert ("falta $50.00 MXN" in shown, "Pedir el ajuste" in shown) == (True, False)
    assert lupita.get("/counts/1.pdf").data.startswith(b"%PDF")
    assert "Pedir el ajuste" in fausto.get("/counts/1").get_data(as_text=True)
    assert "Falta este dato" in post(fausto, "/counts/1/adjust", fund=1, reason="")
    post(fausto, "/counts/1/adjust", fund=1, reason="Un pasaje sin anotar")
    assert "falta $50.00 MXN" in post(amalia, "/corrections/1/confirm")
    entry = db.session.scalars(select(Entry).where(Entry.kind == "cash_adjust")).one()
    assert "Arqueo AR-2026-0001" in amalia.get(f"/ledger/{entry.seq}").get_data(as_text=True)
    assert (db.session.get(Correction, 1).state, db.session.get(CashCount, 1).witness) == ("posted", "Chepe Díaz")


def test_an_auditor_reads_counts_and_counts_nothing(caja, aurora, signed_in):
    browser = signed_in(aurora)
    assert "Caja Jaltenango" in browser.get("/counts").get_data(as_text=True)
    assert browser.get(f"/counts/of/{caja.id}").status_code == 403
    assert browser.post("/counts/1/adjust").status_code == 403


@pytest.mark.parametrize("path", ["/counts", "/counts/1", "/counts/of/1", "/corrections", "/corrections/1"])
def test_pages_of_counts_take_at_most_six_statements(caja, players, signed_in, statements, path):
    browser = signed_in(players["fausto"])
    for pieces in ({"bill_20000": "2"}, {"bill_50000": "1"}, {"bill_20000": "1"}):
        post(browser, f"/counts/of/{caja.id}", witness="Chepe Díaz", **pieces)
    post(browser, "/counts/3/adjust", fund=1, reason="Un pasaje sin anotar")
    db.session.expunge_all()
    with statements() as seen:
        assert browser.get(path).status_code == 200
    assert len(seen) <= 6, seen
