"""What is sent when, and in which words: data that people edit."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant
from app.foundation.triggers import append_only
from app.messaging.reminders import ANCHORS, AUDIENCES

OWN = "own_"


class ReminderRow(Base):
    """One line of the policy, as data: reminders.Reminder says what its columns mean. `weekdays` are the figures of
    the allowed days, Monday 0: `01234`; empty: any."""

    __tablename__ = "reminder"
    __table_args__ = (
        CheckConstraint(f"anchor IN {ANCHORS}", name="anchor"),
        CheckConstraint(f"audience IN {AUDIENCES}", name="audience"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    anchor: Mapped[str] = mapped_column(String(12))
    audience: Mapped[str] = mapped_column(String(16))
    days: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int] = mapped_column(default=0)
    at: Mapped[time | None]
    lasts_minutes: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    weekdays: Mapped[str] = mapped_column(String(7), default="", server_default="")
    language: Mapped[str | None] = mapped_column(String(8))


class MessageKind(Base):
    """A kind of text that the programme made itself: one person proposes it, another says yes or no."""

    __tablename__ = "message_kind"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="second_person"),
        CheckConstraint("state IN ('proposed', 'approved', 'declined')", name="state"),
        CheckConstraint("(state = 'proposed') = (decided_by_id IS NULL)", name="decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)

    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    @property
    def code(self) -> str:
        """What messages, lines and texts call it."""
        return f"{OWN}{self.id}"


class TemplateVersion(Base):
    """The words of a text: the shipped ones as they were when they went out, and every wording of the programme's
    own, with who wrote it. The newest that may be sent is in use."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("key", "version", name="uq_template_version_key_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    brief: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(Instant)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    written_by: Mapped[User | None] = relationship()


class TemplateCheck(Base):
    """A speaker has read one version in their language and said that it is right. Append-only."""

    __tablename__ = "template_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    template_version_id: Mapped[int] = mapped_column(ForeignKey("template_version.id"), unique=True)
    speaker: Mapped[str] = mapped_column(String(80))
    checked_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(Instant)

    recorded_by: Mapped[User] = relationship()


class PolicyChange(Base):
    """The policy or the words changed: the appointments ahead are gone through, by id, until `done_at`."""

    __tablename__ = "policy_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    after_id: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Instant)


append_only("template_version")
append_only("template_check")
