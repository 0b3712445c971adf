"""The ledger on both databases: nothing below zero, nothing changed, nothing lost."""

from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.finance import ledger
from app.finance import operations as finance
from app.finance.models import Balance, Entry
from app.finance.verification import verify
from app.foundation.db import db, rehearsal, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.moment import NOW

TODAY = date(2026, 11, 23)
SQLITE_UNGUARDED = (
    "DROP TRIGGER entry_no_delete", "DROP TRIGGER transfer_no_delete", "PRAGMA defer_foreign_keys=ON"
)  # fmt: skip


def donate(cast, fund, box, amount, **kwargs):
    return finance.record_donation(fund, box, amount, occurred_on=TODAY, by=cast["fausto"], now=NOW, **kwargs)


def test_a_donation_stands_in_the_box_and_in_the_fund(fund, box):
    assert (box.holds, fund.available) == (Money(10_000_00), Money(10_000_00))
    assert verify() == []


def test_the_same_key_twice_moves_the_money_once(cast, fund, box):
    with transaction():
        first = donate(cast, fund, box, Money(500_00), key="slip-77")
        again = donate(cast, fund, box, Money(500_00), key="slip-77")
    assert first.id == again.id
    assert box.holds == Money(10_500_00)


def test_a_negative_donation_is_refused_beside_its_field(cast, fund, box):
    with pytest.raises(Refused) as refusal, transaction():
        donate(cast, fund, box, Money(-1))
    assert refusal.value.field == "amount"


def test_a_box_over_its_limit_is_refused_in_words(cast, fund):
    with transaction():
        small = finance.create_box("Don Beto", by=cast["fausto"], now=NOW, kind="driver", limit=Money(2_000_00))
    with pytest.raises(Refused, match="Don Beto no puede tener más de"), transaction():
        donate(cast, fund, small, Money(2_000_01))
    assert verify() == []


@pytest.mark.parametrize("statement", ["UPDATE entry SET memo = 'x'", "DELETE FROM transfer", "DELETE FROM entry"])
def test_the_database_refuses_to_change_what_was_posted(box, statement):
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text(statement))


def test_postgresql_refuses_to_empty_the_ledger(box):
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text("TRUNCATE transfer CASCADE"))


def test_the_database_itself_keeps_a_fund_above_zero(fund, box):
    with pytest.raises(DBAPIError, match="credit_floor"), transaction():
        db.session.execute(text(f"UPDATE balance SET debits = 2000000 WHERE account_id = {fund.account_id}"))


def test_a_reversal_mirrors_its_entry_and_names_it(cast, fund, box):
    entry = db.session.scalars(select(Entry)).one()
    with transaction():
        mirror = ledger.reverse(
            entry, "Se capturó dos veces", by=cast["fausto"], approved_by=cast["amalia"], now=NOW, occurred_on=TODAY
        )
    assert mirror.reverses_id == entry.id
    assert fund.available == Money(0)
    assert verify() == []


def test_nobody_approves_their_own_reversal(cast, fund, box):
    entry = db.session.scalars(select(Entry)).one()
    with pytest.raises(Refused, match="Nadie autoriza lo que preparó"), transaction():
        ledger.reverse(entry, "Error", by=cast["fausto"], approved_by=cast["fausto"], now=NOW, occurred_on=TODAY)


def test_an_entry_is_reversed_once(cast, fund, box):
    entry = db.session.scalars(select(Entry)).one()
    people = {"by": cast["fausto"], "approved_by": cast["amalia"], "now": NOW, "occurred_on": TODAY}
    with transaction():
        ledger.reverse(entry, "Error", **people)
    with pytest.raises(Refused, match="ya se revirtió"), transaction():
        ledger.reverse(entry, "Error", **people)


def test_what_happened_in_a_closed_period_is_booked_after_it(cast, fund, box):
    with transaction():
        finance.close_period(date(2026, 10, 1), date(2026, 10, 31), by=cast["fausto"], now=NOW)
        late = finance.record_donation(
            fund, box, Money(1_00), occurred_on=date(2026, 10, 15), by=cast["fausto"], now=NOW
        )
    assert (late.occurred_on, late.book_date) == (date(2026, 10, 15), date(2026, 11, 1))


def tampered(statement: str) -> list[str]:
    """What `verify` finds after somebody with the database's keys changed a row behind the triggers' back."""
    with transaction():
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("DROP TRIGGER entry_no_update"))
            db.session.execute(text("DROP TRIGGER transfer_no_update"))
        else:
            db.session.execute(text("SET session_replication_role = replica"))
        db.session.execute(text(statement))
    db.session.expire_all()
    return verify()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET memo = 'otra cosa' WHERE seq = 1",
        "UPDATE entry SET occurred_on = '2026-01-01' WHERE seq = 1",
        "UPDATE transfer SET amount_minor = amount_minor + 1",
        "UPDATE transfer SET category = 'meals'",
    ],
)
def test_a_changed_row_is_found_and_named(box, statement):
    assert "ledger: entry 1 was changed, or one before it" in tampered(statement)


def test_a_reversal_whose_entry_is_gone_is_a_finding_and_stops_nothing(cast, fund, box):
    with transaction():
        wrong = donate(cast, fund, box, Money(1_00))
        ledger.reverse(wrong, "Error", by=cast["fausto"], approved_by=cast["amalia"], now=NOW, occurred_on=TODAY)
    sqlite = db.engine.dialect.name == "sqlite"
    with rehearsal():
        for statement in SQLITE_UNGUARDED if sqlite else ("SET LOCAL session_replication_role = replica",):
            db.session.execute(text(statement))
        db.session.execute(text("DELETE FROM transfer WHERE entry_id = (SELECT id FROM entry WHERE seq = 2)"))
        db.session.execute(text("DELETE FROM entry WHERE seq = 2"))
        db.session.expire_all()
        found = verify()
    assert {"ledger: entry 2 is missing", "ledger: entry 3 reverses one that is not there"} <= set(found)


def test_a_ledger_without_its_head_is_found(box):
    with transaction():
        db.session.execute(text("DELETE FROM ledger_head"))
    assert verify() == ["ledger: the chain ends at entry 1, its head says None"]


def test_a_changed_balance_is_found(box):
    with transaction():
        db.session.execute(text(f"UPDATE balance SET debits = debits + 5 WHERE account_id = {box.account_id}"))
    assert any("is not the sum of its transfers" in finding for finding in verify())


def test_entries_are_numbered_without_a_gap(cast, fund, box):
    for amount in (1_00, 2_00, 3_00):
        with transaction():
            donate(cast, fund, box, Money(amount))
    with pytest.raises(Refused), transaction():
        donate(cast, fund, box, Money(0))
    assert list(db.session.scalars(select(Entry.seq).order_by(Entry.seq))) == [1, 2, 3, 4]


def test_debits_and_credits_are_equal(cast, fund, box):
    debits, credits = db.session.execute(select(func.sum(Balance.debits), func.sum(Balance.credits))).one()
    assert (debits, credits) == (10_000_00, 10_000_00)
