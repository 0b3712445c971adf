"""Cash that moves at the settlement leaves a paper that the family signs, as cash handed over does."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from app.finance import cash_slips, custody, periods
from app.finance import operations as finance
from app.finance.operations.receipts import Paper
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.files import StoredFile
from app.foundation.money import Money
from tests.moment import NOW


def words(pdf: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def claim_of(cast, advance, amount):
    claim = finance.open_claim(advance.case_id, advance=advance, by=cast["lupita"], now=NOW)
    taxi = Paper("ticket", "Taxi", date(2026, 11, 23), Money(amount))
    finance.add_receipt(claim, taxi, "transport", "Taxi", by=cast["lupita"], now=NOW)
    finance.prove_attendance(claim, "Contrarreferencia", cast["lupita"])
    finance.submit_claim(claim, cast["lupita"], NOW)
    return finance.approve_claim(claim, cast["fausto"], NOW)


@pytest.fixture
def paid(cast, handed, advance, box):
    """1,350 were handed over, 570 of them apoyo fijo, and 1,230 spent: 450 are owed, and paid."""
    with transaction():
        return finance.settle_claim(claim_of(cast, advance, 1_230_00), box, cast["fausto"], NOW)


def test_who_is_paid_the_difference_signs_for_it(paid):
    (slip,) = cash_slips.slips_of(paid)
    assert (slip.number, slip.amount, slip.person) == ("RD-2026-0001", Money(450_00), "Juan Pérez")
    said = words(cash_slips.pdf_of(slip, "signature"))
    for part in ("RECIBO DE DIFERENCIA PAGADA", "RD-2026-0001", "SAL-2026-0001", "Yo, Juan Pérez, recibí de Fausto Gómez",
                 "CUATROCIENTOS CINCUENTA PESOS 00/100", paid.number, "Sale de Caja Jaltenango"):  # fmt: skip
        assert part in said


def test_who_gives_the_rest_back_has_a_paper_that_says_so(cast, handed, advance, box):
    with transaction():
        finance.return_money(advance, box, Money(350_00), by=cast["lupita"], now=NOW)
    (slip,) = cash_slips.slips_of(advance)
    said = words(cash_slips.pdf_of(slip, "thumbprint"))
    assert (slip.number, slip.amount) == ("DV-2026-0001", Money(350_00))
    for part in ("CONSTANCIA DE DEVOLUCIÓN", "Yo, Juan Pérez, devolví a Lupita Roblero", advance.number, "Testigo"):
        assert part in said


def test_what_goes_through_a_bank_needs_no_signature(cast, handed, advance):
    with transaction():
        bank = finance.create_box("Banco", kind="bank", by=cast["fausto"], now=NOW)
        finance.return_money(advance, bank, Money(350_00), by=cast["lupita"], now=NOW)
    assert cash_slips.slips_of(advance) == []


def test_the_month_waits_for_the_signed_slip_which_comes_once(cast, paid):
    def unsigned():
        return {item.label: item.open for item in periods.checklist(NOW.date())}[
            "Diferencias pagadas y devoluciones sin firma"
        ]

    (slip,) = cash_slips.slips_of(paid)
    assert unsigned() == 1
    with transaction():
        photo = StoredFile(name="a", typed_name="a.png", kind="image/png", size=1, sha256="0" * 64, stored_at=NOW)
        db.session.add(photo)
        db.session.flush()
        finance.record_signed_cash_slip(slip, photo, cast["lupita"], NOW)
    assert unsigned() == 0
    with pytest.raises(Refused, match="ya se subió"), transaction():
        finance.record_signed_cash_slip(slip, photo, cast["lupita"], NOW)


def test_a_slip_names_the_driver_who_hands_the_cash_over_and_not_who_writes_it_down(cast, advance, box):
    with transaction():
        driver = finance.create_box("Don Chano, chofer", kind="driver", by=cast["fausto"], now=NOW)
        moved = finance.move_cash(box, driver, Money(2_000_00), occurred_on=NOW.date(), by=cast["fausto"], now=NOW)
        finance.confirm_move(moved, cast["amalia"], NOW)
        handed = finance.deliver(advance, driver, Money(1_350_00), by=cast["amalia"], now=NOW)
    assert "recibí de Don Chano, chofer" in words(handed.slip)
    assert custody.handed_by(box, cast["amalia"]) == "Amalia Cruz"
