"""Budgets: what a trip is expected to cost, who approved it, and what the fund has promised for it."""

from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import CURRENCY, Money

from .. import ledger, offers, rules
from ..models import Budget, Estimate, Fund, Hold
from ..models.funds import CATEGORIES


def replace_estimates(
    case_id: int, source: str, lines: dict[str, Money], by: User, now: datetime, currency: str = CURRENCY,
    days: tuple[date, date] | None = None,
) -> Budget:  # fmt: skip
    """The budget of `source` says exactly `lines` now; other budgets of the case are left alone.

    `days`: first and last of what it pays for; receipts of other days are pointed out to whoever reviews them.

    The fund's promise follows: smaller at once; larger as far as the fund holds, and above what was approved the
    budget waits for approval again. Refused: a negative amount, an unknown category.
    """
    _check_lines(lines)
    budget = db.session.scalar(select(Budget).where(Budget.case_id == case_id, Budget.source == source))
    if budget is None:
        budget = Budget(case_id=case_id, source=source, state="draft", currency=currency, approved_minor=0, lines=[])
        budget.prepared_by_id, budget.prepared_at = by.id, now
        db.session.add(budget)
    budget.starts_on, budget.ends_on = days or (None, None)
    if budget.id is not None and _same(budget, lines):
        return budget
    _replace_lines(budget, lines, currency)
    _prepare_again(budget, by, now)
    db.session.flush()
    audit.record("budget.replaced", f"budget:{budget.id}", by, source=source, total=str(budget.total))
    return budget


def _check_lines(lines: dict[str, Money]) -> None:
    for category, amount in lines.items():
        if category not in CATEGORIES:
            raise Refused(_("No hay un rubro %(category)s.", category=category), "category")
        if amount.amount_minor < 0:
            raise Refused(_("La cantidad no puede ser negativa."), "amount")


def _same(budget: Budget, lines: dict[str, Money]) -> bool:
    wanted = {category: amount for category, amount in lines.items() if amount}
    return budget.state != "released" and {line.category: line.amount for line in budget.lines} == wanted


def _replace_lines(budget: Budget, lines: dict[str, Money], currency: str) -> None:
    kept = {line.category: line for line in budget.lines if lines.get(line.category)}
    for category in CATEGORIES:
        amount = lines.get(category)
        if amount:
            line = kept.setdefault(category, Estimate(category=category, currency=currency))
            line.amount_minor = amount.amount_minor
    budget.lines = list(kept.values())


def _prepare_again(budget: Budget, by: User, now: datetime) -> None:
    """Within what was approved the approval stands; above it, somebody else is asked again."""
    total = budget.total.amount_minor
    if budget.state == "approved" and total <= budget.approved_minor:
        _move_promise(budget, total)
        return
    if budget.state == "approved":
        _grow_promise(budget, total)
    budget.state = "draft"
    budget.prepared_by_id, budget.prepared_at = by.id, now
    budget.approved_by_id = budget.second_approver_id = budget.approved_at = None


def _grow_promise(budget: Budget, total: int) -> None:
    """A moved appointment is a fact: a fund that is short keeps the old promise and does not stop it."""
    try:
        _move_promise(budget, total)
    except rules.Short:
        return


def open_hold(budget: Budget) -> Hold | None:
    return db.session.scalar(select(Hold).where(Hold.budget_id == budget.id, Hold.state == "held"))


def used_of(budget: Budget) -> int:
    """Centavos that deliveries have already taken out of this budget's promises."""
    return sum(db.session.scalars(select(Hold.used_minor).where(Hold.budget_id == budget.id)))


def _move_promise(budget: Budget, total: int) -> None:
    """The promise covers what of `total` has not gone out yet."""
    held = open_hold(budget)
    if held is None:
        return
    used_before = used_of(budget) - held.used_minor
    target = max(total - used_before, held.used_minor)
    ledger.hold(held.fund.account, Money(target - held.amount_minor, budget.currency))
    held.amount_minor = target


def standing_of(budget: Budget | None) -> dict[str, object] | None:
    """Who prepared and who approved it, as plain values: kept before an event that may be undone."""
    if budget is None:
        return None
    names = ("state", "prepared_by_id", "approved_by_id", "second_approver_id", "approved_minor")
    lines = {line.category: line.amount_minor for line in budget.lines}
    approved_at = budget.approved_at.isoformat() if budget.approved_at else None
    return {name: getattr(budget, name) for name in names} | {"approved_at": approved_at, "lines": lines}


