"""The tables of `travel`: the route book, and trips with who goes, rides, seats, stays and beds."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Appointment, Case, Person, Place
from app.foundation.db import Base, Instant, money_columns, only_where
from app.foundation.money import Money

from .book import MODES
from .rules import FARE_CLASSES, LIVE, MEMBER_KINDS, NIGHT_KINDS, PREFERENCES, TRIP_STATES


class Route(Base):
    """One known way between two places; parallel ones of one mode are told apart by `ordinal`.

    `departures` and `days` are kept as people write them (timetable.py reads them); `fare` is per person.
    """

    __tablename__ = "route"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id", "mode", "ordinal", name="uq_route_key"),
        CheckConstraint(f"mode IN {MODES}", name="mode"),
        CheckConstraint("from_id <> to_id", name="two_places"),
        CheckConstraint("minutes_dry >= 1 AND minutes_rain >= 1", name="takes_time"),
        CheckConstraint("fare_minor >= 0", name="fare"),
        Index("ix_route_to", "to_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    mode: Mapped[str] = mapped_column(String(12))
    ordinal: Mapped[int] = mapped_column(Integer, default=1)
    fare: Mapped[Money] = money_columns("fare")
    minutes_dry: Mapped[int]
    minutes_rain: Mapped[int]
    departures: Mapped[str] = mapped_column(String(300))
    days: Mapped[str] = mapped_column(String(40), default="daily")
    safe_after_dark: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True, server_default="1")
    changed_at: Mapped[datetime] = mapped_column(Instant)

    origin: Mapped[Place] = relationship(foreign_keys=[from_id], lazy="joined", innerjoin=True)
    destination: Mapped[Place] = relationship(foreign_keys=[to_id], lazy="joined", innerjoin=True)
    alerts: Mapped[list["RouteAlert"]] = relationship(
        back_populates="route", order_by="RouteAlert.starts_on", cascade="all, delete-orphan"
    )


class RouteAlert(Base):
    """A slide, a ford, a blockade: on these local dates of departure the route is closed, slower or dearer."""

    __tablename__ = "route_alert"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="dates"),
        CheckConstraint("extra_minutes >= 0 AND extra_fare_minor >= 0", name="only_worse"),
        CheckConstraint("closed OR extra_minutes > 0 OR extra_fare_minor > 0", name="changes_something"),
        Index("ix_route_alert_route", "route_id", "ends_on"),
        Index("ix_route_alert_notice", "notice_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("route.id"))
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("route_notice.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    closed: Mapped[bool] = mapped_column(default=False)
    extra_minutes: Mapped[int] = mapped_column(default=0)
    extra_fare: Mapped[Money] = money_columns("extra_fare")
    reason: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    route: Mapped[Route] = relationship(back_populates="alerts")


class RouteBook(Base):
    """One row. `version` is a new random word with every edit, so that a reader knows its copy is the book's."""

    __tablename__ = "route_book"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(32))
    changed_at: Mapped[datetime] = mapped_column(Instant)


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
    came_home: Mapped[bool | None]

    trip: Mapped[Trip] = relationship(back_populates="travellers")
    person: Mapped[Person | None] = relationship()


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
