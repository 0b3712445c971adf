"""A clock that is a day ahead or behind, stands still or runs backwards, in every zone of Mexico, over three years:
texts leave at their local hour, never in the quiet ones, once each."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.foundation.clock import to_local
from app.foundation.db import transaction
from app.messaging import operations, outbox
from app.messaging.rules import CLOSES, OPENS, in_window, wanted
from tests.integration.messaging.carrier import Carrier
from tests.integration.messaging.conftest import stage, told
from tests.unit.messaging.cast import BOOKED

ZONES = [
    f"America/{city}"
    for city in (
        "Mexico_City", "Cancun", "Hermosillo", "Tijuana", "Chihuahua", "Ciudad_Juarez", "Ojinaga", "Mazatlan",
        "Matamoros", "Merida", "Monterrey", "Bahia_Banderas",
    )
]  # fmt: skip
FIRST, DAYS = date(2025, 1, 1), 3 * 365
# Where the clocks of the border change, and a Sunday in between.
TURNS = [date(2025, 3, 9), date(2025, 11, 2), date(2026, 3, 8), date(2026, 7, 5), date(2027, 11, 7)]
AT_TEN = {"two_days_before", "day_before", "after_visit"}


def visit(day, zone, about="appointment:7"):
    """A visit at eight, to which they leave the day before at half past five."""
    wall = ZoneInfo(zone)
    leaves = datetime.combine(day - timedelta(days=1), time(5, 30), wall)
    return replace(
        BOOKED, about=about, zone=zone, appointment_at=datetime.combine(day, time(8), wall), departs_at=leaves,
        returns_at=datetime.combine(day, time(12), wall), departed=False,
    )  # fmt: skip


@pytest.mark.parametrize("step", [29, pytest.param(1, marks=pytest.mark.faults)])
@pytest.mark.parametrize("zone", ZONES)
def test_every_text_of_three_years_is_due_at_its_local_hour(zone, step):
    days = {FIRST + timedelta(days=n) for n in range(0, DAYS, step)} | {
        turn + timedelta(days=n) for turn in TURNS for n in (-1, 0, 1, 2)
    }
    for day in sorted(days):
        facts = visit(day, zone)
        texts = wanted(facts, facts.appointment_at.astimezone(UTC) - timedelta(days=9))
        for text in texts:
            due = to_local(text.not_before, zone)
            assert OPENS <= due.time() < CLOSES, (zone, day, text.kind, due)
            assert text.kind not in AT_TEN or due.time() == time(10), (zone, day, text.kind, due)
        assert len({(text.kind, text.person_id) for text in texts}) == len(texts) > 0


def hours(start, end):
    moment = start
    while moment <= end:
        yield moment
        moment += timedelta(minutes=30)


def odd_clocks(day, zone):
    """What the workers' clock shows: half hours over the week, with every oddity in between."""
    noon = datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(UTC)
    for moment in hours(noon - timedelta(days=5), noon + timedelta(days=2)):
        yield moment
        if moment.hour % 8 == 0:
            yield from (moment, moment)  # it stands still
            yield moment - timedelta(days=1)  # a worker whose clock is a day behind
            yield from (moment - timedelta(minutes=m) for m in (20, 40, 60))  # it runs backwards
        if moment.hour % 12 == 5:
            yield moment + timedelta(days=1)  # and one a day ahead


CHOSEN = [(zone, TURNS[n % len(TURNS)]) for n, zone in enumerate(ZONES)]


@pytest.mark.parametrize(
    ("zone", "day"),
    [*CHOSEN[3:5], *(pytest.param(zone, turn, marks=pytest.mark.faults) for zone in ZONES for turn in TURNS)],
)
def test_an_odd_clock_never_sends_twice_and_never_in_the_quiet_hours(app, tmp_path, now, zone, day):
    limits = outbox.Limits(zone=zone)
    with transaction():
        facts = told(visit(day, zone), stage(now))
        planned = operations.reconcile(facts, facts.appointment_at.astimezone(UTC) - timedelta(days=6)).added
        due = {row.id: (row.not_before, row.expires_at) for row in planned}
    carrier = Carrier(tmp_path / "carrier")
    for moment in odd_clocks(day, zone):
        outbox.dispatch(moment, carrier, limits)
    left = [(line["message"], datetime.fromisoformat(line["at"])) for line in carrier.accepted]
    assert sorted(message_id for message_id, _at in left) == sorted(due)
    for message_id, at in left:
        not_before, expires_at = due[message_id]
        assert in_window(at, zone)
        assert not_before <= at < expires_at
