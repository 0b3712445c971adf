"""The shape of a database as the database itself tells it, for comparing the migrated one with the models."""

import re

from sqlalchemy import Connection, inspect, text

from app.foundation import triggers
from app.foundation.db import db

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}


def shape(connection: Connection) -> dict[str, object]:
    """Every table's columns, keys, constraints (their text too) and indices, and every trigger's text."""
    eye = inspect(connection)
    tables = sorted(set(eye.get_table_names()) - {"alembic_version"})
    found: dict[str, object] = {table: _table(eye, table) for table in tables}
    found["triggers"] = {name: _plain(sql) for name, sql in connection.execute(text(TRIGGERS[connection.dialect.name]))}
    return found


def create_from_models(connection: Connection) -> None:
    """What the models and the registry of append-only tables say, without any migration."""
    db.metadata.create_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text(triggers.REFUSE_FUNCTION))
    make = triggers.sqlite_triggers if connection.dialect.name == "sqlite" else triggers.postgres_triggers
    for table, allowed in triggers.REGISTRY.items():
        columns = tuple(column.name for column in db.metadata.tables[table].columns if column.name not in allowed)
        for statement in make(table, columns if allowed else None).values():
            connection.exec_driver_sql(statement.replace("%", "%%"))


def _table(eye, table: str) -> dict[str, object]:
    return {
        "columns": {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in eye.get_columns(table)},
        "primary key": eye.get_pk_constraint(table)["constrained_columns"],
        "foreign keys": _by_name(eye.get_foreign_keys(table), "constrained_columns", "referred_table", "options"),
        "unique": _by_name(eye.get_unique_constraints(table), "column_names"),
        "checks": {c["name"]: _plain(c["sqltext"]) for c in eye.get_check_constraints(table)},
        "indices": {i["name"]: (i["column_names"], bool(i["unique"]), _predicate(i)) for i in eye.get_indexes(table)},
    }


def _by_name(constraints: list[dict], *told: str) -> dict[str, list[str]]:
    return {constraint["name"]: [str(constraint[key]) for key in told] for constraint in constraints}


def _predicate(index: dict) -> str:
    options = index.get("dialect_options", {})
    return _plain(str(options.get("sqlite_where", options.get("postgresql_where", ""))))


def _plain(sql: str) -> str:
    """The text without layout, and with the columns of UPDATE OF in one order."""
    flat = " ".join(sql.split())
    return re.sub(r"UPDATE OF ([\w, ]+?) ON", lambda m: f"UPDATE OF {sorted(m[1].split(', '))} ON", flat)
