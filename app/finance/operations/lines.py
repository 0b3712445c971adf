"""Several funds of which one pays certain categories only: each line among those that may pay it (ADR 17).

What was agreed at the approval stands in the parts, category by category, and is carried from the budget to its
advance and to each expense; a category that nobody planned is asked of the donors' terms.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import func, select

from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _, listed
from app.foundation.money import Money, split

from .. import by_line, labels, offers, sharing
from ..models import (
    Advance,
    AdvancePart,
    Budget,
    BudgetPart,
    BudgetPartLine,
    Claim,
    ClaimLine,
    ClaimLinePart,
    Fund,
)
from ..rules import Short

Plan = dict[int, dict[str, int]]  # fund → category that it may pay → centavos of it
Parts = Sequence[BudgetPart] | Sequence[AdvancePart]


def plan_of(budget: Budget, parts: Sequence[tuple[Fund, Money]], on: date) -> Plan | None:
    """Who pays what of which line; None where all of them pay every category, or one fund pays alone.

    Refused: a line that nobody of them pays, or not as much; a fund that is to pay more than its categories come to.
    """
    funds = [fund for fund, _amount in parts]
    wanted = [line.category for line in budget.lines]
    if len(funds) < 2 or all(_allows(fund, category) for fund in funds for category in wanted):
        return None
    uses = offers.partida_uses(funds)
    able = [offers.cells(fund, budget, offers.limits_of(fund, budget, on, uses[fund.id])) for fund in funds]
    most = [[one[category] for one in able] for category in wanted]
    columns = [amount.amount_minor for _fund, amount in parts]
    nobody = [category for category, row in zip(wanted, most, strict=True) if not any(row)]
    if nobody:
        says = _("Ninguno de estos fondos paga %(categories)s: agregue uno que sí.", categories=named(nobody))
        raise Refused(says, "parts")
    _check_parts(parts, budget, most)
    found = by_line.spread([line.amount_minor for line in budget.lines], columns, most)
    _check_covered(found, [(line.category, line.amount) for line in budget.lines], funds, most)
    return {
        fund.id: {category: share for category, share in zip(wanted, found.column(n), strict=True)
                  if _allows(fund, category)}
        for n, fund in enumerate(funds)
    }  # fmt: skip


def shares_of(budget: Budget, parts: Sequence[tuple[Fund, Money]], on: date) -> list[tuple[str, Fund, Money]]:
    """The same for the eye, line by line; empty where all of them pay every category. Refused as `plan_of`."""
    plan, funds = plan_of(budget, parts, on) or {}, [fund for fund, _amount in parts]
    return [
        (line.category, fund, Money(plan[fund.id][line.category], budget.currency))
        for line in budget.lines
        for fund in funds
        if plan.get(fund.id, {}).get(line.category)
    ]


def _allows(fund: Fund, category: str) -> bool:
    pays = offers.terms_of(fund).values("category")
    return not pays or category in pays


def _check_parts(parts: Sequence[tuple[Fund, Money]], budget: Budget, most: by_line.Table) -> None:
    for n, (fund, amount) in enumerate(parts):
        able = Money(sum(row[n] for row in most), budget.currency)
        if amount > able:
            names = named(line.category for line, row in zip(budget.lines, most, strict=True) if row[n])
            says = _("%(fund)s sólo paga %(categories)s: de este presupuesto, hasta %(able)s.",
                     fund=fund.name, categories=names or _("otros rubros"), able=str(able))  # fmt: skip
            raise Refused(says, f"part_{fund.id}")  # beside what was typed for it


def _check_covered(found: by_line.Spread, lines: list[tuple[str, Money]], funds: list[Fund], most) -> None:
    missing = sum(found.missing[row] for row in found.stuck)
    if not missing:
        return
    whole = Money(sum(lines[row][1].amount_minor for row in found.stuck), lines[0][1].currency)
    payers = [fund.name for n, fund in enumerate(funds) if any(most[row][n] for row in found.stuck)]
    categories = named(lines[row][0] for row in sorted(found.stuck))
    says = _("Para %(categories)s, que suman %(whole)s, faltan %(missing)s: sólo pueden salir de %(funds)s.",
             categories=categories, whole=str(whole), funds=listed(payers),
             missing=str(Money(missing, whole.currency)))  # fmt: skip
    raise Refused(says, "parts")


def named(categories: Iterable[str]) -> str:
    """«transporte y hospedaje»."""
    return listed([str(labels.CATEGORIES[category]).lower() for category in categories])


def share_lines_anew(budget: Budget) -> bool:
    """The budget says other sums: each line is borne as its funds bore it; one that is new by those that may pay it,
    by what they pay in all. False: there is a line that none of them pays, and it stands in no part."""
    before = {part.fund_id: part.amount_minor for part in budget.parts}
    shares: dict[int, dict[str, int]] = {part.fund_id: {} for part in budget.parts}
    covered = True
    for line in budget.lines:
        payers = [part for part in budget.parts if may_pay(part, budget.parts, line.category)]
        weights = [_line(part, line.category) for part in payers]
        weights = weights if any(weights) else [before[part.fund_id] for part in payers]
        weights = weights if any(weights) else [1] * len(payers)
        covered = covered and bool(payers)
        for part, share in zip(payers, split(line.amount, weights) if payers else [], strict=True):
            shares[part.fund_id][line.category] = share.amount_minor
    for part in budget.parts:
        part.lines = []
    db.session.flush()  # the old ones go before the new ones come: a category stands once
    for part in budget.parts:
        part.lines = lines_for(BudgetPartLine, shares[part.fund_id])
        part.amount_minor = sum(shares[part.fund_id].values())
    db.session.flush()
    return covered


def lines_for(model, shares: Mapping[str, int]) -> list:
    return [model(category=category, amount_minor=minor) for category, minor in shares.items()]


def may_pay(part: BudgetPart | AdvancePart, parts: Parts, category: str) -> bool:
    """As it was agreed; of a category that nobody planned, by the donor's terms."""
    if any(line.category == category for one in parts for line in one.lines):
        return any(line.category == category for line in part.lines)
    return _allows(part.fund, category)


