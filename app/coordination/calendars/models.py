"""The secret addresses of calendars. Of each only the hash is kept: who lost the address makes a new one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models import Place
from app.foundation.db import Base, Instant, only_where


class CalendarToken(Base):
    """Whoever holds it reads the calendar of this navigator, or of this house, until it is ended or replaced."""

    __tablename__ = "calendar_token"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (place_id IS NULL)", name="one_owner"),
        Index("uq_calendar_token_user", "user_id", unique=True, **only_where("ended_at IS NULL")),
        Index("uq_calendar_token_place", "place_id", unique=True, **only_where("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    user: Mapped[User | None] = relationship(foreign_keys=[user_id], lazy="joined")
    place: Mapped[Place | None] = relationship(lazy="joined")
