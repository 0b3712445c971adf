"""The bank's account beside the books: nothing comes in twice, a person accepts each pair, no money moves."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.finance import bank as reading
from app.finance import operations as finance
from app.finance import periods
from app.finance.models import BankLine, BankPair, BankPairLine, BankPairTransfer, Entry, Transfer
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
    return [(one.line.description, one.booked[0].entry.kind if one.booked else None) for one in candidates]


def accept(cast, bank, nth=0, by="fausto"):
    one = reading.line_page(bank)[0][nth]
    return pair(cast, bank, one.lines, one.booked, by)


def pair(cast, bank, lines, booked, by="fausto"):
    with transaction():
        return finance.pair_movements(
            bank, [line.id for line in lines], [row.id for row in booked], by=cast[by], now=NOW
        )


def undo(cast, paired, reason="Era otro depósito", by="amalia"):
    with transaction():
        finance.undo_pair(paired, reason, by=cast[by], now=NOW)


@pytest.fixture
def topped_up(cast, bank):
    """From the account, in one transfer: 800 to one box, 700 to another, 300 to a third."""
    with transaction():
        for name, amount in (("Caja Reforma", 800_00), ("Caja Salvador", 700_00), ("Chofer Chema", 300_00)):
            box = finance.create_box(name, by=cast["fausto"], now=NOW)
            finance.move_cash(bank, box, Money(amount), occurred_on=NOW.date(), by=cast["fausto"], now=NOW, key=name)


TOPPED_UP = '23/11/2026,TRASPASO A CAJAS,,,"1,800.00"\n'
HALVES = "02/11/2026,DEPOSITO A,,1200.00,\n", "03/11/2026,DEPOSITO B,,800.00,\n"


def test_movements_come_in_and_no_money_moves(bring, bank):
    assert bring(GIFT, FEE) == 2
    assert (bank.holds, verify()) == (Money(2_000_00), [])


@pytest.mark.both_databases
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


@pytest.mark.both_databases
def test_a_movement_has_one_pair(bring, bank, cast, fund):
    bring(GIFT, GIFT.replace("0098123", "0098124"))
    first, second = (one.line for one in reading.line_page(bank)[0])
    gift = reading.booked_page(bank).rows[0]
    pair(cast, bank, [first], [gift])
    with pytest.raises(Refused, match="ya tiene pareja"):
        pair(cast, bank, [second], [gift])
    with pytest.raises(Refused, match="ya tiene pareja"):
        pair(cast, bank, [first], [gift])


def test_another_amount_or_another_account_is_no_pair(bring, bank, cast, paid, box):
    bring(HANDED)
    line = reading.line_page(bank)[0][0].line
    gifts = list(db.session.scalars(select(Transfer).join(Entry).where(Entry.kind == "donation").order_by(Transfer.id)))
    elsewhere, here = sorted(gifts, key=lambda gift: gift.debit_id == bank.account_id)
    with pytest.raises(Refused, match="es de otra cuenta"):
        pair(cast, bank, [line], [elsewhere])
    with pytest.raises(Refused, match="No suman lo mismo"):
        pair(cast, bank, [line], [here])


@pytest.mark.both_databases
def test_a_pair_that_was_wrong_is_undone_once_with_a_reason_and_both_are_free_again(bring, bank, cast):
    bring(GIFT)
    wrong = accept(cast, bank)
    with pytest.raises(Refused, match="Diga por qué"):
        undo(cast, wrong, " ")
    undo(cast, wrong)
    with pytest.raises(Refused, match="ya se deshizo"):
        undo(cast, wrong)
    assert suggested(bank) == [("SPEI Fundación Esperanza", "donation")]
    assert accept(cast, bank).id != wrong.id
    assert wrong.reason == "Era otro depósito"


def test_one_transfer_that_filled_three_boxes_is_proposed_with_all_three_and_leaves_the_lists(
    bring, bank, cast, topped_up
):
    bring(TOPPED_UP)
    (one,) = reading.line_page(bank)[0]
    assert [row.amount for row in one.booked] == [Money(800_00), Money(700_00), Money(300_00)]
    made = accept(cast, bank)
    assert (made.amount, len(made.booked)) == (Money(-1_800_00), 3)
    assert reading.line_page(bank)[0] == []
    assert [row.entry.kind for row in reading.booked_page(bank).rows] == ["donation"]


def test_two_deposits_that_the_books_carry_as_one_are_proposed_together(bring, bank, cast):
    bring(*HALVES)
    first, second = reading.line_page(bank)[0]
    assert {line.id for line in first.lines} == {first.line.id, second.line.id} == {line.id for line in second.lines}
    accept(cast, bank)
    assert (reading.line_page(bank)[0], reading.booked_page(bank).rows) == ([], [])


def test_part_of_a_sum_is_no_pair_and_says_both_sums(bring, bank, cast, topped_up):
    bring(TOPPED_UP)
    (one,) = reading.line_page(bank)[0]
    with pytest.raises(Refused, match=r"el banco dice -\$1,800.00 MXN y el libro -\$1,500.00 MXN"):
        pair(cast, bank, [one.line], one.booked[:2])


def test_several_with_several_is_no_pair_nor_is_one_with_none(bring, bank, cast, topped_up):
    bring(GIFT, TOPPED_UP)
    lines = [one.line for one in reading.line_page(bank)[0]]
    booked = reading.booked_page(bank).rows
    with pytest.raises(Refused, match="uno solo"):
        pair(cast, bank, lines, booked)
    with pytest.raises(Refused, match="Marque por lo menos un movimiento"):
        pair(cast, bank, lines[:1], [])


def test_undoing_a_pair_of_several_sets_all_of_them_free(bring, bank, cast, topped_up):
    bring(TOPPED_UP)
    undo(cast, accept(cast, bank))
    assert len(reading.line_page(bank)[0][0].booked) == 3
    assert len(reading.booked_page(bank).rows) == 4


def test_what_was_reversed_is_not_looked_for_at_the_bank(bank, cast):
    gift = db.session.scalars(select(Entry).where(Entry.idempotency_key == "gift")).one()
    with transaction():
        asked = finance.ask_reversal(gift, "Nunca llegó", by=cast["fausto"], now=NOW)
        finance.confirm_correction(asked, by=cast["amalia"], now=NOW)
    assert reading.booked_page(bank).rows == []


@pytest.mark.both_databases
def test_what_was_put_under_another_fund_is_looked_for_once(bank, cast):
    gift = db.session.scalars(select(Entry).where(Entry.idempotency_key == "gift")).one()
    with transaction():
        other = finance.create_fund("Fondo Vista", "Ver Bien", by=cast["fausto"], now=NOW)
        asked = finance.ask_reclassification(gift, {}, other, "Era de la vista", by=cast["fausto"], now=NOW)
        finance.confirm_correction(asked, by=cast["amalia"], now=NOW)
    assert [row.entry.seq for row in reading.booked_page(bank).rows] == [gift.seq]


@pytest.mark.both_databases
def test_the_database_refuses_to_change_what_the_bank_said_and_a_second_pair(bring, bank, cast):
    bring(GIFT)
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text("UPDATE bank_line SET amount_minor = 1"))
    paired = accept(cast, bank)
    for row in (
        BankPairLine(line_id=paired.lines[0].id),
        BankPairTransfer(transfer_id=paired.booked[0].id),
    ):
        with (
            pytest.raises(DBAPIError, match=r"uq_bank_pair_\w+|UNIQUE constraint failed: bank_pair_\w+"),
            transaction(),
        ):
            again = BankPair(paired_at=NOW, paired_by_id=cast["fausto"].id)
            db.session.add(again)
            db.session.flush()
            row.pair_id = again.id
            db.session.add(row)
            db.session.flush()


@pytest.mark.both_databases
def test_the_database_keeps_a_pair_that_was_undone_from_standing_and_gives_its_movements_free(bring, bank, cast):
    bring(GIFT)
    wrong = accept(cast, bank)
    undo(cast, wrong)
    assert not any(db.session.scalars(select(BankPairLine.standing)))
    with pytest.raises(DBAPIError, match="ck_bank_pair"), transaction():
        db.session.execute(text("UPDATE bank_pair SET standing = (1 = 1)"))


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
    accepted = {"lines": ["1"], "booked": ["1"]}
    assert "Conciliado con el asiento 1" in post(fausto, f"/bank/{account.id}/pair", **accepted)
    assert "ya tiene pareja" in post(fausto, f"/bank/{account.id}/pair", **accepted)
    assert "Fausto Gómez" in fausto.get(f"/bank/{account.id}?list=pairs").get_data(as_text=True)
    assert "1 movimiento" in fausto.get("/bank").get_data(as_text=True)
    assert "Falta este dato" in post(fausto, "/bank/pairs/1/undo", reason="")
    assert "quedan sueltos" in post(fausto, "/bank/pairs/1/undo", reason="No era")
    assert "ya se deshizo" in post(fausto, "/bank/pairs/1/undo", reason="No era")


def test_who_marks_what_does_not_add_up_is_told_both_sums_and_keeps_the_marks(account, players, signed_in):
    fausto = signed_in(players["fausto"])
    upload(fausto, account, HEAD + GIFT + FEE)
    assert "Falta por explicar" in fausto.get(f"/bank/{account.id}/pair?line=1").get_data(as_text=True)
    said = post(fausto, f"/bank/{account.id}/pair?far=1", lines=["1", "2"], booked=["1"])
    assert "el banco dice $1,942.00 MXN y el libro $2,000.00 MXN" in said
    assert said.count(" checked") == 3 and "-58.00" in said


def test_what_is_no_number_or_nobodys_movement_marks_nothing(account, players, signed_in):
    fausto = signed_in(players["fausto"])
    for marked in ("99999999999", "-1", "77"):
        assert "Marque por lo menos" in post(fausto, f"/bank/{account.id}/pair", lines=[marked], booked=["1"])
    assert "Conciliado" not in post(fausto, f"/bank/{account.id}/pair", lines=["x"], booked=["1"])
    assert fausto.get(f"/bank/{account.id}/pair?line=99999999999&booked=x").status_code == 200


def test_a_file_that_is_no_statement_is_refused_beside_the_field(account, players, signed_in):
    said = upload(signed_in(players["fausto"]), account, "hola\n")
    assert 'class="wrong"' in said
    assert "Faltan los nombres de las columnas" in said


def test_only_who_minds_the_money_pairs_and_an_auditor_reads(account, players, aurora, signed_in):
    upload(signed_in(players["fausto"]), account, HEAD + GIFT)
    auditor = signed_in(aurora)
    assert "SPEI" in auditor.get(f"/bank/{account.id}").get_data(as_text=True)
    for path in (f"/bank/{account.id}/statements", f"/bank/{account.id}/pair", "/bank/pairs/1/undo"):
        assert auditor.post(path).status_code == 403
    assert signed_in(players["lupita"]).get("/bank").status_code == 403


def test_a_box_has_no_page_at_the_bank(account, players, signed_in):
    with transaction():
        box = finance.create_box("Caja", by=players["fausto"], now=NOW)
    assert signed_in(players["fausto"]).get(f"/bank/{box.id}").status_code == 404
    assert signed_in(players["fausto"]).get(f"/bank/{account.id}?list=otra").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/bank", "/bank/1", "/bank/1?list=books", "/bank/1?list=pairs", "/bank/1/pair?line=2", "/bank/pairs/1/undo"],
)
def test_pages_of_the_bank_take_at_most_six_statements(account, players, signed_in, statements, path):
    browser = signed_in(players["fausto"])
    upload(browser, account, HEAD + GIFT + FEE + HANDED)
    post(browser, "/bank/1/pair", lines=["1"], booked=["1"])
    db.session.expunge_all()
    with statements() as seen:
        assert browser.get(path).status_code == 200
    assert len(seen) <= 6, seen


def book(cast, line, fund, reason="Comisión por SPEI", by="fausto"):
    with transaction():
        return finance.ask_bank_charge(line, fund, reason, by=cast[by], now=NOW)


def confirm(cast, asked, by="amalia"):
    with transaction():
        return finance.confirm_correction(asked, by=cast[by], now=NOW)


def lines_of(bank):
    return [one.line for one in reading.line_page(bank)[0]]


@pytest.mark.both_databases
def test_the_banks_fee_is_asked_for_by_one_booked_by_another_and_paired_at_once(cast, bring, bank, fund):
    bring(FEE)
    (fee,) = lines_of(bank)
    asked = book(cast, fee, fund)
    assert lines_of(bank) == [fee]
    entry = confirm(cast, asked)
    assert (entry.occurred_on, entry.transfers[0].amount, entry.transfers[0].category) == (
        fee.on_day,
        -fee.amount,
        "other",
    )
    assert lines_of(bank) == []
    db.session.refresh(bank.account.balance)
    assert bank.holds == Money(2_000_00) + fee.amount
    assert verify() == []


def test_interest_comes_into_the_fund(cast, bring, bank, fund):
    bring("12/11/2026,INTERESES GANADOS,,3.21,\n")
    before = fund.account.balance.standing
    confirm(cast, book(cast, lines_of(bank)[0], fund, "Intereses de noviembre"))
    db.session.refresh(fund.account.balance)
    assert fund.account.balance.standing == before + 3_21
    assert verify() == []


@pytest.mark.both_databases
def test_a_fee_is_asked_for_once_with_a_reason_and_never_where_the_books_know_it(cast, bring, bank, fund, paid):
    bring(FEE, HANDED)
    handed, fee = sorted(lines_of(bank), key=lambda line: line.amount_minor)
    with pytest.raises(Refused, match="Diga qué es"):
        book(cast, fee, fund, " ")
    asked = book(cast, fee, fund)
    with pytest.raises(Refused, match="Ya se pidió"):
        book(cast, fee, fund)
    with pytest.raises(Refused, match="Nadie autoriza lo que preparó"):
        confirm(cast, asked, by="fausto")
    waiting = book(cast, handed, fund)
    pair(cast, bank, [handed], [row for row in reading.booked_page(bank).rows if row.entry.kind == "delivery"])
    with pytest.raises(Refused, match="ya tiene su asiento"):
        confirm(cast, waiting)


def test_a_charge_that_was_booked_wrongly_is_unpaired_reversed_and_booked_again(cast, bring, bank, fund):
    bring(FEE)
    (fee,) = lines_of(bank)
    entry = confirm(cast, book(cast, fee, fund, "Interés"))

    def reverse():
        with transaction():
            return finance.ask_reversal(entry, "Era una comisión", by=cast["fausto"], now=NOW)

    with pytest.raises(Refused, match="deshaga antes esa pareja"):
        reverse()
    undo(cast, db.session.scalars(select(BankPair)).one())
    confirm(cast, reverse())
    again = confirm(cast, book(cast, fee, fund, "Comisión"))
    assert (again.id != entry.id, lines_of(bank), verify()) == (True, [], [])
