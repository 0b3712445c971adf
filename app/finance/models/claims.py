"""What was spent: the claim, its lines, and the receipts that prove them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Case
from app.foundation.db import Base, Instant
from app.foundation.files import StoredFile
from app.foundation.money import Money, total

from .advances import LINE_KINDS, Advance
from .funds import CATEGORIES, Fund

if TYPE_CHECKING:
    from .parts import ClaimLinePart, ClaimPutElsewhere
    from .receipts import TwinVerdict

CLAIM_STATES = ("draft", "submitted", "approved", "rejected", "paid")
RECEIPT_CLASSES = ("cfdi", "nota", "ticket", "recibo_sin_factura", "relacion_de_pasajes")


class Claim(Base):
    """Receipts against an advance, or for reimbursement. Nobody approves what they prepared."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint(f"state IN {CLAIM_STATES}", name="state"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> prepared_by_id", name="two_people"),
        CheckConstraint("state NOT IN ('approved', 'paid') OR approved_by_id IS NOT NULL", name="approved"),
        CheckConstraint("state <> 'rejected' OR reject_reason IS NOT NULL", name="rejected_with_reason"),
        CheckConstraint("applied_minor >= 0 AND payable_minor >= 0 AND reimbursed_minor >= 0", name="not_negative"),
        CheckConstraint("reimbursed_minor <= payable_minor", name="reimbursed_within_payable"),
        Index("ix_claim_case", "case_id", "id"),
        Index("ix_claim_state", "state", "id"),
        Index("ix_claim_advance", "advance_id"),
        Index("ix_claim_fund", "fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    advance_id: Mapped[int | None] = mapped_column(ForeignKey("advance.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    split: Mapped[bool] = mapped_column(default=False, server_default=false())
    payee_name: Mapped[str] = mapped_column(String(160))
    state: Mapped[str] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    applied_minor: Mapped[int] = mapped_column(BigInteger, default=0)  # taken from the advance on approval
    payable_minor: Mapped[int] = mapped_column(BigInteger, default=0)  # spent above it: owed to the payee
    reimbursed_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    attendance_note: Mapped[str] = mapped_column(String(200), default="")
    attendance_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    prepared_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    reject_reason: Mapped[str | None] = mapped_column(String(300))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
    advance: Mapped[Advance | None] = relationship()
    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["ClaimLine"]] = relationship(back_populates="claim", order_by="ClaimLine.id")
    elsewhere: Mapped[list["ClaimPutElsewhere"]] = relationship(
        order_by="ClaimPutElsewhere.id", cascade="all, delete-orphan"
    )
    prepared_by: Mapped[User] = relationship(foreign_keys=[prepared_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    attendance_file: Mapped[StoredFile | None] = relationship()

    @property
    def claimed(self) -> Money:
        return total((line.claimed for line in self.lines), self.currency)

    @property
    def accepted(self) -> Money:
        return total((line.accepted for line in self.lines), self.currency)

    @property
    def reimbursed(self) -> Money:
        return Money(self.reimbursed_minor, self.currency)

    @property
    def to_reimburse(self) -> Money:
        return Money(self.payable_minor - self.reimbursed_minor, self.currency)


class ClaimLine(Base):
    """One expense. `accepted_minor` is what finance takes of it; a cut says why."""

    __tablename__ = "claim_line"
    __table_args__ = (
        CheckConstraint(f"category IN {CATEGORIES}", name="category"),
        CheckConstraint(f"kind IN {LINE_KINDS}", name="kind"),
        CheckConstraint("kind = 'fixed' OR receipt_id IS NOT NULL", name="receipt"),
        CheckConstraint("claimed_minor > 0", name="claimed"),
        CheckConstraint("accepted_minor >= 0 AND accepted_minor <= claimed_minor", name="accepted"),
        CheckConstraint("accepted_minor = claimed_minor OR cut_reason IS NOT NULL", name="cut_with_reason"),
        Index("ix_claim_line_claim", "claim_id"),
        Index("ix_claim_line_receipt", "receipt_id"),
        Index("ix_claim_line_spent_on", "spent_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("receipt.id"))
    category: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(8))
    concept: Mapped[str] = mapped_column(String(160))
    spent_on: Mapped[date]
    currency: Mapped[str] = mapped_column(String(3))
    claimed_minor: Mapped[int] = mapped_column(BigInteger)
    accepted_minor: Mapped[int] = mapped_column(BigInteger)
    cut_reason: Mapped[str | None] = mapped_column(String(200))

    claim: Mapped[Claim] = relationship(back_populates="lines")
    receipt: Mapped["Receipt | None"] = relationship(lazy="joined")
    parts: Mapped[list["ClaimLinePart"]] = relationship(order_by="ClaimLinePart.id", cascade="all, delete-orphan")

    @property
    def claimed(self) -> Money:
        return Money(self.claimed_minor, self.currency)

    @property
    def accepted(self) -> Money:
        return Money(self.accepted_minor, self.currency)

    def borne_by(self, fund_id: int | None) -> Money:
        """What a fund bears of what was accepted; None: all funds together."""
        if fund_id is None or not self.claim.split:
            return self.accepted
        return Money(sum(part.accepted_minor for part in self.parts if part.fund_id == fund_id), self.currency)


class Receipt(Base):
    """A paper. A CFDI's UUID is used once ever; `twin_id` names an earlier one that looks the same."""

    __tablename__ = "receipt"
    __table_args__ = (
        CheckConstraint(f"kind IN {RECEIPT_CLASSES}", name="kind"),
        CheckConstraint("kind <> 'cfdi' OR uuid IS NOT NULL", name="cfdi_has_uuid"),
        CheckConstraint("total_minor > 0", name="total"),
        Index("ix_receipt_twin", "vendor_key", "issued_on", "total_minor"),
        Index("ix_receipt_sha256", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    uuid: Mapped[str | None] = mapped_column(String(36), unique=True)
    issuer_rfc: Mapped[str | None] = mapped_column(String(13))
    receiver_rfc: Mapped[str | None] = mapped_column(String(13))
    sat_status: Mapped[str | None] = mapped_column(String(20))
    sat_checked_on: Mapped[date | None]
    payment_method: Mapped[str | None] = mapped_column(String(3))  # PUE, or PPD: waits for its complement
    payment_form: Mapped[str | None] = mapped_column(String(2))  # SAT's code: 01 cash, 03 transfer…
    excuse: Mapped[str | None] = mapped_column(String(200))  # why it is above a limit, or of another class than asked
    vendor: Mapped[str] = mapped_column(String(160))
    vendor_key: Mapped[str] = mapped_column(String(160))
    folio: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[date]
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = mapped_column(BigInteger)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[str | None] = mapped_column(String(64))
    twin_id: Mapped[int | None] = mapped_column(ForeignKey("receipt.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    file: Mapped[StoredFile | None] = relationship()
    rides: Mapped[list["ReceiptRide"]] = relationship(order_by="ReceiptRide.line", cascade="all, delete-orphan")
    verdict: Mapped["TwinVerdict | None"] = relationship(  # of this one beside its twin
        foreign_keys="TwinVerdict.receipt_id", back_populates="receipt", cascade="all, delete-orphan"
    )

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


class ReceiptRide(Base):
    """A line of a relación de pasajes: day, leg, driver or vehicle, what all who rode paid; signed once for all."""

    __tablename__ = "receipt_ride"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        UniqueConstraint("receipt_id", "line", name="uq_receipt_ride_receipt_id_line"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"))
    line: Mapped[int]
    ridden_on: Mapped[date]
    leg: Mapped[str] = mapped_column(String(120))
    driver: Mapped[str] = mapped_column(String(120), default="")
    persons: Mapped[int] = mapped_column(default=1, server_default="1")
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
