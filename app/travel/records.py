"""The tables of what is written down about a trip: who authorised what, and how it ended."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant, only_where
from app.foundation.language import _l

from .models import Trip

AUTHORISED = ("urgent", "stay")
UNMET = ("no_bed", "no_money", "no_vehicle", "no_companion", "other")

UNMET_NAMES = {
    "no_bed": _l("no hubo cama"),
    "no_money": _l("no hubo dinero"),
    "no_vehicle": _l("no hubo en qué ir"),
    "no_companion": _l("no hubo quién acompañara"),
    "other": _l("otra cosa"),
}
AUTHORISED_NAMES = {"urgent": _l("salida urgente"), "stay": _l("estancia más larga que el tope")}


class Authorisation(Base):
    """Somebody said yes by word of mouth: their name, and who confirmed it afterwards (P7).

    `due_at`: until when it is to be confirmed; `over_limit`: dearer than NAV_URGENT_LIMIT, an administrator's.
    """

    __tablename__ = "authorisation"
    __table_args__ = (
        CheckConstraint(f"kind IN {AUTHORISED}", name="kind"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed"),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> asked_by_id", name="two_people"),
        Index("ix_authorisation_trip", "trip_id", "id"),
        Index("ix_authorisation_open", "due_at", **only_where("confirmed_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"))
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    until: Mapped[date | None]
    over_limit: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    due_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    trip: Mapped[Trip] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])


class TripResult(Base):
    """How it went: seen or not, and what was missing. Who came home is on each traveller."""

    __tablename__ = "trip_result"
    __table_args__ = (CheckConstraint(f"unmet IN {UNMET}", name="unmet"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trip.id"), unique=True)
    attended: Mapped[bool]
    unmet: Mapped[str | None] = mapped_column(String(12))
    note: Mapped[str | None] = mapped_column(String(400))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    recorded_by: Mapped[User] = relationship()
