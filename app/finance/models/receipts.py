"""What happens to a paper before and beside its claim: taken in and not typed yet; judged beside its look-alike;
changed for the CFDI of the same expense; looked up at the SAT."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant
from app.foundation.files import StoredFile

from .advances import Delivery
from .claims import Claim, ClaimLine, Receipt

VERDICTS = ("same", "different")
SAT_STATUSES = ("in_force", "cancelled")


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


class TaxProof(Base):
    """A CFDI that proves what another paper proved before: a ticket, or a CFDI that the SAT has as cancelled.

    Before approval the expense names the CFDI; later it, its entry and the sealed reports go on naming the ticket.
    """

    __tablename__ = "tax_proof"
    __table_args__ = (CheckConstraint("cfdi_id <> paper_id", name="two_papers"),)

    cfdi_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), unique=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("claim_line.id"), index=True)
    pdf_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    attached_at: Mapped[datetime] = mapped_column(Instant)
    attached_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    cfdi: Mapped[Receipt] = relationship(foreign_keys=[cfdi_id])
    paper: Mapped[Receipt] = relationship(foreign_keys=[paper_id])
    line: Mapped[ClaimLine] = relationship()
    pdf: Mapped[StoredFile | None] = relationship()
    attached_by: Mapped[User] = relationship()


class SatLook(Base):
    """Somebody looked a CFDI up at the SAT: what it said on which day. The receipt keeps the last one."""

    __tablename__ = "sat_look"
    __table_args__ = (CheckConstraint(f"status IN {SAT_STATUSES}", name="status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)
    status: Mapped[str] = mapped_column(String(9))
    looked_on: Mapped[date]
    looked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    receipt: Mapped[Receipt] = relationship()
    looked_by: Mapped[User] = relationship()


class Cover:
    """A copy of a paper's picture with parts made black (`boxes`, as JSON). The last one goes to annexes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    boxes: Mapped[str] = mapped_column(String(400))
    covered_at: Mapped[datetime] = mapped_column(Instant)
    covered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    @declared_attr
    def file(cls) -> Mapped[StoredFile]:
        return relationship(lazy="joined", innerjoin=True)

    @declared_attr
    def covered_by(cls) -> Mapped[User]:
        return relationship()


class ReceiptCover(Cover, Base):
    """Of a receipt."""

    __tablename__ = "receipt_cover"

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), index=True)

    receipt: Mapped[Receipt] = relationship()


class SlipCover(Cover, Base):
    """Of the signed slip of a hand-over, which the annex bears where the report names people."""

    __tablename__ = "slip_cover"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), index=True)

    delivery: Mapped[Delivery] = relationship()
