"""The server: Twilio's paths, and /control to change how it behaves."""

import base64
import json
import os
import signal
import socket
import struct
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import random
from urllib.parse import parse_qsl, urlsplit

from . import callbacks
from .callbacks import Callbacks
from .faults import Plan
from .log import Log
from .resources import Store

KINDS = {"Messages": "text", "Calls": "call"}
REFUSALS = {
    "429": (429, 20429, "Too Many Requests"),
    "503": (503, 20503, "Service Unavailable"),
    "500": (500, 20500, "Internal Server Error"),
    "revoked": (401, 20003, "Authenticate"),
}
HANGING_UP = struct.pack("ii", 1, 0)  # SO_LINGER 0: the other end sees a reset


class Server(ThreadingHTTPServer):
    """One account. `public` is the address by which our program is reached, where its callbacks have none."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, log: Path, account: str, token: str, plan: Plan):
        super().__init__(("127.0.0.1", port), Handler)
        self.log, self.account, self.token, self.plan = Log(log), account, token, plan
        self.store = Store(self.log, account)
        self.callbacks = Callbacks(plan, self.log, account, token)

    def handle_error(self, *_whose) -> None:
        """A client that was killed is what this server is for."""


class Handler(BaseHTTPRequestHandler):
    """`server` is a Server. One thread a connection; connections are kept alive."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body leave together
    server: Server

    def do_POST(self):
        if self.path.startswith("/control"):
            return self._control(json.loads(self._body() or "{}"))
        kind = self._kind()
        if kind is None or not self._let_in():
            return None
        if self.server.plan.script[:1] == ["cut-mid-request"]:
            self.server.plan.script.pop(0)
            return self._cut("cut-mid-request", {})
        form = dict(parse_qsl(self._body()))
        return self._create(kind, form) if form.get("To") else self._refuse(21604, 400, "A 'To' is required.", form)

    def do_GET(self):
        if self.path.startswith("/control"):
            return self._answer(
                200, {"waiting": self.server.callbacks.waiting, "accepted": len(self.server.store.by_sid)}
            )
        kind = self._kind()
        if kind is None or not self._let_in():
            return None
        sid = urlsplit(self.path).path.rsplit("/", 1)[-1].removesuffix(".json")
        return self._list(kind) if sid in KINDS else self._fetch(sid)

    def do_HEAD(self):
        self._answer(200, {})

    # Twilio

    def _kind(self) -> str | None:
        parts = urlsplit(self.path).path.removesuffix(".json").split("/")
        ours = len(parts) in (5, 6) and parts[1:4] == ["2010-04-01", "Accounts", self.server.account]
        if ours and parts[4] in KINDS:
            return KINDS[parts[4]]
        self._body()
        self._refuse(20404, 404, "The requested resource was not found", {})
        return None

    def _let_in(self) -> bool:
        expected = base64.b64encode(f"{self.server.account}:{self.server.token}".encode()).decode()
        if self.headers.get("Authorization") == f"Basic {expected}" and not self.server.plan.revoked:
            return True
        self._body()
        self._refuse(20003, 401, "Authenticate", {})
        return False

    def _create(self, kind: str, form: dict[str, str]):
        fault = self.server.plan.next_fault(form["To"])
        if fault == "cut":
            return self._cut(fault, form)
        if fault == "late":
            threading.Timer(self.server.plan.late_seconds, self._accept, (kind, form)).start()
            return self._cut(fault, form)
        if fault in REFUSALS or fault.isdecimal():
            status, code, words = REFUSALS.get(fault, (400, int(fault) if fault.isdecimal() else 0, "Refused"))
            return self._refuse(code, status, words, form)
        kept = self._accept(kind, form)
        self._signal()
        return self._reply(fault, kept)

    def _accept(self, kind: str, form: dict[str, str]) -> dict:
        plan, kept = self.server.plan, self.server.store.accept(kind, form)
        if plan.early and callbacks.reachable(kept["callback"]):
            self.server.callbacks.tell_now(kept, plan.statuses)
        elif plan.statuses:
            self.server.callbacks.announce(kept, plan.statuses)
        return kept

    def _reply(self, fault: str, kept: dict):
        if fault == "accepted+cut":
            return self._hang_up()
        if fault == "accepted+500":
            return self._answer(500, {"code": 20500, "message": "Internal Server Error", "status": 500})
        if fault == "slow":
            time.sleep(self.server.plan.slow_seconds)
        return self._answer(201, self.server.store.resource(kept))

    def _list(self, kind: str):
        plan = self.server.plan
        self.server.log.write("listed", at=time.time())
        if random() < plan.list_hangs:
            time.sleep(plan.slow_seconds)
        if random() < plan.list_fails:
            return self._answer(500, {"code": 20500, "message": "Internal Server Error", "status": 500})
        query = dict(parse_qsl(urlsplit(self.path).query))
        older_than = datetime.now(UTC) - timedelta(seconds=plan.stale_seconds)
        return self._answer(200, self.server.store.page(kind, query, older_than, plan.page_limit))

    def _fetch(self, sid: str):
        kept = self.server.store.by_sid.get(sid)
        if kept is None:
            return self._refuse(20404, 404, "The requested resource was not found", {})
        return self._answer(200, self.server.store.resource(kept))

    def _refuse(self, code: int, status: int, words: str, form: dict[str, str]):
        self.server.log.write("refused", code=code, status=status, to=form.get("To"), at=time.time())
        more_info = f"https://www.twilio.com/docs/errors/{code}"
        self._answer(status, {"code": code, "message": words, "more_info": more_info, "status": status})

    def _cut(self, fault: str, form: dict[str, str]):
        self.server.log.write("cut", fault=fault, to=form.get("To"), at=time.time())
        self._hang_up()

    # control

    def _control(self, wanted: dict):
        """/control changes the plan, /control/report calls back about what has no final report, and
        /control/callback posts one report, with somebody else's `token` if asked."""
        what = urlsplit(self.path).path.removeprefix("/control").strip("/")
        if what == "report":
            return self._answer(200, {"planned": self._report(wanted.get("statuses", ["delivered"]))})
        if what == "callback":
            kept = self.server.store.by_sid[wanted["sid"]]
            fields = self.server.callbacks.fields(kept, wanted["status"])
            return self._answer(
                200, {"answer": callbacks.post(kept["callback"], fields, wanted.get("token", self.server.token))}
            )
        try:
            self.server.plan.change(wanted)
        except ValueError as unknown:
            return self._answer(400, {"message": str(unknown)})
        return self._answer(200, {})

    def _report(self, statuses: list[str]) -> int:
        waiting = [kept for kept in self.server.store.by_sid.values() if kept["status"] not in callbacks.FINAL]
        for kept in waiting:
            self.server.callbacks.announce(kept, statuses, delay=0)
        return len(waiting)

    # the wire

    def _body(self) -> str:
        length = int(self.headers.get("Content-Length", 0))
        self.connection.settimeout(self.server.plan.read_seconds)
        body = self.rfile.read(length)
        self.connection.settimeout(None)
        if len(body) < length:
            raise ConnectionAbortedError("the client went away in the middle of its request")
        return body.decode()

    def _signal(self) -> None:
        due = self.server.plan.take_signal()
        if due:
            os.kill(due["pid"], getattr(signal, due["signal"]))

    def _hang_up(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, HANGING_UP)
        self.close_connection = True
        self.connection.close()

    def _answer(self, status: int, body: dict) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if status == 429 and self.server.plan.retry_after is not None:
            self.send_header("Retry-After", str(self.server.plan.retry_after))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words) -> None:
        """The log is the other file."""
