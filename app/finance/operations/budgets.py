"""Budgets: what a trip is expected to cost, who approved it, and what the fund has promised for it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import CURRENCY, Money, total

from .. import ledger, rules
from ..models import Budget, Estimate, Fund
from ..models.funds import CATEGORIES
from .approvals import check_fund, stand_within
from .lines import plan_of
from .promises import Part, end_promise, keep_parts, move_promise, promise, share_anew


def replace_estimates(
    case_id: int, source: str, lines: dict[str, Money], by: User, now: datetime, currency: str = CURRENCY,
    days: tuple[date, date] | None = None,
) -> Budget:  # fmt: skip
    """The budget of `source` says exactly `lines` now; other budgets of the case are left alone.

    `days`: first and last of what it pays for; receipts of other days are pointed out to whoever reviews them.

    The fund's promise follows: smaller at once; larger as far as the fund holds, and above what was approved the
    budget waits for approval again, or until it says no more than that after all.

    Refused: a negative amount, an unknown category.
    """
    _check_lines(lines)
    budget = db.session.scalar(select(Budget).where(Budget.case_id == case_id, Budget.source == source))
    if budget is None:
        budget = Budget(case_id=case_id, source=source, state="draft", currency=currency, approved_minor=0, lines=[])
        budget.prepared_by_id, budget.prepared_at = by.id, now
        db.session.add(budget)
    budget.starts_on, budget.ends_on = days or (None, None)
    if budget.id is not None and _same(budget, lines):
        stand_within(budget, by, now)
        return budget
    _replace_lines(budget, lines, currency)
    _prepare_again(budget, by, now)
    db.session.flush()
    audit.record("budget.replaced", f"budget:{budget.id}", by, source=source, total=str(budget.total))
    stand_within(budget, by, now)
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
    covered = share_anew(budget)
    if budget.state == "approved" and covered and budget.total.amount_minor <= budget.approved_minor:
        move_promise(budget)
        return
    if budget.state == "approved":
        _grow_promise(budget)
    budget.state = "draft"
    budget.prepared_by_id, budget.prepared_at = by.id, now
    budget.approved_by_id = budget.second_approver_id = budget.approved_at = None


def _grow_promise(budget: Budget) -> None:
    """A moved appointment is a fact: a fund that is short keeps the old promise and does not stop it."""
    try:
        move_promise(budget)
    except rules.Short:
        return


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
    share_anew(budget)
    _grow_promise(budget)
    db.session.flush()
    audit.record("budget.stands_again", f"budget:{budget.id}", by, total=str(budget.total))
    return budget


def approve_budget(budget: Budget, fund: Fund, by: User, now: datetime) -> Budget:
    """Approves and promises the money. Above the threshold the first approval waits for a second person's.

    Refused: one's own, an empty budget, a fund that may not or cannot pay.
    """
    return _approve(budget, [(fund, budget.total)], by, now)


def approve_split(budget: Budget, parts: Sequence[Part], by: User, now: datetime) -> Budget:
    """The same, paid by several funds: what each of them pays of the budget.

    A fund that pays certain categories only pays of those; each line is borne by those that may. Refused besides: parts
    that do not add up to it, a fund that pays less than what already went out of it, a line that none of them pays.
    """
    parts = [(fund, amount) for fund, amount in parts if amount]
    if total((amount for _fund, amount in parts), budget.currency) != budget.total:
        raise Refused(_("Las partes no suman el presupuesto, que es de %(total)s.", total=budget.total), "parts")
    return _approve(budget, parts, by, now)


def _approve(budget: Budget, parts: list[Part], by: User, now: datetime) -> Budget:
    ledger.lock_for(budget)
    rules.check_approver(by.role, by.id, budget.prepared_by_id)
    if budget.state != "draft" or not budget.lines:
        raise Refused(_("Este presupuesto no está por autorizar."))
    today = clock.today(now)
    plan = plan_of(budget, parts, today)
    for fund, amount in parts:
        check_fund(budget, fund, amount, today, plan[fund.id] if plan else None)
    told = {"total": str(budget.total), "fund": _payers(parts)}
    if rules.needs_second_approver(budget.total) and budget.approved_by_id is None:
        budget.approved_by_id = by.id
        keep_parts(budget, parts, plan)
        audit.record("budget.first_approval", f"budget:{budget.id}", by, **told)
        return budget
    if rules.needs_second_approver(budget.total):
        _second(budget, by)
    else:
        budget.approved_by_id = by.id
    promise(budget, parts, now, plan)
    budget.state, budget.approved_at, budget.approved_minor = "approved", now, budget.total.amount_minor
    audit.record("budget.approved", f"budget:{budget.id}", by, **told)
    return budget


def _payers(parts: list[Part]) -> str:
    """The fund; of several, each with what it pays."""
    return parts[0][0].name if len(parts) == 1 else ", ".join(f"{fund.name} {amount}" for fund, amount in parts)


def _second(budget: Budget, by: User) -> None:
    if by.id == budget.approved_by_id:
        raise rules.SelfApproval(_("Por su monto lo autorizan dos personas: falta la segunda."))
    budget.second_approver_id = by.id


def release(case_id: int, source: str, by: User | None, now: datetime) -> Budget | None:
    """The source is no more: its estimates no longer count and the fund's promise ends. Money out stays out."""
    budget = db.session.scalar(select(Budget).where(Budget.case_id == case_id, Budget.source == source))
    if budget is None or budget.state == "released":
        return budget
    end_promise(budget, now)
    budget.state = "released"
    db.session.flush()
    audit.record("budget.released", f"budget:{budget.id}", by, source=source)
    return budget


def end_promise_when_settled(budget: Budget | None, open_advances: int, now: datetime) -> None:
    """After the last advance is closed the rest of the promise returns to the fund."""
    if budget is not None and open_advances == 0:
        end_promise(budget, now)
