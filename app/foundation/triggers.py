"""Append-only tables: the database itself refuses UPDATE and DELETE (and TRUNCATE on PostgreSQL).

A model's module calls `append_only("entry")`; its migration calls `create_append_only(op, "entry")`;
`flask check` compares the two. `allow` names columns that may still change (a delivery mark, a seal).
"""

from sqlalchemy import text

REGISTRY: dict[str, tuple[str, ...]] = {}


def append_only(table: str, allow: tuple[str, ...] = ()) -> None:
    """Declares `table` append-only but for the columns in `allow`."""
    REGISTRY[table] = allow


def sqlite_triggers(table: str, columns: tuple[str, ...] | None = None) -> dict[str, str]:
    """Name → CREATE TRIGGER. `columns` restricts the refusal of UPDATE to these columns."""
    scope = f" OF {', '.join(columns)}" if columns else ""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{scope} ON {table} {refuse}",
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    }


def postgres_triggers(table: str, columns: tuple[str, ...] | None = None) -> dict[str, str]:
    """Name → CREATE TRIGGER on PostgreSQL; the function `refuse_change` must exist."""
    scope = f" OF {', '.join(columns)}" if columns else ""
    call = "EXECUTE FUNCTION refuse_change()"
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{scope} ON {table} "
        f"FOR EACH ROW {call}",
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {call}",
        f"{table}_no_truncate": f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT {call}",
    }


REFUSE_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"""


def create_append_only(op, table: str, columns: tuple[str, ...] | None = None) -> None:
    """For a migration: the triggers of `table`. With `columns`, only UPDATEs of these are refused."""
    if op.get_bind().dialect.name == "sqlite":
        statements = sqlite_triggers(table, columns)
    else:
        op.execute(REFUSE_FUNCTION)
        statements = postgres_triggers(table, columns)
    for statement in statements.values():
        op.execute(statement)


def missing(connection) -> list[str]:
    """Findings: append-only tables whose triggers are not in this database."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        rows = connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
    present = {row[0] for row in rows}
    wanted = {f"{table}_{verb}" for table in REGISTRY for verb in ("no_update", "no_delete")}
    return [f"trigger {name} is missing" for name in sorted(wanted - present)]
