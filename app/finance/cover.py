"""What of trips' money is in hand, and what of a budget no fund has promised."""

from collections.abc import Iterable

from sqlalchemy import func, select

from app.foundation.db import db
from app.foundation.money import Money

from .models import Advance, Budget, Hold


def handed_over(sources: Iterable[str]) -> dict[str, Money]:
    """Source → what was handed over and not given back, proved or not: one statement."""
    wanted = (
        select(Budget.source, func.sum(Advance.paid_minor - Advance.returned_minor))
        .join(Advance, Advance.budget_id == Budget.id)
        .where(Budget.source.in_(list(sources)))
        .group_by(Budget.source)
    )
    return {source: Money(int(amount)) for source, amount in db.session.execute(wanted)}


def promised_by(budget: Budget) -> dict[int, int]:
    """Fund → centavos that it promised to the budget or that went out of it."""
    promised = select(Hold.fund_id, func.sum(Hold.amount_minor)).where(Hold.budget_id == budget.id)
    return {fund_id: int(minor) for fund_id, minor in db.session.execute(promised.group_by(Hold.fund_id))}


def uncovered(budget: Budget) -> Money:
    """What the budget says and neither went out nor is promised: the whole of it before anybody approved."""
    promised = select(func.coalesce(func.sum(Hold.amount_minor), 0)).where(Hold.budget_id == budget.id)
    rest = budget.total - Money(int(db.session.scalar(promised)), budget.currency)
    return max(rest, Money.zero(budget.currency))
