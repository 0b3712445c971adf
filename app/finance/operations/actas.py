"""Acta de no comprobación (P5): a death, a loss or a robbery left nothing to prove with. Two names end it."""

import hashlib
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .. import labels, ledger, rules
from ..accounts import account_for, next_number
from ..letterhead import letterhead
from ..models import Acta, Advance
from ..reports import acta as paper
from .advances import holder_account
from .dividing import applying
from .settlement import claims_under_way, end_advance


def draw_up_acta(
    advance: Advance, amount: Money, cause: str, facts: str, *, occurred_on: date, by: User, now: datetime,
    witness: str = "",
) -> Acta:  # fmt: skip
    """Says what happened and how much cannot be proved; nothing moves before the second name.

    Refused: no facts, more than is outstanding, a claim under way (what it proves would be counted twice), another
    acta of this money that still waits.
    """
    rules.check_amount(amount)
    if not facts.strip():
        raise Refused(_("Cuente qué pasó: es lo que leerá quien firme y quien audite."), "facts")
    ledger.lock_for(advance)
    _check_rest(advance, amount)
    if db.session.scalar(
        select(Acta.id).where(Acta.advance_id == advance.id, Acta.entry_id.is_(None), Acta.withdrawn_at.is_(None))
    ):
        raise Refused(_("Ya hay un acta de este apoyo que espera su segunda firma."))
    year = clock.today(now).year
    drawn = Acta(
        number=f"AC-{year}-{next_number('AC', year):04d}", advance=advance, cause=cause, facts=facts.strip(),
        occurred_on=occurred_on, witness=witness.strip(), currency=amount.currency, amount_minor=amount.amount_minor,
        drawn_up_by_id=by.id, drawn_up_at=now,
    )  # fmt: skip
    db.session.add(drawn)
    db.session.flush()
    audit.record("acta.drawn_up", f"acta:{drawn.id}", by, amount=str(amount), cause=cause)
    return drawn


def _check_rest(advance: Advance, amount: Money) -> None:
    if claims_under_way(advance):
        raise Refused(_("Hay una comprobación en curso de este apoyo: ciérrela primero; el acta es por lo que falte."))
    if amount > advance.outstanding:
        raise Refused(_("Sólo faltan %(rest)s por comprobar o devolver.", rest=advance.outstanding), "amount")


def sign_acta(acta: Acta, by: User, now: datetime) -> Acta:
    """The second name: the amount becomes an expense without proof, and with nothing else outstanding the advance
    closes. Refused: one's own, signed or withdrawn already, more than is outstanding or a claim under way by now."""
    ledger.lock_for(acta, acta.advance)
    rules.check_approver(by.role, by.id, acta.drawn_up_by_id)
    if not acta.waiting:
        raise Refused(_("Esta acta ya se firmó o se retiró."))
    advance = acta.advance
    _check_rest(advance, acta.amount)
    expense = account_for("expense", "unproved", _("Gasto no comprobado"), acta.currency)
    about = {"case_id": advance.case_id, "category": "other"}
    moves = [
        ledger.Move(expense, holder_account(advance), part, fund_id=fund.id, **about)
        for fund, part in applying(advance, acta.amount)
    ]
    entry = ledger.post(
        "difference", f"acta:{acta.id}", moves, occurred_on=clock.today(now), by=acta.drawn_up_by,
        approved_by_id=by.id, now=now, key=f"acta:{acta.id}", memo=f"{acta.number} · {advance.case.number}: acta",
    )  # fmt: skip
    acta.entry_id, acta.signed_by, acta.signed_at = entry.id, by, now
    acta.pdf = paper.draw(_on_paper(acta))
    acta.pdf_sha256 = hashlib.sha256(acta.pdf).hexdigest()
    advance.applied_minor += acta.amount_minor
    audit.record("acta.signed", f"acta:{acta.id}", by, amount=str(acta.amount), sha256=acta.pdf_sha256)
    end_advance(advance, now)
    return acta


def withdraw_acta(acta: Acta, by: User, now: datetime) -> Acta:
    """It was a mistake, or the papers appeared. Refused: signed already."""
    ledger.lock_for(acta)
    if not acta.waiting:
        raise Refused(_("Esta acta ya se firmó o se retiró."))
    acta.withdrawn_at = now
    audit.record("acta.withdrawn", f"acta:{acta.id}", by)
    return acta


def _on_paper(acta: Acta) -> paper.ActaPaper:
    advance = acta.advance
    return paper.ActaPaper(
        number=acta.number, letterhead=letterhead(), case_number=advance.case.number, advance_number=advance.number,
        fund=advance.payers, slips=tuple(given.number for given in advance.deliveries), paid=advance.paid,
        amount=acta.amount, cause=str(labels.CAUSES[acta.cause]), facts=acta.facts, occurred_on=acta.occurred_on,
        drawn_up_by=acta.drawn_up_by.name, signed_by=acta.signed_by.name, witness=acta.witness,
        signed_at=clock.to_local(acta.signed_at),
    )  # fmt: skip
