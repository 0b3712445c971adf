"""The day stands before the month; two digits of a year mean what the column is about."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.spellings.dates import appointment_date, birth_or_referral_date, clock_time
from app.cases.spellings.text import NotUnderstood

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed",
    [
        "1 de marzo de 1969", "1 DE MARZO DE 1969", "01/03/1969", "1-3-1969", "1969-03-01", "1969/3/1", "01.03.69",
        "1/mar/69", "sábado 1 de marzo de 1969", "1º de marzo del 1969", "1969-03-01 00:00:00", " 01-03-69 ",
    ],
)  # fmt: skip
def test_a_birth_date_is_read_in_every_spelling(typed):
    assert birth_or_referral_date(typed, TODAY) == date(1969, 3, 1)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("10-01-26", date(2026, 1, 10)), ("23-11-26", date(2026, 11, 23)), ("24-11-26", date(1926, 11, 24)),
     ("16-12-01", date(2001, 12, 16)), ("29-02-00", date(2000, 2, 29)), ("12-02-71", date(1971, 2, 12))],
)  # fmt: skip
def test_two_digits_of_a_year_mean_the_latest_day_not_after_today(typed, day):
    assert birth_or_referral_date(typed, TODAY) == day


@pytest.mark.parametrize(("typed", "year"), [("06-03-26", 2026), ("02-12-99", 2099), ("2 de enero de 27", 2027)])
def test_two_digits_of_an_appointment_are_of_this_century(typed, year):
    assert appointment_date(typed).year == year


@pytest.mark.parametrize("typed", ["31/02/1990", "11/23/2026", "00/01/2020", "mañana", "1 de brumario de 1969", "123"])
def test_an_impossible_date_is_not_understood(typed):
    for read in (appointment_date, lambda text: birth_or_referral_date(text, TODAY)):
        with pytest.raises(NotUnderstood):
            read(typed)


def test_a_blank_date_is_none():
    assert appointment_date("  ") is None and birth_or_referral_date("", TODAY) is None


@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_day_is_read_back_from_its_four_digit_spellings(day):
    spellings = (day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}")
    assert {birth_or_referral_date(text, TODAY) for text in spellings} == {day}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("9 am", time(9)), ("9am", time(9)), ("9:30 a.m.", time(9, 30)), ("1 pm", time(13)), ("1 P. M.", time(13)),
     ("08:30", time(8, 30)), ("8:00", time(8)), ("11:00 hrs", time(11)), ("11:00 hrs.", time(11)),
     ("13", time(13)), ("12 pm", time(12)), ("12 am", time(0)), ("mediodía", time(12)), ("08:30:00", time(8, 30)),
     ("8 de la mañana", time(8)), ("4:15 de la tarde", time(16, 15)), ("8.30", time(8, 30)), ("15h", time(15))],
)  # fmt: skip
def test_a_time_of_day_is_read_in_every_spelling(typed, expected):
    assert clock_time(typed) == expected


@pytest.mark.parametrize("typed", ["25:00", "8:75", "temprano", "am", "8 lunes"])
def test_an_impossible_time_is_not_understood(typed):
    with pytest.raises(NotUnderstood):
        clock_time(typed)


def test_a_blank_time_is_none():
    assert clock_time(" ") is None