def stand_again(budget: Budget, former: dict[str, object], by: User) -> Budget:
    """The event that made it a draft again was undone: for the very lines that were approved, the approval stands.

    Whatever else the budget says by now is left alone.
    """
    same = {line.category: line.amount_minor for line in budget.lines} == former["lines"]
    if budget.state != "draft" or former["state"] != "approved" or not same:
        return budget
    for name in ("prepared_by_id", "approved_by_id", "second_approver_id", "approved_minor", "state"):
        setattr(budget, name, former[name])
    budget.approved_at = datetime.fromisoformat(former["approved_at"])
    _grow_promise(budget, budget.total.amount_minor)
    db.session.flush()
    audit.record("budget.stands_again", f"budget:{budget.id}", by, total=str(budget.total))
    return budget


def approve_budget(budget: Budget, fund: Fund, by: User, now: datetime, on: date | None = None) -> Budget:
    """Approves and promises the money. Above the threshold the first approval waits for a second person's.

    Refused: one's own, an empty budget, a fund that may not or cannot pay. `on`: the day of the expense, if known.
    """
    rules.check_approver(by.role, by.id, budget.prepared_by_id)
    if budget.state != "draft" or not budget.lines:
        raise Refused(_("Este presupuesto no está por autorizar."))
    _check_fund(budget, fund, on or clock.today(now))
    if rules.needs_second_approver(budget.total) and budget.approved_by_id is None:
        budget.approved_by_id, budget.fund = by.id, fund
        audit.record("budget.first_approval", f"budget:{budget.id}", by, total=str(budget.total))
        return budget
    if rules.needs_second_approver(budget.total):
        _second(budget, by)
    else:
        budget.approved_by_id = by.id
    _promise(budget, fund, now)
    budget.state, budget.approved_at, budget.approved_minor = "approved", now, budget.total.amount_minor
    audit.record("budget.approved", f"budget:{budget.id}", by, total=str(budget.total), fund=fund.name)
    return budget


def _second(budget: Budget, by: User) -> None:
    if by.id == budget.approved_by_id:
        raise rules.SelfApproval(_("Por su monto lo autorizan dos personas: falta la segunda."))
    budget.second_approver_id = by.id


def _check_fund(budget: Budget, fund: Fund, on: date) -> None:
    if not fund.active:
        raise Refused(_("Ese fondo ya no está activo."), "fund")
    objections = offers.objections_of(fund, budget, on, offers.partida_uses([fund])[fund.id])
    if objections:
        raise Refused(" ".join(objections), "fund")


def _promise(budget: Budget, fund: Fund, now: datetime) -> None:
    """A hold of what has not gone out yet; an older one, perhaps on another fund, ends."""
    _end_promise(budget, now)
    rest = budget.total - Money(used_of(budget), budget.currency)
    budget.fund = fund
    if rest.amount_minor <= 0:
        return
    ledger.hold(fund.account, rest)
    hold = Hold(budget_id=budget.id, fund_id=fund.id, amount_minor=rest.amount_minor, used_minor=0, state="held")
    hold.created_at = now
    db.session.add(hold)
    db.session.flush()


def _end_promise(budget: Budget, now: datetime) -> None:
    held = open_hold(budget)
    if held is None:
        return
    if held.rest:
        ledger.hold(held.fund.account, Money(-held.rest, budget.currency))
    held.state, held.ended_at = ("used" if held.rest == 0 else "released"), now
    held.amount_minor = held.used_minor
    db.session.flush()


def use_promise(budget: Budget | None, amount: Money, now: datetime) -> None:
    """Money is going out: as much of the promise as there is makes room for it."""
    held = open_hold(budget) if budget else None
    if held is None:
        return
    part = min(held.rest, amount.amount_minor)
    if part:
        ledger.hold(held.fund.account, Money(-part, amount.currency))
    held.used_minor += part
    if held.rest == 0:
        held.state, held.ended_at = "used", now
    db.session.flush()


def release(case_id: int, source: str, by: User | None, now: datetime) -> Budget | None:
    """The source is no more: its estimates no longer count and the fund's promise ends. Money out stays out."""
    budget = db.session.scalar(select(Budget).where(Budget.case_id == case_id, Budget.source == source))
    if budget is None or budget.state == "released":
        return budget
    _end_promise(budget, now)
    budget.state = "released"
    db.session.flush()
    audit.record("budget.released", f"budget:{budget.id}", by, source=source)
    return budget


def end_promise_when_settled(budget: Budget | None, open_advances: int, now: datetime) -> None:
    """After the last advance is closed the rest of the promise returns to the fund."""
    if budget is not None and open_advances == 0:
        _end_promise(budget, now)
