"""What is paid straight to a supplier: a laboratory, a pharmacy, a hotel (P6)."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Case
from app.foundation.db import Base, Instant
from app.foundation.files import StoredFile
from app.foundation.money import Money

from .advances import Advance
from .claims import Claim
from .funds import DIRECT, DIRECT_CATEGORIES, Budget

DIRECT_STATES = ("quoted", "authorised", "paid", "closed", "cancelled")


class DirectPayment(Base):
    """A quotation on its way to its invoice. The money itself is told by what money is always told by: the budget that
    promises it (`direct:PD-2026-0001`), the advance that hands it over, the claim that its CFDI proves.
    """

    __tablename__ = "direct_payment"
    __table_args__ = (
        CheckConstraint(f"state IN {DIRECT_STATES}", name="state"),
        CheckConstraint(f"category IN {DIRECT_CATEGORIES}", name="category"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("supplier <> '' AND rfc <> '' AND concept <> ''", name="said"),
        CheckConstraint(
            "state NOT IN ('paid', 'closed') OR (advance_id IS NOT NULL AND reference IS NOT NULL"
            " AND paid_on IS NOT NULL AND cfdi_by IS NOT NULL)",
            name="paid",
        ),
        CheckConstraint("state <> 'closed' OR (claim_id IS NOT NULL AND closed_by_id IS NOT NULL)", name="closed"),
        CheckConstraint("state <> 'cancelled' OR cancel_reason IS NOT NULL", name="cancelled_with_reason"),
        Index("ix_direct_payment_state", "state", "id"),
        Index("ix_direct_payment_case", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)  # the same sending of a form records once
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    state: Mapped[str] = mapped_column(String(10))
    supplier: Mapped[str] = mapped_column(String(160))
    rfc: Mapped[str] = mapped_column(String(13))
    category: Mapped[str] = mapped_column(String(12))
    concept: Mapped[str] = mapped_column(String(160))
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    quotation_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    budget_id: Mapped[int] = mapped_column(ForeignKey("budget.id"), unique=True)
    advance_id: Mapped[int | None] = mapped_column(ForeignKey("advance.id"), unique=True)
    reference: Mapped[str | None] = mapped_column(String(60))  # as the bank, or the supplier's till, calls it
    paid_on: Mapped[date | None]
    cfdi_by: Mapped[date | None]  # the supplier's last day
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("claim.id"), unique=True)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    cancel_reason: Mapped[str | None] = mapped_column(String(200))

    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
    budget: Mapped[Budget] = relationship()
    advance: Mapped[Advance | None] = relationship()
    claim: Mapped[Claim | None] = relationship()
    quotation: Mapped[StoredFile | None] = relationship()
    closed_by: Mapped[User | None] = relationship()

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def source(self) -> str:
        """Its budget's."""
        return f"{DIRECT}{self.number}"
