"""Cash counts (arqueos): what was found in a box, piece by piece, held against the books. Kept for good."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant
from app.foundation.money import Money
from app.foundation.triggers import append_only

from .funds import Custodian

append_only("cash_count")
append_only("cash_count_line")


class CashCount(Base):
    """`book_minor`: what the books said at that moment. The witness signs the sheet beside who counted."""

    __tablename__ = "cash_count"
    __table_args__ = (
        CheckConstraint("counted_minor >= 0", name="counted"),
        CheckConstraint("witness <> ''", name="witness"),
        Index("ix_cash_count_custodian", "custodian_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    custodian_id: Mapped[int] = mapped_column(ForeignKey("custodian.id"))
    counted_on: Mapped[date]
    counted_at: Mapped[datetime] = mapped_column(Instant)
    currency: Mapped[str] = mapped_column(String(3))
    book_minor: Mapped[int] = mapped_column(BigInteger)
    counted_minor: Mapped[int] = mapped_column(BigInteger)
    counted_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    witness: Mapped[str] = mapped_column(String(160))
    note: Mapped[str] = mapped_column(String(200), default="")

    custodian: Mapped[Custodian] = relationship(lazy="joined", innerjoin=True)
    counted_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["CashCountLine"]] = relationship(order_by="CashCountLine.id")

    @property
    def book(self) -> Money:
        return Money(self.book_minor, self.currency)

    @property
    def counted(self) -> Money:
        return Money(self.counted_minor, self.currency)

    @property
    def difference(self) -> Money:
        """Above zero: more cash than the books say; below: less."""
        return self.counted - self.book


class CashCountLine(Base):
    """So many bills or coins of one value."""

    __tablename__ = "cash_count_line"
    __table_args__ = (
        CheckConstraint("kind IN ('bill', 'coin')", name="kind"),
        CheckConstraint("value_minor > 0 AND pieces > 0", name="something"),
        UniqueConstraint("count_id", "kind", "value_minor", name="uq_cash_count_line_piece"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("cash_count.id"))
    kind: Mapped[str] = mapped_column(String(4))
    value_minor: Mapped[int] = mapped_column(BigInteger)
    pieces: Mapped[int]
