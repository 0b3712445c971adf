"""Money handed over and neither proved nor given back: by holder, and for how long."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select

from app.accounts.models import User
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.money import CURRENCY, Money

from .models import Advance, Delivery
from .queries import seen_by

AGES = (7, 15, 30)  # days: up to the first, up to the second, up to the third, above it
REST = Advance.paid_minor - Advance.applied_minor - Advance.returned_minor
SINCE = (
    select(func.min(Delivery.occurred_on)).where(Delivery.advance_id == Advance.id).correlate(Advance).scalar_subquery()
)


@dataclass(frozen=True)
class Bucket:
    """What is out for between so many days, both included; `most` is None for the oldest."""

    least: int
    most: int | None
    amount: Money
    advances: int


def buckets(today: date, reader: User) -> list[Bucket]:
    """Youngest first: one statement."""
    days = [today - timedelta(days=most) for most in AGES]
    age = case(*((days[n] <= SINCE, n) for n in range(len(AGES))), else_=len(AGES))
    open_ones = seen_by(reader, select(Advance.id, REST.label("rest"), age.label("age")).where(REST > 0), Advance)
    inner = open_ones.subquery()
    sums = select(inner.c.age, func.sum(inner.c.rest), func.count(inner.c.id)).group_by(inner.c.age)
    found = {position: (int(rest), count) for position, rest, count in db.session.execute(sums)}
    edges = [(0, AGES[0]), *((AGES[n] + 1, AGES[n + 1]) for n in range(len(AGES) - 1)), (AGES[-1] + 1, None)]
    return [
        Bucket(least, most, Money(found.get(n, (0, 0))[0], CURRENCY), found.get(n, (0, 0))[1])
        for n, (least, most) in enumerate(edges)
    ]


def page(reader: User, after: str | None = None) -> KeysetPage[Advance]:
    """The advances that are out, in the order in which they were asked for."""
    return keyset_page(seen_by(reader, select(Advance).where(REST > 0), Advance), Advance.id, after)


def since(advances: list[Advance]) -> dict[int, date]:
    """Advance → the day on which its first money was handed over: one statement."""
    first = select(Delivery.advance_id, func.min(Delivery.occurred_on)).group_by(Delivery.advance_id)
    return dict(db.session.execute(first.where(Delivery.advance_id.in_([one.id for one in advances]))).all())
