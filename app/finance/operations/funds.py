"""Funds, what came into them, and rates: what must be there before money can go anywhere."""

from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import CURRENCY, Money

from .. import exchange, ledger, rules
from ..accounts import account_for, next_number
from ..models import Custodian, Entry, Fund, FundRestriction, Rate


def create_fund(
    name: str, donor: str, *, by: User, now: datetime, kind: str = "prepaid", ceiling: Money | None = None,
    eligible_from: date | None = None, eligible_to: date | None = None, restrictions=(), currency: str = CURRENCY,
) -> Fund:  # fmt: skip
    """A donor's fund, empty. `restrictions` are (kind, value). Refused: its name is taken, a ceiling is missing."""
    if not name.strip():
        raise Refused(_("Falta el nombre del fondo."), "name")
    if db.session.scalar(select(Fund.id).where(Fund.name == name.strip())):
        raise Refused(_("Ya hay un fondo con ese nombre."), "name")
    if kind == "reimbursable" and (ceiling is None or ceiling.amount_minor <= 0):
        raise Refused(
            _("Escriba hasta cuánto reembolsa el donante: sin tope no se aparta nada de este fondo."), "ceiling"
        )
    if eligible_from and eligible_to and eligible_to < eligible_from:
        raise Refused(_("El último día no puede ser anterior al primero."), "eligible_to")
    overdraft = ceiling.amount_minor if kind == "reimbursable" else 0
    reference = f"fund:{next_number('fond')}"
    account = account_for("fund", reference, name.strip(), currency, overdraft=overdraft)
    applied = account_for("applied", reference, _("%(name)s, aplicado", name=name.strip()), currency)
    fund = Fund(
        name=name.strip(), donor=donor.strip(), currency=currency, kind=kind, eligible_from=eligible_from,
        ceiling_minor=overdraft or None, eligible_to=eligible_to, account=account, applied_account_id=applied.id,
        created_at=now,
    )  # fmt: skip
    fund.restrictions = [FundRestriction(kind=key, value=value) for key, value in restrictions]
    db.session.add(fund)
    db.session.flush()
    audit.record("fund.created", f"fund:{fund.id}", by, name=fund.name, kind=kind)
    return fund


def record_donation(
    fund: Fund, box: Custodian, amount: Money, *, occurred_on: date, by: User, now: datetime, memo: str = "",
    key: str | None = None,
) -> Entry:  # fmt: skip
    """Money that came into `box` for `fund`. Refused: not above zero, or more than the box may hold."""
    return _received("donation", fund, box, amount, occurred_on, by, now, memo, key)


def record_opening_balance(
    fund: Fund, box: Custodian, amount: Money, *, occurred_on: date, by: User, now: datetime, memo: str = "",
    key: str | None = None,
) -> Entry:  # fmt: skip
    """What `box` already held of `fund` on the first day. Same refusals as a donation."""
    return _received("opening", fund, box, amount, occurred_on, by, now, memo, key)


def _received(kind, fund, box, amount, occurred_on, by, now, memo, key) -> Entry:
    rules.check_amount(amount)
    number = next_number(kind[:4])
    move = ledger.Move(box.account, fund.account, amount, fund_id=fund.id)
    entry = ledger.post(
        kind, f"{kind}:{number}", [move], occurred_on=occurred_on, by=by, now=now, memo=memo or fund.donor,
        key=key or f"{kind}:{number}",
    )  # fmt: skip
    audit.record(f"fund.{kind}", f"fund:{fund.id}", by, amount=str(amount), entry=entry.seq)
    return entry


def save_rate(
    category: str, unit: str, amount: Money, valid_from: date, valid_to: date | None = None, note: str = "", *,
    by: User | None, now: datetime,
) -> Rate:  # fmt: skip
    """Adds or changes the rate of category, unit and first day. Refused: negative, it ends before it begins,
    or an exchange rate of a single dollar."""
    check_rate(rules.DatedRate(category, unit, amount, valid_from, valid_to))
    key = (Rate.category == category, Rate.unit == unit, Rate.valid_from == valid_from)
    rate = db.session.scalar(select(Rate).where(*key)) or Rate(category=category, unit=unit, valid_from=valid_from)
    rate.amount_minor, rate.currency, rate.valid_to, rate.note = amount.amount_minor, amount.currency, valid_to, note
    rate.saved_at, rate.saved_by_id = now, by.id if by else None
    db.session.add(rate)
    db.session.flush()
    audit.record("rate.saved", f"rate:{rate.id}", by, key=f"{category}/{unit}/{valid_from}", amount=str(amount))
    return rate


def check_rate(new: rules.DatedRate) -> None:
    """Refused: negative, it ends before it begins, an exchange rate of a single dollar."""
    if new.amount is None or new.amount.amount_minor < 0:
        raise Refused(_("La tarifa no puede ser negativa."), "amount")
    if new.valid_to and new.valid_to < new.valid_from:
        raise Refused(_("El último día no puede ser anterior al primero."), "valid_to")
    exchange.check_rate(new.category, new.amount)
