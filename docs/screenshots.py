"""Pictures of every page that each role can reach, at the widths the layout must hold.

`python -m docs.screenshots FOLDER`. The README's picture goes to docs/case.png. Works on a demo of its own, in a folder
that is thrown away.
"""

import sys
import tempfile
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select

from app import create_app
from app.cases.models import Case, Person
from app.demo import PASSWORD
from app.foundation.db import db
from tests.visitor import CHROMIUM, QUIET, Visitor, serving, somebody, walk

ROLES = ("clinician", "navigator", "finance", "admin", "auditor")
WIDTHS = (1440, 1024)
README, HER_CASE = Path(__file__).parent / "case.png", "Elena"  # funded, and about to leave


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        app = create_app(instance=Path(data), RATELIMIT_ENABLED=False)
        with app.app_context():
            upgrade()
            app.test_cli_runner().invoke(args=["demo"], catch_exceptions=False)
            db.session.remove()
        with serving(app) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            picture_for_the_readme(visitor(browser, url, app, "navigator", 1440), app)
            for role in ROLES:
                for width in WIDTHS:
                    take(visitor(browser, url, app, role, width), app, role, width, folder)


def visitor(browser: Browser, url: str, app: Flask, role: str, width: int) -> Visitor:
    size = {"width": width, "height": 1000}
    person = Visitor(browser.new_context(base_url=url, locale="es-MX", viewport=size), Path())
    person.context.add_init_script("window.lookedOver = true")  # by the tests; pictures need no second look
    person.sign_in(somebody(app, role), PASSWORD)
    return person


def picture_for_the_readme(person: Visitor, app: Flask) -> None:
    with app.app_context():
        number = db.session.scalar(select(Case.number).join(Case.patient).where(Person.given_names == HER_CASE))
    person.open(f"/cases/{number}")
    person.page.screenshot(path=README)


def take(person: Visitor, app: Flask, role: str, width: int, folder: Path) -> None:
    for endpoint, path in walk(person, app, role):
        person.page.screenshot(path=folder / f"{role}-{endpoint}-{width}.png", full_page=True)
        print(role, width, path)
    person.context.close()


main(Path(sys.argv[1]))
