"""Reads of papers: what waits to be typed, which receipt looks like which, what a reviewer should look at."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import exists, or_, select, union_all
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.foundation.db import db
from app.foundation.errors import NotFound
from app.foundation.files import StoredFile
from app.foundation.language import _

from . import proofs, queries, receipt_rules
from .models import (
    Budget,
    Claim,
    ClaimLine,
    ClaimUpload,
    Cover,
    Delivery,
    Receipt,
    ReceiptCover,
    SatLook,
    SlipCover,
    TaxProof,
)


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
    """The expense that this receipt proves, or proved until its CFDI came."""
    by_proof = select(TaxProof.line_id).where(or_(TaxProof.cfdi_id == receipt.id, TaxProof.paper_id == receipt.id))
    wanted = select(ClaimLine).where(or_(ClaimLine.receipt_id == receipt.id, ClaimLine.id.in_(by_proof)))
    return db.session.scalar(wanted.limit(1))


def claims_of(receipts: Iterable[Receipt]) -> dict[int, Claim]:
    """Receipt → the claim that it is in, whether its expense names it or another paper of the same expense."""
    keys = [receipt.id for receipt in receipts]
    ways = union_all(
        select(ClaimLine.receipt_id, ClaimLine.claim_id).where(ClaimLine.receipt_id.in_(keys)),
        *(select(paper, ClaimLine.claim_id).join(ClaimLine, ClaimLine.id == TaxProof.line_id).where(paper.in_(keys))
          for paper in (TaxProof.cfdi_id, TaxProof.paper_id)),
    ).subquery()  # fmt: skip
    key, claim_id = ways.columns
    return dict(db.session.execute(select(key, Claim).join(Claim, Claim.id == claim_id)).all())


def proofs_of(lines: Iterable[ClaimLine]) -> dict[int, list[TaxProof]]:
    """Expense → the CFDI that took the place of earlier papers, the newest first; one statement."""
    wanted = select(TaxProof).where(TaxProof.line_id.in_([line.id for line in lines])).order_by(TaxProof.cfdi_id.desc())
    loaded = joinedload(TaxProof.cfdi), joinedload(TaxProof.paper), joinedload(TaxProof.attached_by)
    found: dict[int, list[TaxProof]] = {}
    for proof in db.session.scalars(wanted.options(*loaded)):
        found.setdefault(proof.line_id, []).append(proof)
    return found


def standing_paper(line: ClaimLine) -> Receipt | None:
    """The paper that proves an expense now."""
    later = proofs_of([line]).get(line.id)
    return later[0].cfdi if later else line.receipt


def looks_at(cfdi: Receipt) -> list[SatLook]:
    """What was seen of it at the SAT, the last first."""
    wanted = select(SatLook).where(SatLook.receipt_id == cfdi.id).order_by(SatLook.id.desc())
    return list(db.session.scalars(wanted.options(joinedload(SatLook.looked_by))))


def resting_on_cancelled(claim: Claim) -> list[ClaimLine]:
    """Accepted expenses whose CFDI the SAT has as cancelled, and for which no other has come."""
    wanted = select(ClaimLine).where(ClaimLine.claim_id == claim.id, ClaimLine.accepted_minor > 0)
    return list(db.session.scalars(wanted.where(proofs.rests_on_cancelled()).order_by(ClaimLine.id)))


def cover_of(paper: Receipt | Delivery) -> Cover | None:
    """The covered copy of a receipt's picture, or of a signed slip's, that annexes bear from now on."""
    kind, key = (SlipCover, SlipCover.delivery_id) if isinstance(paper, Delivery) else (
        ReceiptCover, ReceiptCover.receipt_id)  # fmt: skip
    wanted = select(kind).where(key == paper.id).order_by(kind.id.desc())
    return db.session.scalar(wanted.options(joinedload(kind.covered_by)).limit(1))


def covers_of(receipts: Iterable[Receipt]) -> dict[int, ReceiptCover]:
    """Receipt → the same, of many."""
    wanted = select(ReceiptCover).where(ReceiptCover.receipt_id.in_([receipt.id for receipt in receipts]))
    return {cover.receipt_id: cover for cover in db.session.scalars(wanted.order_by(ReceiptCover.id))}


def pictured(claim: Claim) -> dict[int, bool]:
    """Receipts of a claim that have a photograph or a PDF → whether parts of it are covered; one statement."""
    covered = exists().where(ReceiptCover.receipt_id == Receipt.id)
    wanted = select(Receipt.id, covered).join(ClaimLine, ClaimLine.receipt_id == Receipt.id)
    wanted = wanted.join(StoredFile, StoredFile.id == Receipt.file_id)
    wanted = wanted.where(or_(StoredFile.kind.startswith("image/"), StoredFile.kind == "application/pdf"))
    return dict(db.session.execute(wanted.where(ClaimLine.claim_id == claim.id)).all())


def kept_file(name: str, user: User) -> StoredFile | None:
    """A file that this person handed in a moment ago, by the name that only the page they sent it from knows."""
    wanted = select(StoredFile).where(StoredFile.name == name, StoredFile.stored_by_id == user.id)
    return db.session.scalar(wanted) if name else None


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
