"""The metronome, and no more: every job asks the database what is due. Any number may run."""

import logging
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from app import heads
from app.coordination import jobs as coordination
from app.foundation import clock
from app.messaging import jobs as messaging

log = logging.getLogger(__name__)
JOBS = (
    ("texts", 5, messaging.send_round),
    ("reminders", 60, coordination.keep_texts_true),
    ("silences", 300, coordination.raise_due_tasks),
    ("prices", 300, messaging.learn_prices),
    ("text_costs", 3600, coordination.post_text_costs),
    ("heads", 3600, heads.note),
)


def start(app: Flask) -> BackgroundScheduler:
    """Starts the jobs in the background; `shutdown()` the answer to stop them after the round under way."""
    scheduler = BackgroundScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(len(JOBS))})
    for name, seconds, job in JOBS:
        scheduler.add_job(
            _run, "interval", (app, name, seconds, job), id=name, seconds=seconds, coalesce=True, max_instances=1,
            misfire_grace_time=None, next_run_time=clock.now(),
        )  # fmt: skip
    scheduler.start()
    return scheduler


def _is_ours(name: str, seconds: int) -> bool:
    """Of all workers that wake for this tick, one has it. Texts are claimed one by one: there everybody helps."""
    now = clock.now()
    slot = datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
    return name == "texts" or messaging.take_slot(name, slot, now)


def _run(app: Flask, name: str, seconds: int, job) -> None:
    """One round. A round that fails says so in the log and is tried again at the next tick."""
    with app.app_context():
        try:
            if _is_ours(name, seconds):
                job(clock.now())
        except Exception:
            log.exception("the job %s failed; it runs again at the next tick", name)
