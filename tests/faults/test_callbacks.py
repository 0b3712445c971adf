"""Thousands of callbacks, each one to five times, shuffled, some before the reply was written down, while senders
are being killed; and as many forged ones. The carrier's own log and what it reported are the oracle."""

import random
import time
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from twilio.request_validator import RequestValidator

from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging import jobs, operations
from app.messaging.models import Message, MessageEvent
from tests import crowd
from tests.integration.messaging.carrier import Carrier

TOKEN, PUBLIC = "a token of the carrier", "https://acompana.example"
ENDS = (("delivered", None), ("undelivered", "30006"), ("failed", "30005"))
SENDERS, PATIENCE_SECONDS = 2, 120
pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def settings(app):
    hurry = {"sms_lease_seconds": 1, "sms_settle_seconds": 1, "twilio_auth_token": TOKEN, "public_url": PUBLIC}
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], **hurry)


def plan(many, now):
    with transaction():
        return [
            operations.plan(
                about=f"fault:{number}", to_number=f"+529925{number:06d}", kind="reply", body=f"Buen dia {number}.",
                any_hour=True, not_before=now, expires_at=now + timedelta(hours=2), created_at=now,
            ).id
            for number in range(many)
        ]  # fmt: skip


def send_until(stop, log):
    crowd.repeat(lambda: jobs.send_round(clock.now(), Carrier(log)), stop, 0)


def report(client, message_id, fields, token=TOKEN):
    """One callback, signed with `token`."""
    path = f"/hooks/twilio/status/{message_id}"
    signature = RequestValidator(token).compute_signature(f"{PUBLIC}{path}", fields)
    return client.post(path, data=fields, headers={"X-Twilio-Signature": signature}).status_code


def callbacks_of(line, dice):
    """What the carrier will say of one text: `sent` and how it ended, each one to five times, in any order."""
    end, code = ENDS[line["message"] % len(ENDS)]
    told = [("sent", None)] * dice.randint(1, 5) + [(end, code)] * dice.randint(1, 5)
    common = {"MessageSid": line["sid"], "To": line["to"]}
    return [common | {"MessageStatus": status} | ({"ErrorCode": code} if code else {}) for status, code in told]


@pytest.mark.parametrize("many", [30, pytest.param(10_000, marks=pytest.mark.faults)])
def test_shuffled_repeated_early_and_forged_callbacks_come_to_the_truth(app, tmp_path, now, many):
    stop, log, dice, client = tmp_path / "stop", tmp_path / "carrier", random.Random(9), app.test_client()
    ids = plan(many, now)
    senders = [crowd.start(send_until, stop, log) for _one in range(SENDERS)]
    reported, answers, forged = 0, set(), set()
    until = time.monotonic() + PATIENCE_SECONDS + many / 10
    while reported < many and time.monotonic() < until:
        fresh = Carrier(log).accepted[reported:]
        waiting = [(line["message"], fields) for line in fresh for fields in callbacks_of(line, dice)]
        dice.shuffle(waiting)
        for turn, (message_id, fields) in enumerate(waiting):
            answers.add(report(client, message_id, fields))
            forged.add(report(client, dice.choice(ids), fields | {"MessageStatus": "failed"}, token="guessed"))
            if turn % 40 == 7:
                senders.append(kill_and_replace(senders, stop, log))
        reported += len(fresh)
        time.sleep(0.05)
    crowd.finish(senders, stop)
    finish(log)
    assert (answers, forged) == ({204}, {403})
    assert states() == {line["message"]: ENDS[line["message"] % len(ENDS)] for line in Carrier(log).accepted}
    assert sorted(Carrier(log).message_ids) == ids
    assert told_twice() == []


def kill_and_replace(senders, stop, log):
    victim = senders.pop(0)
    victim.kill()
    victim.join()
    return crowd.start(send_until, stop, log)


def finish(log):
    """Rounds until what the killed ones left is settled."""
    later = clock.now() + timedelta(minutes=1)
    for second in range(0, 20, 2):
        jobs.send_round(later + timedelta(seconds=second), Carrier(log))


def states():
    db.session.rollback()
    return {row.id: (row.state, row.code) for row in db.session.scalars(select(Message))}


def told_twice():
    seen = defaultdict(int)
    rows = select(MessageEvent.sid, MessageEvent.status, func.count()).where(MessageEvent.source == "callback")
    for sid, status, count in db.session.execute(rows.group_by(MessageEvent.sid, MessageEvent.status)):
        seen[sid, status] += count
    return [pair for pair, count in seen.items() if count > 1]
