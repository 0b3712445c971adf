"""Which movement of the bank may be which of the books."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.finance.matching import MOST, NEAR_DAYS, Group, Moved, groups, suggestions


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


def test_three_that_add_up_are_one():
    parts = [moved(7, -800_00), moved(8, -700_00), moved(9, -300_00), moved(10, -299_99)]
    assert groups([moved(1, -1_800_00)], parts) == [Group((1,), (7, 8, 9))]


def test_several_of_the_bank_may_be_one_of_the_books():
    assert groups([moved(1, -1_350_00), moved(2, -5_80)], [moved(7, -1_355_80)]) == [Group((1, 2), (7,))]


def test_fewer_come_before_more_and_named_ones_before_nearer_ones():
    parts = [moved(7, -4), moved(8, -3), moved(9, -3), moved(10, -7, day=20, words="RE-2026-0007")]
    assert groups([moved(1, -10, words="RE-2026-0007")], [*parts, moved(11, -3, day=22)]) == [Group((1,), (8, 10))]


def test_what_goes_the_other_way_or_is_far_or_is_too_many_is_no_part():
    assert groups([moved(1, -10)], [moved(7, -12), moved(8, 2)]) == []
    assert groups([moved(1, -10, day=24)], [moved(7, -7), moved(8, -3, day=24 - NEAR_DAYS - 1)]) == []
    assert groups([moved(1, -(MOST + 1))], [moved(key, -1) for key in range(7, 7 + MOST + 1)]) == []


@given(movements, movements)
def test_a_group_adds_up_and_nothing_is_in_two(lines, booked):
    said = {n: moved(n, amount, day) for n, (amount, day) in enumerate(lines)}
    written = {n: moved(n, amount, day) for n, (amount, day) in enumerate(booked)}
    found = groups(said.values(), written.values())
    for one in found:
        assert sum(said[key].amount for key in one.lines) == sum(written[key].amount for key in one.booked)
        assert sorted((len(one.lines), len(one.booked)))[0] == 1 < len(one.lines) + len(one.booked) - 1
    for side in ("lines", "booked"):
        taken = [key for one in found for key in getattr(one, side)]
        assert len(taken) == len(set(taken))
