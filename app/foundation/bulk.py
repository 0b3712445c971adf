"""Many rows at once: ids known beforehand, one statement a table."""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text

from .db import Base, db

BLOCK = 500
Values = dict[str, object]


def new_ids(model: type[Base]) -> Iterator[int]:
    """Ids that no row of the table has. Inside a transaction: SQLite's only writer, PostgreSQL's sequence."""
    if db.session.get_bind().dialect.name == "sqlite":
        last = db.session.scalar(select(func.max(model.id))) or 0
        while True:
            last += 1
            yield last
    draw = text(
        f"SELECT nextval(pg_get_serial_sequence('\"{model.__tablename__}\"', 'id')) FROM generate_series(1, {BLOCK})"
    )
    while True:
        yield from db.session.scalars(draw).all()


def insert_many(model: type[Base], rows: Sequence[Values]) -> None:
    """Every row has the same keys. Nothing happens for none."""
    if rows:
        db.session.execute(insert(model.__table__), list(rows))


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Half a million new values, no cycle among them: to walk through them time and again is a fifth of the work."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def in_blocks(values: Iterable[Any], size: int = BLOCK) -> Iterator[list[Any]]:
    """The values in lists of at most `size`: what fits into one IN (…)."""
    left = iter(values)
    while block := list(islice(left, size)):
        yield block
