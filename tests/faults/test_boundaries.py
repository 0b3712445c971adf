"""Fault 2: every boundary × killed, stopped, exception, disk full. Nobody lost, nobody twice, in each cell."""

import logging
import os
import signal
import time

import psutil
import pytest

from tests.faults import boundaries
from tests.faults.boundaries import BOUNDARIES, FIRED, INSIDE, OUTSIDE
from tests.faults.installation import FORK, wait_until

log = logging.getLogger(__name__)
LONGER_THAN_LEASE_AND_TWO_LOOKS = 4.0
PATIENCE = 120
ALL_WELL = dict.fromkeys(BOUNDARIES, (0, 0))
BY_THE_FAKE = {"killed": "SIGKILL", "stopped": "SIGSTOP"}


def times(short: int, long: int):
    """How many workers meet their end in each cell; 125 × 8 boundaries are a thousand kills."""
    sizes = [pytest.param(short, id="short"), pytest.param(long, id="long", marks=pytest.mark.faults)]
    return pytest.mark.parametrize("deaths", sizes)


@pytest.fixture
def carrier(installation):
    """A carrier drops a request that stays half written: sooner than a lease and two looks at its list."""
    installation.fake.set(read_seconds=1.0)
    return installation


@times(short=2, long=125)
def test_a_worker_killed_at_any_boundary(carrier, deaths):
    cells = {boundary: [] for boundary in BOUNDARIES}
    for number, boundary in enumerate(BOUNDARIES):
        cells[boundary] = carrier.write_messages(deaths, boundary, priority=1000 - number)
        for _death in range(deaths):
            meet(carrier, boundary, "killed")
    assert outcome(carrier, "killed", cells, deaths) == ALL_WELL


@pytest.mark.parametrize("way", ["exception", "disk full"])
@times(short=1, long=10)
def test_a_worker_that_fails_at_any_boundary(carrier, way, deaths):
    if way == "disk full" and carrier.database == "postgresql":
        with carrier.looked_into():
            boundaries.prepare_disk()
    cells = {}
    for number, boundary in enumerate(BOUNDARIES):
        cells[boundary] = carrier.write_messages(deaths, boundary, priority=1000 - number)
        for _death in range(deaths):
            meet(carrier, boundary, way)
            if way == "disk full" and carrier.database == "postgresql":
                with carrier.looked_into():
                    boundaries.empty_disk()
    assert outcome(carrier, way, cells, deaths) == ALL_WELL


@times(short=1, long=4)
def test_a_worker_stopped_at_any_boundary_while_another_works(carrier, deaths):
    together = [OUTSIDE, *([boundary] for boundary in INSIDE)] if carrier.database == "sqlite" else [BOUNDARIES]
    cells, priority = {}, 1000
    for group in together:
        stopped = []
        for boundary in group:
            priority -= 1
            cells[boundary] = carrier.write_messages(deaths, boundary, priority)
            stopped += [meet(carrier, boundary, "stopped") for _death in range(deaths)]
        let_another_work(carrier, stopped)
    assert outcome(carrier, "stopped", cells, deaths) == ALL_WELL


def meet(carrier, boundary, way):
    """One worker and its boundary, up to what becomes of it there."""
    here, there = FORK.Pipe()
    process = carrier.start(boundaries.victim, carrier, boundary, way, there)
    if boundary == "accepted without reply":
        by_signal = way in BY_THE_FAKE
        signalled = {"pid": process.pid, "signal": BY_THE_FAKE[way]} if by_signal else None
        carrier.fake.set(signal=signalled, script=[] if by_signal else ["accepted+cut"])
    here.send("go")
    if way == "stopped":
        wait_until(lambda: is_stopped(process), 30, every=0.01)
        return process
    process.join(30)
    assert process.exitcode == (-signal.SIGKILL if way == "killed" else FIRED), (boundary, way, process.exitcode)
    return process


def is_stopped(process) -> bool:
    return psutil.Process(process.pid).status() == psutil.STATUS_STOPPED


def let_another_work(carrier, stopped):
    """A healthy worker, for longer than a lease and two looks; then those that were stopped wake up."""
    healthy = carrier.start_worker()
    time.sleep(LONGER_THAN_LEASE_AND_TWO_LOOKS)
    for process in stopped:
        os.kill(process.pid, signal.SIGCONT)
    for process in stopped:
        process.join(30)
    healthy.kill()
    healthy.join()


def outcome(carrier, way, cells, deaths):
    """{boundary: (lost, twice)} after healthy workers have finished."""
    carrier.finish(PATIENCE)
    log.info("%s: %d workers %s at %d boundaries", carrier.database, deaths * len(cells), way, len(cells))
    return {boundary: carrier.verdict(messages) for boundary, messages in cells.items()}
