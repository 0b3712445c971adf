"""A price that changes: which budgets it moves is seen first, and then they say what they cost now."""

from datetime import date

import pytest

from app.coordination import repricing, workflows
from app.finance import queries as finance
from app.finance.rules import DatedRate
from app.foundation.db import transaction
from app.foundation.money import Money
from tests.moment import NOW

DEARER = DatedRate("meal", "lunch", Money(200_00), date(2026, 12, 1))


@pytest.fixture
def planned(programme):
    """Doña Rosa's trip in December, with its money approved."""
    case = programme.rosa()
    programme.plan(programme.book(case))
    with transaction():
        workflows.approve_money(finance.budget_of(case.id), programme.fund, NOW, programme.fausto)
    return case


def typed(rate, **more):
    return {
        "what": f"{rate.category}/{rate.unit}", "amount": str(rate.amount.decimal),
        "valid_from": rate.valid_from.isoformat(), **more,
    }  # fmt: skip


def test_a_dearer_meal_moves_the_trips_that_eat_it(planned):
    (moved,) = repricing.moved_by(DEARER)
    assert (moved.case.number, moved.before, moved.again) == (planned.number, finance.budget_of(planned.id).total, True)
    assert moved.more.amount_minor > 0


def test_a_rate_of_another_season_moves_nothing(planned):
    assert repricing.moved_by(DatedRate("meal", "lunch", Money(200_00), date(2027, 6, 1))) == []


def test_what_is_shown_is_what_is_kept_and_somebody_approves_the_rest(planned, programme):
    (seen,) = repricing.moved_by(DEARER)
    with transaction():
        workflows.change_rate(DEARER, "", NOW, programme.fausto)
    budget = finance.budget_of(planned.id)
    assert (budget.total, budget.state) == (seen.after, "draft")


def test_a_cheaper_meal_leaves_the_approval_standing(planned, programme):
    with transaction():
        workflows.change_rate(DatedRate("meal", "lunch", Money(1_00), date(2026, 12, 1)), "", NOW, programme.fausto)
    assert finance.budget_of(planned.id).state == "approved"


def test_the_page_shows_first_and_saves_second(planned, programme, signed_in):
    browser, before = signed_in(programme.fausto), finance.budget_of(planned.id).total
    seen = browser.post("/rates/new", data=typed(DEARER)).get_data(as_text=True)
    assert (planned.number in seen, "se autoriza otra vez" in seen) == (True, True)
    assert finance.budget_of(planned.id).total == before
    kept = browser.post("/rates/new", data=typed(DEARER, save="1"), follow_redirects=True).get_data(as_text=True)
    assert "presupuestos recalculados: 1" in kept
    assert finance.budget_of(planned.id).total > before


def test_an_impossible_rate_is_refused_beside_its_field(programme, signed_in):
    said = signed_in(programme.fausto).post("/rates/new", data=typed(DEARER, valid_to="2026-01-01"))
    assert "El último día no puede ser anterior al primero" in said.get_data(as_text=True)
