"""The application in a real browser: a server of its own for each test, and a visitor for each role."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.coordination import jobs
from app.demo import PASSWORD
from app.foundation.clock import now
from app.foundation.db import db
from tests.moment import NOW
from tests.passwords import CHEAP
from tests.programs import insist_on
from tests.visitor import CHROMIUM, QUIET, Visitor, serving, somebody


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium."""
    insist_on(CHROMIUM)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(QUIET)}


@dataclass
class Server:
    """The program on a free port. `clock` moves its time; `run("send-due")` is a command on its data."""

    app: Flask
    url: str
    clock: time_machine.Traveller

    def run(self, *command: str) -> str:
        """What the command printed to stdout; any exit code but 0 is a failure."""
        with self.app.app_context():
            done = self.app.test_cli_runner().invoke(args=list(command))
        assert done.exit_code == 0, done.exception or done.output
        return done.stdout

    def tick(self) -> None:
        """What the scheduler does besides sending: texts against the facts, silences that become calls."""
        with self.app.app_context():
            jobs.keep_texts_true(now())
            jobs.raise_due_tasks(now())


def _program(folder: Path) -> Flask:
    return create_app(instance=folder, TESTING=True, RATELIMIT_ENABLED=False, PASSWORD_COST=CHEAP)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """A programme in mid-week, loaded once: every server works on its copy."""
    folder = tmp_path_factory.mktemp("demo")
    app = _program(folder)
    with time_machine.travel(NOW, tick=True), app.app_context():
        upgrade()
        done = app.test_cli_runner().invoke(args=["demo"])
        assert done.exit_code == 0, done.output
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def server(demo_folder, tmp_path):
    """The demo on Monday morning, its clock running."""
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder, folder)
    app = _program(folder)
    with time_machine.travel(NOW, tick=True) as clock, serving(app) as url:
        yield Server(app, url, clock)


@pytest.fixture(scope="session")
def found_clean(tmp_path_factory, worker_id):
    """A folder of the run: what one worker looked over, another need not."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "found-clean"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def visitor(new_context, server, found_clean):
    """`visitor()` is somebody who has not signed in."""

    def at_the_door(width: int = 1440) -> Visitor:
        size = {"width": width, "height": 900}
        return Visitor(new_context(base_url=server.url, locale="es-MX", viewport=size), found_clean)

    return at_the_door


@pytest.fixture
def page_as(server, visitor):
    """`page_as("finance")` is the demo's person with that role, signed in by the form."""

    def signed_in(role: str, width: int = 1440) -> Visitor:
        person = visitor(width)
        person.sign_in(somebody(server.app, role), PASSWORD)
        return person

    return signed_in
