"""The tables of what happened on the road: a notice, and each trip that was planned anew because of it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant
from app.foundation.money import Money

from .models import Route, RouteAlert, Trip

KINDS = ("alert", "change")
OUTCOMES = ("moved", "no_way", "kept")
ENDINGS = ("put_back", "touched", "left", "late", "no_bed", "closed")


class RouteNotice(Base):
    """One event on the road, on one route or on many: an alert with dates, or a changed row of the book.

    Whoever was planned before `since` has not heard of it. `place_told`: where, in words. `route_id`: the row that
    was changed, of a `change`; an `alert` has one RouteAlert for each route that it is about.
    """

    __tablename__ = "route_notice"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("(kind = 'change') = (route_id IS NOT NULL)", name="route_of_a_change"),
        Index("ix_route_notice_ends", "ends_on", "id"),
        Index("ix_route_notice_route", "route_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    place_told: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    route_id: Mapped[int | None] = mapped_column(ForeignKey("route.id"))
    since: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)

    alerts: Mapped[list[RouteAlert]] = relationship(order_by=RouteAlert.id)
    route: Mapped[Route | None] = relationship()
    created_by: Mapped[User | None] = relationship(lazy="joined")


class AlertReplan(Base):
    """One trip that a notice moved. `former`: what it was before, as values (JSON), so that it can be put back.

    `after`: a fingerprint of what it became; as long as the trip still has it, nobody has touched it since.
    `why`: the sentence, where it was kept as it was. `ending`: what came of putting it back, once that was asked.
    """

    __tablename__ = "alert_replan"
    __table_args__ = (
        UniqueConstraint("notice_id", "trip_id", name="uq_alert_replan_notice_id_trip_id"),
        CheckConstraint(f"outcome IN {OUTCOMES}", name="outcome"),
        CheckConstraint(f"ending IN {ENDINGS}", name="ending"),
        CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name="ended"),
        Index("ix_alert_replan_trip", "trip_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("route_notice.id"))
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"))
    outcome: Mapped[str] = mapped_column(String(8))
    why: Mapped[str | None] = mapped_column(String(300))
    former: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(String(64))
    departs_before: Mapped[datetime | None] = mapped_column(Instant)
    departs_after: Mapped[datetime | None] = mapped_column(Instant)
    cost_before_minor: Mapped[int | None] = mapped_column(BigInteger)
    cost_after_minor: Mapped[int | None] = mapped_column(BigInteger)
    replanned_at: Mapped[datetime] = mapped_column(Instant)
    replanned_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ending: Mapped[str | None] = mapped_column(String(10))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    notice: Mapped[RouteNotice] = relationship()
    trip: Mapped[Trip] = relationship()

    @property
    def cost_before(self) -> Money | None:
        return None if self.cost_before_minor is None else Money(self.cost_before_minor)

    @property
    def cost_after(self) -> Money | None:
        return None if self.cost_after_minor is None else Money(self.cost_after_minor)
