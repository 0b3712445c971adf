"""What several funds pay together: a budget, the advance that it becomes, and each expense, part by part.

Only where two or more pay (`split` on the paper); where one fund pays, the paper's own `fund_id` says so and there are
no parts. The paper's `fund_id` is then the fund that bears most.

Where one of them pays certain categories only, each part says besides how much of which category it is: `by_line`.
A category that a fund may pay and bears nothing of stands there with nothing.
"""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.foundation.db import Base
from app.foundation.money import Money

from .funds import CATEGORIES, Fund


class _PartLine:
    """What of one category stands in a part: each category once."""

    @declared_attr.directive
    def __table_args__(cls):
        return (
            CheckConstraint(f"category IN {CATEGORIES}", name="category"),
            CheckConstraint("amount_minor >= 0", name="amount"),
            UniqueConstraint("part_id", "category", name=f"uq_{cls.__tablename__}_part_id_category"),
        )

    id: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(String(12))
    amount_minor: Mapped[int] = mapped_column(BigInteger)


class BudgetPart(Base):
    """What one of several funds pays of a budget; the parts add up to the budget."""

    __tablename__ = "budget_part"
    __table_args__ = (
        CheckConstraint("amount_minor >= 0", name="amount"),
        UniqueConstraint("budget_id", "fund_id", name="uq_budget_part_budget_id_fund_id"),
        Index("ix_budget_part_fund", "fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    budget_id: Mapped[int] = mapped_column(ForeignKey("budget.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)

    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["BudgetPartLine"]] = relationship(
        order_by="BudgetPartLine.id", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.fund.currency)


class BudgetPartLine(_PartLine, Base):
    """What of one category a fund pays of a budget; the lines of a part add up to it, those of a category to it."""

    __tablename__ = "budget_part_line"

    part_id: Mapped[int] = mapped_column(ForeignKey("budget_part.id"))


class AdvancePart(Base):
    """What one of several funds hands over of an advance: the advance's own rules hold for each of them."""

    __tablename__ = "advance_part"
    __table_args__ = (
        CheckConstraint("amount_minor >= 0", name="amount"),
        CheckConstraint("paid_minor >= 0 AND applied_minor >= 0 AND returned_minor >= 0", name="not_negative"),
        CheckConstraint("paid_minor <= amount_minor", name="paid_within_amount"),
        CheckConstraint("applied_minor + returned_minor <= paid_minor", name="accounted_within_paid"),
        UniqueConstraint("advance_id", "fund_id", name="uq_advance_part_advance_id_fund_id"),
        Index("ix_advance_part_fund", "fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    advance_id: Mapped[int] = mapped_column(ForeignKey("advance.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    paid_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    applied_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    returned_minor: Mapped[int] = mapped_column(BigInteger, default=0)

    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["AdvancePartLine"]] = relationship(
        order_by="AdvancePartLine.id", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.fund.currency)

    @property
    def outstanding_minor(self) -> int:
        return self.paid_minor - self.applied_minor - self.returned_minor


class AdvancePartLine(_PartLine, Base):
    """What of one category a fund was asked for: what it proves of that category is shared by this."""

    __tablename__ = "advance_part_line"

    part_id: Mapped[int] = mapped_column(ForeignKey("advance_part.id"))


class ClaimLinePart(Base):
    """What one of several funds bears of an expense. `payable_minor`: of what was accepted, above the advance."""

    __tablename__ = "claim_line_part"
    __table_args__ = (
        CheckConstraint("claimed_minor >= 0 AND accepted_minor >= 0", name="not_negative"),
        CheckConstraint("payable_minor >= 0 AND payable_minor <= accepted_minor", name="payable"),
        UniqueConstraint("claim_line_id", "fund_id", name="uq_claim_line_part_claim_line_id_fund_id"),
        Index("ix_claim_line_part_fund", "fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_line_id: Mapped[int] = mapped_column(ForeignKey("claim_line.id"))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    claimed_minor: Mapped[int] = mapped_column(BigInteger)
    accepted_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    payable_minor: Mapped[int] = mapped_column(BigInteger, default=0)

    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)


class ClaimPutElsewhere(Base):
    """What of a claim was proved against the advance of one fund (`from`) and is borne by another since (`to`): the
    books gave it back to the one and took it from the other."""

    __tablename__ = "claim_put_elsewhere"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("to_fund_id <> from_fund_id", name="another"),
        UniqueConstraint("claim_id", "from_fund_id", "to_fund_id", name="uq_claim_put_elsewhere_claim_id"),
        Index("ix_claim_put_elsewhere_from", "from_fund_id"),
        Index("ix_claim_put_elsewhere_to", "to_fund_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    from_fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    to_fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
