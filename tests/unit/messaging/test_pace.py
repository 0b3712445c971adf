"""So many segments a second, so many a day, for all workers together."""

from datetime import timedelta

from app.messaging.pace import Line, urgent
from tests.moment import NOW


def line(free_at=None, per_second=10, cap=0, counted=0):
    return Line(NOW, per_second, cap, free_at, counted)


def test_each_text_starts_when_the_one_before_has_had_its_time():
    ours = line()
    assert [ours.book(2), ours.book(1), ours.book(1)] == [0.0, 0.2, 0.3]


def test_nobody_speaks_for_the_line_further_ahead_than_two_seconds():
    ours = line()
    booked = 0
    while not ours.spoken_for:
        ours.book(1)
        booked += 1
    assert booked == 20


def test_a_second_worker_goes_on_where_the_first_one_ends():
    assert line(free_at=NOW + timedelta(seconds=1)).book(1) == 1.0


def test_idle_time_is_not_saved_up():
    ours = line(free_at=NOW - timedelta(hours=1))
    assert (ours.book(1), ours.book(1)) == (0.0, 0.1)


def test_a_line_spoken_for_by_a_clock_that_was_set_back_is_free():
    assert line(free_at=NOW + timedelta(days=1)).book(1) == 0.0


def test_without_a_rate_everything_starts_at_once():
    ours = line(per_second=0)
    assert ([ours.book(3) for _text in range(50)], ours.spoken_for) == ([0.0] * 50, False)


def test_the_cap_lets_through_what_still_fits_and_remembers_what_did_not():
    ours = line(cap=10, counted=9)
    assert (ours.takes(2, urgent=False), ours.takes(1, urgent=False), ours.kept_back) == (False, True, True)


def test_the_cap_never_keeps_back_what_is_urgent():
    assert line(cap=10, counted=10).takes(1, urgent=True)


def test_urgent_is_an_answer_and_what_is_about_the_next_day():
    tomorrow, later = NOW + timedelta(hours=24), NOW + timedelta(hours=25)
    assert [urgent(True, None, NOW), urgent(False, tomorrow, NOW)] == [True, True]
    assert [urgent(False, later, NOW), urgent(False, None, NOW)] == [False, False]
