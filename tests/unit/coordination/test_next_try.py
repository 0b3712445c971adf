"""When to call again: two hours, the evening, the next day; never outside the window."""

from datetime import time

import pytest

from app.cases.safe_hours import SafeHours
from app.coordination.next_try import next_try
from tests.unit.messaging.cast import at

ZONE = "America/Mexico_City"


@pytest.mark.parametrize(
    ("outcome", "tries", "now", "again"),
    [
        ("no_answer", 1, at(14, 10), at(14, 12)), ("off", 1, at(14, 10), at(14, 12)),
        ("no_answer", 2, at(14, 12), at(14, 18, 30)), ("no_answer", 3, at(14, 18, 40), at(15, 10)),
        ("no_answer", 4, at(15, 10), at(16, 18, 30)), ("no_answer", 1, at(14, 18, 30), at(15, 10)),
        ("relayed", 1, at(14, 10), at(14, 18, 30)), ("relayed", 1, at(14, 18), at(15, 10)),
        ("wrong", 1, at(14, 10), at(14, 10, 5)), ("wrong", 1, at(14, 19, 58), at(15, 9)),
    ],
)  # fmt: skip
def test_the_next_try_is_proposed(outcome, tries, now, again):
    assert next_try(outcome, tries, now, ZONE) == again


def test_a_plan_with_hours_is_called_inside_them():
    assert next_try("no_answer", 1, at(14, 10), ZONE, SafeHours(time(16), time(18))) == at(14, 16)
