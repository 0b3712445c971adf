"""The money of one source (`trip:7`) beside its cost: budget, approved, promised, handed over, spent by category."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, literal, select
from sqlalchemy.orm import joinedload, lazyload

from app.foundation.db import db
from app.foundation.money import CURRENCY, Money

from .figures import SPENT_STATES
from .models import Advance, Budget, Claim, ClaimLine, Hold


@dataclass(frozen=True)
class SourceMoney:
    """`lines`, `spent`: category → amount. `state`: of the budget; None where there is none."""

    state: str | None
    lines: Mapping[str, Money]
    spent: Mapping[str, Money]
    approved: Money
    committed: Money
    handed: Money


def source_money(case_id: int, source: str) -> SourceMoney:
    """Two statements. What is spent without an advance of this source is the case's, not the trip's."""
    wanted = select(Budget).where(Budget.case_id == case_id, Budget.source == source, Budget.state != "released")
    wanted = wanted.options(joinedload(Budget.lines), lazyload(Budget.case))
    budget = db.session.scalars(wanted).unique().one_or_none()
    if budget is None:
        nothing = Money.zero(CURRENCY)
        return SourceMoney(None, {}, {}, nothing, nothing, nothing)
    amounts = {(kind, category): Money(int(amount or 0), budget.currency) for kind, category, amount in _sums(budget)}
    return SourceMoney(
        state=budget.state,
        lines={line.category: line.amount for line in budget.lines},
        spent={category: amount for (kind, category), amount in amounts.items() if kind == "spent"},
        approved=Money(budget.approved_minor, budget.currency),
        committed=amounts["committed", ""],
        handed=amounts["handed", ""],
    )


def _sums(budget: Budget):
    """(spent | committed | handed, category, centavos): one statement."""
    rest = func.sum(Hold.amount_minor - Hold.used_minor)
    handed = func.sum(Advance.paid_minor - Advance.returned_minor)
    claimed = func.sum(ClaimLine.claimed_minor)
    spent = select(literal("spent"), ClaimLine.category, claimed).join(Claim, ClaimLine.claim_id == Claim.id)
    spent = spent.join(Advance, Claim.advance_id == Advance.id).where(Claim.state.in_(SPENT_STATES))
    return db.session.execute(
        select(literal("committed"), literal(""), rest).where(Hold.budget_id == budget.id, Hold.state == "held")
        .union_all(
            select(literal("handed"), literal(""), handed).where(Advance.budget_id == budget.id),
            spent.where(Advance.budget_id == budget.id).group_by(ClaimLine.category),
        )
    )  # fmt: skip
