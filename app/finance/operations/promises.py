"""What funds hold back for a budget: promised at its approval, moved with it, used by what goes out, ended."""

from datetime import datetime

from sqlalchemy import func, select

from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money, split

from .. import ledger, sharing
from ..models import Budget, BudgetPart, BudgetPartLine, Fund, Hold
from ..rules import Short
from .lines import Plan, lines_for, share_lines_anew

Part = tuple[Fund, Money]


def open_holds(budget: Budget | None) -> list[Hold]:
    """One for each fund that still owes something to its promise."""
    if budget is None:
        return []
    wanted = select(Hold).where(Hold.budget_id == budget.id, Hold.state == "held")
    return list(db.session.scalars(wanted.order_by(Hold.id)))


def used_of(budget: Budget) -> dict[int, int]:
    """Fund → centavos that deliveries have already taken out of its promises to this budget."""
    used = select(Hold.fund_id, func.sum(Hold.used_minor)).where(Hold.budget_id == budget.id).group_by(Hold.fund_id)
    return {fund_id: int(minor) for fund_id, minor in db.session.execute(used)}


def keep_parts(budget: Budget, parts: list[Part], plan: Plan | None) -> None:
    """Who pays, from now on; where several do, `fund` is the one that pays most, of equals the first. `plan`: what of
    which category, where one of them pays certain categories only."""
    budget.fund = max(parts, key=lambda part: part[1].amount_minor)[0]
    budget.split = len(parts) > 1
    budget.parts = []
    db.session.flush()  # the old ones go before the new ones come: a fund stands once
    if budget.split:
        budget.parts = [
            BudgetPart(
                fund_id=fund.id, amount_minor=amount.amount_minor,
                lines=lines_for(BudgetPartLine, plan[fund.id]) if plan else [],
            )
            for fund, amount in parts
        ]  # fmt: skip
        db.session.flush()


def share_anew(budget: Budget) -> bool:
    """The budget says another sum: its funds bear it in the proportion in which they bore the old one. False: it has a
    line now that none of them pays."""
    if budget.by_line:
        return share_lines_anew(budget)
    weights = [part.amount_minor for part in budget.parts] if budget.split else []
    if any(weights) and budget.total:
        for part, amount in zip(budget.parts, split(budget.total, weights), strict=True):
            part.amount_minor = amount.amount_minor
    return True


def promise(budget: Budget, parts: list[Part], now: datetime, plan: Plan | None = None) -> None:
    """Holds of what has not gone out yet; older ones, perhaps on other funds, end.

    Refused: a fund that is short, or one of several that pays less than what went out of it.
    """
    end_promise(budget, now)
    used, keep = used_of(budget), len(parts) == 1
    if not keep:
        _check_used(budget, parts, used)
    keep_parts(budget, parts, plan)
    for fund, amount in parts:
        rest = amount.amount_minor - (sum(used.values()) if keep else used.get(fund.id, 0))
        if rest <= 0:
            continue
        ledger.hold(fund.account, Money(rest, budget.currency))
        hold = Hold(budget_id=budget.id, fund_id=fund.id, amount_minor=rest, used_minor=0, state="held")
        hold.created_at = now
        db.session.add(hold)
    db.session.flush()


def _check_used(budget: Budget, parts: list[Part], used: dict[int, int]) -> None:
    said = {fund.id: amount.amount_minor for fund, amount in parts}
    for fund_id, minor in used.items():
        if minor > said.get(fund_id, 0):
            fund, gone = db.session.get_one(Fund, fund_id), Money(minor, budget.currency)
            says = _("De %(fund)s ya salieron %(gone)s para este viaje: póngale por lo menos eso.",
                     fund=fund.name, gone=str(gone))  # fmt: skip
            raise Refused(says, "parts")


def end_promise(budget: Budget, now: datetime) -> None:
    for held in open_holds(budget):
        if held.rest:
            ledger.hold(held.fund.account, Money(-held.rest, budget.currency))
        held.state, held.ended_at = ("used" if held.rest == 0 else "released"), now
        held.amount_minor = held.used_minor
    db.session.flush()


def move_promise(budget: Budget) -> None:
    """The promises cover what of the budget has not gone out yet. Refused, and nothing moved: the funds are short."""
    holds = open_holds(budget)
    if not holds:
        return
    if len(holds) > 1:
        ledger.lock_for(*(held.fund.account.balance for held in holds))
    used = used_of(budget)
    rest = Money(max(budget.total.amount_minor - sum(used.values()), 0), budget.currency)
    shares = _shared(budget, holds, used, rest)
    changes = [(held, part.amount_minor - held.rest) for held, part in zip(holds, shares, strict=True)]
    for held, change in sorted(changes, key=lambda one: one[1]):
        ledger.hold(held.fund.account, Money(change, budget.currency))
        held.amount_minor += change


def _shared(budget: Budget, holds: list[Hold], used: dict[int, int], rest: Money) -> list[Money]:
    """One fund bears all of it, and the ledger says whether it can; of several each its part, as far as it can."""
    if budget.by_line:
        return _own_shares(budget, holds, used)
    if len(holds) == 1:
        return [rest]
    parts = {part.fund_id: part.amount_minor for part in budget.parts}
    weights = [max(parts.get(held.fund_id, 0) - used.get(held.fund_id, 0), 0) for held in holds]
    return sharing.within(rest, weights, [room(held.fund, held) for held in holds])


def _own_shares(budget: Budget, holds: list[Hold], used: dict[int, int]) -> list[Money]:
    """Each what it bears, less what went out of it: another may not pay its lines. Refused: one is short."""
    parts = {part.fund_id: part.amount_minor for part in budget.parts}
    shares = [max(parts.get(held.fund_id, 0) - used.get(held.fund_id, 0), 0) for held in holds]
    for held, share in zip(holds, shares, strict=True):
        missing = Money(share - room(held.fund, held), budget.currency)
        if missing.amount_minor > 0:
            says = _("El fondo %(name)s no alcanza: le faltan %(amount)s.", name=held.fund.name, amount=str(missing))
            raise Short(says, "fund")
    return [Money(share, budget.currency) for share in shares]


def room(fund: Fund, held: Hold | None) -> int:
    """Centavos that a fund may give to a budget: what it promised, and what is free."""
    return max(fund.account.balance.free, 0) + (held.rest if held else 0)


def use_promise(budget: Budget | None, fund: Fund, amount: Money, now: datetime) -> None:
    """Money of `fund` is going out: as much of its promise as there is makes room for it; of a budget that another
    fund promised alone, of that."""
    holds = open_holds(budget)
    own = [held for held in holds if held.fund_id == fund.id]
    for held in own or (holds if len(holds) == 1 and not budget.by_line else []):
        part = min(held.rest, amount.amount_minor)
        if part:
            ledger.hold(held.fund.account, Money(-part, amount.currency))
        held.used_minor += part
        if held.rest == 0:
            held.state, held.ended_at = "used", now
    db.session.flush()
