"""Counting a box, and posting what was too much or too little: the count is kept as it was found."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import cash, counting, ledger
from ..accounts import account_for, next_number
from ..models import Account, CashCount, CashCountLine, Correction, Custodian, Entry, Fund
from .asking import ask


def count_box(
    box: Custodian, pieces: Mapping[cash.Piece, int], witness: str, *, by: User, now: datetime, note: str = ""
) -> CashCount:
    """What was found in `box`, beside what the books say at this moment. An empty box counts as zero.

    Refused: a bank account, a box in another currency, no witness, oneself as witness, fewer than none of a piece.
    """
    if box.kind == "bank":
        raise Refused(_("Una cuenta de banco no se cuenta: se compara con su estado de cuenta."))
    found = cash.counted(pieces)
    if box.account.currency != found.currency:
        raise Refused(_("Sólo se cuentan cajas en pesos."))
    if any(number < 0 for number in pieces.values()):
        raise Refused(_("No puede haber menos de cero piezas."))
    _check_witness(witness, by)
    ledger.lock()
    db.session.refresh(box.account.balance)
    today = clock.today(now)
    count = CashCount(
        number=f"AR-{today.year}-{next_number('AR', today.year):04d}", custodian=box, counted_on=today, counted_at=now,
        currency=found.currency, book_minor=box.account.balance.standing, counted_minor=found.amount_minor,
        counted_by=by, witness=" ".join(witness.split())[:160], note=note.strip()[:200],
    )  # fmt: skip
    count.lines = [
        CashCountLine(kind=piece.kind, value_minor=piece.value_minor, pieces=number)
        for piece, number in pieces.items()
        if number
    ]
    db.session.add(count)
    db.session.flush()
    audit.record(
        "cash.counted", f"count:{count.id}", by, box=box.name, counted=str(found), difference=str(count.difference),
        witness=count.witness,
    )  # fmt: skip
    return count


def _check_witness(witness: str, by: User) -> None:
    if not witness.strip():
        raise Refused(_("Un arqueo lleva testigo: escriba su nombre."), "witness")
    if " ".join(witness.casefold().split()) == " ".join(by.name.casefold().split()):
        raise Refused(_("El testigo es otra persona que quien cuenta."), "witness")


def ask_adjustment(count: CashCount, fund: Fund | None, reason: str, *, by: User, now: datetime) -> Correction:
    """Asks that the books say what was found; `fund` bears what is missing, or receives what is too much.

    Refused: no difference, no reason or fund, a newer count of the box, asked for already.
    """
    ledger.lock()
    check_adjustable(count)
    if fund is None:
        raise Refused(_("Elija el fondo que lo absorbe."), "fund")
    if not reason.strip():
        raise Refused(_("Diga a qué se debe la diferencia."), "reason")
    known = select(Correction.id).where(Correction.count_id == count.id, Correction.state != "declined")
    if db.session.scalar(known):
        raise Refused(_("El ajuste de este arqueo ya se pidió."))
    return ask("cash_adjust", reason, by=by, now=now, told={"count": count.number}, count=count, fund=fund)


def check_adjustable(count: CashCount) -> None:
    """Refused: no difference; a newer count, which has the difference in it already."""
    if not count.difference:
        raise Refused(_("Este arqueo no tiene diferencia: no hay qué ajustar."))
    if not counting.is_newest(count):
        raise Refused(_("De esa caja hay un arqueo más nuevo: se ajusta el último."))


def post_adjustment(asked: Correction, **people) -> Entry:
    """What was missing is spent, what was too much comes in: of the count's own day the box, and the fund, say what
    was there."""
    count, fund = asked.count, asked.fund
    check_adjustable(count)
    box, applied = count.custodian.account, db.session.get(Account, fund.applied_account_id)
    name = str(_("Faltantes y sobrantes de caja"))
    account, amount = account_for("expense", "cash_difference", name, count.currency), count.difference
    if amount.amount_minor < 0:
        moves = [
            ledger.Move(account, box, -amount, fund_id=fund.id, category="other"),
            ledger.Move(fund.account, applied, -amount, fund_id=fund.id),
        ]
    else:
        moves = [
            ledger.Move(box, account, amount, fund_id=fund.id, category="other"),
            ledger.Move(applied, fund.account, amount, fund_id=fund.id),
        ]
    return ledger.post(
        "cash_adjust", f"count:{count.id}", moves, key=f"count:{count.id}", memo=f"{count.number}: {asked.reason}",
        by=people["by"], approved_by_id=people["approved_by"].id, now=people["now"],
        occurred_on=count.counted_on,
    )  # fmt: skip
