"""A trip, what happened to it, and who goes."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Appointment, Case, Person, Place
from app.foundation.db import Base, Instant, only_where

from ..rules import FARE_CLASSES, LIVE, MEMBER_KINDS, PREFERENCES, TRIP_STATES

if TYPE_CHECKING:
    from .plan import BedNight, Leg, Stay


class Trip(Base):
    """How somebody gets to an appointment and home. What it costs and who paid is finance's.

    `departed_at`, `arrived_at`, `returned_at`: when it happened; when somebody wrote it down is in TripEvent.
    """

    __tablename__ = "trip"
    __table_args__ = (
        CheckConstraint(f"state IN {TRIP_STATES}", name="state"),
        CheckConstraint(f"preference IN {PREFERENCES}", name="preference"),
        CheckConstraint("(state = 'cancelled') = (cancelled_reason IS NOT NULL)", name="cancelled_with_reason"),
        CheckConstraint("present_at <= ends_at AND ends_at <= ready_at", name="visit_in_order"),
        Index(
            "uq_trip_live_appointment", "appointment_id", unique=True, **only_where("state <> 'cancelled'"),
        ),
        Index("ix_trip_case", "case_id", "id"),
        Index(
            "ix_trip_under_way", "departs_at", **only_where(f"state IN {LIVE}"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"))
    origin_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    hospital_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    state: Mapped[str] = mapped_column(String(10))
    preference: Mapped[str] = mapped_column(String(12))
    present_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    ready_at: Mapped[datetime] = mapped_column(Instant)  # the end of the visit, or of the nights in the ward
    departs_at: Mapped[datetime | None] = mapped_column(Instant)  # as planned; None while no way is known
    returns_at: Mapped[datetime | None] = mapped_column(Instant)
    departed_at: Mapped[datetime | None] = mapped_column(Instant)
    arrived_at: Mapped[datetime | None] = mapped_column(Instant)
    returned_at: Mapped[datetime | None] = mapped_column(Instant)
    open_since: Mapped[datetime | None] = mapped_column(Instant)  # no way home is planned: decided day by day
    evenings_before: Mapped[int] = mapped_column(default=0, server_default="0")  # wished above what the plan needs
    evenings_after: Mapped[int] = mapped_column(default=0, server_default="0")
    cancelled_reason: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    case: Mapped[Case] = relationship()
    appointment: Mapped[Appointment] = relationship()
    origin: Mapped[Place] = relationship(foreign_keys=[origin_id], lazy="joined", innerjoin=True)
    hospital: Mapped[Place] = relationship(foreign_keys=[hospital_id], lazy="joined", innerjoin=True)
    travellers: Mapped[list["Traveller"]] = relationship(order_by="Traveller.id", back_populates="trip")
    legs: Mapped[list["Leg"]] = relationship(
        order_by="[Leg.departs_at, Leg.id]", back_populates="trip", cascade="all, delete-orphan"
    )
    stays: Mapped[list["Stay"]] = relationship(
        order_by="[Stay.check_in, Stay.id]", back_populates="trip", cascade="all, delete-orphan"
    )
    nights: Mapped[list["BedNight"]] = relationship(
        order_by="[BedNight.night, BedNight.traveller_id]", back_populates="trip", cascade="all, delete-orphan"
    )
    events: Mapped[list["TripEvent"]] = relationship(order_by="TripEvent.id")
    dates: Mapped[list["TripDate"]] = relationship(
        order_by="TripDate.position", back_populates="trip", cascade="all, delete-orphan"
    )

    @property
    def last_present_at(self) -> datetime:
        """Until when they must be at the last of the dates that it serves."""
        return max([self.present_at, *(date.present_at for date in self.dates)])


class TripDate(Base):
    """A date that a trip serves, or has served: the first by `position` is the one they leave home for.

    `appointment_id` of the trip itself is the one that comes next. `standing`: False once the trip was called off.
    """

    __tablename__ = "trip_date"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position"),
        CheckConstraint("present_at <= ready_at", name="visit_in_order"),
        UniqueConstraint("trip_id", "appointment_id", name="uq_trip_date_trip_id_appointment_id"),
        Index(
            "uq_trip_date_standing", "appointment_id", unique=True, **only_where("standing"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"))
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointment.id"), index=True)
    position: Mapped[int]
    hospital_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    present_at: Mapped[datetime] = mapped_column(Instant)
    ready_at: Mapped[datetime] = mapped_column(Instant)
    standing: Mapped[bool]

    trip: Mapped[Trip] = relationship(back_populates="dates")
    appointment: Mapped[Appointment] = relationship()
    hospital: Mapped[Place] = relationship()


class TripEvent(Base):
    """What happened to a trip: when it occurred, and when and by whom it was recorded (P7)."""

    __tablename__ = "trip_event"
    __table_args__ = (
        CheckConstraint(f"kind IN {TRIP_STATES + ('replanned', 'corrected')}", name="kind"),
        Index("ix_trip_event_trip", "trip_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"))
    kind: Mapped[str] = mapped_column(String(10))
    occurred_at: Mapped[datetime] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str | None] = mapped_column(String(200))

    recorded_by: Mapped[User | None] = relationship(lazy="joined")


class Traveller(Base):
    """One person of a trip's party, with a fare class; rides, seats and nights are each one's own (P2)."""

    __tablename__ = "traveller"
    __table_args__ = (
        CheckConstraint(f"kind IN {MEMBER_KINDS}", name="kind"),
        CheckConstraint(f"fare_class IN {FARE_CLASSES}", name="fare_class"),
        UniqueConstraint("trip_id", "person_id", name="uq_traveller_trip_id_person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    fare_class: Mapped[str] = mapped_column(String(4), default="full")
    away_until: Mapped[datetime | None] = mapped_column(Instant)  # who died on the way: no bed or meal after it
    joins_at: Mapped[datetime | None] = mapped_column(Instant)  # of the party since then; None: from the beginning
    leaves_at: Mapped[datetime | None] = mapped_column(Instant)  # goes home before the others, then
    came_home: Mapped[bool | None]

    trip: Mapped[Trip] = relationship(back_populates="travellers")
    person: Mapped[Person | None] = relationship()