def _line(part: BudgetPart | AdvancePart, category: str) -> int:
    return next((line.amount_minor for line in part.lines if line.category == category), 0)


def _open_to(rows: Mapping[str, int], parts: Parts) -> by_line.Table:
    return [[minor if may_pay(part, parts, category) else 0 for part in parts] for category, minor in rows.items()]


def advance_shares(advance: Advance, budget: Budget, free: Mapping[int, int]) -> Plan:
    """What each fund is asked for of each line of the advance: as in the budget, what one no longer has (`free`) the
    others that pay it. Refused: a line that none of them pays."""
    parts = budget.parts
    rows = {line.category: line.amount_minor for line in advance.lines}
    most, weights = _open_to(rows, parts), [[_line(part, category) for part in parts] for category in rows]
    check_payable(rows, most)
    amounts = list(rows.values())
    found = by_line.spread(amounts, [free[part.fund_id] for part in parts], most, weights)
    if any(found.missing):
        found = by_line.spread(amounts, [sum(amounts)] * len(parts), most, weights)
    planned = {line.category for part in parts for line in part.lines} | set(rows)
    return {
        part.fund_id: {
            category: dict(zip(rows, found.column(n), strict=True)).get(category, 0)
            for category in sorted(planned) if may_pay(part, parts, category)
        }
        for n, part in enumerate(parts)
    }  # fmt: skip


def check_payable(rows: Mapping[str, int], most: by_line.Table) -> None:
    nobody = [category for category, row in zip(rows, most, strict=True) if rows[category] and not any(row)]
    if nobody:
        says = _("Ninguno de los fondos de este apoyo paga %(categories)s: compruébelo aparte, con un fondo que sí.",
                 categories=named(nobody))  # fmt: skip
        raise Refused(says, "category")


