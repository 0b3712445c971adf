"""The shape of a database as the database itself tells it, for comparing the migrated one with the models."""

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
    """What the models and the declared triggers say, without any migration."""
    db.metadata.create_all(connection)
    for statement in triggers.declared(connection.dialect.name):
        connection.execute(text(statement))


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
    """The text without its layout."""
    return " ".join(sql.split())
