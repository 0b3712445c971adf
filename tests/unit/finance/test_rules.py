"""Money's decisions on plain values: the worked sums of docs/rules-money.md among them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.finance import rules
from app.finance.rules import DatedRate, Terms, Wish
from app.foundation.errors import Refused
from app.foundation.money import Money

RATES = [
    DatedRate("meal", "breakfast", Money(45_00), date(2026, 1, 1), date(2026, 6, 30)),
    DatedRate("meal", "lunch", Money(60_00), date(2026, 1, 1), date(2026, 6, 30)),
    DatedRate("meal", "breakfast", Money(50_00), date(2026, 7, 1)),
    DatedRate("meal", "lunch", Money(65_00), date(2026, 7, 1)),
    DatedRate("meal", "dinner", Money(50_00), date(2026, 7, 1)),
    DatedRate("stipend", "companion_day", Money(120_00), date(2026, 1, 1)),
]
centavos = st.integers(0, 10**9).map(Money)


def test_a_meal_costs_what_its_own_day_says():
    meals = [(date(2026, 6, 30), "lunch", 2), (date(2026, 7, 1), "lunch", 2)]
    assert rules.priced_meals(RATES, meals) == Money(250_00)


def test_two_days_of_two_people_in_december():
    day, next_day = date(2026, 12, 14), date(2026, 12, 15)
    meals = [(day, "lunch", 2), (day, "dinner", 2), (next_day, "breakfast", 2), (next_day, "lunch", 2)]
    assert rules.priced_meals(RATES, meals) == Money(460_00)


def test_the_stipend_is_per_companion_and_day():
    assert rules.priced_stipend(RATES, [(date(2026, 12, 14), 1), (date(2026, 12, 15), 2)]) == Money(360_00)


def test_a_day_without_a_rate_is_refused_in_words():
    with pytest.raises(rules.NoRate, match="No hay tarifa de meal/dinner para el 2026-01-05"):
        rules.priced_meals(RATES, [(date(2026, 1, 5), "dinner", 1)])


def test_of_two_rates_in_force_the_later_one_rules():
    newer = DatedRate("meal", "lunch", Money(70_00), date(2026, 9, 1))
    assert rules.rate_on([*RATES, newer], "meal", "lunch", date(2026, 9, 1)) == Money(70_00)


@given(centavos, centavos)
def test_applied_never_exceeds_what_is_outstanding_and_nothing_is_lost(accepted, outstanding):
    applied, payable = rules.accounted(accepted, outstanding)
    assert applied <= outstanding
    assert applied + payable == accepted


@given(centavos, centavos, st.booleans())
def test_a_closing_accounts_for_every_centavo_or_is_refused(outstanding, returned, keep_open):
    try:
        end = rules.closing(outstanding, returned, keep_open=keep_open)
    except Refused:
        assert returned > outstanding or outstanding - returned > rules.SMALL_DIFFERENCE
        return
    assert end.returned + end.forgiven + end.left_open == outstanding
    assert end.forgiven <= rules.SMALL_DIFFERENCE


@given(centavos, st.lists(st.tuples(st.sampled_from(["meals", "transport"]), st.integers(1, 10**7)), min_size=1))
def test_the_shares_of_a_part_delivery_add_up(whole, lines):
    assert sum(part.amount_minor for _category, part in rules.shares(whole, lines)) == whole.amount_minor


@pytest.mark.parametrize(("role", "approver", "preparer"), [("finance", 1, 1), ("navigator", 1, 2), ("auditor", 1, 2)])
def test_who_may_not_approve(role, approver, preparer):
    with pytest.raises(Refused):
        rules.check_approver(role, approver, preparer)


def test_finance_approves_what_another_prepared():
    assert rules.check_approver("finance", 1, 2) is None


WISH = Wish(frozenset({"transport", "meals"}), date(2026, 12, 14), "SAL", "C509", 65)


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        (Terms(eligible_to=date(2026, 11, 30)), "esa fecha"),
        (Terms(restrictions=frozenset({("category", "transport")})), "no cubre: meals"),
        (Terms(restrictions=frozenset({("clinic", "REF"), ("clinic", "LAG")})), "esa clínica"),
        (Terms(restrictions=frozenset({("icd10", "K80")})), "no cubre este caso"),
        (Terms(restrictions=frozenset({("age_to", "17")})), "no cubre este caso"),
    ],
)
def test_a_fund_says_why_it_does_not_pay_and_gives_nothing_away(terms, says):
    (found,) = rules.objections(terms, WISH)
    assert says in found
    assert "C50" not in found


def test_a_fund_without_limits_pays_for_all():
    assert rules.objections(Terms(), WISH) == []


def test_what_happened_in_closed_months_is_booked_on_the_first_open_day():
    closed = [(date(2026, 9, 1), date(2026, 9, 30)), (date(2026, 10, 1), date(2026, 10, 31))]
    assert rules.book_day(date(2026, 9, 15), closed) == date(2026, 11, 1)
    assert rules.book_day(date(2026, 11, 3), closed) == date(2026, 11, 3)


@pytest.mark.parametrize(("born", "on", "age"), [("2008-12-15", "2026-12-14", 17), ("2008-12-15", "2026-12-15", 18)])
def test_an_age_in_full_years(born, on, age):
    assert rules.full_years(date.fromisoformat(born), date.fromisoformat(on)) == age
