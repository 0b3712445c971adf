"""What will be needed: sums that a person can follow with a pencil."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.coordination.forecast import picture, rules
from app.coordination.forecast.rules import Item, Past, Spread, Week

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def past(weeks: list[tuple[int, int]]) -> list[Item]:
    """(needed, known before the week began) for finished weeks, the oldest first: the rest came on the last day."""
    items = []
    for ago, (needed, known) in zip(range(len(weeks), 0, -1), weeks, strict=True):
        start = TODAY - ago * rules.WEEK
        items += [Item(start, start - 5 * DAY, known), Item(start, start + 6 * DAY, needed - known)]
    return items


def added(*amounts: int) -> list[Week]:
    return [Week(TODAY + k * rules.WEEK, 0, Spread(amount, amount, amount)) for k, amount in enumerate(amounts)]


# what past weeks teach


def test_of_a_week_it_is_known_how_much_nobody_knew_so_many_weeks_before():
    start = TODAY - 2 * rules.WEEK
    needs = [Item(start, start, 100), Item(start + 6 * DAY, start - DAY, 30), Item(start, start - 20 * DAY, 7)]
    found = rules.past_of(needs, TODAY)
    assert found.totals == [137, 0]
    assert found.added[0][:5] == [100, 130, 130, 137, 137]


def test_history_begins_with_the_first_need_and_its_empty_weeks_count():
    assert rules.past_of([Item(TODAY - 15 * DAY, TODAY - 15 * DAY, 4)], TODAY).totals == [4, 0, 0]


def test_what_is_to_come_is_no_history():
    assert rules.past_of([Item(TODAY, TODAY, 4)], TODAY) == Past([], [])


def test_older_weeks_than_those_that_are_looked_at_are_forgotten():
    assert len(rules.past_of([Item(TODAY - 900 * DAY, TODAY - 900 * DAY, 4)], TODAY).totals) == 39


def test_the_expected_is_the_mean_and_the_range_leaves_out_one_week_of_ten_on_each_side():
    assert rules.spread([0, 0, 0, 100, 100, 100, 200, 200, 300, 1000]) == Spread(0, 200, 300)


def test_a_mean_beyond_the_ninetieth_percentile_stretches_the_range():
    assert rules.spread([0] * 19 + [2000]) == Spread(0, 100, 100)


# the coming weeks


def test_a_week_needs_what_is_booked_and_what_is_usually_added():
    needs = [*past([(500, 300)] * 8), Item(TODAY + 2 * DAY, TODAY, 900)]
    weeks = rules.coming(needs, rules.past_of(needs, TODAY), TODAY)
    assert [week.whole.expected for week in weeks[:3]] == [900 + 200, 500, 500]


def test_with_seven_weeks_of_history_nothing_is_guessed():
    needs = [*past([(500, 300)] * 7), Item(TODAY + 2 * DAY, TODAY, 900)]
    weeks = rules.coming(needs, rules.past_of(needs, TODAY), TODAY)
    assert [week.whole.expected for week in weeks] == [900] + [0] * 12


def test_surprises_of_different_weeks_partly_cancel():
    weeks = [Week(TODAY, 0, Spread(70, 100, 130)), Week(TODAY + rules.WEEK, 0, Spread(60, 100, 140))]
    assert rules.together(weeks) == [Spread(70, 100, 130), Spread(150, 200, 250)]


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=1, max_size=30), min_size=1, max_size=13))
def test_what_was_added_by_a_later_week_is_never_less(histories):
    weeks = [Week(TODAY, 0, rules.spread(values)) for values in histories]
    sums = rules.together(weeks)
    for earlier, later in zip(sums, sums[1:], strict=False):
        assert later.low >= earlier.low and later.high >= earlier.high
    assert all(one.low <= one.expected <= one.high for one in sums)


# the day on which it ends


def test_a_fund_that_gives_seventy_a_week_spends_its_hundred_on_the_eleventh_day():
    assert rules.money_out(100, added(*[70] * 13), {}).expected == TODAY + 10 * DAY


def test_what_is_booked_leaves_on_its_own_day():
    out = rules.money_out(100, added(*[0] * 13), {TODAY + 3 * DAY: 60, TODAY + 9 * DAY: 41})
    assert out == rules.Out(*[TODAY + 9 * DAY] * 4)


def test_a_fund_that_is_spent_to_the_last_centavo_was_enough():
    assert rules.money_out(910, added(*[70] * 13), {}).expected is None


def test_the_day_has_a_range():
    weeks = [Week(TODAY + k * rules.WEEK, 0, Spread(0, 70, 140)) for k in range(13)]
    out = rules.money_out(100, weeks, {})
    assert out.soonest < out.expected < out.latest and out.booked is None


def test_a_house_is_full_on_the_first_night_whose_beds_are_all_taken():
    out = rules.places_out(lambda day: 4, added(*[0] * 13), {TODAY + 2 * DAY: 3, TODAY + 5 * DAY: 4})
    assert out.booked == out.expected == TODAY + 5 * DAY


def test_expected_nights_are_spread_over_their_week():
    weeks = added(0, 7, *[0] * 11)
    assert rules.places_out(lambda day: 4, weeks, {TODAY + 9 * DAY: 3}).expected == TODAY + 9 * DAY
    assert rules.places_out(lambda day: 4, weeks, {TODAY + 9 * DAY: 2}).expected is None


def two_days_a_week(day):
    """Six seats on the first and the fourth day of each week."""
    return 6 if (day - TODAY).days % 7 in (0, 3) else 0


def test_what_is_expected_goes_on_the_days_on_which_something_goes():
    """Nine in the week are four and a half on each of two days; twelve fill both."""
    assert rules.places_out(two_days_a_week, added(0, 9, *[0] * 11), {}).expected is None
    assert rules.places_out(two_days_a_week, added(0, 12, *[0] * 11), {}).expected == TODAY + 7 * DAY


def test_a_day_on_which_nothing_goes_is_full_only_for_who_counts_on_it():
    assert rules.places_out(two_days_a_week, added(*[0] * 13), {TODAY + DAY: 1}).booked == TODAY + DAY
    in_the_workshop = rules.places_out(lambda day: 0, added(0, 1, *[0] * 11), {})
    assert (in_the_workshop.booked, in_the_workshop.expected) == (None, TODAY + 7 * DAY)


# how well it would have done


def test_a_need_that_alternates_and_is_known_before_is_forecast_without_error():
    weeks = [(100, 100), (300, 300)] * 8
    found = rules.held_back(rules.past_of(past(weeks), TODAY), 0)
    assert (found.weeks, found.ours, found.last_week, found.inside) == (8, 0, 8 * 200, 8)
    assert found.ratio == 0 and found.beaten == 2


def test_a_need_that_nobody_announces_is_forecast_like_its_mean():
    """After eight weeks of 100, four of 200: the mean of all before is off by 100, 88.9, 80 and 72.7."""
    found = rules.held_back(rules.past_of(past([(100, 0)] * 8 + [(200, 0)] * 4), TODAY), 0)
    assert (found.ours, found.mean, found.last_week) == (100 + 89 + 80 + 73, 342, 100)
    assert found.each("ours") == Decimal("85.5") and found.inside == 3
    assert found.beaten == 0


def test_four_weeks_ahead_less_is_known():
    weeks = rules.past_of(past([(100, 100), (300, 300)] * 10), TODAY)
    now, before = rules.held_back(weeks, 0), rules.held_back(weeks, 3)
    assert now.ours == 0 and before.ours == 5 * 100 + 89 + 91 + 92 + 93


@pytest.mark.parametrize(("weeks", "lead"), [(11, 0), (14, 3)])
def test_with_too_few_weeks_no_error_is_told(weeks, lead):
    assert rules.held_back(rules.past_of(past([(100, 0)] * weeks), TODAY), lead) is None
    assert rules.held_back(rules.past_of(past([(100, 0)] * (weeks + 1)), TODAY), lead).weeks == 4


def test_a_week_that_was_to_be_forecast_teaches_nothing_about_itself():
    found = rules.held_back(rules.past_of(past([(100, 0)] * 15 + [(9_000, 0)]), TODAY), 0)
    assert found.ours == 8_900


def test_where_repeating_last_week_never_fails_there_is_no_ratio():
    assert rules.held_back(rules.past_of(past([(100, 0)] * 12), TODAY), 0).ratio is None


# the picture


def test_the_picture_of_a_fund_shows_where_it_ends():
    weeks = added(*[70] * 13)
    drawn = picture.of_money(455, weeks, rules.money_out(455, weeks, {}).expected)
    assert (drawn.axis.least, drawn.axis.most) == (-600, 600)
    assert drawn.ends[1] == TODAY + 45 * DAY
    assert drawn.expected.startswith(f"{picture.LEFT},") and len(drawn.expected.split()) == 14


@given(st.integers(-(10**12), 0), st.integers(1, 10**12))
def test_an_axis_holds_everything_between_few_round_ticks(least, most):
    axis = picture.Axis.of(least, most)
    assert axis.least <= least and axis.most >= most and 2 <= len(axis.ticks) <= 8
    assert axis.ticks[0] == axis.least and axis.ticks[-1] == axis.most and 0 in axis.ticks


def test_bars_of_a_house_end_where_its_beds_do():
    weeks = [Week(TODAY + k * rules.WEEK, 14, Spread(0, 7, 14)) for k in range(13)]
    drawn = picture.of_places([28] * 13, weeks)
    assert (
        drawn.full.startswith(f"{picture.LEFT},{drawn.bars[0].high} ")
        and drawn.bars[0].booked > drawn.bars[0].whole > drawn.bars[0].high
    )


def test_the_line_of_a_full_week_steps_down_where_a_vehicle_is_out():
    weeks = [Week(TODAY + k * rules.WEEK, 14, Spread()) for k in range(13)]
    heights = [point.split(",")[1] for point in picture.of_places([28] * 12 + [14], weeks).full.split()]
    assert len(heights) == 26 and len(set(heights[:24])) == 1 and int(heights[-1]) > int(heights[0])
