"""Pictures of every page that each role can reach, at the widths the layout must hold.

`python -m docs.screenshots FOLDER`. The case page's picture is also the README's. Works on a demo of its own, in a
folder that is thrown away.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from flask_migrate import upgrade
from playwright.sync_api import Browser, sync_playwright

from app import create_app
from app.demo import PASSWORD
from app.foundation.db import db
from tests.visitor import CHROMIUM, QUIET, Visitor, serving, somebody, walk

ROLES = ("clinician", "navigator", "finance", "admin", "auditor")
WIDTHS = (1440, 1024)
README = ("navigator-coordination.case_page-1440.png", Path(__file__).parent / "case.png")


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
            for role in ROLES:
                for width in WIDTHS:
                    take(browser, url, app, role, width, folder)
    shutil.copy(folder / README[0], README[1])


def take(browser: Browser, url: str, app, role: str, width: int, folder: Path) -> None:
    size = {"width": width, "height": 900}
    person = Visitor(browser.new_context(base_url=url, locale="es-MX", viewport=size))
    person.sign_in(somebody(app, role), PASSWORD)
    for endpoint, path in walk(person, app, role):
        person.page.screenshot(path=folder / f"{role}-{endpoint}-{width}.png", full_page=True)
        print(role, width, path)
    person.context.close()


main(Path(sys.argv[1]))
