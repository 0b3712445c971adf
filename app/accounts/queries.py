"""Reads of people who sign in."""

import hashlib
from datetime import datetime

from sqlalchemy import func, select

from app.foundation.db import db
from app.foundation.errors import NotFound
from app.foundation.language import _

from .models import RecoveryCode, SecondStep, SignIn, User


def user_by_email(email: str) -> User | None:
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def user_or_404(user_id: int) -> User:
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFound(_("Esa persona no está registrada."))
    return user


def everybody() -> list[User]:
    return list(db.session.scalars(select(User).order_by(User.active.desc(), User.name)))


def navigators() -> list[User]:
    wanted = select(User).where(User.role == "navigator", User.active).order_by(User.name)
    return list(db.session.scalars(wanted))


def first_admin() -> User | None:
    """Whoever has administered longest: the task of nobody else is theirs."""
    wanted = select(User).where(User.role == "admin", User.active).order_by(User.id).limit(1)
    return db.session.scalar(wanted)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(token: str, now: datetime) -> User | None:
    """The active user behind a session's token, or None when it ended, expired or never was."""
    session = _open(token, now)
    return session.user if session and session.waits_for is None else None


def half_signed_in(token: str, now: datetime, waits_for: str) -> SignIn | None:
    """The session of who gave the password and has the second step still to do."""
    session = _open(token, now)
    return session if session and session.waits_for == waits_for else None


def _open(token: str, now: datetime) -> SignIn | None:
    wanted = select(SignIn).where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None))
    session = db.session.scalar(wanted)
    if session is None or session.expires_at <= now or not session.user.active:
        return None
    return session


def second_step_of(user: User) -> SecondStep | None:
    return db.session.get(SecondStep, user.id)


def has_second_step(user: User) -> bool:
    step = second_step_of(user)
    return step is not None and step.confirmed_at is not None


def recovery_codes_left(user: User) -> int:
    left = select(func.count(RecoveryCode.id)).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(left)
