"""A budget that grew above its approval and says no more than it again: whose approval stands, and where it does not."""

from datetime import date

import pytest

from app.finance import operations as finance
from app.finance.ledger import verify
from app.foundation import audit
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.integration.finance.conftest import LINES
from tests.moment import NOW

TODAY = date(2026, 11, 23)


@pytest.fixture
def says(cast, rosa):
    """`says(transport=840_00)`: the trip's budget with other fares, as Lupita prepares it."""

    def said(by="lupita", **changed):
        lines = LINES | {name: Money(minor) for name, minor in changed.items()}
        with transaction():
            return finance.replace_estimates(rosa.id, "trip:7", lines, cast[by], NOW)

    return said


def held(fund):
    """What the fund holds back for budgets."""
    return Money(fund.account.balance.held)


def actions(budget):
    return [one.action for one in audit.told_of(f"budget:{budget.id}", ("budget.approved", "budget.stands_again"))]


def test_a_budget_that_falls_back_within_its_approval_is_approved_by_the_same_people(approved, says, fund, cast):
    assert says(transport=840_00).state == "draft"
    budget = says(transport=660_00)
    assert (budget.state, budget.approved_by_id, budget.prepared_by_id) == (
        "approved", cast["fausto"].id, cast["lupita"].id,
    )  # fmt: skip
    assert (budget.approved_minor, held(fund)) == (1_350_00, Money(1_290_00))
    assert actions(budget) == ["budget.approved", "budget.stands_again"]
    assert not list(verify())


def test_one_centavo_above_the_approval_still_waits(approved, says):
    says(transport=840_00)
    budget = says(transport=720_01)
    assert (budget.state, budget.approved_by_id) == ("draft", None)


def test_who_approved_may_change_it_meanwhile_and_is_not_its_preparer_for_it(approved, says, cast):
    says(by="fausto", transport=840_00)
    budget = says(by="fausto", transport=700_00)
    assert (budget.state, budget.prepared_by_id) == ("approved", cast["lupita"].id)


def test_one_that_waited_within_its_approval_stands_when_it_is_reckoned_again(approved, says, cast):
    says(transport=700_00)
    with transaction():  # as those did that fell back before the programme looked
        approved.state, approved.approved_by_id, approved.approved_at = "draft", None, None
    assert says(transport=700_00).state == "approved"


def test_a_large_one_stands_by_both_who_approved_it(budget, says, fund, box, cast):
    with transaction():
        finance.record_donation(fund, box, Money(20_000_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
    says(transport=11_000_00)
    for name in ("fausto", "amalia"):
        with transaction():
            finance.approve_budget(budget, fund, cast[name], NOW)
    says(transport=12_000_00)
    says(transport=720_00)
    assert (budget.state, budget.approved_by_id, budget.second_approver_id) == (
        "approved", cast["fausto"].id, cast["amalia"].id,
    )  # fmt: skip


def test_where_the_larger_sum_was_signed_once_already_it_waits_for_a_person(approved, says, fund, box, cast):
    with transaction():
        finance.record_donation(fund, box, Money(20_000_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
    says(transport=12_000_00)
    with transaction():
        finance.approve_budget(approved, fund, cast["amalia"], NOW)
    assert says(transport=700_00).state == "draft"


def test_a_fund_that_no_longer_pays_for_it_leaves_it_waiting(approved, says, fund, cast):
    says(transport=840_00)
    with transaction():
        finance.change_terms(fund, finance.Limits(categories=("meals",)), {}, cast["fausto"])
    assert says(transport=700_00).state == "draft"


def test_a_fund_that_is_short_of_the_difference_leaves_it_waiting(approved, says, fund, rosa, cast):
    says(transport=120_00)
    with transaction():
        other = finance.replace_estimates(rosa.id, "trip:8", {"other": Money(9_240_00)}, cast["lupita"], NOW)
        finance.approve_budget(other, fund, cast["fausto"], NOW)
    says(transport=840_00)
    budget = says(transport=720_00)
    assert (budget.state, fund.available) == ("draft", Money(10_00))


def test_an_approval_ends_with_its_trip(approved, says, rosa, cast):
    with transaction():
        finance.release(rosa.id, "trip:7", cast["lupita"], NOW)
    assert says(transport=700_00).state == "draft"


def test_what_two_funds_bear_stands_with_each_its_part(budget, says, fund, box, cast):
    with transaction():
        second = finance.create_fund("Traslados", "Fundación Sierra", by=cast["fausto"], now=NOW)
        finance.record_donation(second, box, Money(2_000_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
        parts = [(fund, Money(810_00)), (second, Money(540_00))]
        finance.approve_split(budget, parts, cast["fausto"], NOW)
    says(transport=840_00)
    says(transport=620_00)
    assert budget.state == "approved"
    assert [part.amount for part in budget.parts] == [Money(750_00), Money(500_00)]
    assert (held(fund), held(second)) == (Money(750_00), Money(500_00))
    db.session.expire_all()
    assert not list(verify())
