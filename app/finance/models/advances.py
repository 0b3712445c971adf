"""Money handed over before it is spent: the advance, its fixed and to-prove lines, every hand-over."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Case, Person
from app.foundation.db import Base, Instant, only_where
from app.foundation.files import StoredFile
from app.foundation.language import listed
from app.foundation.money import Money

from .funds import CATEGORIES, Budget, Custodian, Fund

if TYPE_CHECKING:
    from .parts import AdvancePart

ADVANCE_STATES = ("draft", "approved", "paid", "settled", "cancelled")
LINE_KINDS = ("fixed", "to_prove")
SIGNATURES = ("signature", "thumbprint", "a_ruego")
CHANNELS = ("cash", "transfer", "giro")
ACTA_CAUSES = ("death", "loss", "robbery", "other")


class Advance(Base):
    """Applied + returned never exceed what was paid; what was paid never exceeds what was approved."""

    __tablename__ = "advance"
    __table_args__ = (
        CheckConstraint(f"state IN {ADVANCE_STATES}", name="state"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("paid_minor >= 0 AND applied_minor >= 0 AND returned_minor >= 0", name="not_negative"),
        CheckConstraint("paid_minor <= amount_minor", name="paid_within_amount"),
        CheckConstraint("applied_minor + returned_minor <= paid_minor", name="accounted_within_paid"),
        CheckConstraint("state <> 'settled' OR applied_minor + returned_minor = paid_minor", name="settled"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> requested_by_id", name="two_people"),
        CheckConstraint("state IN ('draft', 'cancelled') OR approved_by_id IS NOT NULL", name="approved"),
        CheckConstraint(
            "second_approver_id IS NULL OR (second_approver_id <> requested_by_id"
            " AND second_approver_id <> approved_by_id)",
            name="second_person",
        ),
        Index("ix_advance_case", "case_id", "id"),
        Index("ix_advance_state", "state", "id"),
        Index("ix_advance_budget", "budget_id"),
        Index("ix_advance_fund", "fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    budget_id: Mapped[int | None] = mapped_column(ForeignKey("budget.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    split: Mapped[bool] = mapped_column(default=False, server_default=false())
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    holder_name: Mapped[str] = mapped_column(String(160))
    state: Mapped[str] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    paid_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    applied_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    returned_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    requested_at: Mapped[datetime] = mapped_column(Instant)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    second_approver_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    cancel_reason: Mapped[str | None] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(120), default="", server_default="")

    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
    budget: Mapped[Budget | None] = relationship()
    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person | None] = relationship()
    lines: Mapped[list["AdvanceLine"]] = relationship(order_by="AdvanceLine.id")
    parts: Mapped[list["AdvancePart"]] = relationship(order_by="AdvancePart.id")
    deliveries: Mapped[list["Delivery"]] = relationship(back_populates="advance", order_by="Delivery.id")
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    second_approver: Mapped[User | None] = relationship(foreign_keys=[second_approver_id])
    actas: Mapped[list["Acta"]] = relationship(back_populates="advance", order_by="Acta.id")

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def paid(self) -> Money:
        return Money(self.paid_minor, self.currency)

    @property
    def applied(self) -> Money:
        """Proved, or closed by an acta."""
        return Money(self.applied_minor, self.currency)

    @property
    def returned(self) -> Money:
        return Money(self.returned_minor, self.currency)

    @property
    def to_deliver(self) -> Money:
        return Money(self.amount_minor - self.paid_minor, self.currency)

    @property
    def awaits_first_yes(self) -> bool:
        """Nobody has approved it, not even as the first of two: who asked may still take it back."""
        return self.state == "draft" and self.approved_by_id is None

    @property
    def by_line(self) -> bool:
        """Several funds pay, and one of them certain categories only."""
        return self.split and any(part.lines for part in self.parts)

    @property
    def payers(self) -> str:
        """The funds that pay, by name."""
        return listed([part.fund.name for part in self.parts]) if self.split else self.fund.name

    @property
    def outstanding(self) -> Money:
        """Handed over and not yet proved or given back."""
        return Money(self.paid_minor - self.applied_minor - self.returned_minor, self.currency)


class AdvanceLine(Base):
    """A fixed line needs the signed slip and proof of travel; one to prove needs receipts (P5)."""

    __tablename__ = "advance_line"
    __table_args__ = (
        CheckConstraint(f"category IN {CATEGORIES}", name="category"),
        CheckConstraint(f"kind IN {LINE_KINDS}", name="kind"),
        CheckConstraint("amount_minor > 0", name="amount"),
        UniqueConstraint("advance_id", "category", name="uq_advance_line_advance_id_category"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    advance_id: Mapped[int] = mapped_column(ForeignKey("advance.id"))
    category: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(8))
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Delivery(Base):
    """One hand-over: to the family (`advance_id`) or to another custodian. True only when both ends say so."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("(advance_id IS NULL) <> (to_custodian_id IS NULL)", name="one_recipient"),
        CheckConstraint("to_custodian_id IS NULL OR to_custodian_id <> from_custodian_id", name="two_ends"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint(f"signed IN {SIGNATURES}", name="signed"),
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint("signed <> 'thumbprint' OR witness <> ''", name="thumbprint_has_witness"),
        CheckConstraint("signed <> 'a_ruego' OR (witness <> '' AND signs_for <> '')", name="a_ruego_has_names"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed"),
        Index("ix_delivery_advance", "advance_id"),
        Index("ix_delivery_from", "from_custodian_id", "id"),
        Index("ix_delivery_to", "to_custodian_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    key: Mapped[str | None] = mapped_column(String(40), unique=True)  # the same sending of a form pays once
    advance_id: Mapped[int | None] = mapped_column(ForeignKey("advance.id"))
    from_custodian_id: Mapped[int] = mapped_column(ForeignKey("custodian.id"))
    to_custodian_id: Mapped[int | None] = mapped_column(ForeignKey("custodian.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    occurred_on: Mapped[date]
    delivered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    delivered_at: Mapped[datetime] = mapped_column(Instant)
    channel: Mapped[str] = mapped_column(String(8), default="cash", server_default="cash")
    signed: Mapped[str] = mapped_column(String(10), default="signature")
    signs_for: Mapped[str] = mapped_column(String(160), default="")
    witness: Mapped[str] = mapped_column(String(160), default="")
    slip: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    slip_sha256: Mapped[str | None] = mapped_column(String(64))
    signed_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)

    advance: Mapped[Advance | None] = relationship(back_populates="deliveries")
    from_custodian: Mapped[Custodian] = relationship(foreign_keys=[from_custodian_id], lazy="joined", innerjoin=True)
    to_custodian: Mapped[Custodian | None] = relationship(foreign_keys=[to_custodian_id], lazy="joined")
    delivered_by: Mapped[User] = relationship(foreign_keys=[delivered_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    signed_file: Mapped[StoredFile | None] = relationship()

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Acta(Base):
    """Acta de no comprobación: what can be neither proved nor given back, said by two names (P5).

    Its amount is applied to the advance once the second name signs; until then it changes nothing.
    """

    __tablename__ = "acta"
    __table_args__ = (
        CheckConstraint(f"cause IN {ACTA_CAUSES}", name="cause"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("facts <> ''", name="facts"),
        CheckConstraint("signed_by_id IS NULL OR signed_by_id <> drawn_up_by_id", name="two_people"),
        CheckConstraint("(signed_by_id IS NULL) = (entry_id IS NULL)", name="signed"),
        CheckConstraint("signed_by_id IS NULL OR withdrawn_at IS NULL", name="one_end"),
        Index("ix_acta_advance", "advance_id"),
        Index("uq_acta_open", "advance_id", unique=True, **only_where("entry_id IS NULL AND withdrawn_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    advance_id: Mapped[int] = mapped_column(ForeignKey("advance.id"))
    cause: Mapped[str] = mapped_column(String(8))
    facts: Mapped[str] = mapped_column(String(1000))
    occurred_on: Mapped[date]
    witness: Mapped[str] = mapped_column(String(160), default="")
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    drawn_up_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    drawn_up_at: Mapped[datetime] = mapped_column(Instant)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signed_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), unique=True)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))

    advance: Mapped[Advance] = relationship(back_populates="actas")
    drawn_up_by: Mapped[User] = relationship(foreign_keys=[drawn_up_by_id])
    signed_by: Mapped[User | None] = relationship(foreign_keys=[signed_by_id])

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def waiting(self) -> bool:
        """For its second name."""
        return self.signed_by_id is None and self.withdrawn_at is None
