"""One number of ten digits, however the last thirty years wrote it."""

import pytest

from app.cases.spellings.phones import mexican_number, read_aloud


@pytest.mark.parametrize(
    "typed",
    ["9920555481", "992 055 5481", "(992) 055-5481", "+529920555481", "529920555481", "+5219920555481",
     "5219920555481", "0449920555481", "045 992 055 5481", "01 992 055 5481", "00529920555481",
     "+52 1 (992) 055.5481", "+52 044 992 055 5481"],
)  # fmt: skip
def test_every_spelling_of_a_number_is_the_same_number(typed):
    assert mexican_number(typed) == "+529920555481"


@pytest.mark.parametrize(
    "typed",
    ["", "no tiene", "5299242777", "+5299224768", "+52199286483", "99205554", "0449205554", "+15551234567",
     "992055548112", "0000000000"],
)  # fmt: skip
def test_what_is_no_mexican_number_is_none(typed):
    assert mexican_number(typed) is None


def test_a_number_is_shown_as_one_says_it():
    assert read_aloud("+529920555481") == "992 055 5481"


@pytest.mark.parametrize("other", ["+15551234567", "27272", "no tiene", "+52992055548"])
def test_what_is_no_mexican_number_is_shown_as_it_is(other):
    assert read_aloud(other) == other
