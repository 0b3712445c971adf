"""The database: one engine, one place that commits, column types that refuse what must not be stored.

SQLite is the embedded default (through pysqlite3, whose SQLite has no WAL-reset bug), PostgreSQL comes by
`NAV_DATABASE_URL`. Reading transactions are read-only on both; `transaction()` is the only way to write.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Engine, MetaData, String, TextClause, event, text
from sqlalchemy.orm import Composite, DeclarativeBase, composite, mapped_column
from sqlalchemy.types import TypeDecorator

from .errors import NotFound
from .language import _
from .money import CURRENCY, Money

LARGEST_ID = 2**31 - 1  # what PostgreSQL's INTEGER holds
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "busy_timeout=10000",
    "synchronous=FULL",
)
Row = TypeVar("Row")
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


class Instant(TypeDecorator):
    """An aware instant, kept in UTC. A naive one is refused: nobody can say what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def money_columns(name: str) -> Composite[Money]:
    """`Money` over two columns: `<name>_minor` (centavos) and `<name>_currency`."""
    return composite(
        Money,
        mapped_column(f"{name}_minor", BigInteger, nullable=False),
        mapped_column(f"{name}_currency", String(3), nullable=False, default=CURRENCY, server_default=CURRENCY),
    )


def only_where(condition: str) -> dict[str, TextClause]:
    """Arguments of a partial `Index`, the same on both databases: `Index(…, **only_where("done_at IS NULL"))`."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


@contextmanager
def transaction() -> Iterator[None]:
    """Everything inside happens, or nothing does. The only commit of the program.

    Opened by a view, a command or a job and nowhere else. What was read before it is read again inside, so a
    decision never rests on a stale row. Nested use and changes made outside are our mistakes: RuntimeError.
    """
    with _writes():
        yield
        db.session.commit()


@contextmanager
def rehearsal() -> Iterator[None]:
    """As `transaction()`, and nothing of it is kept: an event is played to say what it would change.

    Rows that were made inside are no more afterwards; whoever wants to show something takes it as plain values.
    """
    with _writes():
        yield
        db.session.rollback()


@contextmanager
def _writes() -> Iterator[None]:
    if _writing.get():
        raise RuntimeError("a transaction is open already: only the edge opens one")
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside a transaction")
    session.rollback()
    token = _writing.set(True)
    try:
        yield
    except BaseException:
        session.rollback()
        raise
    finally:
        _writing.reset(token)


@event.listens_for(Engine, "connect")
def _prepare_connection(connection, _record) -> None:
    if type(connection).__module__.startswith(("pysqlite3", "sqlite3")):
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection) -> None:
    """SQLite: a writer takes its place at once, a reader cannot write. PostgreSQL: a reader cannot write."""
    writing = _writing.get() or connection.get_execution_options().get("writing", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    elif not writing:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """One page of a list. `next_key` continues behind the last row; None where the list ends."""

    rows: list[Row]
    next_key: str | None


def keyset_page(select, column, after: str | None, limit: int = 50, *, descending: bool = False):
    """`limit` rows of `select` behind `after` in the order of the unique `column`: no OFFSET, no COUNT."""
    if after:
        behind = page_key(int, after)
        select = select.where(column < behind if descending else column > behind)
    order = column.desc() if descending else column.asc()
    rows = list(db.session.scalars(select.order_by(order).limit(limit + 1)))
    more = len(rows) > limit
    return KeysetPage(rows[:limit], str(getattr(rows[limit - 1], column.key)) if more else None)


def page_key(parse: Callable[[str], Any], after: str) -> Any:
    """The key of a page's address. NotFound: nobody was ever given this one."""
    try:
        key = parse(after)
    except ValueError as garbled:
        raise NotFound(_("Esa página de la lista no existe.")) from garbled
    if isinstance(key, int) and not 0 <= key <= LARGEST_ID:
        raise NotFound(_("Esa página de la lista no existe."))
    return key
