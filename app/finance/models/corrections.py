"""Corrections of the books: one person asks and says why, another confirms; only then is anything posted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant, only_where

from .bank import BankLine
from .cash import CashCount
from .claims import Receipt
from .funds import CATEGORIES, Fund
from .ledger import Entry

CORRECTIONS = ("reversal", "reclass", "cash_adjust", "bank_charge")
CORRECTION_STATES = ("asked", "posted", "declined")


class Correction(Base):
    """`posted_id`: the entry that came of it. `fund_id`: the fund it goes to, where that changes.

    Of an entry; to adjust a box to its count, of the count; to book what the bank did by itself, of its line."""

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint(f"kind IN {CORRECTIONS}", name="kind"),
        CheckConstraint(f"state IN {CORRECTION_STATES}", name="state"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("state <> 'posted' OR decided_by_id <> asked_by_id", name="two_people"),
        CheckConstraint("(state = 'asked') = (decided_by_id IS NULL)", name="decided_by"),
        CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name="decided_at"),
        CheckConstraint("(state = 'posted') = (posted_id IS NOT NULL)", name="posted"),
        CheckConstraint("(kind IN ('reversal', 'reclass')) = (entry_id IS NOT NULL)", name="of_an_entry"),
        CheckConstraint("(kind = 'cash_adjust') = (count_id IS NOT NULL)", name="of_a_count"),
        CheckConstraint("(kind = 'bank_charge') = (bank_line_id IS NOT NULL)", name="of_a_line"),
        CheckConstraint("kind IN ('reversal', 'reclass') OR fund_id IS NOT NULL", name="has_fund"),
        Index("uq_correction_bank_line", "bank_line_id", unique=True, **only_where("state = 'asked'")),
        Index("uq_correction_count", "count_id", unique=True, **only_where("state <> 'declined'")),
        Index("uq_correction_open", "entry_id", unique=True, **only_where("state = 'asked'")),
        Index("ix_correction_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(8))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    count_id: Mapped[int | None] = mapped_column(ForeignKey("cash_count.id"))
    bank_line_id: Mapped[int | None] = mapped_column(ForeignKey("bank_line.id"))
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"))
    reason: Mapped[str] = mapped_column(String(200))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(String(200), default="")
    posted_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), unique=True)

    entry: Mapped[Entry | None] = relationship(foreign_keys=[entry_id])
    posted: Mapped[Entry | None] = relationship(foreign_keys=[posted_id])
    count: Mapped[CashCount | None] = relationship()
    bank_line: Mapped[BankLine | None] = relationship()
    fund: Mapped[Fund | None] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    lines: Mapped[list["CorrectionLine"]] = relationship(order_by="CorrectionLine.id")
    payers: Mapped[list["CorrectionPayer"]] = relationship(order_by="CorrectionPayer.id")


class CorrectionLine(Base):
    """An expense of the entry that goes under another category. Without a receipt it is the apoyo fijo of that one."""

    __tablename__ = "correction_line"
    __table_args__ = (
        CheckConstraint(f"becomes IN {CATEGORIES}", name="becomes"),
        CheckConstraint("becomes <> category", name="another"),
        Index("ix_correction_line_correction", "correction_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("correction.id"))
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("receipt.id"))
    category: Mapped[str] = mapped_column(String(12))
    becomes: Mapped[str] = mapped_column(String(12))

    receipt: Mapped[Receipt | None] = relationship(lazy="joined")


class CorrectionPayer(Base):
    """Of an entry that several funds pay: what one of them bears goes to another."""

    __tablename__ = "correction_payer"
    __table_args__ = (
        CheckConstraint("to_fund_id <> from_fund_id", name="another"),
        UniqueConstraint("correction_id", "from_fund_id", name="uq_correction_payer_correction_id_from_fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("correction.id"))
    from_fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    to_fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))

    from_fund: Mapped[Fund] = relationship(foreign_keys=[from_fund_id])
    to_fund: Mapped[Fund] = relationship(foreign_keys=[to_fund_id])
