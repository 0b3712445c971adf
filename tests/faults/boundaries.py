"""The places where a worker can die, and the traps that wait there. A trap is set in the worker's own process, on
what is not ours: SQLAlchemy's events and Python's HTTP connection. What the carrier does is the fake's part."""

import http.client
import os
import resource
import signal
import time
from collections.abc import Callable
from datetime import timedelta

import psycopg
from sqlalchemy import event

from app.foundation import clock
from app.foundation.db import db
from app.messaging import outbox
from app.messaging.outbox import Limits

COMMITS = {"claim": "claimed", "sending": "sending", "reply": "accepted"}
INSIDE = ("before the claim", "before sending", "reply without commit")
OUTSIDE = ("after the claim", "after sending", "mid-write", "accepted without reply", "after the commit")
BOUNDARIES = INSIDE + OUTSIDE
AT_COMMIT = {
    "before the claim": ("before", "claim"), "after the claim": ("after", "claim"),
    "before sending": ("before", "sending"), "after sending": ("after", "sending"),
    "reply without commit": ("before", "reply"), "after the commit": ("after", "reply"),
}  # fmt: skip
ONE_AT_A_TIME = Limits(lease=timedelta(seconds=1), settle=timedelta(seconds=1), batch=1)
FIRED, ROUNDS = 3, 4


class Broken(ConnectionResetError):
    """The exception that happens there."""


def raise_one() -> None:
    raise Broken


def fill_the_disk() -> None:
    """Nothing more can be written by this process (SQLite), or by this server (PostgreSQL)."""
    if db.engine.dialect.name == "sqlite":
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    else:
        with _beside() as connection:
            connection.execute("INSERT INTO disk_full VALUES (true)")


WAYS: dict[str, Callable[[], None]] = {
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "stopped": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "exception": raise_one,
    "disk full": fill_the_disk,
}


def prepare_disk() -> None:
    """On PostgreSQL a commit that wrote to `message` fails with 53100 while the table `disk_full` has a row."""
    with _beside() as connection:
        connection.execute(
            "CREATE TABLE disk_full (full_now boolean);"
            "CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF EXISTS (SELECT 1 FROM disk_full) THEN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END IF;"
            "RETURN NULL; END $$;"
            "CREATE CONSTRAINT TRIGGER no_space AFTER INSERT OR UPDATE ON message DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION no_space()"
        )


def empty_disk() -> None:
    """There is space again."""
    with _beside() as connection:
        connection.execute("DELETE FROM disk_full")


def _beside():
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


class Trap:
    """Springs once: `way()` at the boundary."""

    def __init__(self, way: Callable[[], None]):
        self.way, self.sprung = way, False

    def spring(self) -> None:
        if not self.sprung:
            self.sprung = True
            self.way()


def set_at_commit(trap: Trap, when: str, what: str) -> None:
    """Before or after the commit of the transaction that moved a message to this state."""
    moved = []

    def watch(_connection, _cursor, statement, parameters, *_rest):
        if "UPDATE message SET" in statement and COMMITS[what] in _values(parameters):
            moved.append(statement)

    event.listen(db.engine, "before_cursor_execute", watch)
    if when == "before":
        event.listen(db.engine, "commit", lambda _connection: moved and trap.spring())
    else:
        event.listen(
            db.session, "after_transaction_end", lambda _session, ended: moved and not ended.parent and trap.spring()
        )


def _values(parameters) -> list:
    if isinstance(parameters, dict):
        return list(parameters.values())
    return [value for one in parameters for value in (_values(one) if isinstance(one, dict | tuple | list) else [one])]


def set_on_the_wire(trap: Trap, after: float) -> None:
    """When this part (0 to 1) of a text's body has left."""
    send = http.client.HTTPConnection.send

    def in_two_parts(connection, data):
        head = bytes(data[:5]) in (b"POST ", b"GET /")
        cut = len(data) if head else int(len(data) * after)
        send(connection, data[:cut])
        if not head:
            trap.spring()
            if data[cut:]:
                send(connection, data[cut:])

    http.client.HTTPConnection.send = in_two_parts


def victim(installation, boundary: str, way: str, told) -> None:
    """A worker's life: it waits to be `told`, sends, and meets its boundary. Ends with FIRED if it outlived that."""
    trap = Trap(WAYS[way])
    if boundary in AT_COMMIT:
        set_at_commit(trap, *AT_COMMIT[boundary])
    elif boundary == "mid-write":
        set_on_the_wire(trap, after=0.5)
    elif way == "disk full":
        set_on_the_wire(trap, after=1)
    else:
        trap.sprung = True  # the fake sees to it: the carrier takes the text, and the worker hears nothing
    gateway = installation.gateway()
    told.recv()
    for _round in range(ROUNDS):
        try:
            outbox.dispatch(clock.now(), gateway, ONE_AT_A_TIME)
        except Exception:  # noqa: BLE001 the scheduler logs it, and runs the next round
            db.session.remove()
        if trap.sprung and way != "disk full":
            break
        time.sleep(0.02)
    os._exit(FIRED if trap.sprung else 0)
