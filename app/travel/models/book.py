"""The route book: ways between places, what closes or slows them, and the version of it all."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cases.models import Place
from app.foundation.db import Base, Instant, money_columns
from app.foundation.money import Money

from ..book import MODES


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
