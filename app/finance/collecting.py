"""What donors still owe of the reports that asked a reimbursable fund for money back."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from app.foundation.db import db
from app.foundation.money import Money

from .models import DonorPayment, Entry, SealedReport, Transfer


@dataclass(frozen=True)
class Due:
    """Of one report: what it asked for, and what the donor has paid of it."""

    asked: Money
    paid: Money

    @property
    def rest(self) -> Money:
        return self.asked - self.paid

    @property
    def settled(self) -> bool:
        return self.rest.amount_minor <= 0


def asks_back(report: SealedReport) -> bool:
    """A prepaid fund's money is there before it is spent: its report proves, and asks for nothing."""
    return report.fund is not None and report.fund.kind == "reimbursable"


def may_be_paid(report: SealedReport) -> bool:
    return asks_back(report) and report.state == "standing"


def due_of(reports: Iterable[SealedReport]) -> dict[int, Due]:
    """By report, of those that a donor may pay, in one statement. A payment of the report that another replaced
    counts for the one that stands; one whose entry was reversed does not count."""
    payable = [report for report in reports if may_be_paid(report)]
    if not payable:
        return {}
    chain = _replaced_by([report.id for report in payable])
    paid = dict(
        db.session.execute(
            select(chain.c.top, func.sum(Transfer.amount_minor))
            .select_from(DonorPayment)
            .join(Transfer, Transfer.entry_id == DonorPayment.entry_id)
            .join(chain, chain.c.id == DonorPayment.report_id)
            .where(_not_reversed())
            .group_by(chain.c.top)
        ).all()
    )
    return {one.id: Due(one.total, Money(int(paid.get(one.id) or 0), one.currency)) for one in payable}


def payments_of(report: SealedReport) -> list[DonorPayment]:
    """The oldest first, those of the reports that it replaced included."""
    if not asks_back(report):
        return []
    chain = _replaced_by([report.id])
    told = joinedload(DonorPayment.entry).options(joinedload(Entry.transfers), joinedload(Entry.created_by))
    wanted = select(DonorPayment).join(chain, chain.c.id == DonorPayment.report_id).options(told)
    return list(db.session.scalars(wanted.where(_not_reversed()).order_by(DonorPayment.id)).unique())


def _replaced_by(ids: list[int]):
    """(top, id): every report of `ids`, and those that it replaced one after another."""
    first = select(SealedReport.id.label("top"), SealedReport.id).where(SealedReport.id.in_(ids))
    chain = first.cte("chain", recursive=True)
    older = select(chain.c.top, SealedReport.replaces_id).join(SealedReport, SealedReport.id == chain.c.id)
    return chain.union_all(older.where(SealedReport.replaces_id.is_not(None)))


def _not_reversed():
    reversal = aliased(Entry)
    return ~select(reversal.id).where(reversal.reverses_id == DonorPayment.entry_id).exists()
