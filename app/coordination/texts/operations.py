"""What a change of the policy or of the words sets off: the texts of every appointment ahead follow.

The nearest appointments at once, in the same transaction; the rest by the scheduler, in batches, so that nobody
waits before a page while thousands are gone through. Running twice does no harm.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select

from app.accounts.models import User
from app.cases.models import Appointment
from app.coordination import letters
from app.foundation import clock
from app.foundation.db import db
from app.messaging import operations as messaging
from app.messaging import policy_lines, wordings
from app.messaging.models import MessageKind, PolicyChange, ReminderRow
from app.messaging.operations import Plan
from app.messaging.reminders import Reminder
from app.messaging.texts import Book

AT_ONCE, BATCH = 60, 50
HOME_AGAIN = timedelta(days=10)
"""How long after its day an appointment may still have texts to come: stays end, people come home."""


@dataclass(frozen=True)
class Change:
    """Texts taken away and added, in how many cases, of the `near` appointments; `later` follow by themselves."""

    gone: int
    come: int
    cases: int
    near: int
    later: int


def would_change(wanting: Plan, now: datetime) -> Change:
    """What this policy and these words would do to what is planned now. Writes nothing."""
    near = _near(now, AT_ONCE)
    return _summed([(one, messaging.would_change(letters.facts_of(one, now), now, wanting)) for one in near], now)


def follow(now: datetime, at_once: int = AT_ONCE) -> Change:
    """The policy or the words have changed: the nearest appointments now, a note for the scheduler about the rest."""
    wanting, done = messaging.plan_now(), []
    for appointment in _near(now, at_once):
        result = letters.reconcile(appointment, now, wanting)
        done.append((appointment, (len(result.cancelled), len(result.added))))
    change = _summed(done, now)
    if change.later:
        db.session.add(PolicyChange(changed_at=now))
    return change


def go_on(now: datetime, batch: int = BATCH) -> bool:
    """One batch of what a change left for later. False: nothing is left. A newer change starts from the beginning."""
    newest = select(PolicyChange).where(PolicyChange.done_at.is_(None)).order_by(PolicyChange.id.desc()).limit(1)
    change = db.session.scalar(newest.with_for_update())
    if change is None:
        return False
    rows = _ahead(now).where(Appointment.id > change.after_id).order_by(Appointment.id).limit(batch)
    found, wanting = list(db.session.scalars(rows)), messaging.plan_now()
    for appointment in found:
        letters.reconcile(appointment, now, wanting)
        change.after_id = appointment.id
    if len(found) < batch:
        _all_done(change, now)
    return True


def _all_done(change: PolicyChange, now: datetime) -> None:
    """This one and every older one that it overtook."""
    open_ones = select(PolicyChange).where(PolicyChange.done_at.is_(None), PolicyChange.id <= change.id)
    for one in db.session.scalars(open_ones):
        one.done_at = now


def save_line(line: Reminder, row: ReminderRow | None, by: User, now: datetime, at_once: int = AT_ONCE) -> Change:
    policy_lines.save_line(line, row, by, now)
    return follow(now, at_once)


def reword(key: str, body: str, brief: str, by: User, now: datetime) -> Change:
    wordings.reword(key, body, brief, by, now)
    return follow(now)


def check_words(key: str, version: int, speaker: str, on: date, by: User, now: datetime) -> Change:
    wordings.check(key, version, speaker, on, by, now)
    return follow(now)


def decide_kind(kind: MessageKind, yes: bool, by: User, now: datetime) -> Change:
    policy_lines.decide(kind, yes, by, now)
    return follow(now)


def words_now() -> Book:
    """The words in use."""
    return wordings.book()


def waiting() -> PolicyChange | None:
    """The change that the scheduler is still carrying through."""
    rows = select(PolicyChange).where(PolicyChange.done_at.is_(None)).order_by(PolicyChange.id.desc())
    return db.session.scalar(rows.limit(1))


def _ahead(now: datetime) -> Select[tuple[Appointment]]:
    since = clock.today(now - HOME_AGAIN)
    return select(Appointment).where(Appointment.state.in_(("booked", "attended")), Appointment.on_day >= since)


def _near(now: datetime, most: int) -> list[Appointment]:
    """The nearest days first."""
    return list(db.session.scalars(_ahead(now).order_by(Appointment.on_day, Appointment.id).limit(most)))


def _summed(done: list[tuple[Appointment, tuple[int, int]]], now: datetime) -> Change:
    touched = {appointment.case_id for appointment, (gone, come) in done if gone or come}
    all_ahead = db.session.scalar(_ahead(now).with_only_columns(func.count(Appointment.id)))
    gone, come = sum(counts[0] for _one, counts in done), sum(counts[1] for _one, counts in done)
    return Change(gone, come, len(touched), len(done), all_ahead - len(done))
