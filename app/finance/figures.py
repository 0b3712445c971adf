"""Six figures that are never one another: estimated, committed, advanced, spent, approved, reimbursed."""

from dataclasses import dataclass

from sqlalchemy import func, select, union_all

from app.foundation.db import db
from app.foundation.money import CURRENCY, Money

from .models import (
    Account,
    Advance,
    AdvancePart,
    Balance,
    Budget,
    BudgetPart,
    Claim,
    ClaimLine,
    ClaimLinePart,
    ClaimPutElsewhere,
    Estimate,
    Fund,
    Hold,
    Transfer,
)
from .text_costs import CATEGORY, SIGNED

SPENT_STATES = ("submitted", "approved", "paid")
APPROVED_STATES = ("approved", "paid")
APART = ("texts", "came_over", "went_over")


@dataclass(frozen=True)
class Figures:
    """Six, and apart from them `texts`: what texts took, which no claim proves; and of a fund, `came_over` and
    `went_over`: what another advanced and this one bears, and the reverse, since its expense was put there. `advanced`
    has both in it.

    estimated: budgets that count · committed: promised and not gone out · advanced: handed over less what came
    back · spent: claimed with receipts · approved: accepted by finance · reimbursed: differences paid."""

    estimated: Money
    committed: Money
    advanced: Money
    spent: Money
    approved: Money
    reimbursed: Money
    texts: Money
    came_over: Money = Money(0)
    went_over: Money = Money(0)

    def items(self) -> list[tuple[str, Money]]:
        """The six, by name."""
        return [(name, amount) for name, amount in vars(self).items() if name not in APART]


def figures(*, case_id: int | None = None, fund_id: int | None = None, currency: str = CURRENCY) -> Figures:
    """The six and the texts, of one case, of one fund, or of one within the other: one statement."""
    narrowed = lambda query, model: _narrowed(query, model, case_id, fund_id)  # noqa: E731
    estimated = select(func.sum(Estimate.amount_minor)).join(Budget).where(Budget.state != "released")
    committed = select(func.sum(Hold.amount_minor - Hold.used_minor)).join(Budget).where(Hold.state == "held")
    if fund_id:
        committed = committed.where(Hold.fund_id == fund_id)
    lines = select(func.sum(ClaimLine.claimed_minor)).join(Claim).where(Claim.state.in_(SPENT_STATES))
    accepted = select(func.sum(ClaimLine.accepted_minor)).join(Claim).where(Claim.state.in_(APPROVED_STATES))
    texts = select(func.sum(SIGNED)).join(Account, Account.id == Transfer.debit_id).where(Transfer.category == CATEGORY)
    all_of_them = (
        narrowed(estimated, Budget),
        _narrowed(committed, Budget, case_id, None),
        narrowed(select(func.sum(Advance.paid_minor - Advance.returned_minor)), Advance),
        narrowed(lines, Claim),
        narrowed(accepted, Claim),
        narrowed(select(func.sum(Claim.reimbursed_minor)), Claim),
        narrowed(texts, Transfer),
        *((*_shared(case_id, fund_id), *_put_elsewhere(case_id, fund_id)) if fund_id else ()),
    )
    told = [
        int(amount or 0) for amount in db.session.execute(select(*(q.scalar_subquery() for q in all_of_them))).one()
    ]
    shared, (came, went) = told[7:14] or [0] * 7, told[14:] or (0, 0)
    sums = [one + part for one, part in zip(told[:7], shared, strict=True)]
    sums[2] += came - went
    return Figures(*(Money(minor, currency) for minor in (*sums, came, went)))


def _narrowed(query, model, case_id: int | None, fund_id: int | None):
    """Of a fund, what it pays alone: its parts of what several pay are counted apart."""
    if case_id:
        query = query.where(model.case_id == case_id)
    if fund_id:
        query = query.where(model.fund_id == fund_id)
    return query.where(model.split.is_(False)) if fund_id and model in (Budget, Advance, Claim) else query


