"""Fault 15: ten thousand random steps of money, beside a model of it in plain Python; steps are killed in the middle,
sent twice, tried on one's own papers and with SQL by hand. After each one the books are sound and say what the model
says."""

import logging

import pytest

from tests.faults.money_world import World

log = logging.getLogger(__name__)
pytestmark = pytest.mark.both_databases
STEPS, BOOKS = 250, 40
SEEDS = [
    pytest.param(1, id="short"),
    *(pytest.param(n, id=f"book {n}", marks=pytest.mark.faults) for n in range(2, BOOKS + 1)),
]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_books_say_what_the_model_says_after_every_step(app, seed):
    world = World.begin(seed)
    for _step in range(STEPS):
        world.step(app, kills=0.1)
        world.check()
    log.info("%d steps: %s", STEPS, dict(sorted(world.seen.items())))
    assert {("killed", "before"), ("raw", "refused"), ("deliver", "done"), ("settle", "done")} <= set(world.seen)
