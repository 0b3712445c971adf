"""The ledger: accounts and their running balances, entries that are never changed, transfers that cannot unbalance.

A transfer moves one amount from the account it credits to the account it debits, so every entry balances by
shape. Database triggers refuse UPDATE and DELETE on entries and transfers; a correction is a reversing entry.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

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
from app.cases.models import Case
from app.foundation.db import Base, Instant
from app.foundation.money import Money
from app.foundation.triggers import append_only

if TYPE_CHECKING:
    from .claims import Receipt

ACCOUNT_KINDS = ("box", "bank", "fund", "applied", "advance", "payable", "expense")
BALANCE_RULES = ("debit", "credit", "free")
ENTRY_KINDS = (
    "opening", "donation", "cash_move", "delivery", "claim", "return", "difference", "reversal", "reclass",
    "cash_adjust", "text_cost",
)  # fmt: skip
NEEDS_NO_APPROVAL = ("opening", "donation", "cash_move", "return", "text_cost")
POSTED_BY_ITSELF = "text_cost"  # what no person writes down: the carrier's own prices
append_only("entry")
append_only("transfer")
append_only("period_event")


class Account(Base):
    """`reference` makes it one of its kind: `fund:3`, `case:12`, `meals`. Names never hold a patient's name."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(f"kind IN {ACCOUNT_KINDS}", name="kind"),
        UniqueConstraint("kind", "reference", "currency", name="uq_account_kind_reference_currency"),
        UniqueConstraint("id", "currency", name="uq_account_id_currency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    reference: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    currency: Mapped[str] = mapped_column(String(3))

    balance: Mapped["Balance"] = relationship(back_populates="account", lazy="joined", innerjoin=True)

    @property
    def debited(self) -> Money:
        return Money(self.balance.debits, self.currency)

    @property
    def credited(self) -> Money:
        return Money(self.balance.credits, self.currency)

    @property
    def standing(self) -> Money:
        """What it holds, on its own side."""
        return Money(self.balance.standing, self.currency)


class Balance(Base):
    """What an account holds now. The CHECK is the last line: no fund, box or advance falls below its floor.

    `rule` debit: money is what was debited (boxes, advances); credit: what was credited (funds, payables).
    `held` is promised out of it; `overdraft` is how far it may go below zero; `ceiling` the most it may hold.
    """

    __tablename__ = "balance"
    __table_args__ = (
        CheckConstraint(f"rule IN {BALANCE_RULES}", name="rule"),
        CheckConstraint("debits >= 0 AND credits >= 0 AND held >= 0 AND overdraft >= 0", name="not_negative"),
        CheckConstraint("rule <> 'debit' OR debits - credits - held + overdraft >= 0", name="debit_floor"),
        CheckConstraint("rule <> 'credit' OR credits - debits - held + overdraft >= 0", name="credit_floor"),
        CheckConstraint("ceiling IS NULL OR debits - credits <= ceiling", name="ceiling"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(6))
    debits: Mapped[int] = mapped_column(BigInteger, default=0)
    credits: Mapped[int] = mapped_column(BigInteger, default=0)
    held: Mapped[int] = mapped_column(BigInteger, default=0)
    overdraft: Mapped[int] = mapped_column(BigInteger, default=0)
    ceiling: Mapped[int | None] = mapped_column(BigInteger)

    account: Mapped[Account] = relationship(back_populates="balance")

    @property
    def standing(self) -> int:
        """Centavos on the account's own side: a box's cash, a fund's money, what is owed to a payee."""
        return self.credits - self.debits if self.rule == "credit" else self.debits - self.credits

    @property
    def free(self) -> int:
        """Centavos that may still go out."""
        return self.standing - self.held + self.overdraft


class LedgerHead(Base):
    """The end of the chain, one row: whoever posts locks it, so `seq` has no gaps."""

    __tablename__ = "ledger_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


class Entry(Base):
    """One event of money. `occurred_on` is when it happened, `book_date` where the books carry it (P7)."""

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint(f"kind IN {ENTRY_KINDS}", name="kind"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> created_by_id", name="two_people"),
        CheckConstraint(f"approved_by_id IS NOT NULL OR kind IN {NEEDS_NO_APPROVAL}", name="approval"),
        CheckConstraint(f"created_by_id IS NOT NULL OR kind = '{POSTED_BY_ITSELF}'", name="by_somebody"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal_names_entry"),
        UniqueConstraint("source", "kind", "ordinal", name="uq_entry_source_kind_ordinal"),
        Index("ix_entry_book_date", "book_date", "seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(60))
    ordinal: Mapped[int] = mapped_column(default=0)
    occurred_on: Mapped[date]
    book_date: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    memo: Mapped[str] = mapped_column(String(200))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), unique=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    second_approver_id: Mapped[int | None]  # above the threshold; no key: its rows change for no migration
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    transfers: Mapped[list["Transfer"]] = relationship(back_populates="entry", order_by="Transfer.line")
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    second_approver: Mapped[User | None] = relationship(
        primaryjoin="foreign(Entry.second_approver_id) == User.id", viewonly=True
    )

    @property
    def approvers(self) -> list[User]:
        """Both, where the entry rests on two; none, where it takes nobody."""
        return [one for one in (self.approved_by, self.second_approver) if one]


class Transfer(Base):
    """Debit one account, credit another, one amount above zero in their common currency."""

    __tablename__ = "transfer"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("debit_id <> credit_id", name="two_accounts"),
        UniqueConstraint("entry_id", "line", name="uq_transfer_entry_id_line"),
        ForeignKeyConstraint(
            ["debit_id", "currency"], ["account.id", "account.currency"], name="fk_transfer_debit_account"
        ),
        ForeignKeyConstraint(
            ["credit_id", "currency"], ["account.id", "account.currency"], name="fk_transfer_credit_account"
        ),
        Index("ix_transfer_debit", "debit_id", "entry_id"),
        Index("ix_transfer_credit", "credit_id", "entry_id"),
        Index("ix_transfer_case", "case_id"),
        Index("ix_transfer_fund", "fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    line: Mapped[int]
    debit_id: Mapped[int]
    credit_id: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"))
    category: Mapped[str | None] = mapped_column(String(12))
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("receipt.id"), index=True)

    entry: Mapped[Entry] = relationship(back_populates="transfers")
    debit: Mapped[Account] = relationship(
        primaryjoin="foreign(Transfer.debit_id) == Account.id", lazy="joined", viewonly=True
    )
    credit: Mapped[Account] = relationship(
        primaryjoin="foreign(Transfer.credit_id) == Account.id", lazy="joined", viewonly=True
    )
    case: Mapped[Case | None] = relationship(viewonly=True)
    receipt: Mapped["Receipt | None"] = relationship(viewonly=True)

    @property
    def pictured(self) -> bool:
        """There is a receipt, and a picture of it to look at."""
        return self.receipt is not None and self.receipt.file_id is not None

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def seen_from(self, account_id: int) -> Money:
        """Above zero where it came into this account, below where it went out."""
        return self.amount if self.debit_id == account_id else -self.amount


class Period(Base):
    """A stretch of the books. Once closed, what happened in it is booked on the first day after."""

    __tablename__ = "period"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates"),
        CheckConstraint("closed_by_id IS NULL OR closed_at IS NOT NULL", name="closed"),
        UniqueConstraint("starts_on", name="uq_period_starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(unique=True)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    events: Mapped[list["PeriodEvent"]] = relationship(order_by="PeriodEvent.id")


class PeriodEvent(Base):
    """Somebody closed it, in spite of what was open or not, or opened it again: kept for good."""

    __tablename__ = "period_event"
    __table_args__ = (
        CheckConstraint("kind IN ('closed', 'reopened')", name="kind"),
        CheckConstraint("kind <> 'reopened' OR reason <> ''", name="reopened_with_reason"),
        Index("ix_period_event_period", "period_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    kind: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
