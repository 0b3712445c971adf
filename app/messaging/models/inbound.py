"""What comes from phones, and who wants no more texts on which."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Case, Person
from app.foundation.db import Base, Instant, only_where
from app.messaging.answers import MEANINGS
from app.messaging.models.messages import Message

INBOX = ("unread", "open", "done")


class Inbound(Base):
    """What came from a phone: a text, a missed call, a key during our call. One row a SID, however often it is
    delivered."""

    __tablename__ = "inbound"
    __table_args__ = (
        CheckConstraint(f"state IN {INBOX}", name="state"),
        CheckConstraint("channel IN ('sms', 'missed_call', 'whatsapp', 'voice')", name="channel"),
        CheckConstraint(f"meaning IN {tuple(MEANINGS)}", name="meaning"),
        Index("ix_inbound_open", "id", **only_where("state <> 'done'")),
        Index("ix_inbound_number", "from_number", "id"),
        Index("ix_inbound_case", "case_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(12), default="sms")
    from_number: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)
    meaning: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    about: Mapped[str | None] = mapped_column(String(60))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    unclear_whose: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(8), default="unread")
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    received_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    person: Mapped[Person | None] = relationship()
    case: Mapped[Case | None] = relationship()
    answers: Mapped[Message | None] = relationship()
    assigned_to: Mapped[User | None] = relationship(foreign_keys=[assigned_to_id])

    def task_key(self, kind: str, about: str | None, person_id: int | None) -> str:
        """One task a kind, matter and person, however often they write; a matter unknown is their number."""
        return f"answer:{kind}:{about or f'number:{self.from_number}'}:{person_id or ''}"


class Talk(Base):
    """What is known of a number apart from its texts: whether somebody is writing with it, and if it is nobody's.

    Until `waits_until` automatic texts wait, because `with_id` is writing with that number. `who_asked_at`: we
    asked a stranger, once, who they are. `not_ours_at`: it is none of our people; it asks for nobody's time.
    """

    __tablename__ = "talk"

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    waits_until: Mapped[datetime | None] = mapped_column(Instant)
    with_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    who_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    not_ours_at: Mapped[datetime | None] = mapped_column(Instant)
    not_ours_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class OptOut(Base):
    """A person who wants no texts on a number. Another person on the same number is not muted by it."""

    __tablename__ = "opt_out"
    __table_args__ = (
        CheckConstraint("source IN ('text', 'carrier', 'person')", name="source"),
        Index("uq_opt_out_live", "number", "person_id", unique=True, **only_where("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    source: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
