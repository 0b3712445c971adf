"""Corrections of the books: asked for with a reason, confirmed by another person, posted as a mirrored entry.

A reversal undoes what came in or went between boxes. What was handed over or proved is corrected by its paper, or
put under another category or fund: the first entry is reversed and posted anew, in one breath.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import ledger, rules
from ..models import BankPairTransfer, Correction, CorrectionLine, CorrectionPayer, Delivery, Entry, Fund, Transfer
from . import reclassifying
from .asking import ask
from .bank_charges import post_bank_charge
from .cash import post_adjustment

REVERSIBLE = ("donation", "opening", "cash_move", "cash_adjust")
Changes = Mapping[tuple[int | None, str], str]  # (receipt or None, category) → the category that it becomes


def ask_reversal(entry: Entry, reason: str, *, by: User, now: datetime) -> Correction:
    """Refused: no reason, what a paper corrects, a reversal, what is reversed already or asked for already."""
    ledger.lock()
    check_reversible(entry)
    return _asked("reversal", entry, reason, by, now)


def ask_reclassification(
    entry: Entry, changes: Changes, fund: Fund | None, reason: str, *, by: User, now: datetime,
    payers: Mapping[int, Fund] | None = None,
) -> Correction:  # fmt: skip
    """`fund`: the one that it goes to, None where it stays; of what several pay, all of it. `payers`: of those, fund →
    the one that bears its part instead. Refused: nothing changes, a fund that does not cover it, what has no category
    and no fund, what is reversed or asked for already, no reason."""
    ledger.lock()
    goes = {one.id: fund for one in reclassifying.funds_of(entry)} if fund else dict(payers or {})
    reclassifying.moves(entry, changes, goes)
    asked = _asked("reclass", entry, reason, by, now, fund)
    moved = {fund_id: then for fund_id, then in goes.items() if then.id != fund_id}
    asked.payers = [CorrectionPayer(from_fund_id=fund_id, to_fund=then) for fund_id, then in moved.items()]
    asked.lines = [
        CorrectionLine(receipt_id=receipt_id, category=category, becomes=becomes)
        for (receipt_id, category), becomes in changes.items()
    ]
    db.session.flush()
    return asked


def _asked(kind: str, entry: Entry, reason: str, by: User, now: datetime, fund: Fund | None = None) -> Correction:
    if not reason.strip():
        raise Refused(_("Diga por qué se corrige este asiento."), "reason")
    ledger.check_standing(entry)
    if db.session.scalar(select(Correction.id).where(Correction.entry_id == entry.id, Correction.state == "asked")):
        raise Refused(_("Ya se pidió corregir este asiento: falta que otra persona lo confirme."))
    return ask(kind, reason, by=by, now=now, told={"entry": entry.seq}, entry=entry, fund=fund)


def check_reversible(entry: Entry) -> None:
    """Refused: a reversal, what its paper corrects, cash that nobody has confirmed yet, what the bank shows too."""
    ledger.check_standing(entry)
    if reclassifying.origin_of(entry).kind not in REVERSIBLE:
        says = _("Este asiento se corrige desde su apoyo o su comprobación, o cambiándolo de rubro o de fondo.")
        raise Refused(says)
    moved = select(Delivery.id).where(Delivery.entry_id == entry.id, Delivery.confirmed_at.is_(None))
    if db.session.scalar(moved):
        raise Refused(_("Ese efectivo va en camino: primero diga quien lo recibe si llegó."))
    paired = select(BankPairTransfer.pair_id).join(Transfer).where(BankPairTransfer.standing)
    if db.session.scalar(paired.where(Transfer.entry_id == entry.id).limit(1)):
        raise Refused(_("Está conciliado con el banco: deshaga antes esa pareja y diga por qué."))


def confirm_correction(asked: Correction, *, by: User, now: datetime) -> Entry:
    """Posts it, with both names. Refused: one's own, somebody who does not authorise money, decided already, an
    entry that was reversed meanwhile, money that is no longer there."""
    _undecided(asked)
    rules.check_approver(by.role, by.id, asked.asked_by_id)
    people = {"by": asked.asked_by, "approved_by": by, "now": now, "occurred_on": clock.today(now)}
    posted = POSTS[asked.kind](asked, **people)
    asked.posted = posted
    _decide(asked, "posted", by, now)
    audit.record("correction.posted", f"correction:{asked.id}", by, kind=asked.kind, posted=posted.seq)
    return posted


def _reverse(asked: Correction, **people) -> Entry:
    check_reversible(asked.entry)
    return ledger.reverse(asked.entry, asked.reason, **people)


POSTS = {
    "reversal": _reverse, "reclass": reclassifying.post, "cash_adjust": post_adjustment,
    "bank_charge": post_bank_charge,
}  # fmt: skip


def decline_correction(asked: Correction, answer: str, *, by: User, now: datetime) -> Correction:
    """Another person says no, or who asked takes it back: nothing is posted. Refused: no reason, decided already."""
    _undecided(asked)
    if not answer.strip():
        raise Refused(_("Diga por qué no se corrige."), "answer")
    asked.answer = answer.strip()[:200]
    _decide(asked, "declined", by, now)
    audit.record("correction.declined", f"correction:{asked.id}", by, kind=asked.kind, answer=asked.answer)
    return asked


def _undecided(asked: Correction) -> None:
    """Takes the ledger first: of two who decide at once, the second is told."""
    ledger.lock()
    db.session.refresh(asked)
    if asked.state != "asked":
        raise Refused(_("Esta corrección ya la decidió %(name)s.", name=asked.decided_by.name))


def _decide(asked: Correction, state: str, by: User, now: datetime) -> None:
    asked.state, asked.decided_by, asked.decided_at = state, by, now
    db.session.flush()
