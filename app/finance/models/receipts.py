"""What happens to a paper before and beside its claim: taken in and not typed yet; judged beside its look-alike."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant
from app.foundation.files import StoredFile

from .claims import Claim, Receipt

VERDICTS = ("same", "different")


class ClaimUpload(Base):
    """A file that was handed in for a claim and is not a receipt yet: nobody has typed what it says."""

    __tablename__ = "claim_upload"
    __table_args__ = (Index("ix_claim_upload_claim", "claim_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    taken_at: Mapped[datetime] = mapped_column(Instant)
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    claim: Mapped[Claim] = relationship()
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class TwinVerdict(Base):
    """What somebody who saw both said of a receipt and the earlier one that looks like it; once for each receipt."""

    __tablename__ = "twin_verdict"
    __table_args__ = (
        CheckConstraint(f"verdict IN {VERDICTS}", name="verdict"),
        CheckConstraint("verdict <> 'different' OR reason <> ''", name="different_with_reason"),
        CheckConstraint("receipt_id <> twin_id", name="two_receipts"),
    )

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), primary_key=True)
    twin_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(9))
    reason: Mapped[str] = mapped_column(String(200), default="")
    judged_at: Mapped[datetime] = mapped_column(Instant)
    judged_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    receipt: Mapped[Receipt] = relationship(foreign_keys=[receipt_id], back_populates="verdict")
    judged_by: Mapped[User] = relationship()
