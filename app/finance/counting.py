"""Reads of cash counts: which boxes there are to count, when each was counted last, and the counts themselves."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.foundation.db import KeysetPage, db, keyset_page

from .models import CashCount, Correction, Custodian, Entry, Transfer

LAST_DAYS = 7  # a count of the month's last week, or later, is a count at its end


@dataclass(frozen=True)
class Countable:
    """A box, and its newest count."""

    box: Custodian
    last: CashCount | None


def boxes_to_count() -> list[Countable]:
    """Active boxes and custodians of cash, by name: two statements."""
    boxes = select(Custodian).where(Custodian.active, Custodian.kind != "bank").order_by(Custodian.name)
    newest = select(func.max(CashCount.id)).group_by(CashCount.custodian_id)
    counts = db.session.scalars(select(CashCount).where(CashCount.id.in_(newest)))
    last = {count.custodian_id: count for count in counts}
    return [Countable(box, last.get(box.id)) for box in db.session.scalars(boxes)]


def count_page(after: str | None = None) -> KeysetPage[CashCount]:
    return keyset_page(select(CashCount), CashCount.id, after, descending=True)


def adjustment_of(count: CashCount) -> Correction | None:
    """What was asked for on account of its difference, and not declined."""
    wanted = select(Correction).where(Correction.count_id == count.id, Correction.state != "declined")
    return db.session.scalar(wanted.options(joinedload(Correction.posted).lazyload("*")))


def is_newest(count: CashCount) -> bool:
    newer = select(CashCount.id).where(CashCount.custodian_id == count.custodian_id, CashCount.id > count.id)
    return db.session.scalar(newer.limit(1)) is None


def uncounted(until: date) -> Select:
    """For the list of a month: how many boxes with money moved until then nobody counted in its last days."""
    touched = select(Transfer.id).join(Entry).where(
        Entry.book_date <= until,
        (Transfer.debit_id == Custodian.account_id) | (Transfer.credit_id == Custodian.account_id),
    )  # fmt: skip
    since = until - timedelta(days=LAST_DAYS - 1)
    counted = select(CashCount.id).where(CashCount.custodian_id == Custodian.id, CashCount.counted_on >= since)
    return select(func.count(Custodian.id)).where(
        Custodian.active, Custodian.kind != "bank", touched.exists(), ~counted.exists()
    )


def unadjusted(until: date) -> Select:
    """For the list of a month: how many boxes' newest count, made by then, differs from the books and nobody has
    settled it."""
    newest = select(func.max(CashCount.id)).group_by(CashCount.custodian_id)
    posted = select(Correction.id).where(Correction.count_id == CashCount.id, Correction.state == "posted")
    return select(func.count(CashCount.id)).where(
        CashCount.id.in_(newest), CashCount.counted_on <= until, CashCount.counted_minor != CashCount.book_minor,
        ~posted.exists(),
    )  # fmt: skip
