"""A person at a browser, the server they visit, and a walk through every page that they can reach."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, Error, Locator, Page
from sqlalchemy import select
from waitress.server import create_server
from werkzeug.exceptions import HTTPException

from app.accounts.models import User
from app.foundation.db import db
from app.foundation.web import ANYONE, SIGNED_IN
from app.policy import POLICY

# The shell has no windows to draw: a new person at the door takes it a third of the time.
SHELLS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
CHROMIUM = next(filter(os.path.exists, SHELLS), SHELLS[0])
QUIET = (
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
# Pieces that htmx brings make a page new again.
FORGET_ON_SWAP = "document.addEventListener('htmx:afterSettle', () => { window.lookedOver = false })"
# What axe judges is made of these: each element with its parent, their classes, attributes and roles, and whether there is
# a word in it. A page made of nothing that was not on a page found clean needs no second look, whoever's names it has.
PIECES = """() => {
  const told = ["type", "role", "scope", "lang", "aria-hidden"];
  const of = one => one.tagName + "." + one.className + [...one.attributes].map(
    each => each.name + (told.includes(each.name) ? "=" + each.value : "")) + (one.textContent.trim() ? "" : " empty");
  const pieces = [...document.querySelectorAll("*")].map(one => of(one.parentElement || one) + " > " + of(one));
  return innerWidth + [...new Set(pieces)].sort().join();
}"""
AXE = {
    "resultTypes": ["violations"],
    "preload": False,
}  # style sheets are read again only for a rule that axe leaves off
PATIENCE = 15_000  # milliseconds; a page that takes longer has failed
axe = Axe()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The program on a free port, in a thread; yields its address."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(lambda: _hang_up(server))  # by its own thread, which is waiting on these very sockets
    thread.join(5)


def _hang_up(server) -> None:
    """A browser keeps its lines open for the next page: they are closed too, or the server waits for them."""
    for line in list(server.active_channels.values()):
        line.handle_close()
    server.close()


def somebody(app: Flask, role: str) -> str:
    """The address of the first person with that role."""
    with app.app_context():
        return db.session.scalars(select(User.email).where(User.role == role).order_by(User.id).limit(1)).one()


@dataclass
class Visitor:
    """Each page they touch is looked over by axe first; the rest is Playwright's `Page`."""

    context: BrowserContext
    clean: Path  # an empty file for each page that was found clean in this run, by whomever
    page: Page = field(init=False)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.add_init_script(FORGET_ON_SWAP)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)
        self.page.on("dialog", lambda question: question.accept())

    def __getattr__(self, name: str):
        self.look_over()
        return getattr(self.page, name)

    def sign_in(self, email: str, password: str) -> None:
        self.open("/login")
        self.fill("Correo", email)
        self.fill("Contraseña", password)
        self.press("Entrar")
        assert not self.page.url.endswith("/login"), self.page.inner_text("main")

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look_over()

    def press(self, name: str) -> None:
        """Presses the button of this name; a page that it leads to is loaded and looked over."""
        self.go(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Follows the first link of this name."""
        self.go(self.page.get_by_role("link", name=name, exact=True).first)

    def fill(self, label: str, text: str, nth: int = 0) -> None:
        self.labelled(label).nth(nth).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.labelled(label).select_option(label=option)

    def answer(self, question: str, choice: str) -> None:
        """Marks one of the choices under a question."""
        self.page.get_by_role("group", name=question, exact=True).get_by_label(choice, exact=True).check()

    def check_box(self, label: str) -> None:
        self.labelled(label).check()

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    def attach(self, label: str, file: Path) -> None:
        self.labelled(label).set_input_files(file)

    def find(self, words: str) -> None:
        """Types into the box over every page; a single answer opens at once."""
        box = self.page.get_by_label("Buscar caso o persona")
        box.fill(words)
        with self.page.expect_navigation():
            box.press("Enter")
        self.look_over()

    def download(self, name: str) -> bytes:
        """What the first link of this name brings, saved to a file."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=name, exact=True).first.click()
        return Path(coming.value.path()).read_bytes()

    def labelled(self, label: str) -> Locator:
        """The field of exactly this label, whether or not it carries the star of a required one."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$"))

    def sees(self, text: str) -> Locator:
        """Waits until the text is on the page and returns the first place where it is."""
        found = self.page.get_by_text(text).first
        found.wait_for()
        return found

    def look_over(self) -> None:
        """Fails on what a person who cannot see, or cannot use a mouse, could not use, and on scripts that broke."""
        self.page.wait_for_load_state()
        if not self.page.url.startswith("http") or self.page.evaluate("window.lookedOver === true"):
            return
        found_clean = self.clean / sha256(self.page.evaluate(PIECES).encode()).hexdigest()
        if self.complaints or not found_clean.exists():
            violations = axe.run(self.page, options=AXE).response["violations"]
            serious = [v for v in violations if v["impact"] in ("serious", "critical")]
            told = [f"{v['id']}: {v['help']}\n    " + "\n    ".join(n["html"] for n in v["nodes"]) for v in serious]
            assert not told + self.complaints, "\n".join([self.page.url, *told, *self.complaints])
            found_clean.touch()
        self.page.evaluate("window.lookedOver = true")

    def go(self, way: Locator) -> None:
        """Presses or follows this; a page that it leads to is looked over."""
        self.look_over()
        way.click()
        self.look_over()

    def _hear(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


def walk(visitor: Visitor, app: Flask, role: str, start: str = "/") -> Iterator[tuple[str, str]]:
    """Opens one page of every kind that open doors lead to from `start`; yields (endpoint, path) of each, opened."""
    ahead, seen = [start], set()
    while ahead:
        path = ahead.pop(0)
        endpoint = endpoint_of(app, path)
        if endpoint is None or endpoint in seen or not may_open(role, endpoint) or not _opens(visitor, path):
            continue
        seen.add(endpoint)
        yield endpoint, path
        ahead += [path for path, method in doors(visitor.page) if method == "get"]


def doors(page: Page) -> list[tuple[str, str]]:
    """Where the page's links and forms lead: (path, "get" or "post")."""
    links = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    forms = """all => all.map(form => [
        form.getAttribute('action') || location.pathname, (form.getAttribute('method') || 'get').toLowerCase()])"""
    return [(link, "get") for link in links] + [tuple(form) for form in page.eval_on_selector_all("form", forms)]


def endpoint_of(app: Flask, path: str, method: str = "get") -> str | None:
    """Which view answers; None where there is none."""
    try:
        return app.url_map.bind("localhost").match(urlsplit(path).path, method=method.upper())[0]
    except HTTPException:
        return None


def may_open(role: str, endpoint: str) -> bool:
    allowed = POLICY[endpoint]
    return allowed in (ANYONE, SIGNED_IN) or role in allowed


def _opens(visitor: Visitor, path: str) -> bool:
    """Whether a page came, and no file."""
    try:
        answer = visitor.page.goto(path)
    except Error as error:
        assert "Download is starting" in error.message, f"{path}: {error.message}"
        return False
    assert answer.status < 400, f"{path}: {answer.status}"
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return False
    visitor.look_over()
    return True
