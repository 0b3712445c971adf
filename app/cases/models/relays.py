"""Acompañantes (promotoras, community health workers) and what is sent with them by word of mouth."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Instant, only_where

from .appointments import Appointment
from .cases import Case
from .people import Person
from .places import Place

RELAY_STATES = ("open", "sent", "confirmed", "failed", "cancelled")


class Acompanante(Base):
    """This person serves this community or clinic. Whoever serves several has a row for each."""

    __tablename__ = "acompanante"
    __table_args__ = (
        Index("uq_acompanante_serves", "person_id", "place_id", unique=True, **only_where("ended_on IS NULL")),
        Index("ix_acompanante_place", "place_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    since: Mapped[date]
    ended_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)


class CaseAcompanante(Base):
    """Who the acompañante of this case is: one, chosen by a person."""

    __tablename__ = "case_acompanante"

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    chosen_at: Mapped[datetime] = mapped_column(Instant)
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class Relay(Base):
    """Something that the acompañante tells somebody, or a visit to their house after they came back.

    `open`: she has not been told yet; `sent`: her text left; `confirmed`: she said that it is done. `key`: what it
    is about, so that the same news goes once. `until`: when it no longer helps. `corrects`: the relay that a change
    made wrong. A visit's three answers are None until somebody gives them.
    """

    __tablename__ = "relay"
    __table_args__ = (
        CheckConstraint(f"state IN {RELAY_STATES}", name="state"),
        CheckConstraint("kind IN ('message', 'visit')", name="kind"),
        CheckConstraint("(state IN ('open', 'sent')) = (ended_at IS NULL)", name="ended"),
        Index("uq_relay_key", "key", unique=True, **only_where("state <> 'cancelled'")),
        Index("ix_relay_case", "case_id", "id"),
        Index("ix_relay_appointment", "appointment_id"),
        Index("ix_relay_open", "id", **only_where("ended_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    acompanante_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("relay.id"))
    kind: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(String(160))
    words: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default="open")
    until: Mapped[datetime] = mapped_column(Instant)
    medicines: Mapped[bool | None]
    danger_signs: Mapped[bool | None]
    knows_next_date: Mapped[bool | None]
    result: Mapped[str | None] = mapped_column(String(400))
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True)
    appointment: Mapped[Appointment | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined", innerjoin=True)
    acompanante: Mapped[Person] = relationship(foreign_keys=[acompanante_id], lazy="joined", innerjoin=True)

    @property
    def about(self) -> str:
        """How messages and tasks know it: by a word."""
        return f"relay:{self.id}"
