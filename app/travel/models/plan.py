"""What was planned for a party: rides and seats, stays and beds, a line per person and night."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cases.models import Place
from app.foundation.db import Base, Instant, money_columns
from app.foundation.money import Money

from ..book import MODES
from ..rules import NIGHT_KINDS
from .trips import Traveller, Trip


class Leg(Base):
    """One ride. `by_hand`: a person corrected what the book says; `late`: on the way there, after the deadline."""

    __tablename__ = "leg"
    __table_args__ = (
        CheckConstraint("direction IN ('there', 'home')", name="direction"),
        CheckConstraint(f"mode IN {MODES}", name="mode"),
        CheckConstraint("departs_at < arrives_at", name="takes_time"),
        Index("ix_leg_trip", "trip_id", "departs_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"))
    direction: Mapped[str] = mapped_column(String(5))
    from_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    route_id: Mapped[int | None] = mapped_column(ForeignKey("route.id"))
    mode: Mapped[str] = mapped_column(String(12))
    departs_at: Mapped[datetime] = mapped_column(Instant)
    arrives_at: Mapped[datetime] = mapped_column(Instant)
    dark_minutes: Mapped[int] = mapped_column(default=0)
    estimate: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)
    meeting_point: Mapped[str | None] = mapped_column(String(120))
    driver: Mapped[str | None] = mapped_column(String(80))
    note: Mapped[str | None] = mapped_column(String(200))

    trip: Mapped[Trip] = relationship(back_populates="legs")
    origin: Mapped[Place] = relationship(foreign_keys=[from_id], lazy="joined", innerjoin=True)
    destination: Mapped[Place] = relationship(foreign_keys=[to_id], lazy="joined", innerjoin=True)
    seats: Mapped[list["Seat"]] = relationship(back_populates="leg", order_by="Seat.id", cascade="all, delete-orphan")

    @property
    def fare(self) -> Money:
        """What the whole party pays."""
        return sum((seat.fare for seat in self.seats), Money.zero())


class Seat(Base):
    """One traveller's place on one ride, at that traveller's fare: nobody has two on the same ride."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("leg_id", "traveller_id", name="uq_seat_leg_id_traveller_id"),
        CheckConstraint("fare_minor >= 0", name="fare"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    leg_id: Mapped[int] = mapped_column(ForeignKey("leg.id"))
    traveller_id: Mapped[int] = mapped_column(ForeignKey("traveller.id"), index=True)
    fare: Mapped[Money] = money_columns("fare")

    leg: Mapped[Leg] = relationship(back_populates="seats")
    traveller: Mapped[Traveller] = relationship()


class Stay(Base):
    """Nights at one lodging: held when the trip is chosen, confirmed once somebody there said yes."""

    __tablename__ = "stay"
    __table_args__ = (
        CheckConstraint("state IN ('held', 'confirmed', 'in', 'out')", name="state"),
        CheckConstraint("nights >= 1", name="nights"),
        Index("ix_stay_place", "place_id", "check_in"),
        Index("ix_stay_trip", "trip_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    check_in: Mapped[datetime] = mapped_column(Instant)
    nights: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="held")
    confirmed_with: Mapped[str | None] = mapped_column(String(120))

    trip: Mapped[Trip] = relationship(back_populates="stays")
    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
    beds: Mapped[list["BedNight"]] = relationship(back_populates="stay")


class BedNight(Base):
    """Where one traveller spends one night (the evening's date). A bed is taken once a night, by constraint."""

    __tablename__ = "bed_night"
    __table_args__ = (
        UniqueConstraint("place_id", "night", "bed", name="uq_bed_night_bed"),
        UniqueConstraint("traveller_id", "night", name="uq_bed_night_traveller_id_night"),
        CheckConstraint(f"kind IN {NIGHT_KINDS}", name="kind"),
        CheckConstraint("(kind = 'lodging') = (bed IS NOT NULL)", name="bed_at_a_lodging"),
        CheckConstraint("kind = 'home' OR place_id IS NOT NULL", name="place"),
        CheckConstraint("price_minor >= 0", name="price"),
        Index("ix_bed_night_trip", "trip_id", "night"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"))
    traveller_id: Mapped[int] = mapped_column(ForeignKey("traveller.id"))
    stay_id: Mapped[int | None] = mapped_column(ForeignKey("stay.id"), index=True)
    night: Mapped[date]
    kind: Mapped[str] = mapped_column(String(8))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    bed: Mapped[int | None]
    price: Mapped[Money] = money_columns("price")

    trip: Mapped[Trip] = relationship(back_populates="nights")
    traveller: Mapped[Traveller] = relationship(lazy="joined", innerjoin=True)
    stay: Mapped[Stay | None] = relationship(back_populates="beds")
    place: Mapped[Place | None] = relationship(lazy="joined")
