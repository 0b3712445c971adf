"""The most that a donor gives of one thing: of a case, a trip, a night's lodging, a category of a trip."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base
from app.foundation.money import Money

from .funds import CATEGORIES, Fund

CAPS = ("case", "trip", "night", "category")


class FundCap(Base):
    """In force from a day to another, both included; the last one may be open. Several in force all hold."""

    __tablename__ = "fund_cap"
    __table_args__ = (
        CheckConstraint(f"kind IN {CAPS}", name="kind"),
        CheckConstraint(f"category IN {CATEGORIES}", name="category"),
        CheckConstraint("(kind = 'category') = (category IS NOT NULL)", name="of_a_category"),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        Index("ix_fund_cap_fund", "fund_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    kind: Mapped[str] = mapped_column(String(8))
    category: Mapped[str | None] = mapped_column(String(12))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    fund: Mapped[Fund] = relationship(back_populates="caps")

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.fund.currency)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
