"""The verbs of people who sign in."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import update

from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import clinics, passwords, queries, rules
from ..models import SignIn, User
from .second_step import end_sessions, started


def add_user(email, name, role, password, *, now: datetime, by=None, clinic_code=None) -> User:
    """A new member of staff. Refused: a weak password, an unknown role or clinic, an address already taken."""
    email, clinic_code = email.strip().lower(), (clinic_code or "").strip().upper() or None
    rules.check_role(role, clinic_code)
    clinics.check_clinic(clinic_code if role == "clinician" else None)
    rules.check_password(password, email=email)
    if queries.user_by_email(email):
        raise Refused(_("Ya hay una persona con ese correo."), "email")
    user = User(
        email=email,
        name=name.strip() or email,
        role=role,
        clinic_code=clinic_code if role == "clinician" else None,
        password_hash=passwords.hashed(password),
        created_at=now,
    )
    db.session.add(user)
    db.session.flush()
    audit.record("user.added", f"user:{user.id}", by, role=role)
    return user


def sign_in(email: str, password: str, now: datetime, required: Collection[str] = ()) -> tuple[User, str, str | None]:
    """Who, the token that goes into the cookie and nowhere else, and what is still to do: a code, or, for the roles of
    which a second step is required, to begin with one; None: they are in. Refused in one sentence for all."""
    user = queries.user_by_email(email)
    if not passwords.fit(password, user.password_hash if user else None) or not user.active:
        raise Refused(_("El correo o la contraseña no coinciden."), "password")
    if queries.has_second_step(user):
        return user, _half(user, "code", now), "code"
    if user.role in required:
        started(user)
        return user, _half(user, "enrol", now), "enrol"
    return user, open_session(user, now), None


def _half(user: User, waits_for: str, now: datetime) -> str:
    return _session(user, now, rules.HALF_LASTS, waits_for)


def open_session(user: User, now: datetime) -> str:
    audit.record("user.signed_in", f"user:{user.id}", user)
    return _session(user, now, rules.SESSION_LASTS)


def _session(user: User, now: datetime, lasts: timedelta, waits_for: str | None = None) -> str:
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            user_id=user.id, token_hash=queries.token_hash(token), created_at=now, expires_at=now + lasts,
            waits_for=waits_for,
        )
    )  # fmt: skip
    return token


def sign_out(token: str, now: datetime) -> None:
    ended = update(SignIn).where(SignIn.token_hash == queries.token_hash(token)).values(ended_at=now)
    db.session.execute(ended)


def change_password(user: User, current: str, new: str, now: datetime) -> None:
    """Refused: the current one is wrong, the new one is weak. Every open session of the person ends."""
    if not passwords.fit(current, user.password_hash):
        raise Refused(_("La contraseña actual no es esa."), "current")
    rules.check_password(new, email=user.email, field="new")
    user.password_hash = passwords.hashed(new)
    end_sessions(user, now)
    audit.record("user.password_changed", f"user:{user.id}", user)


def change_phone(user: User, typed: str, by: User) -> None:
    """The number from which they ask by text; none takes it away. Refused: what is no number of ten digits."""
    user.phone = rules.own_phone(typed)
    audit.record("user.phone_changed", f"user:{user.id}", by)


def set_password(user: User, new: str, now: datetime, by) -> None:
    """An administrator gives a new first password."""
    rules.check_password(new, email=user.email)
    user.password_hash = passwords.hashed(new)
    end_sessions(user, now)
    audit.record("user.password_set", f"user:{user.id}", by)


def deactivate(user: User, now: datetime, by: User) -> None:
    """They can no longer sign in, from this moment; what they did stays. Refused: oneself."""
    if user.id == by.id:
        raise Refused(_("Nadie se da de baja a sí mismo: pídalo a otra persona."))
    user.active = False
    end_sessions(user, now)
    audit.record("user.deactivated", f"user:{user.id}", by)


def reactivate(user: User, by: User) -> None:
    user.active = True
    audit.record("user.reactivated", f"user:{user.id}", by)
