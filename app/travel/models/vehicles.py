"""The programme's vehicles, and what they were told to drive."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Place
from app.foundation.db import Base, Instant, money_columns, only_where
from app.foundation.money import Money

from .trips import Trip


class Vehicle(Base):
    """`seats`: how many ride besides the driver; `home`: where it sleeps."""

    __tablename__ = "vehicle"
    __table_args__ = (
        CheckConstraint("seats >= 1", name="seats"),
        CheckConstraint("per_km_minor >= 0", name="per_km"),
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

    home: Mapped[Place] = relationship(lazy="joined", innerjoin=True)

    @property
    def driver(self) -> str:
        return f"{self.driver_name} · {self.driver_phone}" if self.driver_phone else self.driver_name


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
