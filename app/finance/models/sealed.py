"""What was sealed: reports and the papers that void them, whose bytes never change; counters without gaps."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant
from app.foundation.money import Money
from app.foundation.triggers import append_only

from .claims import ClaimLine
from .funds import Fund
from .ledger import Entry

append_only("sealed_report")
append_only("sealed_report_line")
append_only("sealed_void")
append_only("donor_payment")


class Counter(Base):
    """The last number given of a kind in a year; it moves in the transaction that uses the number."""

    __tablename__ = "counter"

    kind: Mapped[str] = mapped_column(String(4), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class SealedReport(Base):
    """A reimbursement report as it was printed. `content_sha256` is of what it says, `sha256` of its bytes.

    It is about a period and, where they are given, a fund, a payee and a case, by the name or number on the paper.
    `names_reason` is why it says patients' names; empty: it says none.
    """

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
    payee: Mapped[str] = mapped_column(String(160), default="", server_default="")
    case_number: Mapped[str] = mapped_column(String(20), default="", server_default="")
    names_reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
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
    sealed_by: Mapped[User | None] = relationship()
    replaces: Mapped["SealedReport | None"] = relationship(remote_side=[id], back_populates="replaced_by")
    replaced_by: Mapped["SealedReport | None"] = relationship(back_populates="replaces", uselist=False)
    void: Mapped["SealedVoid | None"] = relationship(back_populates="report", uselist=False)

    @property
    def total(self) -> Money:
        return Money(self.total_minor, self.currency)

    @property
    def state(self) -> str:
        """`void`, `replaced` by one with other expenses, or `standing`."""
        return "void" if self.void else "replaced" if self.replaced_by else "standing"


class SealedReportLine(Base):
    """Which expense a sealed report asked for, under which category and for how much of it: it may be put under another
    category or fund later. `borne_minor` None: sealed before that was kept; what its fund bears now."""

    __tablename__ = "sealed_report_line"
    __table_args__ = (
        UniqueConstraint("report_id", "claim_line_id", name="uq_sealed_report_line_report_id_claim_line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("sealed_report.id"))
    claim_line_id: Mapped[int] = mapped_column(ForeignKey("claim_line.id"), index=True)
    category: Mapped[str] = mapped_column(String(12))
    borne_minor: Mapped[int | None] = mapped_column(BigInteger)
    cover_id: Mapped[int | None]  # the covered copy that its annex bears; no key: its rows change for no migration

    line: Mapped[ClaimLine] = relationship(viewonly=True)

    def borne(self, fund_id: int | None) -> Money:
        """What the report asked for of it; `fund_id`: the report's."""
        return self.line.borne_by(fund_id) if self.borne_minor is None else Money(self.borne_minor, self.line.currency)


class DonorPayment(Base):
    """The donor paid what a report asked for, or a part of it: its entry says how much, when and into what."""

    __tablename__ = "donor_payment"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("sealed_report.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)

    report: Mapped[SealedReport] = relationship()
    entry: Mapped[Entry] = relationship()


class SealedVoid(Base):
    """The paper that voids a report: who, when and why. `sealer_id` is who sealed the report, another person."""

    __tablename__ = "sealed_void"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("sealer_id IS NULL OR sealer_id <> voided_by_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("sealed_report.id"), unique=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    reason: Mapped[str] = mapped_column(String(300))
    content_sha256: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    voided_at: Mapped[datetime] = mapped_column(Instant)
    voided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    sealer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    report: Mapped[SealedReport] = relationship(back_populates="void")
    voided_by: Mapped[User] = relationship(foreign_keys=[voided_by_id])
