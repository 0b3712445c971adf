"""An installation on each database, that texts through the fake Twilio and is called back by it."""

import shutil
import socket
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app import create_app
from tests.fake_twilio import FakeTwilio
from tests.faults.installation import Installation, serve_web


@pytest.fixture
def folder():
    """In memory where there is such a place: processes are killed here, never the machine, so that waiting for a
    disk would only make fewer texts meet a kill."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="faults-", dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture
def fake(folder):
    with FakeTwilio.running(folder / "fake_twilio.jsonl") as running:
        yield running


@pytest.fixture
def web_socket():
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening:
        yield listening


@pytest.fixture
def in_a_hurry(monkeypatch, fake, web_socket):
    """The settings."""
    hurried = {
        "NAV_SMS_LEASE_SECONDS": "1", "NAV_SMS_SETTLE_SECONDS": "1", "NAV_SMS_RATE_PER_SECOND": "100000",
        "NAV_PUBLIC_URL": f"http://127.0.0.1:{web_socket.getsockname()[1]}",
    }  # fmt: skip
    for name, value in (hurried | fake.environment()).items():
        monkeypatch.setenv(name, value)


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request, folder, migrated, monkeypatch, fake, in_a_hurry):
    """On SQLite, and again on PostgreSQL (whose server, like the machine, outlives every kill)."""
    if request.param == "postgresql":
        address = make_url(request.getfixturevalue("postgres_url"))
        address = address.update_query_dict({"options": "-csynchronous_commit=off"})
        monkeypatch.setenv("NAV_DATABASE_URL", address.render_as_string(hide_password=False))
    else:
        shutil.copy(migrated, folder)
    installed = Installation(create_app(instance=folder), fake, request.param)
    installed.warm_up()
    yield installed
    installed.end()


@pytest.fixture
def web(installation, web_socket):
    """Its web server, in a process: what the fake calls back."""
    process = installation.start(serve_web, installation.app, web_socket)
    installation.processes.remove(process)
    yield process
    process.kill()
    process.join()
