"""What is sent when, and in which words: data that people edit."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Instant
from app.foundation.triggers import append_only
from app.messaging.rules import ANCHORS, AUDIENCES


class ReminderRow(Base):
    """One line of the policy, as data: rules.Reminder says what its columns mean."""

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


class TemplateVersion(Base):
    """The words of a template as they were when texts with them went out."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("key", "version", name="uq_template_version_key_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    brief: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(Instant)


append_only("template_version")
