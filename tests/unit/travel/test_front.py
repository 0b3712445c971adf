"""The planner against the brute force, on three hundred random books, there and home."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest

from app.travel.planner import Question, plan

from . import brute_force, random_books

BOOKS = range(300)


def ask(seed, **when):
    houses = defaultdict(list)
    for code, evening in random_books.full_houses(seed):
        houses[code].append(evening)
    question = Question("A", "B", **when, estimates=False, full_houses=houses)
    return plan(random_books.book(seed), question).journeys


def minute(instant):
    return int(instant.timestamp()) // 60


@pytest.mark.parametrize("seed", BOOKS)
def test_the_front_there_is_the_brute_force_one(seed):
    book, deadline = random_books.book(seed), random_books.moment(seed)
    expected = brute_force.front(book, "A", "B", arrive_by=deadline, full=random_books.full_houses(seed))
    journeys = ask(seed, arrive_by=deadline)
    assert [(minute(j.departs_at), j.cost_minor, j.dark_minutes, len(j.legs)) for j in journeys] == sorted(
        ((*values, rides) for values, rides in expected.items()), key=lambda it: (-it[0], *it[1:])
    )


@pytest.mark.parametrize("seed", BOOKS)
def test_the_front_home_is_the_brute_force_one(seed):
    book, ready = random_books.book(seed), random_books.moment(seed)
    expected = brute_force.front(book, "A", "B", ready_at=ready, full=random_books.full_houses(seed))
    journeys = ask(seed, ready_at=ready)
    assert [(minute(j.arrives_at), j.cost_minor, j.dark_minutes, len(j.legs)) for j in journeys] == sorted(
        (*values, rides) for values, rides in expected.items()
    )


@pytest.mark.parametrize("seed", range(0, 300, 3))
def test_every_journey_can_be_travelled_as_it_is_written(seed):
    book, moment = random_books.book(seed), random_books.moment(seed)
    for journey in (*ask(seed, arrive_by=moment), *ask(seed, ready_at=moment)):
        stays = {(stay.place, stay.check_in) for stay in journey.stays}
        for leg, following in pairwise(journey.legs):
            assert leg.destination == following.origin
            assert following.departs_at - leg.arrives_at >= timedelta(minutes=book.settings.transfer)
            slept = (leg.destination, leg.arrives_at) in stays
            assert slept == _has_two_oclock(leg.arrives_at, following.departs_at)


def _has_two_oclock(begins, ends):
    instants = (begins + timedelta(minutes=i + 1) for i in range(int((ends - begins).total_seconds() // 60)))
    return any((instant.hour, instant.minute) == (2, 0) for instant in instants)
