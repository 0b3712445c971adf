"""The verbs of calendars: an address is made, replaced, taken away."""

import secrets
from datetime import datetime

from app.accounts.models import User
from app.accounts.queries import token_hash
from app.cases.models import Place
from app.foundation import audit
from app.foundation.db import db

from . import queries
from .models import CalendarToken


def open_calendar(owner: User | Place, now: datetime, by: User) -> str:
    """A new token, told this once and never kept; the one before it stops working."""
    _end(owner, now)
    token = secrets.token_urlsafe(32)
    db.session.add(
        CalendarToken(
            **queries.owned_by(owner), token_hash=token_hash(token), created_at=now, created_by_id=by.id
        )
    )  # fmt: skip
    audit.record("calendar.opened", queries.subject(owner), by)
    return token


def close_calendar(owner: User | Place, now: datetime, by: User) -> None:
    """Nobody reads it any more; nothing happens where there was none."""
    if _end(owner, now):
        audit.record("calendar.closed", queries.subject(owner), by)


def _end(owner: User | Place, now: datetime) -> bool:
    """Whether there was one. It is written before the next begins: a person has one address at a time."""
    current = queries.live_token(owner)
    if current is None:
        return False
    current.ended_at = now
    db.session.flush()
    return True
