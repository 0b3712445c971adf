"""What came in by sheet, row by row with its verdict; and what texts cost, as it went to the books."""

import json
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Case
from app.finance.models import Entry, Fund
from app.foundation.db import Base, Instant, only_where
from app.foundation.money import Money
from app.foundation.triggers import append_only

KINDS = ("places", "routes", "referrals", "rates")
VERDICTS = ("created", "updated", "unchanged", "refused")


class ImportBatch(Base):
    """One file. `read`: looked at, nothing written yet, its bytes are kept in `content` until it is decided."""

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("state IN ('read', 'imported', 'discarded', 'undone')", name="state"),
        Index("ix_import_batch_kind", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="read")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    created_count: Mapped[int] = mapped_column(default=0)
    updated_count: Mapped[int] = mapped_column(default=0)
    unchanged_count: Mapped[int] = mapped_column(default=0)
    refused_count: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime] = mapped_column(Instant)
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    imported_at: Mapped[datetime | None] = mapped_column(Instant)
    texts_confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    texts_confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    read_by: Mapped[User | None] = relationship(foreign_keys=[read_by_id], lazy="joined")


class ImportRow(Base):
    """One row of a file and its verdict; texts are JSON.

    `cells` as typed; `said` what they mean, spelled one way: what the sheet last said under this key.
    `is_current`: the newest row that counts for its key. `previous_id`: the one that counted before.
    `made`: table → ids of what this row created, so that the batch can be undone.
    A refused row is `open` in the review list until it is `resolved`, `dismissed`, or `superseded` by a newer file.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        CheckConstraint(f"verdict IN {VERDICTS}", name="verdict"),
        CheckConstraint("review IN ('open', 'resolved', 'dismissed', 'superseded')", name="review"),
        CheckConstraint("verdict <> 'refused' OR review IS NOT NULL", name="refused_is_reviewed"),
        Index("uq_import_row_current", "kind", "key", unique=True, **only_where("is_current")),
        Index("ix_import_row_batch", "batch_id", "number"),
        Index("ix_import_row_open", "id", **only_where("review = 'open'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(200))
    verdict: Mapped[str] = mapped_column(String(10))
    messages: Mapped[str] = mapped_column(Text, default="[]")
    cells: Mapped[str] = mapped_column(Text, default="{}")
    said: Mapped[str] = mapped_column(Text, default="{}")
    made: Mapped[str] = mapped_column(Text, default="{}")
    subject: Mapped[str] = mapped_column(String(40), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    is_current: Mapped[bool] = mapped_column(default=False)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("import_row.id"))
    review: Mapped[str | None] = mapped_column(String(10))
    reviewed_at: Mapped[datetime | None] = mapped_column(Instant)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    superseded_in_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))

    batch: Mapped[ImportBatch] = relationship(foreign_keys=[batch_id], lazy="joined", innerjoin=True)
    case: Mapped[Case | None] = relationship()

    @property
    def sentences(self) -> list[str]:
        return json.loads(self.messages)


class TextPosting(Base):
    """What one day's texts took from one fund: the charges that name `key`, converted and rounded once.

    `day`: when the prices became known. `micros`: their sum, in millionths of the carrier's `currency`.
    `rate_minor`: our centavos for 100 of it. `amount_minor`: centavos booked by `entry_id`; None where every
    share came to less than half a centavo.
    """

    __tablename__ = "text_posting"
    __table_args__ = (
        CheckConstraint("rate_minor > 0", name="rate"),
        CheckConstraint("amount_minor = 0 OR entry_id IS NOT NULL", name="booked"),
        Index("ix_text_posting_day", "day", "fund_id"),
        Index("ix_text_posting_fund", "fund_id", "day", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    day: Mapped[date]
    currency: Mapped[str] = mapped_column(String(3))
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    rate_minor: Mapped[int] = mapped_column(BigInteger)
    micros: Mapped[int] = mapped_column(BigInteger)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), unique=True)
    posted_at: Mapped[datetime] = mapped_column(Instant)

    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)
    entry: Mapped[Entry | None] = relationship(lazy="joined")

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.fund.currency)


class Watermark(Base):
    """How far a job has come that goes through rows in turn: the number of the last one it has seen."""

    __tablename__ = "watermark"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    position: Mapped[int]


append_only("text_posting")
