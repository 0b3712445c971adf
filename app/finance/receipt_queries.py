"""Reads of papers: what waits to be typed, which receipt looks like which, what a reviewer should look at."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.foundation.db import db
from app.foundation.errors import NotFound
from app.foundation.language import _

from . import queries, receipt_rules
from .models import Budget, Claim, ClaimLine, ClaimUpload, Receipt


def uploads_of(claim: Claim) -> list[ClaimUpload]:
    """What was handed in and nobody has typed yet, in the order in which it came."""
    return list(
        db.session.scalars(select(ClaimUpload).where(ClaimUpload.claim_id == claim.id).order_by(ClaimUpload.id))
    )


def upload_or_404(claim: Claim, upload_id: int) -> ClaimUpload:
    upload = db.session.get(ClaimUpload, upload_id)
    if upload is None or upload.claim_id != claim.id:
        raise NotFound(_("Ese archivo ya se capturó o se quitó."))
    return upload


def line_of(receipt: Receipt) -> ClaimLine | None:
    """The expense that this receipt proves."""
    return db.session.scalar(select(ClaimLine).where(ClaimLine.receipt_id == receipt.id).limit(1))


def claims_of(receipts: Iterable[Receipt]) -> dict[int, Claim]:
    """Receipt → the claim that it is in."""
    wanted = select(ClaimLine).where(ClaimLine.receipt_id.in_([receipt.id for receipt in receipts]))
    return {line.receipt_id: line.claim for line in db.session.scalars(wanted.options(selectinload(ClaimLine.claim)))}


def unjudged_twins(claim: Claim) -> list[ClaimLine]:
    """Expenses whose receipt looks like an earlier one, and nobody has said whether it is the same."""
    alike = [line for line in claim.lines if line.receipt is not None and line.receipt.twin_id is not None]
    return [line for line in alike if line.receipt.verdict is None]


def alike(one: Receipt, other: Receipt) -> list[str]:
    """In what two receipts are the same, in words."""
    same = (
        (_("el mismo archivo"), one.sha256 is not None and one.sha256 == other.sha256),
        (_("el mismo proveedor"), one.vendor_key == other.vendor_key),
        (_("la misma fecha"), one.issued_on == other.issued_on),
        (_("el mismo total"), one.total == other.total),
    )
    return [words for words, holds in same if holds]


def limits_on(day: date) -> receipt_rules.Limits:
    """What papers without CFDI prove by themselves on that day, by the dated rates."""
    return receipt_rules.limits_on(queries.all_rates(), day)


def trip_days(claim: Claim) -> tuple[date | None, date | None]:
    """First and last day of what the claim's advance was for; (None, None) where that is not known."""
    budget: Budget | None = claim.advance.budget if claim.advance else None
    return (budget.starts_on, budget.ends_on) if budget else (None, None)


def doubts(claim: Claim) -> dict[int, list[str]]:
    """Expense → what a reviewer should look at, in sentences."""
    trip = trip_days(claim)
    fixed = {line.category for line in claim.advance.lines if line.kind == "fixed"} if claim.advance else set()
    return {
        line.id: receipt_rules.doubts(
            day=line.receipt.issued_on, trip=trip, method=line.receipt.payment_method,
            payment_form=line.receipt.payment_form, amount=line.receipt.total,
            filed=line.receipt.file_id is not None, fixed_too=line.category in fixed,
        )
        for line in claim.lines
        if line.receipt is not None
    }  # fmt: skip
