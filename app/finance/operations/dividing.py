"""An advance that several funds pay: which of them pays, has back or bears how much of each sum.

Each sum is shared by what the funds have left of the last one, by largest remainder: so no fund ever hands over more
than its part, proves more than it handed over, or has back more than is out, and the last centavo closes all of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select

from app.foundation.db import db
from app.foundation.money import Money, split

from .. import sharing
from ..models import Advance, AdvancePart, AdvancePartLine, Budget, Claim, ClaimLinePart, Fund
from . import lines
from .promises import open_holds, room


def part_among_funds(advance: Advance, budget: Budget) -> None:
    """The funds of the budget pay the advance in the same proportion; what one no longer has the others pay."""
    free = _not_asked_for(budget)
    if budget.by_line:
        _part_by_line(advance, budget, lines.advance_shares(advance, budget, free))
        return
    weights, most = [part.amount_minor for part in budget.parts], [free[part.fund_id] for part in budget.parts]
    enough = sum(most) >= advance.amount_minor
    shares = sharing.within(advance.amount, weights, most) if enough else split(advance.amount, weights)
    parts = [(part.fund, share.amount_minor) for part, share in zip(budget.parts, shares, strict=True) if share]
    advance.fund = max(parts, key=lambda part: part[1])[0]
    advance.split = len(parts) > 1
    if advance.split:
        advance.parts = [
            AdvancePart(fund_id=fund.id, amount_minor=minor, paid_minor=0, applied_minor=0, returned_minor=0)
            for fund, minor in parts
        ]
    db.session.flush()


def _part_by_line(advance: Advance, budget: Budget, shares: lines.Plan) -> None:
    paying = [(part.fund, shares[part.fund_id]) for part in budget.parts if sum(shares[part.fund_id].values())]
    advance.fund = max(paying, key=lambda one: sum(one[1].values()))[0]
    advance.split = len(paying) > 1
    if advance.split:
        advance.parts = [
            AdvancePart(
                fund_id=fund.id, amount_minor=sum(of.values()), paid_minor=0, applied_minor=0, returned_minor=0,
                lines=lines.lines_for(AdvancePartLine, of),
            )
            for fund, of in paying
        ]  # fmt: skip
    db.session.flush()


def _not_asked_for(budget: Budget) -> dict[int, int]:
    """Fund → centavos that it may give, less what other advances of the budget are about to take."""
    holds = {held.fund_id: held for held in open_holds(budget)}
    waiting = dict(
        db.session.execute(
            select(AdvancePart.fund_id, func.sum(AdvancePart.amount_minor - AdvancePart.paid_minor))
            .join(Advance, Advance.id == AdvancePart.advance_id)
            .where(Advance.budget_id == budget.id, Advance.state.in_(("draft", "approved", "paid")))
            .group_by(AdvancePart.fund_id)
        ).all()
    )
    free = {part.fund_id: room(part.fund, holds.get(part.fund_id)) for part in budget.parts}
    return {fund_id: max(minor - int(waiting.get(fund_id, 0)), 0) for fund_id, minor in free.items()}


def _as_they_are(advance: Advance) -> list[AdvancePart]:
    """Read anew: the ledger is held by now, and what another writer did to them meanwhile counts."""
    wanted = select(AdvancePart).where(AdvancePart.advance_id == advance.id).order_by(AdvancePart.id)
    return list(db.session.scalars(wanted, execution_options={"populate_existing": True}))


def handing(advance: Advance, amount: Money) -> list[tuple[Fund, Money]]:
    """Which fund pays how much of a delivery; the parts say so from now on."""
    if not advance.split:
        return [(advance.fund, amount)]
    parts = _as_they_are(advance)
    shares = split(amount, [part.amount_minor - part.paid_minor for part in parts])
    for part, share in zip(parts, shares, strict=True):
        part.paid_minor += share.amount_minor
    return _paying(parts, shares)


def returning(advance: Advance, amount: Money) -> list[tuple[Fund, Money]]:
    """Which fund has how much of it back; the parts say so from now on."""
    if not advance.split:
        return [(advance.fund, amount)]
    parts = _as_they_are(advance)
    shares = split(amount, [part.outstanding_minor for part in parts])
    for part, share in zip(parts, shares, strict=True):
        part.returned_minor += share.amount_minor
    return _paying(parts, shares)


def applying(advance: Advance, amount: Money) -> list[tuple[Fund, Money]]:
    """Which fund bears how much of what counts as accounted for; the parts say so from now on."""
    if not advance.split:
        return [(advance.fund, amount)]
    shares = _applied(advance, amount)
    return _paying(advance.parts, shares)


def _applied(advance: Advance, amount: Money) -> list[Money]:
    if not amount:
        return [Money.zero(amount.currency)] * len(advance.parts)
    parts = _as_they_are(advance)
    shares = split(amount, [part.outstanding_minor for part in parts])
    for part, share in zip(parts, shares, strict=True):
        part.applied_minor += share.amount_minor
    return shares


def _paying(parts: Sequence[AdvancePart], shares: Sequence[Money]) -> list[tuple[Fund, Money]]:
    return [(part.fund, share) for part, share in zip(parts, shares, strict=True) if share]


def close_parts(advance: Advance) -> None:
    """What was never handed over no longer will be."""
    for part in advance.parts if advance.split else ():
        part.amount_minor = part.paid_minor


def part_claimed(claim: Claim) -> None:
    """Each expense of a submitted claim, by the advance's shares: what each fund is asked for."""
    for line in claim.lines:
        line.parts = []
    db.session.flush()
    if claim.advance.by_line:
        lines.part_claimed_lines(claim)
        return
    weights = [part.amount_minor for part in claim.advance.parts]
    for line in claim.lines:
        line.parts = [
            ClaimLinePart(fund_id=part.fund_id, claimed_minor=share.amount_minor, accepted_minor=0, payable_minor=0)
            for part, share in zip(claim.advance.parts, split(line.claimed, weights), strict=True)
        ]
    db.session.flush()


