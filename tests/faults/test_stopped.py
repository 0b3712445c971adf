"""Fault 3: workers that are stopped after `sending`, at any point on the way to the wire, and wake up when another
worker has long decided. Nobody is texted twice."""

import os
import signal
import time

import pytest

from tests.faults.installation import Installation, wait_until

SLEEPS = 4.0  # longer than the lease and two looks, a second each


@pytest.mark.parametrize("rounds", [pytest.param(1, id="short"), pytest.param(12, id="long", marks=pytest.mark.faults)])
def test_a_worker_that_wakes_up_late_texts_nobody_twice(installation: Installation, rounds):
    messages = []
    for _round in range(rounds):
        messages += installation.write_messages(40)
        sleepers = [installation.start_worker() for _sleeper in range(3)]
        in_the_middle = len(messages) - 30
        wait_until(lambda least=in_the_middle: installation.fake.log.accepted().total() > least, 60, every=0.01)
        for sleeper in sleepers:
            os.kill(sleeper.pid, signal.SIGSTOP)
        another = installation.start_worker()
        time.sleep(SLEEPS)
        for sleeper in sleepers:
            os.kill(sleeper.pid, signal.SIGCONT)
        wait_until(lambda: not installation.unfinished(), 60, every=0.2)
        installation.end()
        assert not another.is_alive()
    assert installation.verdict(messages) == (0, 0)
