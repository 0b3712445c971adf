"""The programme's vehicles, and what they were told to drive."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Case, Place
from app.foundation.db import Base, Instant, money_columns, only_where
from app.foundation.money import Money

from ..vehicle_days import OUT_REASONS
from .trips import Trip


class Vehicle(Base):
    """`seats`: how many ride besides the driver; `home`: where it sleeps.

    `chairs`: how many ride in their wheelchair, and each of them takes `chair_seats` of the seats. `days`: the weekdays
    on which it goes out, as the route book writes them.
    """

    __tablename__ = "vehicle"
    __table_args__ = (
        CheckConstraint("seats >= 1", name="seats"),
        CheckConstraint("per_km_minor >= 0", name="per_km"),
        CheckConstraint("chairs >= 0 AND chair_seats >= 0", name="chairs"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    plate: Mapped[str] = mapped_column(String(12), default="", server_default="")
    seats: Mapped[int]
    home_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    per_km: Mapped[Money] = money_columns("per_km")
    driver_name: Mapped[str] = mapped_column(String(80))
    driver_phone: Mapped[str] = mapped_column(String(40), default="", server_default="")
    active: Mapped[bool] = mapped_column(default=True, server_default="1")
    chairs: Mapped[int] = mapped_column(default=0, server_default="0")
    chair_seats: Mapped[int] = mapped_column(default=1, server_default="1")
    days: Mapped[str] = mapped_column(String(40), default="daily", server_default="daily")

    home: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
    outs: Mapped[list["VehicleOut"]] = relationship(
        order_by="[VehicleOut.starts_on, VehicleOut.id]", lazy="selectin", back_populates="vehicle",
        primaryjoin="and_(Vehicle.id == VehicleOut.vehicle_id, VehicleOut.removed_at.is_(None))",
    )  # fmt: skip

    @property
    def driver(self) -> str:
        return f"{self.driver_name} · {self.driver_phone}" if self.driver_phone else self.driver_name


class VehicleOut(Base):
    """Days on which a vehicle does not go out, both included; without an end until somebody says so."""

    __tablename__ = "vehicle_out"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="dates"),
        CheckConstraint(f"reason IN {OUT_REASONS}", name="reason"),
        Index("ix_vehicle_out_vehicle", "vehicle_id", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(120), default="", server_default="")
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    removed_at: Mapped[datetime | None] = mapped_column(Instant)

    vehicle: Mapped[Vehicle] = relationship(back_populates="outs")


class KeptApart(Base):
    """Two families who share no vehicle, and why; the lower case first, so that a pair stands once."""

    __tablename__ = "kept_apart"
    __table_args__ = (
        CheckConstraint("case_id < other_id", name="two_families"),
        CheckConstraint("reason <> ''", name="reason"),
        Index("uq_kept_apart_live", "case_id", "other_id", unique=True, **only_where("lifted_at IS NULL")),
        Index("ix_kept_apart_other", "other_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    reason: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Instant)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    case: Mapped[Case] = relationship(foreign_keys=[case_id])
    other: Mapped[Case] = relationship(foreign_keys=[other_id])
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])


class VehicleRun(Base):
    """One vehicle's day in one direction, as somebody accepted it. `undone_at`: everybody travels as before."""

    __tablename__ = "vehicle_run"
    __table_args__ = (
        CheckConstraint("direction IN ('there', 'home')", name="direction"),
        CheckConstraint("metres >= 0", name="metres"),
        Index("ix_vehicle_run_day", "on_day", "direction"),
        Index(
            "uq_vehicle_run_live", "vehicle_id", "on_day", "direction", unique=True,
            **only_where("undone_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicle.id"))
    on_day: Mapped[date]
    direction: Mapped[str] = mapped_column(String(5))
    metres: Mapped[int] = mapped_column(Integer)
    cost: Mapped[Money] = money_columns("cost")
    accepted_at: Mapped[datetime] = mapped_column(Instant)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)

    vehicle: Mapped[Vehicle] = relationship(lazy="joined", innerjoin=True)
    accepted_by: Mapped[User | None] = relationship()
    rides: Mapped[list["VehicleRide"]] = relationship(order_by="VehicleRide.gets_on_at, VehicleRide.id")


class VehicleRide(Base):
    """One party on a run. While it stands, that way of their trip is on no other run, by constraint."""

    __tablename__ = "vehicle_ride"
    __table_args__ = (
        CheckConstraint("gets_on_at < gets_off_at", name="takes_time"),
        UniqueConstraint("run_id", "trip_id", name="uq_vehicle_ride_run_id_trip_id"),
        Index("uq_vehicle_ride_standing", "trip_id", "direction", unique=True, **only_where("standing")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("vehicle_run.id"))
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"))
    direction: Mapped[str] = mapped_column(String(5))
    seats: Mapped[int]
    gets_on_at: Mapped[datetime] = mapped_column(Instant)
    gets_off_at: Mapped[datetime] = mapped_column(Instant)
    detour_minutes: Mapped[int]
    former: Mapped[str] = mapped_column(Text)  # the plan and the budget's standing before, as JSON
    standing: Mapped[bool] = mapped_column(default=True)

    trip: Mapped[Trip] = relationship(lazy="joined", innerjoin=True)