def _put_elsewhere(case_id: int | None, fund_id: int) -> tuple:
    """What was proved against an advance and then put under another fund: the books gave it back to the one that handed
    it over and took it from the other. Came to this fund, went from it."""
    proved = select(func.sum(Claim.applied_minor)).join(Advance, Advance.id == Claim.advance_id)
    proved = proved.where(Claim.state.in_(APPROVED_STATES), Claim.fund_id != Advance.fund_id)
    proved = proved.where(Claim.split.is_(False), *([Claim.case_id == case_id] if case_id else []))
    moved = select(func.sum(ClaimPutElsewhere.amount_minor)).join(Claim, Claim.id == ClaimPutElsewhere.claim_id)
    moved = moved.where(Claim.case_id == case_id) if case_id else moved
    came = proved.where(Claim.fund_id == fund_id), moved.where(ClaimPutElsewhere.to_fund_id == fund_id)
    went = proved.where(Advance.fund_id == fund_id), moved.where(ClaimPutElsewhere.from_fund_id == fund_id)
    added = lambda sums: select(sum(func.coalesce(one.scalar_subquery(), 0) for one in sums))  # noqa: E731
    return added(came), added(went)


def _shared(case_id: int | None, fund_id: int) -> tuple:
    """The same seven of what several funds pay: the parts of one. Promises and texts name their fund already."""
    budgets = select(func.sum(BudgetPart.amount_minor)).join(Budget).where(Budget.state != "released")
    advances = select(func.sum(AdvancePart.paid_minor - AdvancePart.returned_minor)).join(Advance)
    of_lines = lambda amount, *states: (  # noqa: E731
        select(func.sum(amount)).join(ClaimLine, ClaimLine.id == ClaimLinePart.claim_line_id).join(ClaimLine.claim)
        .where(Claim.state.in_(states))
    )  # fmt: skip
    nothing = select(func.sum(Fund.id)).where(Fund.id.is_(None))
    wanted = (
        (budgets.where(BudgetPart.fund_id == fund_id), Budget),
        (nothing, None),
        (advances.where(AdvancePart.fund_id == fund_id), Advance),
        (of_lines(ClaimLinePart.claimed_minor, *SPENT_STATES).where(ClaimLinePart.fund_id == fund_id), Claim),
        (of_lines(ClaimLinePart.accepted_minor, *APPROVED_STATES).where(ClaimLinePart.fund_id == fund_id), Claim),
        (of_lines(ClaimLinePart.payable_minor, "paid").where(ClaimLinePart.fund_id == fund_id), Claim),
        (nothing, None),
    )
    return tuple(query.where(model.case_id == case_id) if case_id and model else query for query, model in wanted)


@dataclass(frozen=True)
class Bar:
    """One fund at a glance. received = available + committed + in_hands + used, while nothing is overspent."""

    fund: Fund
    received: Money
    used: Money
    in_hands: Money
    committed: Money
    available: Money

    def parts(self) -> list[tuple[str, Money, int, int]]:
        """(name, amount, start, width) in thousandths of the bar, for drawing."""
        whole = max(self.received.amount_minor, 1)
        drawn, start = [], 0
        for name in ("used", "in_hands", "committed", "available"):
            amount = getattr(self, name)
            width = max(0, min(1000 - start, amount.amount_minor * 1000 // whole))
            drawn.append((name, amount, start, width))
            start += width
        return drawn


def fund_bars() -> list[Bar]:
    """Every active fund, by name, from its running balance and its open advances: two statements in all."""
    out = _in_hands()
    funds = (
        select(Fund, Balance.credits - Balance.debits)
        .join(Balance, Balance.account_id == Fund.applied_account_id)
        .where(Fund.active)
        .order_by(Fund.name)
    )
    return [bar_of(fund, int(out.get(fund.id) or 0), gone) for fund, gone in db.session.execute(funds)]


def _in_hands() -> dict[int, int]:
    """Fund → centavos handed over and neither proved nor given back."""
    rest = Advance.paid_minor - Advance.applied_minor - Advance.returned_minor
    part = AdvancePart.paid_minor - AdvancePart.applied_minor - AdvancePart.returned_minor
    alone = select(Advance.fund_id, func.sum(rest)).where(Advance.split.is_(False)).group_by(Advance.fund_id)
    together = select(AdvancePart.fund_id, func.sum(part)).group_by(AdvancePart.fund_id)
    out: dict[int, int] = {}
    for fund_id, minor in db.session.execute(union_all(alone, together)):
        out[fund_id] = out.get(fund_id, 0) + int(minor)
    return out


def bar_of(fund: Fund, in_hands: int, gone: int) -> Bar:
    """`gone`: centavos that left the fund (its applied account). A reimbursable fund's ceiling counts as received."""
    balance = fund.account.balance
    money = lambda minor: Money(minor, fund.currency)  # noqa: E731
    return Bar(
        fund, money(balance.standing + gone + balance.overdraft), money(gone - in_hands), money(in_hands),
        money(balance.held), money(balance.free),
    )  # fmt: skip
