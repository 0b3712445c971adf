"""Which paper proves which expense: by class, category, amount and day; each objection says what to do."""

from datetime import date
from decimal import Decimal

import pytest

from app.finance import cfdi, product_codes, receipt_rules
from app.finance.receipt_rules import Asked, Limits
from app.finance.rules import DatedRate
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.cfdi import invoice

RFC = "CES110427TZ1"
TODAY = date(2026, 11, 23)
ASKED = Asked(RFC, "MXN", TODAY)
LIMITS = Limits(ticket=Money(500_00), voucher=Money(300_00), ride=Money(200_00))


def said(asked=ASKED, **changes):
    return receipt_rules.cfdi_objections(cfdi.read(invoice(**changes)), asked)


def test_a_good_invoice_meets_no_objection():
    assert said() == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"receiver": "XAXX010101000"}, "público en general"),
        ({"receiver": "HRV010101AB1"}, "a nombre de HRV010101AB1 y no del programa"),
        ({"total": "465.00"}, "El total dice 465.00 y subtotal, descuento e impuestos suman 464.00"),
        ({"currency": "USD"}, "La factura está en USD"),
        ({"kind": "P"}, "es de tipo P y no de ingreso"),
        ({"day": "2026-11-24"}, "todavía no llega"),
        ({"without": "UsoCFDI"}, "no cumple el esquema del SAT (Anexo 20): falta UsoCFDI en Receptor"),
    ],
)
def test_each_objection_to_an_invoice_says_what_is_wrong(changes, says):
    (sentence,) = said(**changes)
    assert says in sentence


def test_all_objections_are_said_at_once():
    assert len(said(receiver="HRV010101AB1", total="465.00", currency="USD")) == 3


def test_a_rounded_centavo_is_no_objection():
    assert said(total="464.01") == []


def test_without_a_programme_rfc_an_invoice_may_be_made_out_to_anybody():
    assert said(Asked("", "MXN", TODAY), receiver="HRV010101AB1") == []


@pytest.mark.parametrize("day", ["2026-10-31", "2026-11-21"])
def test_an_invoice_outside_the_funds_dates_is_objected_to(day):
    (sentence,) = said(Asked(RFC, "MXN", TODAY, date(2026, 11, 1), date(2026, 11, 20)), day=day)
    assert "El fondo no cubre gastos" in sentence


@pytest.mark.parametrize(
    ("code", "category"),
    [("78111802", "transport"), ("15101514", "transport"), ("90111501", "lodging"), ("90101501", "meals"),
     ("51142106", "medicine"), ("85121810", "medicine"), ("90111603", None), ("01010101", None)],
)  # fmt: skip
def test_the_suppliers_code_suggests_a_category_where_it_says_one_for_sure(code, category):
    assert product_codes.category_of(code) == category


def test_of_several_lines_the_heaviest_category_is_suggested():
    lines = [("90111501", Decimal(400)), ("90101501", Decimal(250)), ("90101502", Decimal(200))]
    assert product_codes.suggested(lines) == ("meals", "90101501")


def test_when_most_of_the_invoice_says_nothing_nothing_is_suggested():
    assert product_codes.suggested([("90111501", Decimal(10)), ("01010101", Decimal(500))]) is None


@pytest.mark.parametrize(
    ("kind", "amount", "says"),
    [
        ("ticket", Money(500_01), "hasta $500.00"),
        ("nota", Money(501_00), "hasta $500.00"),
        ("recibo_sin_factura", Money(300_01), "hasta $300.00"),
        ("nota", Money(2_000_01), "va con factura y por transferencia"),
    ],
)
def test_a_paper_without_invoice_above_its_limit_asks_for_a_reason(kind, amount, says):
    found = receipt_rules.objections(kind, "transport", amount, [], LIMITS)
    assert any(says in one.sentence for one in found)
    with pytest.raises(Refused) as refusal:
        receipt_rules.refuse_unexcused(found, " ")
    assert refusal.value.field == "excuse"  # where the reason is typed
    receipt_rules.refuse_unexcused(found, "En la sierra no hay quien facture")


@pytest.mark.parametrize(("kind", "amount"), [("ticket", Money(500_00)), ("cfdi", Money(9_000_00))])
def test_up_to_the_limit_or_with_an_invoice_nothing_is_asked(kind, amount):
    assert receipt_rules.objections(kind, "transport", amount, [], LIMITS) == []


def test_one_dear_ride_of_a_list_is_named():
    (one,) = receipt_rules.objections(
        "relacion_de_pasajes", "transport", Money(310_00), [Money(60_00), Money(250_00)], LIMITS
    )
    assert "hay uno de $250.00" in one.sentence


def test_a_list_of_rides_proves_transport_and_nothing_else_whatever_the_reason():
    found = receipt_rules.objections("relacion_de_pasajes", "meals", Money(60_00), [Money(60_00)], Limits())
    with pytest.raises(Refused, match="sólo transporte") as refusal:
        receipt_rules.refuse_unexcused(found, "Así fue")
    assert refusal.value.field == "category"


def test_a_voucher_for_medicine_asks_why():
    (one,) = receipt_rules.objections("recibo_sin_factura", "medicine", Money(50_00), [], Limits())
    assert (one.field, one.excusable) == ("kind", True)


def test_limits_are_dated_rates():
    rates = [
        DatedRate("limit", "ticket", Money(400_00), date(2026, 1, 1)),
        DatedRate("limit", "ticket", Money(500_00), date(2026, 7, 1)),
        DatedRate("meal", "lunch", Money(65_00), date(2026, 1, 1)),
    ]
    assert receipt_rules.limits_on(rates, date(2026, 6, 30)) == Limits(ticket=Money(400_00))
    assert receipt_rules.limits_on(rates, date(2026, 7, 1)) == Limits(ticket=Money(500_00))


def test_a_reviewer_is_told_of_days_outside_the_trip_of_ppd_and_of_much_cash():
    trip = (date(2026, 11, 18), date(2026, 11, 20))
    found = receipt_rules.doubts(
        day=date(2026, 11, 22), trip=trip, method="PPD", payment_form="01", amount=Money(2_000_01)
    )
    assert [sentence.split(" ")[0] for sentence in found] == ["La", "Factura", "Se"]


def test_an_invoice_of_the_trips_days_paid_by_transfer_leaves_no_doubt():
    trip = (date(2026, 11, 18), date(2026, 11, 20))
    assert receipt_rules.doubts(
        day=date(2026, 11, 20), trip=trip, method="PUE", payment_form="03", amount=Money(5_000_00)
    ) == []  # fmt: skip
