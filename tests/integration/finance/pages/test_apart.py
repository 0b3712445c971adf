"""An advance that is asked for beside any trip's budget: its fund promises it as it promises a trip's."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from app.finance import operations as finance
from app.finance.figures import figures
from app.finance.operations import Limits
from app.finance.verification import verify
from app.foundation.db import transaction
from app.foundation.errors import NotAllowed, Refused
from app.foundation.money import Money
from tests.integration.finance.pages.test_pages import post
from tests.moment import NOW


@pytest.fixture
def asked_apart(cast, fund, box, rosa):
    """9,000 for medicine beside any trip's budget, of a fund that has 10,000."""
    with transaction():
        return finance.request_advance(
            rosa.id, "Juan Pérez", {"medicine": Money(9_000_00)}, fund=fund, by=cast["lupita"], now=NOW
        )


def test_what_is_asked_for_apart_is_promised_by_its_fund_once_approved(cast, fund, box, asked_apart, rosa):
    assert fund.available == Money(10_000_00)
    with transaction():
        finance.approve_advance(asked_apart, cast["fausto"], NOW)
    assert fund.available == Money(1_000_00)
    six = figures(case_id=rosa.id)
    assert (six.estimated, six.committed) == (Money(9_000_00), Money(9_000_00))
    with transaction():
        finance.deliver(asked_apart, box, Money(4_000_00), by=cast["lupita"], now=NOW)
    assert fund.available == Money(1_000_00)
    assert figures(case_id=rosa.id).committed == Money(5_000_00)
    assert verify() == []


def test_two_advances_apart_are_not_promised_the_same_money(cast, fund, box, asked_apart, rosa):
    with transaction():
        finance.approve_advance(asked_apart, cast["fausto"], NOW)
        more = finance.request_advance(
            rosa.id, "Juan Pérez", {"medicine": Money(1_000_01)}, fund=fund, by=cast["lupita"], now=NOW
        )
    with pytest.raises(Refused), transaction():
        finance.approve_advance(more, cast["fausto"], NOW)
    assert more.state == "draft"


def test_the_donors_terms_are_held_to_what_is_asked_for_apart(cast, fund, box, asked_apart):
    with transaction():
        finance.change_terms(fund, Limits(("transport",), (), "", None, None, None, None), {}, cast["fausto"])
    with pytest.raises(Refused, match="no cubre"), transaction():
        finance.approve_advance(asked_apart, cast["fausto"], NOW)


def test_a_cancelled_advance_gives_its_promise_back(cast, fund, box, asked_apart):
    with transaction():
        finance.approve_advance(asked_apart, cast["fausto"], NOW)
        finance.cancel_advance(asked_apart, "Ya no hizo falta", cast["fausto"], NOW)
    assert fund.available == Money(10_000_00)


def test_the_slip_says_what_it_was_asked_for(cast, fund, box, rosa):
    with transaction():
        asked = finance.request_advance(
            rosa.id, "Juan Pérez", {"medicine": Money(90_00)}, fund=fund, by=cast["lupita"], now=NOW,
            purpose="Para los lentes de doña Rosa.",
        )  # fmt: skip
        finance.approve_advance(asked, cast["fausto"], NOW)
        handed = finance.deliver(asked, box, Money(90_00), by=cast["lupita"], now=NOW)
    (sheet,) = PdfReader(BytesIO(handed.slip)).pages
    assert "para los lentes de doña Rosa. Este apoyo es" in " ".join(sheet.extract_text().split())


def test_who_asks_says_what_for_and_the_page_says_it_again(cast, fund, box, rosa, signed_in):
    browser, path = signed_in(cast["lupita"]), f"/cases/{rosa.number}/advances/new"
    typed = {"fund": fund.id, "holder_name": "Juan Pérez", "medicine": "90"}
    assert "Pedido: falta" not in post(browser, path, **typed)
    said = post(browser, path, **typed, purpose="para los lentes")
    assert "Pedido: falta" in said and "Los lentes." in said and "Retirar" in said


def test_who_asked_takes_it_back_with_a_reason(cast, asked_apart, signed_in):
    said = post(signed_in(cast["lupita"]), f"/advances/{asked_apart.id}/withdraw", reason="Lo pagó su hermana")
    assert "Retirado" in said and asked_apart.state == "cancelled"
    assert asked_apart.cancel_reason == "Lo pagó su hermana"


def test_nobody_takes_back_what_another_asked_for_nor_without_a_reason(cast, asked_apart):
    with pytest.raises(NotAllowed, match="quien lo pidió"), transaction():
        finance.withdraw_advance(asked_apart, "No hace falta", cast["fausto"], NOW)
    with pytest.raises(Refused) as refused, transaction():
        finance.withdraw_advance(asked_apart, "  ", cast["lupita"], NOW)
    assert refused.value.field == "reason" and asked_apart.state == "draft"


def test_what_one_of_two_has_approved_is_not_taken_back(cast, fund, box, rosa):
    with transaction():
        asked = finance.request_advance(
            rosa.id, "Juan Pérez", {"medicine": Money(10_000_01)}, fund=fund, by=cast["lupita"], now=NOW
        )
        finance.approve_advance(asked, cast["fausto"], NOW)
    with pytest.raises(Refused, match="Ya lo autorizó una persona"), transaction():
        finance.withdraw_advance(asked, "Ya no", cast["lupita"], NOW)


def test_what_is_approved_is_cancelled_by_finance(cast, fund, box, asked_apart):
    with transaction():
        finance.approve_advance(asked_apart, cast["fausto"], NOW)
    with pytest.raises(Refused, match="pida a finanzas que lo cancele"), transaction():
        finance.withdraw_advance(asked_apart, "Ya no", cast["lupita"], NOW)