def part_accepted(claim: Claim, pairs: Sequence[tuple[Money, Money]]) -> None:
    """What was accepted, for each line (taken from the advance, owed above it): each line adds up, and so does each
    fund: the one by what it has out, the other by its share, as far as it can; what it cannot the others bear."""
    advance, nothing = claim.advance, Money.zero(claim.currency)
    applied = _applied(advance, sum((first for first, _rest in pairs), nothing))
    owed = sum((rest for _first, rest in pairs), nothing)
    taken = sharing.drawn([first for first, _rest in pairs], applied)
    above = sharing.drawn([rest for _first, rest in pairs], _owed(advance, owed))
    for line, from_advance, on_top in zip(claim.lines, taken, above, strict=True):
        for part, first, rest in zip(line.parts, from_advance, on_top, strict=True):
            part.accepted_minor, part.payable_minor = (first + rest).amount_minor, rest.amount_minor


def part_by_line(claim: Claim) -> list[tuple[Money, Money]]:
    """The same where one of the funds pays certain categories only; gives back the pairs."""
    return lines.part_accepted_lines(claim, _as_they_are(claim.advance), _rooms(claim.advance))


def _rooms(advance: Advance) -> dict[int, int]:
    holds = {held.fund_id: held for held in open_holds(advance.budget)}
    return {part.fund_id: room(part.fund, holds.get(part.fund_id)) for part in advance.parts}


def _owed(advance: Advance, owed: Money) -> list[Money]:
    if not owed:
        return [Money.zero(owed.currency)] * len(advance.parts)
    rooms = _rooms(advance)
    weights, most = [part.amount_minor for part in advance.parts], [rooms[part.fund_id] for part in advance.parts]
    return sharing.within(owed, weights, most)


def payers_of(claim: Claim, category: str | None = None) -> list[Fund]:
    """Every fund that bears it; of a category, those that may pay it. Refused: none of them does."""
    if not claim.split:
        return [claim.fund]
    parts = claim.advance.parts
    if category is None or not claim.advance.by_line:
        return [part.fund for part in parts]
    found = [part.fund for part in parts if lines.may_pay(part, parts, category)]
    lines.check_payable({category: 1}, [[len(found)]])
    return found


def eligible_days(funds: Sequence[Fund]) -> tuple[date | None, date | None]:
    """First and last day on which all of them cover an expense; None: open."""
    starts = [fund.eligible_from for fund in funds if fund.eligible_from]
    ends = [fund.eligible_to for fund in funds if fund.eligible_to]
    return max(starts, default=None), min(ends, default=None)


def owed_by_fund(claim: Claim) -> list[tuple[Fund, Money]]:
    """What each fund bears above the advance."""
    if not claim.split:
        return [(claim.fund, Money(claim.payable_minor, claim.currency))]
    parts: dict[int, list] = {}
    for part in _parts_of(claim):
        parts.setdefault(part.fund_id, [part.fund, 0])[1] += part.payable_minor
    return [(fund, Money(minor, claim.currency)) for fund, minor in parts.values() if minor]


def _parts_of(claim: Claim) -> Iterable[ClaimLinePart]:
    return (part for line in claim.lines for part in line.parts)
