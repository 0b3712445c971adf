"""Lines among funds of which some pay certain categories only: sums, limits, and nothing left that could be paid."""

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from app.finance.by_line import by_turns, spread
from app.finance.sharing import drawn
from app.foundation.money import Money

FREE = 9_999_99


def open_to(*rows):
    """`open_to("10", "11")`: the first row may be paid by the first column alone, the second by both."""
    return [[FREE if mark == "1" else 0 for mark in row] for row in rows]


def test_a_fund_for_one_category_pays_that_and_the_other_the_rest():
    assert spread([720, 330], [720, 330], open_to("11", "01")).shares == [[720, 0], [0, 330]]


def test_a_line_that_two_may_pay_is_shared_by_largest_remainder_of_what_they_have_left():
    found = spread([100_00, 50_01], [60_00, 90_01], open_to("11", "01"))
    assert found.shares == [[60_00, 40_00], [0, 50_01]] and not any(found.missing)


def test_room_is_made_where_the_first_shares_would_leave_a_line_unpaid():
    """Of three lines of 400 the first fund pays two and the second two: the shared one goes where there is room."""
    found = spread([400, 400, 400], [600, 600], open_to("10", "11", "01"))
    assert found.shares == [[400, 0], [200, 200], [0, 400]] and found.missing == [0, 0, 0]
    assert spread([400, 400], [400, 400], open_to("11", "10")).missing == [0, 0]


def test_what_is_missing_names_the_lines_and_the_funds_that_are_too_small_for_them():
    found = spread([500, 100], [400, 200], open_to("10", "11"))
    assert found.missing == [100, 0] and (found.stuck, found.full) == ({0}, {0})


def test_a_line_that_nobody_may_pay_is_missing_whole():
    found = spread([500, 100], [500, 100], open_to("11", "00"))
    assert found.missing == [0, 100] and (found.stuck, found.full) == ({1}, frozenset())


def test_weights_come_before_what_is_left():
    assert spread([90], [1_000, 1_000], open_to("11"), [[2, 1]]).shares == [[60, 30]]


def test_by_turns_the_first_leaves_to_the_next_what_only_the_next_may_pay():
    assert by_turns([700, 300], [900, 5_000], open_to("10", "01")) == [700, 300]
    assert by_turns([700, 300], [1_000, 1_000], open_to("11", "01")) == [700, 300]


amounts = st.integers(0, 5_000)


@st.composite
def tables(draw):
    rows = draw(st.lists(amounts, min_size=1, max_size=6))
    columns = draw(st.lists(amounts, min_size=1, max_size=5))
    cell = st.one_of(st.just(0), st.just(FREE), amounts)
    most = draw(st.lists(st.lists(cell, min_size=len(columns), max_size=len(columns)), min_size=len(rows),
                         max_size=len(rows)))  # fmt: skip
    return rows, columns, most


@given(tables())
def test_as_much_is_paid_as_any_division_could_pay_and_no_limit_is_passed(table):
    rows, columns, most = table
    found = spread(rows, columns, most)
    assert [sum(row) + lacks for row, lacks in zip(found.shares, found.missing, strict=True)] == rows
    assert all(sum(found.column(n)) <= limit for n, limit in enumerate(columns))
    assert all(
        0 <= share <= limit
        for row, limits in zip(found.shares, most, strict=True)
        for share, limit in zip(row, limits, strict=True)
    )
    assert sum(rows) - sum(found.missing) == most_that_can_flow(rows, columns, most)


def most_that_can_flow(rows, columns, most):
    """By the smallest cut: some rows left out, and of each column either all it has or what the others may send it."""
    every = chain.from_iterable(combinations(range(len(rows)), n) for n in range(len(rows) + 1))
    return min(
        sum(rows[n] for n in range(len(rows)) if n not in kept)
        + sum(min(limit, sum(most[n][column] for n in kept)) for column, limit in enumerate(columns))
        for kept in every
    )


@given(st.lists(amounts, min_size=1, max_size=6), st.lists(amounts, min_size=1, max_size=5))
def test_where_everybody_pays_everything_it_is_as_it_was(rows, columns):
    """Each line by what the funds have left, as `sharing.drawn` has it."""
    columns[-1] += max(sum(rows) - sum(columns), 0)
    rows[-1] += sum(columns) - sum(rows)
    found = spread(rows, columns, [[FREE] * len(columns)] * len(rows)).shares
    same = drawn([Money(one) for one in rows], [Money(one) for one in columns])
    assert found == [[part.amount_minor for part in row] for row in same]
