"""What the database itself refuses, whoever asks: changes of append-only rows, and moves that a feature forbids.

A model's module declares `append_only("entry")`, or `guarded(statements)` for triggers of its own; the migration
creates the same; `flask check` and the architecture test compare declaration and database.
"""

import re
from collections.abc import Callable

from sqlalchemy import Connection, text

APPEND_ONLY: list[str] = []
GUARDS: list[Callable[[str], list[str]]] = []
REFUSE_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"""
STORED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal",
}


def append_only(table: str) -> None:
    """Declares that rows of `table` are never changed and never deleted."""
    APPEND_ONLY.append(table)


def guarded(statements: Callable[[str], list[str]]) -> None:
    """Declares a feature's own triggers: dialect name → the SQL that makes them, for a migration to run."""
    GUARDS.append(statements)


def create_append_only(op, table: str) -> None:
    """For a migration: the triggers of `table`."""
    for statement in append_only_statements(op.get_bind().dialect.name, table):
        op.execute(statement)


def append_only_statements(dialect: str, table: str) -> list[str]:
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return [f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {refuse}" for verb in ("update", "delete")]
    call = "EXECUTE FUNCTION refuse_change()"
    return [
        REFUSE_FUNCTION,
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW {call}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {call}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}",
    ]


def declared(dialect: str) -> list[str]:
    """The SQL of every declared trigger, and of the functions they call."""
    plain = [statement for table in APPEND_ONLY for statement in append_only_statements(dialect, table)]
    return plain + [statement for statements in GUARDS for statement in statements(dialect)]


def missing(connection: Connection) -> list[str]:
    """Findings: declared triggers that this database lacks, has in other words, or has switched off."""
    dialect = connection.dialect.name
    stored = dict(connection.execute(text(STORED[dialect])).all())
    found = []
    for statement in declared(dialect):
        trigger = re.match(r"CREATE TRIGGER (\w+)", statement)
        if trigger is None:
            continue
        name = trigger[1]
        if name not in stored:
            found.append(f"trigger {name} is missing")
        elif stored[name] != (statement if dialect == "sqlite" else "O"):
            found.append(f"trigger {name} was changed or switched off")
    return found
