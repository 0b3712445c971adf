"""Reads of the day's work: open tasks, and what was noted on a case."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload, lazyload

from app.accounts.models import User
from app.foundation.db import LARGEST_ID, KeysetPage, db, page_key
from app.foundation.errors import NotFound
from app.foundation.language import _

from ..models import Case, Note, Task
from .cases import visible_to


def open_tasks(
    user: User, after: str | None = None, limit: int = 50, *, mine: bool = False, kinds: tuple[str, ...] = (),
    due_before: datetime | None = None,
) -> KeysetPage[Task]:  # fmt: skip
    """Tasks not done on cases this user may open, the soonest due first: one statement.

    `mine`: one's own and nobody's. `kinds`: only these. `due_before`: an instant. A task without case is
    everybody's.
    """
    wanted = select(Task).outerjoin(Case, Case.id == Task.case_id)
    wanted = wanted.where(Task.done_at.is_(None), or_(Task.case_id.is_(None), visible_to(user)))
    if mine:
        wanted = wanted.where(or_(Task.owner_id == user.id, Task.owner_id.is_(None)))
    if kinds:
        wanted = wanted.where(Task.kind.in_(kinds))
    if due_before is not None:
        wanted = wanted.where(Task.due_at <= due_before)
    return _page(wanted, after, limit)


def _page(wanted, after: str | None, limit: int) -> KeysetPage[Task]:
    """Keyset over (due_at, id): the key is `<instant>|<id>`."""
    if after:
        due, last = page_key(_due_and_id, after)
        wanted = wanted.where(or_(Task.due_at > due, and_(Task.due_at == due, Task.id > last)))
    rows = list(db.session.scalars(wanted.order_by(Task.due_at, Task.id).limit(limit + 1)))
    if len(rows) <= limit:
        return KeysetPage(rows, None)
    last_row = rows[limit - 1]
    return KeysetPage(rows[:limit], f"{last_row.due_at.isoformat()}|{last_row.id}")


def _due_and_id(key: str) -> tuple[datetime, int]:
    moment, _bar, last = key.partition("|")
    due, number = datetime.fromisoformat(moment), int(last)
    if due.tzinfo is None or not 0 <= number <= LARGEST_ID:
        raise ValueError(key)
    return due, number


def open_tasks_of(case: Case) -> list[Task]:
    wanted = select(Task).where(Task.case_id == case.id, Task.done_at.is_(None)).order_by(Task.due_at, Task.id)
    return list(db.session.scalars(wanted.options(lazyload(Task.case))))


def task_or_404(task_id: int, user: User) -> Task:
    """The task, if its case is this user's to see."""
    wanted = select(Task).outerjoin(Case, Case.id == Task.case_id).where(Task.id == task_id)
    task = db.session.scalar(wanted.where(or_(Task.case_id.is_(None), visible_to(user))))
    if task is None:
        raise NotFound(_("Ese pendiente no existe, o no es de sus casos."))
    return task


def timeline_notes(case: Case, limit: int = 200) -> list[Note]:
    """What was noted on the case, the latest happening first, with its author."""
    wanted = select(Note).where(Note.case_id == case.id).order_by(Note.occurred_at.desc(), Note.id.desc())
    return list(db.session.scalars(wanted.options(joinedload(Note.author)).limit(limit)))
