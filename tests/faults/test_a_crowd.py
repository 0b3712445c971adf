"""Three schedulers, eight workers, four web processes, and one appointment that two people keep moving: each slot
and each text once, one date that stands, and nobody is told that the database is locked."""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy import select

from app.cases.models import Appointment
from app.coordination import jobs as coordination
from app.foundation import audit, clock
from app.foundation.db import db
from app.messaging import jobs, queries
from tests import crowd
from tests.conftest import PASSWORD
from tests.integration.messaging.carrier import Carrier

SCHEDULERS, WORKERS, WEB = 3, 8, 4
FIRST_DAY = date(2026, 12, 16)
pytestmark = pytest.mark.both_databases


def tick(slots):
    """What app/scheduler.py does, once a second."""
    now = clock.now()
    slot = datetime.fromtimestamp(int(now.timestamp()), UTC)
    if jobs.take_slot("reminders", slot, now):
        crowd.write_line(slots, slot)
        coordination.keep_texts_true(now)


def keep_moving(email, number, answers, stop):
    """Somebody who signs in, looks, and moves the date that stands to another day."""
    client = current_app.test_client()
    client.post("/login", data={"email": email, "password": PASSWORD})
    day = FIRST_DAY
    while not stop.exists():
        day += timedelta(days=1)
        db.session.rollback()
        standing = select(Appointment.id).where(Appointment.state == "booked").order_by(Appointment.id.desc()).limit(1)
        path = f"/cases/{number}/appointments/{db.session.scalar(standing)}/move"
        words = {"precision": "datetime", "on_day": day.isoformat(), "at_time": "11:00"}
        moved = client.post(path, data=words | {"cause": "hospital", "reason": "el hospital"})
        crowd.write_line(answers, moved.status_code)
        crowd.write_line(answers, client.get(f"/cases/{number}").status_code)
        time.sleep(0.05)


@pytest.mark.parametrize("seconds", [3, pytest.param(60, marks=pytest.mark.faults)])
def test_a_crowd_does_each_thing_once(app, programme, marta, tmp_path, seconds):
    case = programme.rosa()
    programme.book(case)
    number, emails = case.number, (programme.lupita.email, marta.email)
    stop, slots, answers, log = (tmp_path / name for name in ("stop", "slots", "answers", "carrier"))
    everybody = [
        *(crowd.start(crowd.repeat, lambda: tick(slots), stop) for _one in range(SCHEDULERS)),
        *(
            crowd.start(crowd.repeat, lambda: jobs.send_round(clock.now(), Carrier(log)), stop)
            for _one in range(WORKERS)
        ),
        *(crowd.start(keep_moving, emails[one % 2], number, answers, stop) for one in range(WEB)),
    ]
    time.sleep(seconds)
    assert set(crowd.finish(everybody, stop)) == {0}
    assert set(Counter(crowd.lines(slots)).values()) == {1}
    assert set(crowd.lines(answers)) <= {"200", "302", "404"} and "302" in crowd.lines(answers)
    assert set(Counter(Carrier(log).message_ids).values()) <= {1}
    assert list(db.session.scalars(select(Appointment.state))).count("booked") == 1
    assert [*queries.verify(), *audit.verify()] == []
