"""Pages of the demo, signed in, authorised and audited, beside Flask's own "ok"."""

import tempfile
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from app import create_app
from app.accounts import operations as accounts
from app.foundation import clock
from app.foundation.db import db, transaction

from .measure import Measured, side_by_side

TITLE = "A page on the demo's data"
WHO, PASSWORD = "bench@ces.example", "una frase para medir"
PAGES = ("/worklist", "/cases")


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        client = _navigator(_with_demo(Path(folder)))
        bare = Flask("bare")
        bare.route("/")(lambda: "ok")
        ours = {path: lambda path=path: client.get(path) for path in PAGES}
        return side_by_side({"Flask alone": lambda: bare.test_client().get("/"), **ours}, times=20)


def _with_demo(folder: Path) -> Flask:
    app = create_app(instance=folder, WTF_CSRF_ENABLED=False)
    with app.app_context():
        upgrade()
        app.test_cli_runner().invoke(args=["demo"], catch_exceptions=False)
        with transaction():
            accounts.add_user(WHO, "Lupita", "navigator", PASSWORD, now=clock.now())
        db.session.remove()
    return app


def _navigator(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.post("/login", data={"email": WHO, "password": PASSWORD})
    return client
