"""Settlement (cierre de comprobación): the family returns the rest, or is paid the difference."""

from datetime import date, datetime

from sqlalchemy import func, select

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .. import labels, ledger, rules
from ..accounts import account_for, next_number
from ..models import Account, Advance, Claim, Custodian, Fund
from ..receipt_queries import resting_on_cancelled
from .advances import holder_account
from .budgets import end_promise_when_settled
from .cash_slips import write_cash_slip
from .claims import payee_account
from .dividing import applying, close_parts, owed_by_fund, returning


def settle_claim(
    claim: Claim, box: Custodian, by: User, now: datetime, *, returned: Money | None = None, keep_open: bool = False,
    occurred_on: date | None = None,
) -> Claim:  # fmt: skip
    """Closes an approved claim: pays what is owed, takes back what was not spent (all of it unless said otherwise).

    `keep_open`: another claim is to come. Small differences close themselves. Refused: not approved, a box without
    that much cash, more returned than was outstanding, less without a reason to wait, a difference to be paid for a
    cancelled CFDI.
    """
    ledger.lock_for(claim, *([claim.advance] if claim.advance else []))
    if claim.state != "approved":
        raise Refused(_("Primero se aprueba la comprobación."))
    day = occurred_on or clock.today(now)
    if claim.to_reimburse:
        _check_in_force(claim)
        _pay_difference(claim, box, by, day, now)
    if claim.advance:
        _close_advance(claim, box, by, now, day, returned, keep_open)
    claim.state, claim.settled_at, claim.settled_by_id = "paid", now, by.id
    db.session.flush()
    paid = Money(claim.reimbursed_minor, claim.currency)
    audit.record("claim.settled", f"claim:{claim.id}", by, reimbursed=str(paid))
    return claim


def _check_in_force(claim: Claim) -> None:
    """Refused: paying for what rests on a CFDI that the SAT has as cancelled."""
    found = resting_on_cancelled(claim)
    if found:
        says = _("No se paga: el CFDI de «%(concept)s» está cancelado en el SAT. Cámbielo por otro y cierre luego.",
                 concept=found[0].concept)  # fmt: skip
        raise Refused(says)


def _pay_difference(claim: Claim, box: Custodian, by: User, day: date, now: datetime) -> None:
    amount, payee = claim.to_reimburse, payee_account(claim)
    number = f"RD-{day.year}-{next_number('RD', day.year):04d}"
    moves = [
        ledger.Move(payee, box.account, part, case_id=claim.case_id, fund_id=fund.id)
        for fund, part in owed_by_fund(claim)
    ]
    entry = ledger.post(
        "difference", f"claim:{claim.id}", moves,
        occurred_on=day, by=db.session.get(User, claim.prepared_by_id), approved_by_id=claim.approved_by_id, now=now,
        key=f"difference:{claim.id}", memo=f"{claim.number}: diferencia pagada, {number}",
    )  # fmt: skip
    claim.reimbursed_minor += amount.amount_minor
    write_cash_slip(number, entry, box, amount, by, now, claim=claim)


def _close_advance(claim, box, by, now, day, returned: Money | None, keep_open: bool) -> None:
    advance: Advance = claim.advance
    nothing = Money.zero(claim.currency)
    given = returned if returned is not None else nothing if keep_open else advance.outstanding
    end = rules.closing(advance.outstanding, given, keep_open=keep_open)
    if end.forgiven:
        _forgive(claim, end.forgiven, day, now)
    if end.returned:
        return_money(advance, box, end.returned, by=by, now=now, occurred_on=day, closing=claim)
    elif not keep_open:
        end_advance(advance, now, claim)


def return_money(
    advance: Advance, box: Custodian, amount: Money, *, by: User, now: datetime, occurred_on: date | None = None,
    closing: Claim | None = None, key: str | None = None,
) -> Advance:  # fmt: skip
    """Unspent money comes back into `box`, as when the trip was cancelled. With nothing outstanding it closes.
    The same `key` again moves nothing.

    Refused: more than is outstanding, a box over its limit.
    """
    rules.check_amount(amount, "returned")
    ledger.lock_for(advance)
    if ledger.posted(f"return:{key}"):
        return advance
    if amount > advance.outstanding:
        raise Refused(_("Sólo faltan %(rest)s por comprobar o devolver.", rest=advance.outstanding), "returned")
    day = occurred_on or clock.today(now)
    number = f"DV-{day.year}-{next_number('DV', day.year):04d}"
    moves = []
    for fund, part in returning(advance, amount):
        applied = db.session.get(Account, fund.applied_account_id)
        about = {"case_id": advance.case_id, "fund_id": fund.id}
        moves.append(ledger.Move(box.account, holder_account(advance), part, **about))
        moves.append(ledger.Move(applied, fund.account, part, **about))
    entry = ledger.post(
        "return", f"return:{number}", moves, occurred_on=day, by=by, now=now, key=f"return:{key or number}",
        memo=f"{number} · {advance.case.number}: devolución",
    )  # fmt: skip
    advance.returned_minor += amount.amount_minor
    write_cash_slip(number, entry, box, amount, by, now, advance=advance)
    audit.record("advance.returned", f"advance:{advance.id}", by, amount=str(amount))
    end_advance(advance, now, closing)
    return advance


def end_advance(advance: Advance, now: datetime, closing: Claim | None = None) -> None:
    """Nothing outstanding and no other claim under way: closed; what was never handed over no longer will be."""
    if advance.outstanding or claims_under_way(advance, closing):
        return
    advance.state, advance.amount_minor = "settled", advance.paid_minor
    close_parts(advance)
    db.session.flush()
    end_promise_when_settled(advance.budget, _open_advances(advance), now)


def _forgive(claim: Claim, amount: Money, day: date, now: datetime) -> None:
    expense = account_for("expense", "other", str(labels.CATEGORIES["other"]), claim.currency)
    about = {"case_id": claim.case_id, "category": "other"}
    moves = [
        ledger.Move(expense, holder_account(claim.advance), part, fund_id=fund.id, **about)
        for fund, part in _forgiving(claim, amount)
    ]
    ledger.post(
        "difference", f"claim:{claim.id}", moves, occurred_on=day, by=db.session.get(User, claim.prepared_by_id),
        approved_by_id=claim.approved_by_id, now=now, key=f"small:{claim.id}", ordinal=1,
        memo=f"{claim.number}: diferencia menor",
    )  # fmt: skip
    claim.advance.applied_minor += amount.amount_minor


def _forgiving(claim: Claim, amount: Money) -> list[tuple[Fund, Money]]:
    """Which fund bears it: where one does, the claim's, which may be another than the advance's by now."""
    return applying(claim.advance, amount) if claim.split else [(claim.fund, amount)]


def claims_under_way(advance: Advance, closing: Claim | None = None) -> int:
    """How many claims of the advance are not closed yet, but for the one that is closing."""
    others = select(func.count(Claim.id)).where(
        Claim.advance_id == advance.id, Claim.id != (closing.id if closing else 0), Claim.state != "paid"
    )
    return db.session.scalar(others)


def _open_advances(advance: Advance) -> int:
    others = select(func.count(Advance.id)).where(
        Advance.budget_id == advance.budget_id, Advance.id != advance.id,
        Advance.state.in_(("draft", "approved", "paid")),
    )  # fmt: skip
    return db.session.scalar(others)
