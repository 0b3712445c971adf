"""The bank's balance beside the books': what differs is named, and what is left is to be explained."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DatabaseError

from app.finance import bank as bank_reads
from app.finance import operations as finance
from app.finance import reconciling
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.integration.finance.test_bank import FEE, GIFT, HANDED, accept, bank, bring, paid  # noqa: F401
from tests.moment import NOW

LATER = NOW + timedelta(days=20)
LAST = date(2026, 11, 30)


@pytest.fixture
def say(cast, bank):  # noqa: F811
    def saying(amount, on=LAST):
        with transaction():
            return finance.record_balance(bank, on, Money(amount), by=cast["fausto"], now=LATER)

    return saying


def sums(found):
    return [one.amount_minor // 100 for one in (found.books, found.only_books, found.only_bank, found.unexplained)]


def test_what_is_only_on_one_side_explains_the_difference(cast, bank, bring, paid, say):  # noqa: F811
    """2,000 given and paired, 1,350 handed over that the bank does not show yet, a fee that only the bank knows."""
    bring(GIFT, FEE)
    accept(cast, bank)
    say(1_942_00)
    assert sums(reconciling.reconciled(bank, LAST)) == [650, -1_350, -58, 0]


def test_a_statement_that_nobody_brought_is_left_to_explain(cast, bank, bring, say):  # noqa: F811
    bring(GIFT)
    accept(cast, bank)
    say(2_300_00)
    assert reconciling.reconciled(bank, LAST).unexplained == Money(300_00)


def test_a_pair_whose_other_side_comes_after_that_day_is_counted_on_neither(cast, bank, bring, say):  # noqa: F811
    """The books have the gift on the 2nd, the bank on the 3rd."""
    bring(GIFT)
    accept(cast, bank)
    say(0, on=date(2026, 11, 2))
    found = reconciling.reconciled(bank, date(2026, 11, 2))
    assert (found.books, found.across, found.unexplained) == (Money(2_000_00), Money(-2_000_00), Money(0))


def test_an_opening_balance_is_at_the_bank_without_a_pair(cast, fund, bank, bring, say):  # noqa: F811
    with transaction():
        finance.record_opening_balance(
            fund, bank, Money(500_00), occurred_on=date(2026, 11, 1), by=cast["fausto"], now=NOW
        )
    bring(GIFT)
    accept(cast, bank)
    say(2_500_00)
    assert sums(reconciling.reconciled(bank, LAST)) == [2_500, 0, 0, 0]
    (standing,) = bank_reads.banks()
    assert (standing.booked, bank_reads.booked_page(bank).rows) == (0, [])  # it asks nobody for a pair for ever


def test_the_file_s_own_balance_is_taken_and_the_newest_of_a_day_counts(cast, bank, say):  # noqa: F811
    rows = "Fecha,Descripción,Abono,Cargo,Saldo\n30/11/2026,Donativo,100.00,,100.00\n"
    with transaction():
        finance.import_statement(bank, "nov.csv", rows.encode(), by=cast["fausto"], now=LATER)
    assert reconciling.latest(bank, LAST).amount == Money(100_00)
    say(90_00)
    assert reconciling.latest(bank, LAST).amount == Money(90_00)
    assert reconciling.latest(bank, LAST - timedelta(days=1)) is None


def test_what_was_said_of_a_day_is_never_changed(say):
    said = say(90_00)
    with pytest.raises(DatabaseError, match="append-only"), transaction():
        said.amount_minor = 1


def test_a_day_that_is_not_over_and_a_box_have_no_balance_of_a_bank(cast, box, say):
    with pytest.raises(Refused) as refused:
        say(1_00, on=LATER.date())
    assert refused.value.field == "on_day"
    with pytest.raises(Refused, match="cuenta de banco"), transaction():
        finance.record_balance(box, LAST, Money(1_00), by=cast["fausto"], now=LATER)


def test_each_account_stands_on_the_months_page(cast, bank, paid, say):  # noqa: F811
    (one,) = reconciling.at_months_end(LAST)
    assert (one.books, one.found) == (Money(650_00), None)
    say(2_000_00)
    (one,) = reconciling.at_months_end(LAST)
    assert (one.found.expected, one.found.unexplained) == (Money(0), Money(2_000_00))
