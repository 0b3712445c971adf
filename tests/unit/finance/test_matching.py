"""Which movement of the bank may be which of the books."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.finance.matching import NEAR_DAYS, Moved, suggestions


def moved(key, amount=-1_350_00, day=24, words=""):
    return Moved(key, date(2026, 11, day), amount, words)


def pairs(lines, booked):
    return {line_id: found.booked_id for line_id, found in suggestions(lines, booked).items()}


def test_the_amount_must_be_the_same_to_the_centavo_and_the_sign():
    assert pairs([moved(1)], [moved(7, -1_350_01), moved(8, 1_350_00)]) == {}


def test_beyond_some_days_nothing_is_suggested():
    assert pairs([moved(1, day=24)], [moved(7, day=24 - NEAR_DAYS)]) == {1: 7}
    assert pairs([moved(1, day=24)], [moved(7, day=24 - NEAR_DAYS - 1)]) == {}


def test_the_nearer_day_comes_first():
    assert pairs([moved(1)], [moved(7, day=21), moved(8, day=23)]) == {1: 8}


def test_a_number_that_both_name_counts_more_than_the_day():
    line = moved(1, words="SPEI CG-2026-0012")
    found = suggestions([line], [moved(7, day=24), moved(8, day=20, words="CG-2026-0012: diferencia pagada")])
    assert (found[1].booked_id, found[1].named, found[1].days) == (8, True, 4)


def test_a_number_is_known_without_its_dashes():
    assert pairs([moved(1, words="ref RE20260007")], [moved(7), moved(8, words="RE-2026-0007 · SAL-2026-0001")]) == {
        1: 8
    }


def test_one_movement_is_not_suggested_for_two():
    assert pairs([moved(1, day=24), moved(2, day=25)], [moved(7, day=24)]) == {1: 7}


movements = st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.integers(1, 28)), max_size=8)


@given(movements, movements)
def test_every_pair_is_given_once_with_equal_amounts_and_near_days(lines, booked):
    lines = [moved(n, amount, day) for n, (amount, day) in enumerate(lines)]
    booked = [moved(n, amount, day) for n, (amount, day) in enumerate(booked)]
    found = suggestions(lines, booked)
    assert len({one.booked_id for one in found.values()}) == len(found)
    for line_id, one in found.items():
        line, other = lines[line_id], booked[one.booked_id]
        assert line.amount == other.amount
        assert abs((line.on - other.on).days) <= NEAR_DAYS
