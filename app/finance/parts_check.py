"""What several funds pay together, held against its whole: findings, in plain English, for `flask check`."""

from collections.abc import Iterator

from sqlalchemy import func, select

from app.foundation.db import db

from .models import Advance, AdvancePart, Budget, BudgetPart, Claim, ClaimLine, ClaimLinePart, Estimate

AMOUNTS = ("amount_minor", "paid_minor", "applied_minor", "returned_minor")


def parts() -> Iterator[str]:
    """The parts of each budget, advance and expense add up to it."""
    yield from _budgets()
    yield from _advances()
    yield from _lines()


def _budgets() -> Iterator[str]:
    whole = select(func.sum(Estimate.amount_minor)).where(Estimate.budget_id == Budget.id).correlate(Budget)
    sums = select(Budget.id, func.coalesce(whole.scalar_subquery(), 0), func.sum(BudgetPart.amount_minor))
    sums = sums.join(BudgetPart, BudgetPart.budget_id == Budget.id).where(Budget.state == "approved")
    for budget_id, total, found in db.session.execute(sums.group_by(Budget.id)):
        if total and int(total) != int(found):
            yield f"ledger: the funds of budget {budget_id} bear {found} centavos of {total}"


def _advances() -> Iterator[str]:
    columns = [getattr(Advance, name) for name in AMOUNTS]
    sums = [func.coalesce(func.sum(getattr(AdvancePart, name)), 0) for name in AMOUNTS]
    wanted = select(Advance.number, *columns, *sums).outerjoin(AdvancePart, AdvancePart.advance_id == Advance.id)
    wanted = wanted.where(Advance.split).group_by(Advance.id)
    for number, *amounts in db.session.execute(wanted):
        said, found = amounts[: len(AMOUNTS)], [int(one) for one in amounts[len(AMOUNTS) :]]
        if said != found:
            yield f"ledger: the funds of advance {number} stand at {found} centavos, it says {said}"


def _lines() -> Iterator[str]:
    borne = func.coalesce(func.sum(ClaimLinePart.accepted_minor), 0)
    wanted = select(Claim.number, ClaimLine.id, ClaimLine.accepted_minor, borne).join(ClaimLine.claim)
    wanted = wanted.outerjoin(ClaimLinePart, ClaimLinePart.claim_line_id == ClaimLine.id)
    wanted = wanted.where(Claim.split, Claim.state.in_(("approved", "paid"))).group_by(Claim.number, ClaimLine.id)
    for number, line_id, accepted, found in db.session.execute(wanted):
        if accepted != int(found):
            yield f"ledger: the funds of claim {number} bear {found} centavos of its line {line_id}, of {accepted}"
