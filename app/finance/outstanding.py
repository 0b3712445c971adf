"""Money handed over and neither proved nor given back: by holder, and for how long."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, case, func, select, union_all

from app.accounts.models import User
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.money import CURRENCY, Money

from .models import Account, Advance, Delivery, Entry, Transfer
from .queries import seen_by

AGES = (7, 15, 30)  # days: up to the first, up to the second, up to the third, above it
REST = Advance.paid_minor - Advance.applied_minor - Advance.returned_minor
SINCE = (
    select(func.min(Delivery.occurred_on)).where(Delivery.advance_id == Advance.id).correlate(Advance).scalar_subquery()
)


@dataclass(frozen=True)
class Bucket:
    """What is out for between so many days, both included; `most` is None for the oldest. `advances`: how many, or of
    how many cases by the books."""

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
    return _by_age(found)


def _by_age(found: dict[int, tuple[int, int]]) -> list[Bucket]:
    """`found`: centavos and how many, by position among the ages."""
    edges = [(0, AGES[0]), *((AGES[n] + 1, AGES[n + 1]) for n in range(len(AGES) - 1)), (AGES[-1] + 1, None)]
    return [
        Bucket(least, most, Money(found.get(n, (0, 0))[0], CURRENCY), found.get(n, (0, 0))[1])
        for n, (least, most) in enumerate(edges)
    ]


def buckets_at(until: date) -> list[Bucket]:
    """What was out at the end of that day by the books, as many days as its case has owed something: one statement."""
    owed: dict[int, tuple[int, date]] = {}
    for account_id, on, minor in db.session.execute(_booked(until)):
        before, since = owed.get(account_id, (0, on))
        owed[account_id] = before + minor, since if before > 0 else on
    found: dict[int, tuple[int, int]] = {}
    for minor, since in owed.values():
        age = sum((until - since).days > most for most in AGES)
        amount, cases = found.get(age, (0, 0))
        found[age] = amount + minor, cases + 1
    return _by_age(found)


def _booked(until: date) -> Select:
    """Every movement until then of the cases that owed something at its end, in the order of the books."""
    sides = (
        select(side.label("account_id"), Transfer.entry_id.label("entry_id"), amount.label("minor"))
        .join(Account, Account.id == side)
        .where(Account.kind == "advance")
        for side, amount in ((Transfer.debit_id, Transfer.amount_minor), (Transfer.credit_id, -Transfer.amount_minor))
    )
    moved = union_all(*sides).cte("moved")
    then = Entry.book_date <= until
    out = select(moved.c.account_id).join(Entry, Entry.id == moved.c.entry_id).where(then)
    out = out.group_by(moved.c.account_id).having(func.sum(moved.c.minor) > 0)
    wanted = select(moved.c.account_id, Entry.occurred_on, moved.c.minor).join(Entry, Entry.id == moved.c.entry_id)
    return wanted.where(then, moved.c.account_id.in_(out)).order_by(Entry.seq)


def page(reader: User, after: str | None = None) -> KeysetPage[Advance]:
    """The advances that are out, in the order in which they were asked for."""
    return keyset_page(seen_by(reader, select(Advance).where(REST > 0), Advance), Advance.id, after)


def since(advances: list[Advance]) -> dict[int, date]:
    """Advance → the day on which its first money was handed over: one statement."""
    first = select(Delivery.advance_id, func.min(Delivery.occurred_on)).group_by(Delivery.advance_id)
    return dict(db.session.execute(first.where(Delivery.advance_id.in_([one.id for one in advances]))).all())
