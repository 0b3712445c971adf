"""Pendientes de hoy: what needs doing, by whom, why. Tasks are rows; the jobs raise what time alone brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.accounts.models import User
from app.cases import queries as cases
from app.cases.models import Task
from app.foundation import clock
from app.foundation.language import _l

WHEN = (("today", _l("Hoy y atrasado")), ("week", _l("Esta semana")), ("all", _l("Todo")))


@dataclass(frozen=True)
class Today:
    tasks: list[Task]
    next_key: str | None
    now: datetime
    when: str
    mine: bool
    choices: tuple = WHEN


def todays(user: User, asked: Mapping[str, str], now: datetime) -> Today:
    """One page of open tasks, soonest due first. `asked`: when, mine, after."""
    when = asked.get("when") if asked.get("when") in dict(WHEN) else "today"
    mine = asked.get("mine") == "1"
    page = cases.open_tasks(user, asked.get("after"), mine=mine, due_before=_until(when, now))
    return Today(page.rows, page.next_key, now, when, mine)


def _until(when: str, now: datetime) -> datetime | None:
    days = {"today": 1, "week": 7}.get(when)
    return clock.at_wall(clock.today(now) + timedelta(days=days), time()) if days else None
