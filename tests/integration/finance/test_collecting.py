"""What a reimbursable fund's report asks for comes back from the donor: once, never more, and never of a void one."""

import pytest

from app.finance import collecting
from app.finance import operations as finance
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.moment import NOW


@pytest.fixture
def fund(cast):
    """Spent first, given back by the donor afterwards, up to 20,000."""
    with transaction():
        return finance.create_fund(
            "Traslados 2026", "Fundación Río", kind="reimbursable", ceiling=Money(20_000_00), by=cast["fausto"], now=NOW
        )


@pytest.fixture
def report(spend, seal, box):
    """A report of 85.50. The fund's box holds money that came in otherwise."""
    spend(85_50)
    return seal()


@pytest.fixture
def pay(cast, box):
    def paid(report, amount, **details):
        with transaction():
            return finance.record_donor_payment(
                report, box, Money(amount), occurred_on=NOW.date(), by=cast["fausto"], now=NOW, **details
            )

    return paid


def due(report):
    return collecting.due_of([report])[report.id]


def test_a_report_is_due_until_the_donor_paid_it_and_the_fund_has_its_money_back(report, fund, pay):
    before = fund.account.balance.standing
    assert (due(report).rest, due(report).settled) == (Money(85_50), False)
    entry = pay(report, 85_50, reference="SPEI 8841")
    db.session.refresh(fund.account.balance)
    assert fund.account.balance.standing == before + 85_50
    assert (due(report).rest, due(report).settled) == (Money(0), True)
    assert (entry.kind, entry.memo) == ("donation", "IR-2026-0001 · SPEI 8841")


def test_a_donor_may_pay_in_parts_but_not_more_than_the_report_asks_for(report, pay):
    pay(report, 50_00)
    with pytest.raises(Refused, match=r"sólo faltan \$35.50") as refusal:
        pay(report, 35_51)
    assert refusal.value.field == "amount"
    pay(report, 35_50)
    assert [payment.entry.transfers[0].amount for payment in collecting.payments_of(report)] == [
        Money(50_00), Money(35_50)
    ]  # fmt: skip


def test_a_form_that_is_sent_twice_is_one_payment(report, pay):
    first, again = pay(report, 50_00, key="k"), pay(report, 50_00, key="k")
    assert first.id == again.id
    assert due(report).paid == Money(50_00)


def test_what_was_paid_of_a_replaced_report_counts_for_the_one_that_stands(report, spend, seal, pay):
    pay(report, 50_00)
    spend(100_00)
    second = seal()
    assert (due(second).asked, due(second).rest) == (Money(185_50), Money(135_50))
    assert [payment.report_id for payment in collecting.payments_of(second)] == [report.id]
    with pytest.raises(Refused, match="lo sustituyó IR-2026-0002"):
        pay(report, 1_00)


def test_a_reversed_payment_is_due_again(report, pay, cast):
    entry = pay(report, 85_50)
    with transaction():
        asked = finance.ask_reversal(entry, "Era de otro donante", by=cast["fausto"], now=NOW)
        finance.confirm_correction(asked, by=cast["amalia"], now=NOW)
    assert due(report).rest == Money(85_50)
    assert collecting.payments_of(report) == []


def test_a_paid_report_is_not_voided_and_nothing_is_collected_of_a_void_one(report, seal, pay, cast, rosa):
    def void(one):
        with transaction():
            finance.void_report(one, "Otro fondo", by=cast["amalia"], now=NOW)

    pay(report, 85_50)
    with pytest.raises(Refused, match="El donante ya pagó"):
        void(report)
    other = seal(case_number=rosa.number)
    void(other)
    with pytest.raises(Refused, match="está anulado"):
        pay(other, 85_50)
    assert collecting.due_of([other]) == {}


def test_a_report_of_every_fund_or_of_a_prepaid_one_asks_nobody_for_money(spend, seal, pay, cast, box):
    with pytest.raises(Refused, match="de todos los fondos"):
        pay(seal(fund=None), 1_00)
    with transaction():
        prepaid = finance.create_fund("Cirugías", "Fundación Esperanza", by=cast["fausto"], now=NOW)
    report = seal(fund=prepaid)
    with pytest.raises(Refused, match="es prepagado"):
        pay(report, 1_00)
    assert collecting.due_of([report]) == {}
