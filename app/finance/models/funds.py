"""Where money comes from and what it is promised for: funds, cash boxes, rates, budgets, commitments."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Case
from app.foundation.db import Base, Instant, only_where
from app.foundation.money import Money, total

from .ledger import Account

if TYPE_CHECKING:
    from .caps import FundCap
    from .parts import BudgetPart

CATEGORIES = ("transport", "lodging", "meals", "stipend", "medicine", "other", "sms")
FUND_KINDS = ("prepaid", "reimbursable")
RESTRICTIONS = ("category", "clinic", "icd10", "age_from", "age_to")
CUSTODIANS = ("box", "bank", "driver", "clinician", "liaison")
BUDGET_STATES = ("draft", "approved", "released")
HOLD_STATES = ("held", "used", "released")
APART = "advance:"  # how the source begins of a budget that stands for one advance beside any trip's
DIRECT = "direct:"  # how the source of a direct payment's budget begins; its number follows
DIRECT_CATEGORIES = ("transport", "lodging", "medicine", "other")  # what a supplier invoices: no apoyo fijo


class Fund(Base):
    """A donor's money. prepaid: never below zero; reimbursable: below zero as far as `ceiling_minor`.

    `pays_texts`: the one fund that pays for texts which no case's fund pays for.
    """

    __tablename__ = "fund"
    __table_args__ = (
        CheckConstraint(f"kind IN {FUND_KINDS}", name="kind"),
        CheckConstraint("kind <> 'reimbursable' OR ceiling_minor IS NOT NULL", name="ceiling"),
        CheckConstraint("eligible_to IS NULL OR eligible_to >= eligible_from", name="dates"),
        Index("uq_fund_pays_texts", "pays_texts", unique=True, **only_where("pays_texts")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    donor: Mapped[str] = mapped_column(String(120))
    currency: Mapped[str] = mapped_column(String(3))
    kind: Mapped[str] = mapped_column(String(12))
    ceiling_minor: Mapped[int | None] = mapped_column(BigInteger)
    eligible_from: Mapped[date | None]
    eligible_to: Mapped[date | None]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    applied_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    pays_texts: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(Instant)

    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="joined", innerjoin=True)
    restrictions: Mapped[list["FundRestriction"]] = relationship(order_by="FundRestriction.id")
    partidas: Mapped[list["Partida"]] = relationship(order_by="Partida.id")
    caps: Mapped[list["FundCap"]] = relationship(
        back_populates="fund", order_by="FundCap.id", cascade="all, delete-orphan"
    )

    @property
    def available(self) -> Money:
        """What may still be committed or spent; for a reimbursable fund, its ceiling included."""
        return Money(self.account.balance.free, self.currency)


class FundRestriction(Base):
    """What the donor limits. Several of one kind are alternatives; different kinds must all be met."""

    __tablename__ = "fund_restriction"
    __table_args__ = (
        CheckConstraint(f"kind IN {RESTRICTIONS}", name="kind"),
        UniqueConstraint("fund_id", "kind", "value", name="uq_fund_restriction_fund_id_kind_value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(20))


class Partida(Base):
    """A line of the donor's budget: so much for a category."""

    __tablename__ = "partida"
    __table_args__ = (
        CheckConstraint(f"category IN {CATEGORIES}", name="category"),
        CheckConstraint("ceiling_minor > 0", name="ceiling"),
        UniqueConstraint("fund_id", "name", name="uq_partida_fund_id_name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    name: Mapped[str] = mapped_column(String(80))
    category: Mapped[str] = mapped_column(String(12))
    ceiling_minor: Mapped[int] = mapped_column(BigInteger)


class Custodian(Base):
    """Who or what carries cash: an office's box, the bank, a driver, a pasante, a liaison (P4)."""

    __tablename__ = "custodian"
    __table_args__ = (
        CheckConstraint(f"kind IN {CUSTODIANS}", name="kind"),
        CheckConstraint("limit_minor IS NULL OR limit_minor > 0", name="limit"),
        CheckConstraint("deputy_id IS NULL OR (user_id IS NOT NULL AND deputy_id <> user_id)", name="deputy"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    limit_minor: Mapped[int | None] = mapped_column(BigInteger)
    active: Mapped[bool] = mapped_column(default=True)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    deputy: Mapped[User | None] = relationship(foreign_keys=[deputy_id])

    @property
    def hands(self) -> tuple[int, ...]:
        """Who may say that its cash arrived: its person and the named deputy. Empty: whoever minds the money."""
        return tuple(one for one in (self.user_id, self.deputy_id) if one)

    @property
    def limit(self) -> Money | None:
        return Money(self.limit_minor, self.account.currency) if self.limit_minor else None

    @property
    def holds(self) -> Money:
        return Money(self.account.balance.standing, self.account.currency)


class Rate(Base):
    """What one unit costs from a day on. Key: category, unit and first day; the last day may be open."""

    __tablename__ = "rate"
    __table_args__ = (
        CheckConstraint("amount_minor >= 0", name="amount"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates"),
        UniqueConstraint("category", "unit", "valid_from", name="uq_rate_category_unit_valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(30))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    saved_at: Mapped[datetime] = mapped_column(Instant)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Budget(Base):
    """What one source (`trip:7`) of a case is expected to cost. More than `approved_minor` asks again.

    `starts_on`, `ends_on`: the days of what it pays for, where they are known. `split`: several funds pay, each its
    part; `fund` is then the one that pays most.
    """

    __tablename__ = "budget"
    __table_args__ = (
        CheckConstraint(f"state IN {BUDGET_STATES}", name="state"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> prepared_by_id", name="two_people"),
        CheckConstraint(
            "second_approver_id IS NULL OR (second_approver_id <> prepared_by_id"
            " AND second_approver_id <> approved_by_id)",
            name="second_person",
        ),
        CheckConstraint("state <> 'approved' OR (approved_by_id IS NOT NULL AND fund_id IS NOT NULL)", name="approved"),
        UniqueConstraint("case_id", "source", name="uq_budget_case_id_source"),
        Index("ix_budget_state", "state", "id"),
        Index("ix_budget_fund", "fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    source: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"))
    split: Mapped[bool] = mapped_column(default=False, server_default=false())
    approved_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    prepared_at: Mapped[datetime] = mapped_column(Instant)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    second_approver_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
    fund: Mapped[Fund | None] = relationship()
    lines: Mapped[list["Estimate"]] = relationship(order_by="Estimate.id", cascade="all, delete-orphan")
    parts: Mapped[list["BudgetPart"]] = relationship(order_by="BudgetPart.id", cascade="all, delete-orphan")
    prepared_by: Mapped[User] = relationship(foreign_keys=[prepared_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    second_approver: Mapped[User | None] = relationship(foreign_keys=[second_approver_id])

    @property
    def total(self) -> Money:
        return total((line.amount for line in self.lines), self.currency)

    @property
    def by_line(self) -> bool:
        """Several funds pay, and one of them certain categories only."""
        return self.split and any(part.lines for part in self.parts)

    @property
    def direct_number(self) -> str:
        """Of the direct payment that it promises; empty for any other budget."""
        return self.source.removeprefix(DIRECT) if self.source.startswith(DIRECT) else ""


class Estimate(Base):
    """One category of a budget."""

    __tablename__ = "estimate"
    __table_args__ = (
        CheckConstraint(f"category IN {CATEGORIES}", name="category"),
        CheckConstraint("amount_minor > 0", name="amount"),
        UniqueConstraint("budget_id", "category", name="uq_estimate_budget_id_category"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    budget_id: Mapped[int] = mapped_column(ForeignKey("budget.id"))
    category: Mapped[str] = mapped_column(String(12))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class Hold(Base):
    """A fund's promise to a budget, outside the ledger: held, then used by deliveries, or released."""

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint(f"state IN {HOLD_STATES}", name="state"),
        CheckConstraint("amount_minor >= 0 AND used_minor >= 0 AND used_minor <= amount_minor", name="amount"),
        Index("uq_hold_open", "budget_id", "fund_id", unique=True, **only_where("state = 'held'")),
        Index("ix_hold_fund", "fund_id", "state"),
        Index("ix_hold_budget", "budget_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    budget_id: Mapped[int] = mapped_column(ForeignKey("budget.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    used_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    state: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)

    @property
    def rest(self) -> int:
        """Centavos still promised."""
        return self.amount_minor - self.used_minor if self.state == "held" else 0
