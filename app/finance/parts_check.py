"""What several funds pay together, held against its whole: findings, in plain English, for `flask check`."""

from collections.abc import Iterator

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import aliased

from app.foundation.db import db

from .models import (
    Account,
    Advance,
    AdvancePart,
    AdvancePartLine,
    Budget,
    BudgetPart,
    BudgetPartLine,
    Claim,
    ClaimLine,
    ClaimLinePart,
    Entry,
    Estimate,
    Transfer,
)

AMOUNTS = ("amount_minor", "paid_minor", "applied_minor", "returned_minor")


def parts() -> Iterator[str]:
    """The parts of each budget, advance and expense add up to it, and each fund bears what the books say."""
    yield from _budgets()
    yield from _budget_lines()
    yield from _advance_lines()
    yield from _advances()
    yield from _lines()
    yield from _expenses()


def _budgets() -> Iterator[str]:
    whole = select(func.sum(Estimate.amount_minor)).where(Estimate.budget_id == Budget.id).correlate(Budget)
    sums = select(Budget.id, func.coalesce(whole.scalar_subquery(), 0), func.sum(BudgetPart.amount_minor))
    sums = sums.join(BudgetPart, BudgetPart.budget_id == Budget.id).where(Budget.state == "approved")
    for budget_id, total, found in db.session.execute(sums.group_by(Budget.id)):
        if total and int(total) != int(found):
            yield f"ledger: the funds of budget {budget_id} bear {found} centavos of {total}"


def _budget_lines() -> Iterator[str]:
    """Where one pays certain categories only: each category adds up to the budget's, each fund to its part."""
    by_category = select(Budget.id, BudgetPartLine.category, func.sum(BudgetPartLine.amount_minor))
    by_category = by_category.join(BudgetPart, BudgetPart.budget_id == Budget.id).join(BudgetPart.lines)
    said = select(Estimate.amount_minor).where(
        Estimate.budget_id == Budget.id, Estimate.category == BudgetPartLine.category
    )
    said = func.coalesce(said.correlate(Budget, BudgetPartLine).scalar_subquery(), 0)
    wanted = by_category.add_columns(func.max(said)).where(Budget.state == "approved")
    for budget_id, category, found, whole in db.session.execute(wanted.group_by(Budget.id, BudgetPartLine.category)):
        if int(found) != int(whole):
            yield f"ledger: the funds of budget {budget_id} bear {found} centavos of its {category}, of {whole}"
    parts = select(BudgetPart.budget_id, BudgetPart.amount_minor, func.sum(BudgetPartLine.amount_minor))
    parts = parts.join(BudgetPart.lines).join(Budget, Budget.id == BudgetPart.budget_id)
    parts = parts.where(Budget.state == "approved").group_by(BudgetPart.id, BudgetPart.budget_id)
    for budget_id, whole, found in db.session.execute(parts):
        if whole != int(found):
            yield f"ledger: a fund of budget {budget_id} bears {whole} centavos, its categories {found}"


def _advance_lines() -> Iterator[str]:
    """While it is open: closed, what was never handed over is no part any more."""
    wanted = select(Advance.number, AdvancePart.amount_minor, func.sum(AdvancePartLine.amount_minor))
    wanted = wanted.join(AdvancePart, AdvancePart.advance_id == Advance.id).join(AdvancePart.lines)
    wanted = wanted.where(Advance.state != "settled").group_by(AdvancePart.id, Advance.number)
    for number, whole, found in db.session.execute(wanted):
        if whole != int(found):
            yield f"ledger: a fund of advance {number} is asked for {whole} centavos, its categories for {found}"


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


def _expenses() -> Iterator[str]:
    """What each fund's claims say that it bears of each category, and the entries that stand for them."""
    booked, said = _booked(), _said()
    for key in sorted(booked.keys() | said.keys()):
        if booked.get(key, 0) != said.get(key, 0):
            fund_id, category = key
            yield (
                f"ledger: expenses of fund {fund_id} under {category} come to {booked.get(key, 0)} centavos,"
                f" its claims say {said.get(key, 0)}"
            )


def _booked() -> dict[tuple[int, str], int]:
    undone = aliased(Entry)
    reversed_ = select(undone.id).where(undone.reverses_id == Entry.id)
    sums = select(Transfer.fund_id, Transfer.category, func.sum(Transfer.amount_minor))
    sums = sums.join(Entry, Entry.id == Transfer.entry_id).join(Account, Account.id == Transfer.debit_id)
    sums = sums.where(Entry.kind.in_(("claim", "reclass")), Account.kind == "expense", ~reversed_.exists())
    rows = db.session.execute(sums.group_by(Transfer.fund_id, Transfer.category))
    return {(fund_id, category): int(minor) for fund_id, category, minor in rows}


def _said() -> dict[tuple[int, str], int]:
    counts = Claim.state.in_(("approved", "paid"))
    alone = select(Claim.fund_id, ClaimLine.category, func.sum(ClaimLine.accepted_minor)).join(ClaimLine.claim)
    alone = alone.where(counts, Claim.split.is_(False)).group_by(Claim.fund_id, ClaimLine.category)
    together = select(ClaimLinePart.fund_id, ClaimLine.category, func.sum(ClaimLinePart.accepted_minor))
    together = together.join(ClaimLine, ClaimLine.id == ClaimLinePart.claim_line_id).join(ClaimLine.claim)
    together = together.where(counts, Claim.split).group_by(ClaimLinePart.fund_id, ClaimLine.category)
    found: dict[tuple[int, str], int] = {}
    for fund_id, category, minor in db.session.execute(union_all(alone, together)):
        if minor:
            found[fund_id, category] = found.get((fund_id, category), 0) + int(minor)
    return found
