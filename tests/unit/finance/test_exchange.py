"""A carrier's millionths as our centavos: rounded once, and the parts add up."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.finance import exchange
from app.finance.rules import DatedRate, NoRate
from app.foundation.errors import Refused
from app.foundation.money import Money

TUESDAY = date(2026, 11, 24)
parts_of = st.lists(st.fractions(-(10**9), 10**9, max_denominator=10**8), max_size=40)


def test_a_text_of_367_ten_thousandths_of_a_dollar_is_67_centavos():
    assert exchange.nearest(exchange.exact(36_700, 1_825_37)) == 67


def test_our_own_currency_needs_no_rate():
    assert (exchange.rate_of([], "MXN", TUESDAY), exchange.exact(900_000, exchange.OWN_RATE)) == (100_00, 90)


def test_a_day_without_a_rate_is_refused_and_names_the_day():
    june = DatedRate("exchange", "usd_100", Money(1_800_00), date(2026, 6, 1), date(2026, 6, 30))
    with pytest.raises(NoRate, match="24/11/2026"):
        exchange.rate_of([june], "USD", TUESDAY)


def test_the_rate_of_one_dollar_where_a_hundred_are_asked_for_is_refused_beside_its_field():
    with pytest.raises(Refused) as refusal:
        exchange.check_rate("exchange", Money(18_25))
    assert refusal.value.field == "amount"


def test_three_thirds_of_two_centavos_go_to_the_earlier_ones():
    assert exchange.rounded([Fraction(2, 3)] * 3) == [1, 1, 0]


def test_a_correction_below_zero_rounds_like_its_opposite():
    assert (exchange.nearest(Fraction(-1, 2)), exchange.nearest(Fraction(1, 2))) == (-1, 1)


@given(parts_of)
def test_the_parts_add_up_to_the_sum_rounded_once(parts):
    assert sum(exchange.rounded(parts)) == exchange.nearest(sum(parts, Fraction()))


@given(parts_of)
def test_no_part_moves_by_a_centavo(parts):
    assert all(abs(whole - part) < 1 for whole, part in zip(exchange.rounded(parts), parts, strict=True))


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40), st.integers(1, 10**7))
def test_nothing_owed_never_becomes_something_given_back(micros, rate):
    assert min(exchange.rounded([exchange.exact(part, rate) for part in micros])) >= 0


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**7))
def test_the_sum_is_at_most_half_a_centavo_away(micros, rate):
    centavos = exchange.exact(micros, rate)
    assert abs(exchange.nearest(centavos) - centavos) <= Fraction(1, 2)


def test_the_worked_sum_of_the_documents():
    asked = [3 * 36_700, 7_500, 7_500]
    assert exchange.rounded([exchange.exact(micros, 1_825_37) for micros in asked]) == [2_01, 14, 13]
