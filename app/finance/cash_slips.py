"""Slips for cash that moved at a settlement: which there are, which nobody signed, and how they are printed."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.foundation import clock
from app.foundation.db import db

from .custody import handed_by
from .letterhead import letterhead
from .models import Advance, CashSlip, Claim, Entry
from .reports import cash_slip


def slips_of(paper: Claim | Advance) -> list[CashSlip]:
    """Those of a claim's difference, or of what came back of an advance; the oldest first."""
    about = CashSlip.claim_id if isinstance(paper, Claim) else CashSlip.advance_id
    told = select(CashSlip).options(joinedload(CashSlip.handled_by), joinedload(CashSlip.custodian))
    return list(db.session.scalars(told.where(about == paper.id).order_by(CashSlip.id)))


def unsigned(until: date) -> Select:
    """How many, of cash that moved until this day."""
    return (
        select(func.count(CashSlip.id))
        .join(Entry, Entry.id == CashSlip.entry_id)
        .where(CashSlip.signed_at.is_(None), Entry.occurred_on <= until)
    )


def pdf_of(slip: CashSlip, mode: str) -> bytes:
    """`mode` is how they sign: signature, thumbprint or a_ruego."""
    return cash_slip.draw(
        cash_slip.CashPaper(
            number=slip.number, letterhead=letterhead(), case_number=slip.paper.case.number, person=slip.person,
            handled_by=handed_by(slip.custodian, slip.handled_by), box=slip.custodian.name, fund=_payers(slip.paper),
            paper_number=slip.paper.number, paid=slip.claim is not None, amount=slip.amount,
            handed_at=clock.to_local(slip.handled_at), mode=mode,
        )
    )  # fmt: skip


def _payers(paper: Claim | Advance) -> str:
    advance = paper.advance if isinstance(paper, Claim) else paper
    return advance.payers if advance else paper.fund.name
