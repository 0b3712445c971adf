"""Fault 4: a carrier that is slow to know, forgetful, overrun, or that refuses our key. Nobody lost, nobody twice,
and no storm from us."""

import time
from collections import Counter

import pytest
from sqlalchemy import insert

from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging import jobs, queries
from app.messaging.models import Message
from tests.faults.installation import Installation, message_row

HOW_MANY = pytest.mark.parametrize(
    "texts", [pytest.param(20, id="short"), pytest.param(400, id="long", marks=pytest.mark.faults)]
)
PATIENCE = 300


@HOW_MANY
def test_a_carrier_that_accepts_late(installation: Installation, texts):
    installation.fake.set(chances={"late": 0.5}, late_seconds=0.7)
    assert sent(installation, texts) == (0, 0)


@HOW_MANY
def test_a_list_that_lags_behind_and_fails_half_of_the_time(installation: Installation, texts):
    installation.fake.set(chances={"accepted+cut": 0.5}, stale_seconds=0.7, list_fails=0.5)
    assert sent(installation, texts) == (0, 0)


@HOW_MANY
def test_two_different_texts_to_one_number_are_told_apart(installation: Installation, texts):
    installation.fake.set(chances={"accepted+cut": 0.4, "cut": 0.2}, page_limit=3)
    now = clock.now()
    with installation.looked_into(), transaction():
        rows = [message_row(10 + number, "pair", 5, now) for number in range(texts)]
        db.session.execute(insert(Message), [row | {"to_number": "+529925999999"} for row in rows])
    installation.finish(PATIENCE)
    assert installation.verdict([row["id"] for row in rows]) == (0, 0)


@HOW_MANY
def test_a_storm_of_429_meets_no_storm_from_us(installation: Installation, texts):
    installation.fake.set(chances={"429": 1.0}, retry_after=2)
    messages = installation.write_messages(texts)
    rounds = 10
    with installation.looked_into():
        for _round in range(rounds):
            jobs.send_round(clock.now(), installation.gateway())
    refused = list(installation.fake.log.lines("refused"))
    assert 1 <= len(refused) <= rounds
    installation.fake.set(chances={})
    installation.finish(PATIENCE)
    assert installation.verdict(messages) == (0, 0)


@HOW_MANY
def test_a_list_that_is_down_is_asked_once_a_round(installation: Installation, texts):
    messages = installation.write_messages(texts)
    installation.fake.set(chances={"accepted+cut": 1.0}, list_fails=1.0)
    with installation.looked_into():
        for _round in range(10):
            jobs.send_round(clock.now(), installation.gateway())
    assert 1 <= len(list(installation.fake.log.lines("listed"))) <= 10
    installation.fake.set(list_fails=0.0)
    installation.finish(PATIENCE)
    assert installation.verdict(messages) == (0, 0)


def test_a_revoked_key_pauses_the_channel_until_a_person_resumes_it(installation: Installation):
    messages = installation.write_messages(20)
    installation.fake.set(revoked=True)
    workers = [installation.start_worker() for _worker in range(2)]
    time.sleep(3)
    asked = Counter(int(line["at"]) for line in installation.fake.log.lines("refused"))
    assert 1 <= asked.total() <= len(workers)
    with installation.looked_into():
        assert queries.channel().code == "20003"
    installation.fake.set(revoked=False)
    time.sleep(1)
    assert installation.verdict(messages) == (len(messages), 0)
    with installation.looked_into(), transaction():
        channel = queries.channel()
        channel.paused_at = channel.code = None
    installation.finish(PATIENCE)
    assert installation.verdict(messages) == (0, 0)


def sent(installation, texts):
    messages = installation.write_messages(texts)
    installation.finish(PATIENCE)
    return installation.verdict(messages)
