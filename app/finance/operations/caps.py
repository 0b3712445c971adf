"""The most that a donor gives of one thing, from a day to another."""

from datetime import date, timedelta

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .. import labels, rules
from ..models import Fund, FundCap


def add_cap(
    fund: Fund, kind: str, amount: Money, *, by: User, valid_from: date, valid_to: date | None = None,
    category: str = "",
) -> FundCap:  # fmt: skip
    """A cap in force from a day on. What was promised stays promised.

    Refused: nothing above zero; it ends before it begins; of a category, but not of which.
    """
    rules.check_amount(amount)
    if kind == "category" and category not in labels.CATEGORIES:
        raise Refused(_("Diga de qué rubro es el tope."), "category")
    if valid_to and valid_to < valid_from:
        raise Refused(_("El último día no puede ser anterior al primero."), "valid_to")
    cap = FundCap(
        kind=kind, category=category if kind == "category" else None, amount_minor=amount.amount_minor,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    fund.caps.append(cap)
    db.session.flush()
    audit.record("fund.cap_added", f"fund:{fund.id}", by, cap=cap.id, kind=kind, of=category, amount=str(amount))
    return cap


def end_cap(fund: Fund, cap: FundCap, today: date, by: User) -> None:
    """From today on it no longer holds; one that would begin today or later is gone. Refused: it ended before."""
    if cap.valid_to and cap.valid_to < today:
        raise Refused(_("Ese tope ya terminó."))
    audit.record("fund.cap_ended", f"fund:{fund.id}", by, cap=cap.id)
    if cap.valid_from >= today:
        fund.caps.remove(cap)
    else:
        cap.valid_to = today - timedelta(days=1)
    db.session.flush()
