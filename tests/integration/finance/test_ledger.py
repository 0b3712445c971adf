"""The ledger on both databases: nothing below zero, nothing changed, nothing lost."""

from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.finance import chain, ledger
from app.finance import operations as finance
from app.finance.models import Balance, Entry
from app.finance.verification import verify
from app.foundation.db import db, rehearsal, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.moment import NOW

pytestmark = pytest.mark.both_databases

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


def gifts(cast, fund, box, *keyed) -> list[ledger.Posting]:
    """One donation for each (key, centavos), the way round that a negative one takes."""
    return [
        ledger.Posting(
            "donation", f"gift:{number}", [ledger.Move(*_ends(fund, box, centavos), fund_id=fund.id)], TODAY,
            cast["fausto"], key,
        )
        for number, (key, centavos) in enumerate(keyed)
    ]  # fmt: skip


def _ends(fund, box, centavos):
    if centavos < 0:
        return fund.account, box.account, Money(-centavos)
    return box.account, fund.account, Money(centavos)


def test_many_entries_at_once_stand_in_their_order_as_if_posted_one_by_one(cast, fund, box):
    with transaction():
        made = ledger.post_all(gifts(cast, fund, box, ("a", 1_00), ("b", 2_00), ("c", 3_00)), NOW)
    assert [(entry.seq, entry.idempotency_key) for entry in made] == [(2, "a"), (3, "b"), (4, "c")]
    assert (box.holds, verify()) == (Money(10_006_00), [])


def test_a_key_that_comes_twice_in_a_list_or_again_in_a_later_one_moves_the_money_once(cast, fund, box):
    with transaction():
        first = ledger.post_all(gifts(cast, fund, box, ("a", 1_00), ("a", 1_00)), NOW)
    with transaction():
        later = ledger.post_all(gifts(cast, fund, box, ("a", 1_00), ("b", 2_00)), NOW)
    assert [entry.seq for entry in first + later] == [2, 2, 2, 3]
    assert (box.holds, verify()) == (Money(10_003_00), [])


def test_a_list_that_comes_to_more_than_there_is_is_refused_whole(cast, fund, box):
    with pytest.raises(Refused, match="no alcanza"), transaction():
        ledger.post_all(gifts(cast, fund, box, ("a", 5_00), ("b", -10_006_00)), NOW)
    assert not ledger.posted("a")
    assert (box.holds, verify()) == (Money(10_000_00), [])


def test_an_entry_of_nothing_refuses_the_list_that_it_stands_in(cast, fund, box):
    good = gifts(cast, fund, box, ("a", 1_00))
    with pytest.raises(Refused, match="No hay dinero que mover"), transaction():
        ledger.post_all([*good, ledger.Posting("donation", "gift:9", [], TODAY, cast["fausto"], "b")], NOW)
    assert not ledger.posted("a")


def test_a_memo_with_strange_signs_is_no_tampering(cast, fund, box):
    with transaction():
        donate(cast, fund, box, Money(1_00), memo="uno\x1edos\x1ftres\ncuatro ñ")
        donate(cast, fund, box, Money(2_00))
    assert verify() == []


def test_what_the_database_puts_together_is_what_was_hashed_wherever_its_pieces_end(cast, fund, box):
    with transaction():
        ledger.post_all(gifts(cast, fund, box, *((f"k{n}", n) for n in range(1, 6))), NOW)
    assert {chain.sound_until(at_once)[0] for at_once in (1, 2, 3, 6, 7)} == {6}
    assert "ledger: entry 4 was changed, or one before it" in tampered("UPDATE entry SET memo = 'x' WHERE seq = 4")
    assert all(chain.sound_until(at_once)[0] < 4 for at_once in (1, 2, 3, 6, 7))
