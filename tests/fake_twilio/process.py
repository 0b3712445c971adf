"""The fake in a process of its own, for tests: nothing that is killed beside it takes it along."""

import multiprocessing
import os
import threading
import time
from contextlib import contextmanager
from multiprocessing.connection import wait
from pathlib import Path

import requests

from .faults import Plan
from .log import Log
from .server import Server

ACCOUNT, TOKEN, SENDER = "AC" + "0" * 31 + "1", "the token of the fake", "+12025550100"


def end_with_the_test() -> None:
    """A process that a test started does not outlive it, however the test ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()


def serve(port: int, log: Path, account: str, token: str, settings: dict, ready=None) -> None:
    """Serves until the process ends. `ready` (a pipe) is told the port."""
    end_with_the_test()
    server = Server(port, log, account, token, Plan(**settings))
    if ready is not None:
        ready.send(server.server_port)
    server.serve_forever()


class FakeTwilio:
    """The address, the log, and the control of one that runs."""

    def __init__(self, port: int, log: Path, process):
        self.address = f"http://127.0.0.1:{port}"
        self.log, self.process = Log(log), process
        self.session = requests.Session()

    @classmethod
    @contextmanager
    def running(cls, log: Path, **settings):
        """In a fresh process (spawned: it shares nothing with the test). `settings`: those of faults.Plan."""
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=serve, args=(0, log, ACCOUNT, TOKEN, settings, there), daemon=True)
        process.start()
        if not here.poll(30):
            raise RuntimeError("the fake Twilio did not start")
        fake = cls(here.recv(), log, process)
        try:
            yield fake
        finally:
            fake.session.close()
            process.kill()
            process.join()

    def environment(self) -> dict[str, str]:
        """The settings of a program that texts through it."""
        return {
            "NAV_SMS_GATEWAY": "twilio", "NAV_TWILIO_ACCOUNT_SID": ACCOUNT, "NAV_TWILIO_AUTH_TOKEN": TOKEN,
            "NAV_TWILIO_FROM": SENDER, "NAV_TWILIO_API_BASE": self.address,
        }  # fmt: skip

    def set(self, **settings) -> None:
        """Changes how it behaves from now on."""
        self._tell("", settings)

    def report(self, *statuses: str) -> int:
        """Lets it call back about everything that has no final report yet; returns how many."""
        return self._tell("/report", {"statuses": list(statuses or ("delivered",))})["planned"]

    def call_back(self, sid: str, status: str, **more) -> int:
        """One report now; returns what our webhook answered. `token="…"` makes it a forgery."""
        return self._tell("/callback", {"sid": sid, "status": status, **more})["answer"]

    def quiet(self, patience: float = 120) -> None:
        """Waits until no callback is left to post."""
        until = time.monotonic() + patience
        while self.session.get(f"{self.address}/control", timeout=10).json()["waiting"]:
            if time.monotonic() > until:
                raise AssertionError("the callbacks take too long")
            time.sleep(0.05)

    def _tell(self, path: str, what: dict) -> dict:
        answer = self.session.post(f"{self.address}/control{path}", json=what, timeout=30)
        answer.raise_for_status()
        return answer.json()
