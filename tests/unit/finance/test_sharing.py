"""Several funds share one amount: whatever is typed, the parts add up to the centavo."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.finance.rules import Short
from app.finance.sharing import WHOLE, by_turns, drawn, shares_typed, within
from app.foundation.errors import Refused
from app.foundation.money import Money, total

SUM = Money(1_350_01)
amounts = st.integers(1, 90_000_00)
weights = st.lists(st.integers(1, 5_000_00), min_size=2, max_size=5)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (["60 %", "40%"], [810_01, 540_00]),
        (["33.33%", "33.33%", "33.34%"], [449_96, 449_96, 450_09]),
        (["500", "resto"], [500_00, 850_01]),
        (["50%", "Resto"], [675_01, 675_00]),
        (["500", "50%", "resto"], [500_00, 675_01, 175_00]),
        (["", "1,350.01"], [0, 1_350_01]),
    ],
)
def test_parts_are_percents_amounts_or_the_rest(typed, parts):
    assert shares_typed(SUM, typed) == [Money(part) for part in parts]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["60%", "50%"], "suman más de 100"),
        (["60%", "30%"], r"Faltan \$135.00 MXN por repartir"),
        (["1000", "400"], r"Sobran \$49.99 MXN"),
        (["resto", "resto"], "Sólo un fondo pone el resto"),
        (["-5", "resto"], "no puede ser negativa"),
        (["mucho", "resto"], "Escriba la cantidad"),
        (["", ""], r"Faltan \$1,350.01"),
    ],
)
def test_parts_that_do_not_add_up_are_refused_with_how_much_is_missing(typed, said):
    with pytest.raises(Refused, match=said):
        shares_typed(SUM, typed)


@given(amounts, weights)
def test_shares_by_percent_add_up_and_lie_within_a_centavo_of_the_exact_share(minor, parts):
    hundredths = [max(1, part * WHOLE // sum(parts)) for part in parts[:-1]]
    hundredths.append(WHOLE - sum(hundredths))
    assume(hundredths[-1] >= 0)  # nobody writes less than nothing per cent
    shared = shares_typed(Money(minor), [f"{one // 100}.{one % 100:02d}%" for one in hundredths])
    assert total(shared) == Money(minor)
    assert all(
        abs(part.amount_minor * WHOLE - minor * one) < WHOLE for part, one in zip(shared, hundredths, strict=True)
    )


@given(amounts, weights, st.data())
def test_what_a_fund_cannot_bear_the_others_bear(minor, shares, data):
    most = [data.draw(st.integers(0, minor)) for _share in shares[1:]] + [minor]
    parts = [part.amount_minor for part in within(Money(minor), shares, most)]
    assert sum(parts) == minor
    assert all(0 <= part <= limit for part, limit in zip(parts, most, strict=True))


@given(amounts, weights)
def test_where_every_fund_has_enough_each_lies_within_a_centavo_of_its_share(minor, shares):
    parts = within(Money(minor), shares, [minor] * len(shares))
    assert all(
        abs(part.amount_minor * sum(shares) - minor * one) < sum(shares)
        for part, one in zip(parts, shares, strict=True)
    )


def test_more_than_all_funds_together_is_refused_and_says_how_much_is_missing():
    with pytest.raises(Short, match=r"faltan \$0.01"):
        within(Money(100_01), [1, 1], [50_00, 50_00])


@given(st.lists(st.integers(0, 3_000_00), min_size=1, max_size=12), weights)
def test_each_expense_adds_up_and_so_does_each_fund(lines, shares):
    whole = Money(sum(lines))
    totals = within(whole, shares, [whole.amount_minor] * len(shares))
    rows = drawn([Money(line) for line in lines], totals)
    assert [total(row) for row in rows] == [Money(line) for line in lines]
    assert [total(column) for column in zip(*rows, strict=True)] == totals
    assert all(part.amount_minor >= 0 for row in rows for part in row)


@given(amounts, st.lists(st.integers(0, 90_000_00), min_size=1, max_size=5))
def test_by_turns_the_first_pays_what_it_may_before_the_second_pays_anything(minor, most):
    parts = by_turns(Money(minor), [Money(limit) for limit in most])
    assert total(parts) == Money(min(minor, sum(most)))
    first_free = next((n for n, limit in enumerate(most) if parts[n].amount_minor < limit), len(most))
    assert not any(parts[first_free + 1 :])
