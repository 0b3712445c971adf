"""What the bank took or gave by itself (a fee, interest) comes into the books from its own line."""

from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import ledger
from ..accounts import account_for
from ..models import Account, BankLine, BankPairLine, Correction, Entry, Fund
from .asking import ask
from .bank import pair_movements


def ask_bank_charge(line: BankLine, fund: Fund | None, reason: str, *, by: User, now: datetime) -> Correction:
    """Asks that a movement of the bank without a pair be booked: `fund` pays what went out, or receives what came in.

    Refused: no fund or reason, a pair that it has by now, asked for already.
    """
    ledger.lock()
    if fund is None:
        raise Refused(_("Elija el fondo."), "fund")
    if not reason.strip():
        raise Refused(_("Diga qué es: comisión, interés, un cargo que se aclara con el banco…"), "reason")
    check_unpaired(line)
    known = select(Correction.id).where(Correction.bank_line_id == line.id, Correction.state == "asked")
    if db.session.scalar(known):
        raise Refused(_("Ya se pidió asentar este movimiento: falta que otra persona lo confirme."))
    return ask("bank_charge", reason, by=by, now=now, told={"line": line.id}, bank_line=line, fund=fund)


def check_unpaired(line: BankLine) -> None:
    """Refused: the movement is one of the books' already."""
    standing = select(BankPairLine.pair_id).where(BankPairLine.line_id == line.id, BankPairLine.standing)
    if db.session.scalar(standing):
        raise Refused(_("Ese movimiento ya tiene su asiento: está conciliado."))


def post_bank_charge(asked: Correction, **people) -> Entry:
    """What went out is spent by the fund, what came in is the fund's; of the bank's own day, and paired with it."""
    line, fund = asked.bank_line, asked.fund
    check_unpaired(line)
    bank, applied = line.custodian.account, db.session.get(Account, fund.applied_account_id)
    if line.amount_minor < 0:
        cost = account_for("expense", "bank", str(_("Comisiones y cargos del banco")), line.currency)
        moves = [
            ledger.Move(cost, bank, -line.amount, fund_id=fund.id, category="other"),
            ledger.Move(fund.account, applied, -line.amount, fund_id=fund.id),
        ]
    else:
        moves = [ledger.Move(bank, fund.account, line.amount, fund_id=fund.id)]
    key = f"bank_charge:{asked.id}"
    entry = ledger.post(
        "cash_adjust", key, moves, key=key, memo=f"{line.description}: {asked.reason}", by=people["by"],
        approved_by_id=people["approved_by"].id, now=people["now"], occurred_on=line.on_day,
    )  # fmt: skip
    db.session.refresh(entry, ["transfers"])
    pair_movements(line.custodian, [line.id], [entry.transfers[0].id], by=people["approved_by"], now=people["now"])
    return entry
