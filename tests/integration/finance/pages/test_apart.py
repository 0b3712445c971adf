"""An advance that is asked for beside any trip's budget: its fund promises it as it promises a trip's."""

import pytest

from app.finance import operations as finance
from app.finance.figures import figures
from app.finance.operations import Limits
from app.finance.verification import verify
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
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
