"""What the bank says: statements that were brought in, their movements, and which of the books' each one is."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant, only_where
from app.foundation.money import Money, total
from app.foundation.triggers import append_only

from .funds import Custodian
from .ledger import Transfer

append_only("bank_statement")
append_only("bank_line")
append_only("bank_balance")


class BankStatement(Base):
    """A file that was brought in, once. `fresh`: how many of its movements no file had brought before."""

    __tablename__ = "bank_statement"
    __table_args__ = (
        CheckConstraint("fresh >= 0 AND fresh <= line_count", name="fresh"),
        UniqueConstraint("custodian_id", "sha256", name="uq_bank_statement_custodian_id_sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    custodian_id: Mapped[int] = mapped_column(ForeignKey("custodian.id"))
    file_name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    line_count: Mapped[int]
    fresh: Mapped[int]
    imported_at: Mapped[datetime] = mapped_column(Instant)
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    imported_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class BankLine(Base):
    """A movement of the account: above zero it came in. `ordinal` tells equal movements of a file apart."""

    __tablename__ = "bank_line"
    __table_args__ = (
        CheckConstraint("amount_minor <> 0", name="amount"),
        UniqueConstraint("custodian_id", "fingerprint", "ordinal", name="uq_bank_line_movement"),
        Index("ix_bank_line_day", "custodian_id", "on_day"),
        Index("ix_bank_line_statement", "statement_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("bank_statement.id"))
    custodian_id: Mapped[int] = mapped_column(ForeignKey("custodian.id"))
    on_day: Mapped[date]
    description: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(60))
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    fingerprint: Mapped[str] = mapped_column(String(64))
    ordinal: Mapped[int]

    custodian: Mapped[Custodian] = relationship()

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class BankBalance(Base):
    """What the bank says that an account held at the end of a day: of a statement's own column, or as somebody typed it
    from the statement. The newest of a day counts."""

    __tablename__ = "bank_balance"
    __table_args__ = (Index("ix_bank_balance_day", "custodian_id", "on_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    custodian_id: Mapped[int] = mapped_column(ForeignKey("custodian.id"))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("bank_statement.id"))
    on_day: Mapped[date]
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    recorded_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class BankPair(Base):
    """Somebody said that these movements of the bank are those of the books; undone, all of them are free again."""

    __tablename__ = "bank_pair"
    __table_args__ = (
        CheckConstraint("standing = (undone_at IS NULL)", name="standing"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone"),
        CheckConstraint("(undone_at IS NULL) = (reason = '')", name="reason"),
        UniqueConstraint("id", "standing", name="uq_bank_pair_id_standing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paired_at: Mapped[datetime] = mapped_column(Instant)
    paired_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    standing: Mapped[bool] = mapped_column(default=True)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")

    paired_by: Mapped[User] = relationship(foreign_keys=[paired_by_id], lazy="joined", innerjoin=True)
    lines: Mapped[list[BankLine]] = relationship(
        secondary="bank_pair_line", primaryjoin="BankPair.id == bank_pair_line.c.pair_id", order_by=BankLine.id
    )
    booked: Mapped[list[Transfer]] = relationship(
        secondary="bank_pair_transfer", primaryjoin="BankPair.id == bank_pair_transfer.c.pair_id", order_by=Transfer.id
    )

    @property
    def amount(self) -> Money:
        return total((line.amount for line in self.lines), self.lines[0].currency)


def _of_a_pair() -> ForeignKeyConstraint:
    """`standing` follows the pair's own, so that an index can refuse a movement in two pairs that stand."""
    return ForeignKeyConstraint(["pair_id", "standing"], ["bank_pair.id", "bank_pair.standing"], onupdate="CASCADE")


class BankPairLine(Base):
    """A movement of the bank is in one pair that stands, whatever else is in it."""

    __tablename__ = "bank_pair_line"
    __table_args__ = (
        _of_a_pair(),
        Index("uq_bank_pair_line", "line_id", unique=True, **only_where("standing")),
    )

    pair_id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("bank_line.id"), primary_key=True)
    standing: Mapped[bool] = mapped_column(default=True)


class BankPairTransfer(Base):
    """So is one of the books."""

    __tablename__ = "bank_pair_transfer"
    __table_args__ = (
        _of_a_pair(),
        Index("uq_bank_pair_transfer", "transfer_id", unique=True, **only_where("standing")),
    )

    pair_id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"), primary_key=True)
    standing: Mapped[bool] = mapped_column(default=True)
