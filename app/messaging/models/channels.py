"""The ways out, whose turn it is, and the simulated carrier's own log."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Instant
from app.foundation.triggers import append_only

RINGS = ("answered", "refused", "wrong_key", "ended")
CONDITIONS = ("on", "off", "dead")


class TickSlot(Base):
    """Who has the tick: of many schedulers, the one whose row went in does the work of this slot."""

    __tablename__ = "tick_slot"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(Instant)


class Channel(Base):
    """A way out. It is paused when the carrier refuses the account itself, until a person resumes it.

    What all workers share: no text starts before `free_at` (pace.py); `counted_segments` were claimed on the local
    day `counted_on`; on `capped_on` they reached the daily cap.
    """

    __tablename__ = "channel"

    name: Mapped[str] = mapped_column(String(12), primary_key=True)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    code: Mapped[str | None] = mapped_column(String(12))
    resumed_at: Mapped[datetime | None] = mapped_column(Instant)
    resumed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    free_at: Mapped[datetime | None] = mapped_column(Instant)
    counted_on: Mapped[date | None]
    counted_segments: Mapped[int] = mapped_column(default=0, server_default="0")
    capped_on: Mapped[date | None]


class SimulatedText(Base):
    """The simulated carrier's own append-only log of what it accepted: the oracle of every sending test."""

    __tablename__ = "simulated_text"
    __table_args__ = (Index("ix_simulated_text_to_number", "to_number", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(String(64), unique=True)
    message_id: Mapped[int]
    to_number: Mapped[str] = mapped_column(String(16))
    body: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(10), default="sms", server_default="sms")
    accepted_at: Mapped[datetime] = mapped_column(Instant)


class SimulatedRing(Base):
    """What whoever sits at the screen did with a simulated call, in the carrier's log: each event once a call."""

    __tablename__ = "simulated_ring"
    __table_args__ = (
        CheckConstraint(f"event IN {RINGS}", name="event"),
        UniqueConstraint("sid", "event", name="uq_simulated_ring_sid_event"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(String(64))
    event: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Instant)


class SimulatedLine(Base):
    """How a telephone of the simulator is just now; one that nobody has touched is on."""

    __tablename__ = "simulated_line"
    __table_args__ = (CheckConstraint(f"condition IN {CONDITIONS}", name="condition"),)

    number: Mapped[str] = mapped_column(String(16), primary_key=True)
    condition: Mapped[str] = mapped_column(String(8))


append_only("simulated_text")
append_only("simulated_ring")
