"""Money: what a person types, what adds up, what a cheque says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.errors import Refused
from app.foundation.money import Money, in_words, split


@pytest.mark.parametrize(
    ("typed", "centavos"),
    [("1250", 125000), ("$1,250.50", 125050), ("1,250.50 MXN", 125050), ("0.5", 50), (" 40 ", 4000)],
)
def test_pesos_are_read_as_people_write_them(typed, centavos):
    assert Money.parse(typed) == Money(centavos)


@pytest.mark.parametrize("typed", ["", "doce", "1.250,50", "1,25", "1.234", "NaN", "1e3", "٤٠"])
def test_what_is_no_amount_is_refused_in_words(typed):
    with pytest.raises(Refused, match="pesos y centavos"):
        Money.parse(typed)


def test_two_currencies_do_not_add_up():
    with pytest.raises(ValueError, match="MXN and USD"):
        Money(1) + Money(1, "USD")


def test_a_peso_in_three_parts_gives_the_odd_centavo_to_the_first():
    assert split(Money(100), [1, 1, 1]) == [Money(34), Money(33), Money(33)]


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_parts_always_add_up_to_the_whole(centavos, weights):
    parts = split(Money(centavos), weights)
    assert sum(part.amount_minor for part in parts) == centavos


@pytest.mark.parametrize(
    ("centavos", "words"),
    [
        (125050, "(UN MIL DOSCIENTOS CINCUENTA PESOS 50/100 M.N.)"),
        (2100, "(VEINTIÚN PESOS 00/100 M.N.)"),
        (100, "(UN PESO 00/100 M.N.)"),
        (0, "(CERO PESOS 00/100 M.N.)"),
        (2_100_000, "(VEINTIÚN MIL PESOS 00/100 M.N.)"),
        (3_100_150, "(TREINTA Y UN MIL UN PESOS 50/100 M.N.)"),
        (100_000_000, "(UN MILLÓN DE PESOS 00/100 M.N.)"),
        (100_100_000, "(UN MILLÓN UN MIL PESOS 00/100 M.N.)"),
    ],
)
def test_amounts_in_words_as_mexican_receipts_write_them(centavos, words):
    assert in_words(Money(centavos)) == words


@pytest.mark.parametrize("typed", ["1000000000", "9" * 25, "-9,999,999,999.00"])
def test_a_thousand_millions_is_a_slip_of_the_finger(typed):
    with pytest.raises(Refused):
        Money.parse(typed)
