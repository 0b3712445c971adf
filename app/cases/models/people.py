"""People, the phones they share, and what each of them consented to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Instant

PURPOSES = ("sms", "voice", "whatsapp", "data")


class Person(Base):
    """A patient or a relative. `name_key` finds them without accents and in either order of surnames."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_match", "name_key", "born_on"),
        CheckConstraint("sex IN ('female', 'male', 'other')", name="sex"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)  # P-00123, stable, never the name
    given_names: Mapped[str] = mapped_column(String(80))
    first_surname: Mapped[str] = mapped_column(String(60), default="")
    second_surname: Mapped[str | None] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(220), index=True)
    address: Mapped[str | None] = mapped_column(String(40))  # how to speak to them: "doña Rosa"
    sex: Mapped[str | None] = mapped_column(String(8))
    born_on: Mapped[date | None]
    curp: Mapped[str | None] = mapped_column(String(40), index=True)  # as typed, in capitals
    curp_valid: Mapped[bool] = mapped_column(default=False, server_default="0")
    language: Mapped[str | None] = mapped_column(String(20))
    reads: Mapped[bool | None]
    village: Mapped[str | None] = mapped_column(String(80))
    died_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Instant)

    limits: Mapped["TravelLimit | None"] = relationship()
    phones: Mapped[list["PersonPhone"]] = relationship(back_populates="person", order_by="PersonPhone.rank")
    consents: Mapped[list["Consent"]] = relationship(
        back_populates="person", order_by="Consent.id", foreign_keys="Consent.person_id"
    )

    @property
    def full_name(self) -> str:
        parts = (self.given_names, self.first_surname, self.second_surname)
        return " ".join(part for part in parts if part)

    @property
    def spoken_name(self) -> str:
        return self.address or self.given_names.split()[0].capitalize()


class TravelLimit(Base):
    """What somebody cannot do on the way, on every trip until it is told otherwise. `barred_modes`: `redilas walk`."""

    __tablename__ = "travel_limit"
    __table_args__ = (CheckConstraint("riding_minutes > 0", name="riding_minutes"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    no_dark: Mapped[bool] = mapped_column(default=False)
    riding_minutes: Mapped[int | None]  # on the road in one day
    barred_modes: Mapped[str] = mapped_column(String(80), default="")
    wheelchair: Mapped[bool] = mapped_column(default=False, server_default="0")  # stays in it on the way


class Phone(Base):
    """A number, not a person: it may be shared, a landline, or the village's caseta.

    `number` is E.164, or None while what was `typed` is no Mexican number.
    """

    __tablename__ = "phone"
    __table_args__ = (
        CheckConstraint("kind IN ('mobile', 'landline', 'caseta')", name="kind"),
        CheckConstraint("delivery IN ('unknown', 'reachable', 'failing', 'dead')", name="delivery"),
        UniqueConstraint("number", name="uq_phone_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(16))
    typed: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10), default="mobile")
    shared: Mapped[bool] = mapped_column(default=False)
    signal_hours: Mapped[str | None] = mapped_column(String(80))
    delivery: Mapped[str] = mapped_column(String(10), default="unknown")
    suspended_at: Mapped[datetime | None] = mapped_column(Instant)  # since then nothing is sent to it, by hand
    suspended_until: Mapped[date | None]  # the morning on which it comes back; None: until somebody says so
    suspended_why: Mapped[str | None] = mapped_column(String(120))

    people: Mapped[list["PersonPhone"]] = relationship(back_populates="phone")


class PersonPhone(Base):
    """Who is reached on which phone. `relay_only`: somebody takes a message there, no text is sent."""

    __tablename__ = "person_phone"
    __table_args__ = (UniqueConstraint("person_id", "phone_id", name="uq_person_phone_person_id_phone_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    phone_id: Mapped[int] = mapped_column(ForeignKey("phone.id"), index=True)
    belongs_to: Mapped[str] = mapped_column(String(20), default="own")  # own, relative, caseta
    relay_only: Mapped[bool] = mapped_column(default=False)
    rank: Mapped[int] = mapped_column(default=1)
    ended_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="phones")
    phone: Mapped[Phone] = relationship(back_populates="people", lazy="joined", innerjoin=True)


class Consent(Base):
    """One answer to one question: may we use this channel for this person? The newest answer rules."""

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_person_purpose", "person_id", "purpose", "id"),
        CheckConstraint(f"purpose IN {PURPOSES}", name="purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    granted: Mapped[bool]
    given_on: Mapped[date]
    method: Mapped[str] = mapped_column(String(30), default="written")  # written, spoken, thumbprint, sheet
    witness: Mapped[str | None] = mapped_column(String(120))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    person: Mapped[Person] = relationship(back_populates="consents", foreign_keys=[person_id])
