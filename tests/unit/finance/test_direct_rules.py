"""Whom a supplier's payment goes to, which way, until when the invoice is waited for, and whether it is the one."""

from datetime import date

import pytest

from app.finance import cfdi, direct_rules
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.cfdi import invoice

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("typed", ["HRV010101AB1", "hrv-010101-ab1", " HRV 010101 AB1 "])
def test_an_rfc_is_taken_as_people_write_it(typed):
    assert direct_rules.check_rfc(typed) == "HRV010101AB1"


@pytest.mark.parametrize(("typed", "why"), [
    ("", "12 o 13"), ("HRV010101", "12 o 13"), ("Hotel Real", "12 o 13"), ("XAXX010101000", "genérico"),
])  # fmt: skip
def test_what_is_no_rfc_or_everybodys_is_refused(typed, why):
    with pytest.raises(Refused, match=why) as refusal:
        direct_rules.check_rfc(typed)
    assert refusal.value.field == "rfc"


def test_up_to_two_thousand_a_box_pays_and_above_it_the_bank():
    direct_rules.check_way(Money(2_000_00), "box")
    direct_rules.check_way(Money(2_000_01), "bank")
    with pytest.raises(Refused, match=r"transferencia lo que pasa de \$2,000\.00"):
        direct_rules.check_way(Money(2_000_01), "box")


def test_the_invoice_is_waited_for_until_the_end_of_the_month_of_the_payment():
    assert direct_rules.last_day(date(2026, 11, 3), None, TODAY) == date(2026, 11, 30)
    assert direct_rules.last_day(date(2026, 11, 3), date(2026, 12, 5), TODAY) == date(2026, 12, 5)
    assert direct_rules.last_day(date(2026, 10, 30), None, TODAY) == TODAY  # its month is over: today


def test_a_last_day_that_has_passed_is_refused():
    with pytest.raises(Refused, match="22/11/2026 ya pasó"):
        direct_rules.last_day(date(2026, 11, 3), date(2026, 11, 22), TODAY)


def test_an_invoice_of_the_same_supplier_and_sum_is_the_one():
    assert not list(direct_rules.disagreements(cfdi.read(invoice()), "HRV010101AB1", Money(464_00)))


def test_an_invoice_of_somebody_else_for_a_centavo_more_is_told_both():
    found = list(direct_rules.disagreements(cfdi.read(invoice()), "LAB010101AB1", Money(463_99)))
    assert ["LAB010101AB1" in found[0], "$463.99" in found[1]] == [True, True]
