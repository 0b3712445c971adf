"""The planner against the brute force on random books, there and home; all two thousand of them with `make faults`."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from app.travel.planner import Question, plan

from . import brute_force, random_books

QUICK, LONG = range(300), range(2000)


@pytest.mark.parametrize("seed", QUICK)
def test_the_front_is_the_brute_force_one(seed):
    """Every other book is asked for the way there, the others for the way home."""
    assert_equal_there(seed) if seed % 2 else assert_equal_home(seed)


@pytest.mark.faults
@pytest.mark.parametrize("seed", LONG)
def test_the_front_is_the_brute_force_one_on_every_book_in_both_directions(seed):
    assert_equal_there(seed)
    assert_equal_home(seed)


@pytest.mark.parametrize("seed", range(0, 300, 4))
def test_every_journey_can_be_travelled_as_it_is_written(seed):
    book, moment = random_books.book(seed), random_books.moment(seed)
    for journey in (*ask(seed, arrive_by=moment), *ask(seed, ready_at=moment)):
        stays = {(stay.place, stay.check_in) for stay in journey.stays}
        for leg, following in pairwise(journey.legs):
            assert leg.destination == following.origin
            assert following.departs_at - leg.arrives_at >= timedelta(minutes=book.settings.transfer)
            slept = (leg.destination, leg.arrives_at) in stays
            assert slept == _has_two_oclock(leg.arrives_at, following.departs_at)


@pytest.mark.parametrize("seed", range(0, 300, 4))
def test_every_journey_keeps_to_the_limits(seed):
    limits, moment = random_books.limits(seed), random_books.moment(seed)
    for journey in (*ask(seed, arrive_by=moment), *ask(seed, ready_at=moment)):
        assert limits.modes is None or {leg.mode for leg in journey.legs} <= limits.modes
        assert not (limits.no_dark and journey.dark_minutes)
        assert limits.riding_minutes is None or max(_minutes_by_day(journey).values()) <= limits.riding_minutes


@pytest.mark.parametrize("seed", range(0, 300, 4))
def test_a_book_with_more_routes_never_makes_an_answer_worse(seed):
    book, moment = random_books.book(seed), random_books.moment(seed)
    fewer = replace(book, routes=book.routes[::2] + book.routes[1::4])
    for when in ({"arrive_by": moment}, {"ready_at": moment}):
        richer = [_figures(journey, when) for journey in ask(seed, **when)]
        for poor in (_figures(journey, when) for journey in ask(seed, fewer, **when)):
            assert any(all(mine <= yours for mine, yours in zip(one, poor, strict=True)) for one in richer)


def assert_equal_there(seed):
    journeys = ask(seed, arrive_by=random_books.moment(seed))
    expected = search(seed, arrive_by=random_books.moment(seed))
    assert [(minute(j.departs_at), j.cost_minor, j.dark_minutes, len(j.legs)) for j in journeys] == sorted(
        ((*values, rides) for values, rides in expected.items()), key=lambda it: (-it[0], *it[1:])
    )


def assert_equal_home(seed):
    journeys = ask(seed, ready_at=random_books.moment(seed))
    expected = search(seed, ready_at=random_books.moment(seed))
    assert [(minute(j.arrives_at), j.cost_minor, j.dark_minutes, len(j.legs)) for j in journeys] == sorted(
        (*values, rides) for values, rides in expected.items()
    )


def ask(seed, book=None, **when):
    houses = defaultdict(list)
    for code, evening in random_books.full_houses(seed):
        houses[code].append(evening)
    question = Question(
        "A", "B", **when, party=random_books.party(seed), estimates=False, full_houses=houses,
        limits=random_books.limits(seed),
    )  # fmt: skip
    return plan(book or random_books.book(seed), question).journeys


def search(seed, **when):
    return brute_force.front(
        random_books.book(seed), "A", "B", **when, party=random_books.party(seed),
        full=random_books.full_houses(seed), limits=random_books.limits(seed),
    )  # fmt: skip


def minute(instant):
    return int(instant.timestamp()) // 60


def _figures(journey, when):
    time = -minute(journey.departs_at) if "arrive_by" in when else minute(journey.arrives_at)
    return time, journey.cost_minor, journey.dark_minutes


def _minutes_by_day(journey):
    days = defaultdict(int)
    for leg in journey.legs:
        instant = leg.departs_at
        for _minute in range(minute(leg.arrives_at) - minute(leg.departs_at)):
            days[instant.date()] += 1
            instant = (instant.astimezone(brute_force.UTC) + timedelta(minutes=1)).astimezone(leg.departs_at.tzinfo)
    return days


def _has_two_oclock(begins, ends):
    instants = (begins + timedelta(minutes=i + 1) for i in range(int((ends - begins).total_seconds() // 60)))
    return any((instant.hour, instant.minute) == (2, 0) for instant in instants)
