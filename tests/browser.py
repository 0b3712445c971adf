"""The application in a real browser: a server of its own for each test, and one visitor per role."""

import os
import re
import shutil
import threading
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Locator, Page
from sqlalchemy import select
from waitress.server import create_server

from app import create_app
from app.accounts.models import User
from app.foundation.db import db
from tests.moment import NOW

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# Pieces that htmx brings make a page new again.
FORGET_ON_SWAP = "document.addEventListener('htmx:afterSettle', () => { window.lookedOver = false })"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium. Without it these tests are skipped aloud; a build server must have it."""
    if not Path(CHROMIUM).exists():
        sentence = f"THE BROWSER TESTS DID NOT RUN: no Chromium at {CHROMIUM} (apt install chromium)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(QUIET)}


@dataclass
class Server:
    """The program on a free port. `clock` moves its time; `run("send-due")` is a command on its data."""

    app: Flask
    url: str
    clock: time_machine.Traveller

    def run(self, *command: str) -> str:
        """What the command printed to stdout; any exit code but 0 is a failure."""
        done = self.app.test_cli_runner().invoke(args=list(command))
        assert done.exit_code == 0, done.output
        return done.stdout


@dataclass
class Visitor:
    """A person at a browser. Each page they touch is looked over by axe first; the rest is Playwright's `Page`."""

    page: Page
    looked_at: list[str] = field(default_factory=list)

    def __getattr__(self, name: str):
        self.look_over()
        return getattr(self.page, name)

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look_over()

    def press(self, name: str) -> None:
        """Presses the button of this name; a page that it leads to is loaded and looked over."""
        self._leave(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Follows the link of this name."""
        self._leave(self.page.get_by_role("link", name=name, exact=True))

    def fill(self, label: str, text: str) -> None:
        self.labelled(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.labelled(label).select_option(label=option)

    def labelled(self, label: str) -> Locator:
        """The field of exactly this label, whether or not it carries the star of a required one."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))

    def sees(self, text: str) -> Locator:
        """Waits until the text is on the page and returns the first place where it is."""
        found = self.page.get_by_text(text).first
        found.wait_for()
        return found

    def look_over(self) -> None:
        """Fails on what a person who cannot see, or cannot use a mouse, could not use."""
        self.page.wait_for_load_state()
        if not self.page.url.startswith("http") or self.page.evaluate("window.lookedOver === true"):
            return
        violations = Axe().run(self.page).response["violations"]
        serious = [v for v in violations if v["impact"] in ("serious", "critical")]
        told = [f"{v['id']}: {v['help']}\n    " + "\n    ".join(n["html"] for n in v["nodes"]) for v in serious]
        assert not serious, f"{self.page.url}\n" + "\n".join(told)
        self.page.evaluate("window.lookedOver = true")
        self.looked_at.append(self.page.url)

    def _leave(self, way: Locator) -> None:
        self.look_over()
        way.click()
        self.look_over()


def _program(folder: Path) -> Flask:
    return create_app(instance=folder, TESTING=True, RATELIMIT_ENABLED=False)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """A programme in mid-week, loaded once: every server works on its copy."""
    folder = tmp_path_factory.mktemp("demo")
    app = _program(folder)
    with time_machine.travel(NOW, tick=True), app.app_context():
        upgrade()
        done = app.test_cli_runner().invoke(args=["--help"])
        assert done.exit_code == 0, done.output
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def server(demo_folder, tmp_path):
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder, folder)
    app = _program(folder)
    with time_machine.travel(NOW, tick=True) as clock:
        waitress = create_server(app, host="127.0.0.1", port=0, threads=4)
        thread = threading.Thread(target=waitress.run, daemon=True)
        thread.start()
        yield Server(app, f"http://127.0.0.1:{waitress.effective_port}", clock)
        waitress.close()
        thread.join(5)


@pytest.fixture
def visitor(new_context, server):
    """`visitor()` is a browser of somebody who has not signed in."""

    def at_the_door(width: int = 1440) -> Visitor:
        context = new_context(base_url=server.url, locale="es-MX", viewport={"width": width, "height": 900})
        context.add_init_script(FORGET_ON_SWAP)
        return Visitor(context.new_page())

    return at_the_door


@pytest.fixture
def page_as(server, visitor):
    """`page_as("finance")` is the browser of the demo's person with that role, signed in by the form."""

    def signed_in(role: str, width: int = 1440) -> Visitor:
        with server.app.app_context():
            email = db.session.scalars(select(User.email).where(User.role == role).order_by(User.id).limit(1)).one()
        person = visitor(width)
        person.open("/login")
        person.fill("Correo", email)
        person.fill("Contraseña", import_module("app.demo").PASSWORD)
        person.press("Entrar")
        return person

    return signed_in
