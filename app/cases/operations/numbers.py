"""The next number of a series."""

from sqlalchemy import text

from app.foundation.db import db

_NEXT = text(
    "INSERT INTO numbering (name, last) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET last = numbering.last + 1 RETURNING last"
)


def next_number(series: str) -> int:
    """1, 2, 3 … without gaps: a transaction that fails gives its number back."""
    return db.session.execute(_NEXT, {"name": series}).scalar_one()
