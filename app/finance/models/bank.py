"""What the bank says: statements that were brought in, their movements, and which of the books' each one is."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant, only_where
from app.foundation.money import Money
from app.foundation.triggers import append_only

from .funds import Custodian
from .ledger import Transfer

append_only("bank_statement")
append_only("bank_line")


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


class BankMatch(Base):
    """Somebody said that this movement of the bank is that one of the books; undone, both are free again."""

    __tablename__ = "bank_match"
    __table_args__ = (
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone"),
        Index("uq_bank_match_line", "line_id", unique=True, **only_where("undone_at IS NULL")),
        Index("uq_bank_match_transfer", "transfer_id", unique=True, **only_where("undone_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("bank_line.id"))
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfer.id"))
    matched_at: Mapped[datetime] = mapped_column(Instant)
    matched_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    line: Mapped[BankLine] = relationship(lazy="joined", innerjoin=True)
    transfer: Mapped[Transfer] = relationship()
    matched_by: Mapped[User] = relationship(foreign_keys=[matched_by_id], lazy="joined", innerjoin=True)
