"""Whose approval stands for a budget: read again from the chain of changes when it says no more than it was given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.audit import AuditEvent
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .. import offers, rules
from ..models import Budget, Fund
from .promises import move_promise

DECISIONS = ("budget.first_approval", "budget.approved", "budget.released")


@dataclass(frozen=True)
class Approval:
    """Who prepared what was approved, and who approved it; `second` above the threshold only."""

    prepared: AuditEvent
    preparer: User
    first: User
    second: User | None
    at: datetime


def stand_within(budget: Budget, by: User, now: datetime) -> bool:
    """A budget that had grown above its approval and says no more than it again is approved, by the same people.

    False, and nothing changed: it was never approved, its trip was called off since, somebody began to approve the
    larger sum (perhaps of other funds), the funds no longer fit or are short.
    """
    if budget.state != "draft" or not budget.lines or budget.total.amount_minor > budget.approved_minor:
        return False
    approval = _last_approval(budget)
    if approval is None or not _still_pays(budget, clock.today(now)):
        return False
    budget.prepared_by_id, budget.prepared_at = approval.preparer.id, approval.prepared.at
    budget.approved_by_id, budget.approved_at = approval.first.id, approval.at
    budget.second_approver_id = approval.second.id if approval.second else None
    budget.state = "approved"
    db.session.flush()
    audit.record("budget.stands_again", f"budget:{budget.id}", by, total=str(budget.total))
    return True


def _last_approval(budget: Budget) -> Approval | None:
    """None where the last decision was not the approval of `approved_minor`, or not by as many as that sum takes."""
    told = audit.told_of(f"budget:{budget.id}", ("budget.replaced", *DECISIONS))
    last = max((n for n, one in enumerate(told) if one.action in DECISIONS), default=None)
    if last is None or told[last].action != "budget.approved":
        return None
    approved = Money(budget.approved_minor, budget.currency)
    if audit.details_of(told[last]).get("total") != str(approved):
        return None
    signed = [last - 1, last] if last and told[last - 1].action == "budget.first_approval" else [last]
    prepared = next((one for one in reversed(told[: signed[0]]) if one.action == "budget.replaced"), None)
    if prepared is None or len(signed) != (2 if rules.needs_second_approver(approved) else 1):
        return None
    return _by_people(prepared, [told[n] for n in signed])


def _by_people(prepared: AuditEvent, signed: Sequence[AuditEvent]) -> Approval | None:
    """None unless each of them is a person, and no two are the same."""
    names = [one.by for one in (prepared, *signed)]
    known = {user.email: user for user in db.session.scalars(select(User).where(User.email.in_(names)))}
    if len(known) != len(names):
        return None
    preparer, first, *more = (known[name] for name in names)
    return Approval(prepared, preparer, first, next(iter(more), None), signed[-1].at)


def _still_pays(budget: Budget, on: date) -> bool:
    """The funds' terms, caps and partidas allow what it says now, and their promises could be made to cover it."""
    if budget.by_line and sum(part.amount_minor for part in budget.parts) != budget.total.amount_minor:
        return False  # it has a line that none of them pays
    try:
        for fund, amount, shares in _payers(budget):
            check_fund(budget, fund, amount, on, shares)
        move_promise(budget)
    except Refused:
        return False
    return True


def _payers(budget: Budget) -> list[tuple[Fund, Money, dict[str, int] | None]]:
    if not budget.split:
        return [(budget.fund, budget.total, None)]
    shares = lambda part: {line.category: line.amount_minor for line in part.lines} if budget.by_line else None  # noqa: E731
    return [(part.fund, part.amount, shares(part)) for part in budget.parts]


def check_fund(budget: Budget, fund: Fund, part: Money, on: date, shares: dict[str, int] | None = None) -> None:
    """Refused: a fund that is no longer active, or whose terms, caps or partidas stand against paying `part`, of which
    each category is so much (`shares`) where the funds do not bear the same of each."""
    if not fund.active:
        raise Refused(_("Ese fondo ya no está activo."), "fund")
    objections = offers.objections_of(fund, budget, on, offers.partida_uses([fund])[fund.id], part, shares)
    if objections and part != budget.total:
        objections = [_("%(fund)s:", fund=fund.name), *objections]
    if objections:
        raise Refused(" ".join(objections), "fund")
