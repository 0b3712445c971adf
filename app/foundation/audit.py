"""Who did what, and who looked: append-only, changes hash-chained so that a changed row is found."""

import hashlib
import json
from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, Instant, db
from .triggers import append_only


class AuditEvent(Base):
    """A change or an export. `hash` covers this row and the one before it."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120))
    details: Mapped[str] = mapped_column(Text, default="{}")
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Look(Base):
    """Somebody opened a page that shows a person. Plain rows: one insert each."""

    __tablename__ = "look"
    __table_args__ = (Index("ix_look_subject", "subject", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    user_id: Mapped[int | None]  # no foreign key: the foundation knows no feature
    subject: Mapped[str] = mapped_column(String(120))


class AuditHead(Base):
    """The end of the chain, one row: whoever adds to it locks it. A tail that was cut off is missed here."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


append_only("audit_event")
append_only("look")


def digest(previous: str, at: datetime, by: str, action: str, subject: str, details: str) -> str:
    """The chain's link: SHA-256 over the link before and this row's words, in hexadecimal."""
    parts = (previous, at.isoformat(), by, action, subject, details)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def record(action: str, subject: str, by: object, **details: object) -> AuditEvent:
    """Adds one change to the chain, inside the caller's transaction. `by` is a user, or the name of a job."""
    head = db.session.get_one(AuditHead, 1, with_for_update=True, populate_existing=True)
    previous = head.hash
    at, who = clock.now(), getattr(by, "email", None) or str(by or "system")
    words = json.dumps(details, ensure_ascii=False, sort_keys=True, default=str)
    event = AuditEvent(at=at, by=who, action=action, subject=subject, details=words, prev_hash=previous)
    event.hash = digest(previous, at, who, action, subject, words)
    db.session.add(event)
    db.session.flush()
    head.event_id, head.hash = event.id, event.hash
    db.session.flush()
    return event


def told_of(subject: str, actions: Collection[str]) -> list[AuditEvent]:
    """What was done to one subject, of these actions, oldest first."""
    wanted = select(AuditEvent).where(AuditEvent.subject == subject, AuditEvent.action.in_(actions))
    return list(db.session.scalars(wanted.order_by(AuditEvent.id)))


def details_of(event: AuditEvent) -> dict[str, object]:
    return json.loads(event.details)


def next_id() -> int:
    """The id from which on events of this transaction are."""
    return (db.session.scalar(select(func.max(AuditEvent.id))) or 0) + 1


def look(user_id: int | None, subject: str) -> None:
    """Notes that `user_id` saw `subject`. The caller's transaction is a short one of its own."""
    db.session.add(Look(at=clock.now(), user_id=user_id, subject=subject))


def subjects_since(event_id: int, limit: int) -> list[tuple[int, str]]:
    """(id, subject) of the changes after this one, oldest first."""
    rows = select(AuditEvent.id, AuditEvent.subject).where(AuditEvent.id > event_id)
    return [(row.id, row.subject) for row in db.session.execute(rows.order_by(AuditEvent.id).limit(limit))]


def verify() -> Iterator[str]:
    """Findings: the first row of the chain whose words no longer give its hash; else a head that says otherwise."""
    previous, last = "", 0
    rows = select(AuditEvent.__table__).order_by(AuditEvent.id).execution_options(yield_per=2000)
    for event in db.session.execute(rows):
        expected = digest(previous, event.at, event.by, event.action, event.subject, event.details)
        if (event.prev_hash, event.hash) != (previous, expected):
            yield f"audit_event {event.id} was changed, or one before it is gone"
            return
        previous, last = event.hash, event.id
    head = db.session.get(AuditHead, 1, populate_existing=True)
    if head is None or (head.event_id, head.hash) != (last, previous):
        yield f"audit_event {last} is the last one, the chain's head says {head and head.event_id}"
