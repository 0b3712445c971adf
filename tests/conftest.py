"""The stage and the cast. Lupita and Marta accompany; Iván refers from Salvador Urbina; Celia has no business
there; Fausto minds the money, Amalia the program, Aurora only looks. Doña Rosa is the patient, Juan her husband.
"""

import gc
import shutil
from contextlib import contextmanager

import pytest
import time_machine
from flask_migrate import upgrade
from sqlalchemy import event

from app import create_app
from app.accounts import operations as accounts
from app.accounts import queries
from app.accounts.models import User
from app.foundation.db import db, transaction
from tests.kept import keep_compiled
from tests.moment import NOW
from tests.page_check import CheckedClient
from tests.passwords import CHEAP, PASSWORD
from tests.programme import Programme, stock

keep_compiled()
pytest_plugins = ["tests.network", "tests.programs", "tests.postgres", "tests.browser"]


def build(instance, **overrides):
    """An application on its own folder, with forms that need no token and no limit on sign-ins."""
    plain = {"TESTING": True, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False, "PASSWORD_COST": CHEAP}
    app = create_app(instance=instance, **plain | overrides)
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


@pytest.fixture(scope="session")
def stocked(tmp_path_factory, migrated):
    """The same with the example book and rates in it, for the tests that ask for `programme`."""
    folder = tmp_path_factory.mktemp("stocked")
    shutil.copy(migrated, folder / "acompana.sqlite")
    fill(folder)
    return folder / "acompana.sqlite"


@pytest.fixture(scope="session")
def postgres_stocked(postgres_copy, postgres_migrated, tmp_path_factory):
    """That, as the PostgreSQL database which the tests' own are copied from."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NAV_DATABASE_URL", postgres_copy(postgres_migrated, "stocked"))
        fill(tmp_path_factory.mktemp("stocked-postgres"))
    return "stocked"


def fill(folder):
    with time_machine.travel(NOW, tick=False), build(folder).app_context():
        stock(add(*CAST["amalia"]))
        db.session.remove()
        db.engine.dispose()


def pytest_collection_finish():
    """What is imported stays to the end; nobody needs to look again and again whether it is garbage."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc):
    """A test marked `both_databases` runs on SQLite and again on PostgreSQL."""
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("app", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def app(request, tmp_path, frozen, monkeypatch):
    ready = "stocked" if "programme" in request.fixturenames else "migrated"
    if getattr(request, "param", "sqlite") == "postgresql":
        monkeypatch.setenv("NAV_DATABASE_URL", request.getfixturevalue(f"postgres_{ready}_url"))
    else:
        shutil.copy(request.getfixturevalue(ready), tmp_path / "acompana.sqlite")
    app = build(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def now():
    return NOW


CAST = {
    "lupita": ("lupita@ces.example", "Lupita Roblero", "navigator"),
    "marta": ("marta@ces.example", "Marta Escobar", "navigator"),
    "ivan": ("ivan@ces.example", "Iván Solís", "clinician", "SAL"),
    "celia": ("celia@ces.example", "Celia Ríos", "clinician", "REF"),
    "fausto": ("fausto@ces.example", "Fausto Gómez", "finance"),
    "amalia": ("amalia@ces.example", "Amalia Cruz", "admin"),
    "aurora": ("aurora@ces.example", "Aurora Paz", "auditor"),
}


def add(email, name, role, clinic=None) -> User:
    """Somebody of the cast; whoever is there already is given back."""
    known = queries.user_by_email(email)
    if known is not None:
        return known
    with transaction():
        return accounts.add_user(email, name, role, PASSWORD, now=NOW, clinic_code=clinic)


@pytest.fixture
def lupita(app):
    return add(*CAST["lupita"])


@pytest.fixture
def marta(app):
    return add(*CAST["marta"])


@pytest.fixture
def ivan(app):
    return add(*CAST["ivan"])


@pytest.fixture
def celia(app):
    return add(*CAST["celia"])


@pytest.fixture
def fausto(app):
    return add(*CAST["fausto"])


@pytest.fixture
def amalia(app):
    return add(*CAST["amalia"])


@pytest.fixture
def aurora(app):
    return add(*CAST["aurora"])


@pytest.fixture
def programme(app, lupita, ivan, fausto, amalia):
    """The book, a fund with 20,000 pesos in a box, and the steps that stories share."""
    return Programme(lupita, ivan, fausto, amalia)


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


@pytest.fixture
def statements(app):
    """`with statements() as seen:` collects the SQL of a page, without the session, the look and transactions."""
    ours = ("sign_in", "INSERT INTO look", "PRAGMA", "BEGIN")

    @contextmanager
    def collecting():
        seen = []

        def note(_connection, _cursor, statement, *_rest):
            if not any(word in statement for word in ours):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        yield seen
        event.remove(db.engine, "before_cursor_execute", note)

    return collecting
