"""The next number of a series."""

from sqlalchemy import text

from app.foundation.db import db

_NEXT = text(
    "INSERT INTO numbering (name, last) VALUES (:name, :count) "
    "ON CONFLICT (name) DO UPDATE SET last = numbering.last + :count RETURNING last"
)


def next_number(series: str) -> int:
    """1, 2, 3 … without gaps: a transaction that fails gives its number back."""
    return next_numbers(series, 1)[0]


def next_numbers(series: str, count: int) -> range:
    """The next `count` numbers of the series at once."""
    last = db.session.execute(_NEXT, {"name": series, "count": count}).scalar_one()
    return range(last - count + 1, last + 1)


def person_number(place_in_series: int) -> str:
    return f"P-{place_in_series:05d}"


def case_number(year: int, place_in_series: int) -> str:
    return f"C-{year}-{place_in_series:04d}"
