"""What was sealed: reports whose bytes never change, and the counters that number without gaps."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Instant
from app.foundation.money import Money
from app.foundation.triggers import append_only

from .claims import ClaimLine
from .funds import Fund

append_only("sealed_report")
append_only("sealed_report_line")


class Counter(Base):
    """The last number given of a kind in a year; it moves in the transaction that uses the number."""

    __tablename__ = "counter"

    kind: Mapped[str] = mapped_column(String(4), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class SealedReport(Base):
    """A reimbursement report as it was printed. `content_sha256` is of its lines, `sha256` of its bytes."""

    __tablename__ = "sealed_report"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates"),
        Index("ix_sealed_report_scope", "fund_id", "starts_on", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    currency: Mapped[str] = mapped_column(String(3))
    total_minor: Mapped[int] = mapped_column(BigInteger)
    line_count: Mapped[int]
    lines_sha256: Mapped[str] = mapped_column(String(64))
    content_sha256: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("sealed_report.id"), unique=True)
    sealed_at: Mapped[datetime] = mapped_column(Instant)
    sealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    fund: Mapped[Fund | None] = relationship()

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)


class SealedReportLine(Base):
    """Which expense a sealed report asked for, under which category: it may be put under another one later."""

    __tablename__ = "sealed_report_line"
    __table_args__ = (
        UniqueConstraint("report_id", "claim_line_id", name="uq_sealed_report_line_report_id_claim_line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("sealed_report.id"))
    claim_line_id: Mapped[int] = mapped_column(ForeignKey("claim_line.id"), index=True)
    category: Mapped[str] = mapped_column(String(12))

    line: Mapped[ClaimLine] = relationship(viewonly=True)
