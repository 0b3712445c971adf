"""Runs the migrations on the application's database: SQLite with foreign keys off and checked after."""

from alembic import context
from flask import current_app

from app.foundation.db import db

target_metadata = db.Model.metadata


def run_online() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(writing=True) as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection, target_metadata=target_metadata, render_as_batch=True, compare_type=True,
            transactional_ddl=True,
        )  # fmt: skip
        with context.begin_transaction():
            context.run_migrations()
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("the migration leaves a row that points nowhere")
        if sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")


run_online()
