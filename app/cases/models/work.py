"""The day's work: notes and calls on a case, and tasks with a reason and an hour."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant, only_where

from .cases import Case

TASK_KINDS = (
    "call", "date", "review", "decline", "urgent", "money", "outcome", "counter_referral", "relay", "papers",
    "travel", "other",
)  # fmt: skip


class Note(Base):
    """Something a person did or heard. `occurred_at` is apart from `recorded_at` (P7). `number`: on which phone."""

    __tablename__ = "note"
    __table_args__ = (
        Index("ix_note_case", "case_id", "id"),
        Index("ix_note_number", "number", "id"),
        CheckConstraint("kind IN ('note', 'call', 'visit', 'whatsapp', 'event')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(String(10), default="note")
    text: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(String(20))  # of a call: answered, no_answer, off, wrong, relayed
    occurred_at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    number: Mapped[str | None] = mapped_column(String(20))

    author: Mapped[User | None] = relationship(lazy="joined")


class Task(Base):
    """`key` makes raising idempotent: one open task per key, however often its cause is seen.

    `person_id` is whom it is about, where it is a call whom to call; `about` what (`appointment:7`).
    """

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint(f"kind IN {TASK_KINDS}", name="kind"),
        Index("ix_task_due", "due_at", "id", **only_where("done_at IS NULL")),
        Index("uq_task_open_key", "key", unique=True, **only_where("done_at IS NULL")),
        Index("ix_task_case", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(String(400))
    key: Mapped[str] = mapped_column(String(120))
    due_at: Mapped[datetime] = mapped_column(Instant)
    urgent: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    raised_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    result: Mapped[str | None] = mapped_column(String(400))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str | None] = mapped_column(String(60))

    case: Mapped[Case | None] = relationship(lazy="joined")
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id], lazy="joined")
