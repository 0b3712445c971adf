"""Appointments as hospitals give them: a wall-clock time and its zone, with more or less precision (P3)."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.clock import at_wall
from app.foundation.db import Base, Instant, only_where

from .cases import Case
from .places import Place, Service

PRECISIONS = ("datetime", "date", "week", "waiting")
STATES = (
    "requested", "waitlisted", "booked", "attended", "not_seen", "no_show", "cancelled_hospital",
    "cancelled_patient", "rescheduled",
)  # fmt: skip
CONFIRMATIONS = ("unknown", "confirmed", "declined", "unreachable")


class Appointment(Base):
    """`on_day` and `at_time` are the hospital's wall clock in `zone`; the instants are derived.

    `tentative`: a later date of a series; it texts nobody, reserves nothing, commits no money.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"precision IN {PRECISIONS}", name="precision"),
        CheckConstraint(f"confirmation IN {CONFIRMATIONS}", name="confirmation"),
        CheckConstraint("precision = 'waiting' OR on_day IS NOT NULL", name="dated"),
        CheckConstraint("precision <> 'datetime' OR at_time IS NOT NULL", name="timed"),
        Index("ix_appointment_case", "case_id", "id"),
        Index("ix_appointment_day", "on_day", "id"),
        Index("ix_appointment_next", "next_id", **only_where("next_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    hospital_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    precision: Mapped[str] = mapped_column(String(10), default="datetime")
    on_day: Mapped[date | None]
    at_time: Mapped[time | None]
    present_at: Mapped[time | None]  # hora de presentarse: the planner's deadline
    zone: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20), default="booked")
    confirmation: Mapped[str] = mapped_column(String(12), default="unknown")
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    tentative: Mapped[bool] = mapped_column(default=False)
    next_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    changed_by: Mapped[str | None] = mapped_column(String(12))  # who caused the move: hospital, patient, programme
    change_reason: Mapped[str | None] = mapped_column(String(200))
    past_reason: Mapped[str | None] = mapped_column(String(200))  # why a past one was entered
    outcome_note: Mapped[str | None] = mapped_column(String(400))
    no_show_cause: Mapped[str | None] = mapped_column(String(30))
    outcome_on: Mapped[date | None]  # the day it happened, apart from when somebody wrote it down (P7)
    outcome_at: Mapped[datetime | None] = mapped_column(Instant)  # when it was written down: moved or called off too
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
    hospital: Mapped[Place | None] = relationship(lazy="joined")
    service: Mapped[Service | None] = relationship(lazy="joined")
    preconditions: Mapped[list["Precondition"]] = relationship(order_by="Precondition.id")

    @property
    def starts_at(self) -> datetime | None:
        """The instant, for an appointment with date and time; None otherwise."""
        if self.on_day is None or self.at_time is None:
            return None
        return at_wall(self.on_day, self.at_time, self.zone)


class Precondition(Base):
    """What must be there before the visit: laboratory, medicine, assessment, so many donors."""

    __tablename__ = "precondition"
    __table_args__ = (
        CheckConstraint("kind IN ('laboratory', 'medicine', 'assessment', 'donors', 'document')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    detail: Mapped[str] = mapped_column(String(200))
    responsible: Mapped[str | None] = mapped_column(String(120))
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None] = mapped_column(Instant)
