"""What texts cost, in the books: one entry for each day and fund, a line for each case."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import update

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import TOO_MUCH_MINOR, Money, total

from .. import labels, ledger, text_costs
from ..accounts import account_for
from ..models import Account, Entry, Fund

PERSONAL = ("clinic", "icd10", "age_from", "age_to")


def post_text_costs(
    fund: Fund, day: date, shares: Mapping[int | None, Money], *, ordinal: int, key: str, now: datetime
) -> Entry | None:
    """Posts what the texts of `day` took from `fund`: `shares` by case (None: of no case), below zero where a price
    was corrected. None when every share is zero. Refused: a fund that does not hold that much.

    Nobody writes these down and nobody approves them: the price is the carrier's, the entry is the program's.
    """
    expense = account_for("expense", text_costs.CATEGORY, str(labels.CATEGORIES["sms"]), fund.currency)
    carrier = carrier_account(fund.currency)
    about = {"fund_id": fund.id, "category": text_costs.CATEGORY}
    moves = [_move(expense, carrier, amount, case_id=case_id, **about) for case_id, amount in shares.items() if amount]
    if not moves:
        return None
    taken = total(shares.values(), fund.currency)
    if taken:
        applied = db.session.get(Account, fund.applied_account_id)
        moves.append(_move(fund.account, applied, taken, fund_id=fund.id))
    return ledger.post(
        "text_cost", f"texts:{day}:{fund.id}", moves, occurred_on=day, by=None, now=now, key=key, ordinal=ordinal,
        memo=_("Mensajes del %(day)s", day=f"{day:%d/%m/%Y}"),
    )  # fmt: skip


def _move(debit: Account, credit: Account, amount: Money, **about) -> ledger.Move:
    """Below zero it goes the other way."""
    return ledger.Move(debit, credit, amount, **about) if amount.amount_minor > 0 else ledger.Move(
        credit, debit, -amount, **about
    )  # fmt: skip


def carrier_account(currency: str) -> Account:
    """Carriers are paid ahead, so what is owed may be below zero: what was paid and not used."""
    name = _("Proveedor de mensajes")
    return account_for("payable", text_costs.CARRIER, name, currency, overdraft=TOO_MUCH_MINOR)


def choose_texts_fund(fund: Fund | None, by: User, now: datetime) -> None:
    """The fund that pays for texts which no case's fund pays for; None: no fund does.

    Refused: it is closed, it does not cover messages, or it is for some cases only.
    """
    if fund and (not fund.active or text_costs.objections(fund, clock.today(now))):
        raise Refused(_("Ese fondo no cubre mensajes en esta fecha."), "fund")
    if fund and any(row.kind in PERSONAL for row in fund.restrictions):
        raise Refused(_("Ese fondo es sólo para algunos casos: elija uno que cubra los mensajes de todos."), "fund")
    db.session.execute(update(Fund).where(Fund.pays_texts).values(pays_texts=False))
    if fund:
        fund.pays_texts = True
    db.session.flush()
    audit.record("fund.pays_texts", f"fund:{fund.id}" if fund else "fund:", by)
