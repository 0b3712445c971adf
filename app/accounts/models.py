"""Who works with the program, and their open sessions."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base, Instant

ROLES = ("clinician", "navigator", "finance", "admin", "auditor")


class User(Base):
    """A member of staff. `clinic_code` is a place's code: a clinician sees the cases of that clinic alone.

    `phone` is E.164: from it they may ask by text for the date of a case.
    """

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint(f"role IN {ROLES}", name="role"),
        CheckConstraint("role <> 'clinician' OR clinic_code IS NOT NULL", name="clinician_has_clinic"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    clinic_code: Mapped[str | None] = mapped_column(String(12))
    phone: Mapped[str | None] = mapped_column(String(16))
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="es_MX", server_default="es_MX")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(Instant)

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def first_name(self) -> str:
        """The name that signs texts: `Lupita` of `Lupita Roblero`."""
        return self.name.split()[0]


class SignIn(Base):
    """One open session. Only the hash of its token is kept; ending it signs the person out at once."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    # what is still to do: `code`, or `enrol` for who has no second step yet; nothing is open before
    waits_for: Mapped[str | None] = mapped_column(String(6))

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class SecondStep(Base):
    """What somebody's telephone reckons its codes from (RFC 6238); until `confirmed_at` nobody is asked for one.

    `last_counter` is the last half-minute of which a code was used, so that none is used twice.
    """

    __tablename__ = "second_step"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    last_counter: Mapped[int] = mapped_column(BigInteger, default=0)
    failures: Mapped[int] = mapped_column(default=0)
    closed_until: Mapped[datetime | None] = mapped_column(Instant)


class RecoveryCode(Base):
    """A code on paper, for who has lost the telephone; its hash alone is kept, and it serves once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
