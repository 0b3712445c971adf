"""Cases: one referral of one patient, who goes along, and the hospital's answer."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.db import Base, Instant, only_where
from app.foundation.files import StoredFile

from ..safe_hours import SafeHours, enforced
from .people import Person
from .places import Place, Service

ORIGINS = ("pasante", "acompanante", "nursing", "brigade", "appointment", "visit", "hospital", "self")
INSURANCES = ("imss_bienestar", "imss", "issste", "issstech", "other")


class Case(Base):
    """Its stage is computed from facts (rules.stage), never stored. Diagnosis never leaves the case page."""

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint(f"referred_by IS NULL OR referred_by IN {ORIGINS}", name="referred_by"),
        CheckConstraint(f"insurance IS NULL OR insurance IN {INSURANCES}", name="insurance"),
        CheckConstraint("(closed_at IS NULL) = (closing_reason IS NULL)", name="closed_with_reason"),
        Index("ix_case_clinic", "clinic_id", "id"),
        Index("ix_case_patient", "patient_id"),
        Index("ix_case_open", "id", **only_where("closed_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    folio: Mapped[str | None] = mapped_column(String(40), unique=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    clinic_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    hospital_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    hospital_typed: Mapped[str | None] = mapped_column(String(120))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    navigator_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    referred_on: Mapped[date | None]
    referred_by: Mapped[str | None] = mapped_column(String(12))
    diagnosis_code: Mapped[str | None] = mapped_column(String(8))
    diagnosis: Mapped[str | None] = mapped_column(String(200))
    urgent: Mapped[bool] = mapped_column(default=False)
    insurance: Mapped[str | None] = mapped_column(String(16))
    restricted: Mapped[bool] = mapped_column(default=False)
    summary: Mapped[str | None] = mapped_column(Text)
    flags: Mapped[str] = mapped_column(Text, default="", server_default="")  # warnings kept, one a line
    hold_reason: Mapped[str | None] = mapped_column(String(200))
    hold_until: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closing_reason: Mapped[str | None] = mapped_column(String(40))
    texts_confirmed: Mapped[bool] = mapped_column(default=True)  # False: imported, nobody said "text them" yet
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    patient: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    clinic: Mapped[Place] = relationship(foreign_keys=[clinic_id], lazy="joined", innerjoin=True)
    hospital: Mapped[Place | None] = relationship(foreign_keys=[hospital_id], lazy="joined")
    service: Mapped[Service | None] = relationship(lazy="joined")
    navigator: Mapped[User | None] = relationship(foreign_keys=[navigator_id])
    acompanante: Mapped[Person | None] = relationship(secondary="case_acompanante", viewonly=True)
    companions: Mapped[list["CasePerson"]] = relationship(back_populates="case", order_by="CasePerson.id")


class CasePerson(Base):
    """A relative in a case. To be told, to be given money and to decide are three separate roles (P9)."""

    __tablename__ = "case_person"
    __table_args__ = (UniqueConstraint("case_id", "person_id", name="uq_case_person_case_id_person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    relation: Mapped[str | None] = mapped_column(String(30))
    travels: Mapped[bool] = mapped_column(default=True)
    gets_texts: Mapped[bool] = mapped_column(default=True)
    is_contact: Mapped[bool] = mapped_column(default=True)
    receives_money: Mapped[bool] = mapped_column(default=False)
    decides: Mapped[bool] = mapped_column(default=False)

    case: Mapped[Case] = relationship(back_populates="companions")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class CaseAccess(Base):
    """A restricted case is seen by the staff named here, and by nobody else."""

    __tablename__ = "case_access"
    __table_args__ = (UniqueConstraint("case_id", "user_id", name="uq_case_access_case_id_user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)


class SafeContactPlan(Base):
    """How a restricted case may be reached (P9). Until somebody fills it, nothing is sent.

    `from_time`, `to_time` and `days` (Monday is 0; empty: every day) are enforced; `hours` is what people wrote
    besides, and all that an old plan has. `phone_id` None: in person alone.
    """

    __tablename__ = "safe_contact_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    phone_id: Mapped[int | None] = mapped_column(ForeignKey("phone.id"))
    hours: Mapped[str] = mapped_column(String(80))
    from_time: Mapped[time | None]
    to_time: Mapped[time | None]
    days: Mapped[str] = mapped_column(String(7), default="", server_default="")
    agreed_word: Mapped[str | None] = mapped_column(String(40))
    never_know: Mapped[str] = mapped_column(String(200), default="", server_default="")
    filled_at: Mapped[datetime] = mapped_column(Instant)
    filled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    @property
    def safe_hours(self) -> SafeHours | None:
        """What is enforced; None while nobody has said from when to when."""
        return enforced(self.from_time, self.to_time, self.days)


class CounterReferral(Base):
    """The hospital's answer to the clinic that referred: findings, instructions, and when it went back."""

    __tablename__ = "counter_referral"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    received_on: Mapped[date]
    findings: Mapped[str] = mapped_column(Text)
    instructions: Mapped[str] = mapped_column(Text, default="", server_default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    sent_to_clinic_at: Mapped[datetime | None] = mapped_column(Instant)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    file: Mapped[StoredFile | None] = relationship()
