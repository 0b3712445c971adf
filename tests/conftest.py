"""The stage and the cast. Lupita and Marta accompany; Iván refers from Salvador Urbina; Celia has no business
there; Fausto minds the money, Amalia the program, Aurora only looks. Doña Rosa is the patient, Juan her husband.
"""

import shutil

import pytest
import time_machine
from flask_migrate import upgrade

from app import create_app
from app.accounts import operations as accounts
from app.accounts.models import User
from app.foundation.db import db, transaction
from tests.moment import NOW
from tests.page_check import CheckedClient

pytest_plugins = ["tests.network", "tests.postgres", "tests.browser"]
PASSWORD = "la milpa de mayo"


def build(instance, **overrides):
    """An application on its own folder, with forms that need no token and no limit on sign-ins."""
    app = create_app(instance=instance, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False, **overrides)
    app.test_client_class = CheckedClient
    return app


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """One migrated SQLite file for the run; every test gets its copy."""
    folder = tmp_path_factory.mktemp("migrated")
    app = build(folder)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return folder / "acompana.sqlite"


@pytest.fixture
def frozen():
    """Monday 23 November 2026, 10:00 in the programme's zone; the clock does not tick."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def app(tmp_path, migrated, frozen):
    shutil.copy(migrated, tmp_path / "acompana.sqlite")
    app = build(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def now():
    return NOW


def add(email, name, role, clinic=None) -> User:
    with transaction():
        return accounts.add_user(email, name, role, PASSWORD, now=NOW, clinic_code=clinic)


@pytest.fixture
def lupita(app):
    return add("lupita@ces.example", "Lupita Roblero", "navigator")


@pytest.fixture
def marta(app):
    return add("marta@ces.example", "Marta Escobar", "navigator")


@pytest.fixture
def ivan(app):
    return add("ivan@ces.example", "Iván Solís", "clinician", "SAL")


@pytest.fixture
def celia(app):
    return add("celia@ces.example", "Celia Ríos", "clinician", "REF")


@pytest.fixture
def fausto(app):
    return add("fausto@ces.example", "Fausto Gómez", "finance")


@pytest.fixture
def amalia(app):
    return add("amalia@ces.example", "Amalia Cruz", "admin")


@pytest.fixture
def aurora(app):
    return add("aurora@ces.example", "Aurora Paz", "auditor")


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def signed_in(app):
    """`signed_in(lupita)` is a browser in which Lupita has signed in."""

    def browser(user: User):
        client = app.test_client()
        answer = client.post("/login", data={"email": user.email, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return browser


@pytest.fixture
def as_role(request, signed_in):
    """`as_role("finance")` is the browser of whoever plays that role in the cast."""
    players = {"navigator": "lupita", "clinician": "ivan", "finance": "fausto", "admin": "amalia", "auditor": "aurora"}
    return lambda role: signed_in(request.getfixturevalue(players[role]))
