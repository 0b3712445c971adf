"""Messages and everything that happened to them. States and moves: moves.py, enforced by a trigger."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cases.models import Case, Person
from app.foundation.db import Base, Instant, only_where
from app.foundation.triggers import append_only, guarded
from app.messaging.moves import STATES, guard_statements

CHANNELS = ("sms", "whatsapp", "voice")
RUNGS = ("first", "retry", "other_phone")
OUTCOMES = ("accepted", "not_sent", "refused", "unknown", "dropped")
SOURCES = ("outbox", "callback", "list", "person", "reconcile", "restore")


class Message(Base):
    """One text to one person. The person is stored; the number is resolved when it is sent.

    `wanted_key` names what policy and facts ask for; one row that was not withdrawn may hold it. While it is
    claimed or sending, `claim_token` says by whom, until `lease_until`. `reason` is a code of
    `reach.REASONS` or of the carrier's `code`. `event_at` is what the text is about: the departure,
    the return, the visit. `spoken` is the text as a call says it, None where the voice does not know its language;
    `said` is what a call did say: that, or for a relayed one only whom to call. `price_micros` is what the carrier
    asks for it in all, in millionths of its currency (costs.py); `price_look_at` is when it is asked next.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint(f"rung IN {RUNGS}", name="rung"),
        CheckConstraint("expires_at > not_before", name="expires_after_it_may_go"),
        CheckConstraint("segments BETWEEN 1 AND 10", name="segments"),
        CheckConstraint("state NOT IN ('claimed', 'sending') OR claim_token IS NOT NULL", name="claimed_by"),
        CheckConstraint("state NOT IN ('claimed', 'sending') OR lease_until IS NOT NULL", name="leased"),
        CheckConstraint("state NOT IN ('sending', 'accepted') OR to_number IS NOT NULL", name="addressed"),
        CheckConstraint("person_id IS NOT NULL OR to_number IS NOT NULL", name="for_somebody"),
        CheckConstraint("retry_of_id IS NULL OR retry_of_id < id", name="retries_an_earlier_one"),
        Index(
            "uq_message_wanted", "wanted_key", unique=True,
            **only_where("state <> 'cancelled' AND retry_of_id IS NULL"),
        ),
        Index("uq_message_in_flight", "to_number", "body_digest", unique=True,
              **only_where("state IN ('sending', 'unknown') AND to_number IS NOT NULL")),
        Index("uq_message_call_in_flight", "to_number", unique=True,
              **only_where("channel = 'voice' AND state IN ('sending', 'unknown')")),
        Index("ix_message_due", "priority", "not_before", "id", **only_where("state = 'planned'")),
        Index("ix_message_due_any_hour", "priority", "not_before", "id",
              **only_where("state = 'planned' AND any_hour")),
        Index("ix_message_expiring", "expires_at", **only_where("state IN ('planned', 'claimed')")),
        Index("ix_message_leased", "lease_until", **only_where("state IN ('claimed', 'sending')")),
        Index("ix_message_doubtful", "look_at", **only_where("state = 'unknown'")),
        Index("ix_message_follows", "retry_of_id", **only_where("retry_of_id IS NOT NULL")),
        Index("ix_message_about", "about", "id"),
        Index("ix_message_case", "case_id", "id"),
        Index("ix_message_number", "to_number", "id"),
        Index("ix_message_state", "state", "id"),
        Index("ix_message_stuck", "event_at", "id", **only_where(
            "call_raised_at IS NULL AND state IN ('failed', 'undelivered', 'manual', 'expired', 'cancelled')"
        )),
        Index("ix_message_asked", "sent_at", **only_where(
            "asks <> '' AND answered_at IS NULL AND call_raised_at IS NULL"
        )),
        Index("ix_message_price_look", "price_look_at", "id", **only_where("price_look_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(60))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    role: Mapped[str] = mapped_column(String(12), default="anyone")
    channel: Mapped[str] = mapped_column(String(10), default="sms")
    template: Mapped[str | None] = mapped_column(String(60))
    template_version: Mapped[int | None]
    body: Mapped[str] = mapped_column(Text)
    body_digest: Mapped[str] = mapped_column(String(32))
    spoken: Mapped[str | None] = mapped_column(Text)
    said: Mapped[str | None] = mapped_column(Text)
    segments: Mapped[int]
    asks: Mapped[str] = mapped_column(String(60), default="")
    promises_call: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    call_raised_at: Mapped[datetime | None] = mapped_column(Instant)
    event_at: Mapped[datetime | None] = mapped_column(Instant)
    not_before: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    any_hour: Mapped[bool] = mapped_column(default=False)
    priority: Mapped[int] = mapped_column(default=5)
    state: Mapped[str] = mapped_column(String(12), default="planned")
    reason: Mapped[str | None] = mapped_column(String(24))
    code: Mapped[str | None] = mapped_column(String(12))
    wanted_key: Mapped[str | None] = mapped_column(String(120))
    retry_of_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    rung: Mapped[str] = mapped_column(String(12), default="first")
    phone_id: Mapped[int | None] = mapped_column(ForeignKey("phone.id"))
    to_number: Mapped[str | None] = mapped_column(String(16))
    claim_token: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    sending_at: Mapped[datetime | None] = mapped_column(Instant)
    unknown_at: Mapped[datetime | None] = mapped_column(Instant)
    absent_at: Mapped[datetime | None] = mapped_column(Instant)
    look_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    sid: Mapped[str | None] = mapped_column(String(64), unique=True)
    price_micros: Mapped[int | None] = mapped_column(BigInteger)
    price_currency: Mapped[str | None] = mapped_column(String(3))
    priced_at: Mapped[datetime | None] = mapped_column(Instant)
    price_look_at: Mapped[datetime | None] = mapped_column(Instant)
    price_given_up_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    person: Mapped[Person | None] = relationship()
    case: Mapped[Case | None] = relationship()
    events: Mapped[list["MessageEvent"]] = relationship(order_by="MessageEvent.id", back_populates="message")


class Attempt(Base):
    """One time that we were about to hand a text to the carrier, committed before any byte of it left."""

    __tablename__ = "attempt"
    __table_args__ = (
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
        UniqueConstraint("message_id", "ordinal", name="uq_attempt_message_id_ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    ordinal: Mapped[int]
    to_number: Mapped[str] = mapped_column(String(16))
    began_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(10))
    code: Mapped[str | None] = mapped_column(String(12))
    sid: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[str | None] = mapped_column(String(200))


class MessageEvent(Base):
    """What was learned about a message, in the order we learned it. Append-only; a callback counts once."""

    __tablename__ = "message_event"
    __table_args__ = (
        CheckConstraint(f"source IN {SOURCES}", name="source"),
        Index("ix_message_event_message", "message_id", "id"),
        Index("uq_message_event_callback", "sid", "status", unique=True, **only_where("source = 'callback'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    source: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(16))
    moved: Mapped[bool] = mapped_column(default=True)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    sid: Mapped[str | None] = mapped_column(String(64))
    code: Mapped[str | None] = mapped_column(String(12))
    detail: Mapped[str | None] = mapped_column(String(200))

    message: Mapped[Message] = relationship(back_populates="events")


append_only("message_event")
guarded(guard_statements)
