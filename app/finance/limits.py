"""The caps of funds as they stand for one budget: what is in force, and what the fund bears of the case already."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from app.foundation.db import db
from app.foundation.money import Money

from . import labels, limit_rules
from .models import Advance, AdvancePart, Budget, Claim, ClaimLine, ClaimLinePart, Fund, Hold


def caps_on(fund: Fund, budget: Budget, on: date) -> list[limit_rules.Limit]:
    """What the fund's caps leave of this budget on a day."""
    held = [
        limit_rules.Cap(cap.kind, Money(cap.amount_minor, fund.currency), cap.category or "")
        for cap in fund.caps
        if cap.holds_on(on)
    ]
    borne = _borne(fund, budget) if any(cap.kind == "case" for cap in held) else Money.zero(fund.currency)
    nights = (budget.ends_on - budget.starts_on).days if budget.starts_on and budget.ends_on else None
    asked = limit_rules.Asked({line.category: line.amount for line in budget.lines}, budget.total, nights, borne)
    return list(limit_rules.caps(held, asked, labels.CATEGORIES))


def _borne(fund: Fund, budget: Budget) -> Money:
    """What the fund has promised to, handed over for or paid above advances of the rest of this budget's case."""
    case_id, other = budget.case_id, (Advance.budget_id.is_(None)) | (Advance.budget_id != budget.id)
    of_case = (Advance.case_id == case_id, other)
    of_claims = (Claim.case_id == case_id, Claim.state.in_(("approved", "paid")), other | Claim.advance_id.is_(None))
    parts = (
        select(func.sum(Hold.amount_minor - Hold.used_minor))
        .join(Budget, Budget.id == Hold.budget_id)
        .where(Budget.case_id == case_id, Budget.id != budget.id, Hold.state == "held", Hold.fund_id == fund.id),
        select(func.sum(Advance.paid_minor - Advance.returned_minor))
        .where(*of_case, Advance.fund_id == fund.id, Advance.split.is_(False)),
        select(func.sum(AdvancePart.paid_minor - AdvancePart.returned_minor))
        .join(Advance, Advance.id == AdvancePart.advance_id)
        .where(*of_case, AdvancePart.fund_id == fund.id),
        select(func.sum(Claim.payable_minor)).outerjoin(Claim.advance)
        .where(*of_claims, Claim.fund_id == fund.id, Claim.split.is_(False)),
        select(func.sum(ClaimLinePart.payable_minor))
        .join(ClaimLine, ClaimLine.id == ClaimLinePart.claim_line_id).join(ClaimLine.claim).outerjoin(Claim.advance)
        .where(*of_claims, ClaimLinePart.fund_id == fund.id),
    )  # fmt: skip
    return Money(_sum(parts), fund.currency)


def _sum(parts: Iterable) -> int:
    return sum(int(minor or 0) for minor in db.session.execute(select(*(one.scalar_subquery() for one in parts))).one())