def _sums(lines: Iterable[ClaimLine], amount: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in lines:
        found[line.category] = found.get(line.category, 0) + getattr(line, amount)
    return found


def part_claimed_lines(claim: Claim) -> None:
    """Each expense of a submitted claim among the funds that pay its category. Refused: nobody does."""
    parts, rows = claim.advance.parts, _sums(claim.lines, "claimed_minor")
    most, weights = _open_to(rows, parts), _weights(rows, parts)
    check_payable(rows, most)
    found = by_line.spread(list(rows.values()), [sum(rows.values())] * len(parts), most, weights)
    for category, shares in zip(rows, found.shares, strict=True):
        lines = [line for line in claim.lines if line.category == category]
        for line, row in zip(lines, _drawn([line.claimed for line in lines], shares), strict=True):
            line.parts = [
                ClaimLinePart(fund_id=part.fund_id, claimed_minor=share.amount_minor, accepted_minor=0, payable_minor=0)
                for part, share in zip(parts, row, strict=True) if share
            ]  # fmt: skip
    db.session.flush()


def _weights(rows: Iterable[str], parts: Parts) -> by_line.Table:
    """As planned; a category that nobody planned by what each handed over."""
    table = [[_line(part, category) for part in parts] for category in rows]
    return [row if any(row) else [part.amount_minor for part in parts] for row in table]


def _drawn(amounts: Sequence[Money], shares: Sequence[int]) -> list[list[Money]]:
    return sharing.drawn(amounts, [Money(share) for share in shares])


def taken_from(advance: Advance, rows: Mapping[str, int], parts: Sequence[AdvancePart]) -> by_line.Spread:
    """What of each category is proved against what its funds have out; what is missing is above the advance."""
    proved = _proved(advance)
    weights = [[max(_line(part, one) - proved.get((part.fund_id, one), 0), 0) for part in parts] for one in rows]
    return by_line.spread(
        list(rows.values()), [part.outstanding_minor for part in parts], _open_to(rows, parts), weights
    )


def foreseen(claim: Claim) -> Money:
    """What the advance would account for, if all that is claimed were accepted."""
    rows = _sums(claim.lines, "claimed_minor")
    found = taken_from(claim.advance, rows, claim.advance.parts)
    return Money(sum(rows.values()) - sum(found.missing), claim.currency)


def _proved(advance: Advance) -> dict[tuple[int, str], int]:
    """(Fund, category) → what other claims of this advance proved of it."""
    wanted = select(ClaimLinePart.fund_id, ClaimLine.category, func.sum(ClaimLinePart.accepted_minor))
    wanted = wanted.join(ClaimLine, ClaimLine.id == ClaimLinePart.claim_line_id).join(ClaimLine.claim)
    wanted = wanted.where(Claim.advance_id == advance.id, Claim.state.in_(("approved", "paid")))
    rows = db.session.execute(wanted.group_by(ClaimLinePart.fund_id, ClaimLine.category))
    return {(fund_id, category): int(minor) for fund_id, category, minor in rows}


def part_accepted_lines(
    claim: Claim, parts: Sequence[AdvancePart], rooms: Mapping[int, int]
) -> list[tuple[Money, Money]]:
    """What was accepted of each line as (taken from the advance, owed above it), each fund its part; the parts of the
    advance say so from now on. `rooms`: fund → what it may still give. Refused: above the advance, nobody who pays that
    category has enough."""
    rows = {category: minor for category, minor in _sums(claim.lines, "accepted_minor").items() if minor}
    taken = taken_from(claim.advance, rows, parts)
    owed = dict(zip(rows, taken.missing, strict=True))
    above = by_line.spread(
        taken.missing, [rooms[part.fund_id] for part in parts], _open_to(owed, parts), _weights(rows, parts)
    )
    if any(above.missing):
        short = named(category for category, minor in zip(rows, above.missing, strict=True) if minor)
        says = _("Los fondos que pagan %(categories)s no alcanzan: faltan %(amount)s.", categories=short,
                 amount=str(Money(sum(above.missing), claim.currency)))  # fmt: skip
        raise Short(says, "fund")
    for n, part in enumerate(parts):
        part.applied_minor += sum(taken.column(n))
    pairs: dict[int, tuple[Money, Money]] = {}
    for n, category in enumerate(rows):
        lines = [line for line in claim.lines if line.category == category and line.accepted_minor]
        _part(lines, taken.shares[n], above.shares[n], parts, pairs)
    nothing = Money.zero(claim.currency)
    return [pairs.get(line.id, (nothing, nothing)) for line in claim.lines]


def _part(lines: list[ClaimLine], taken: list[int], above: list[int], parts, pairs: dict) -> None:
    """The expenses of one category: against the advance while it lasts, then above it."""
    left = Money(sum(taken), lines[0].currency)
    for line in lines:
        first = min(line.accepted, left)
        left, pairs[line.id] = left - first, (first, line.accepted - first)
    firsts, rests = (_drawn([pairs[line.id][n] for line in lines], of) for n, of in enumerate((taken, above)))
    for line, first, rest in zip(lines, firsts, rests, strict=True):
        there = {part.fund_id: part for part in line.parts}
        for part, one, other in zip(parts, first, rest, strict=True):
            if not one and not other:
                continue
            if part.fund_id not in there:
                there[part.fund_id] = ClaimLinePart(fund_id=part.fund_id, claimed_minor=0)
                line.parts.append(there[part.fund_id])
            borne = there[part.fund_id]
            borne.accepted_minor, borne.payable_minor = (one + other).amount_minor, other.amount_minor
