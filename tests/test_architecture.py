"""What the house relies on, checked by a machine: floors, one commit, guarded routes, migrations = models."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from importlinter.cli import lint_imports
from sqlalchemy import create_engine

from app.foundation import triggers
from app.foundation.db import db
from app.foundation.web import ANYONE, SIGNED_IN
from app.policy import ALL, POLICY
from tests.conftest import build
from tests.schema import create_from_models, shape

ROOT = Path(__file__).parent.parent
APP = sorted((ROOT / "app").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Where a transaction may open: a view, a command, a job. Sending and looking up are jobs of many short steps, and
# the simulator among the gateways is a provider, who keeps a log of its own.
EDGES = {"views", "cli", "commands", "scheduler", "jobs", "demo", "upkeep", "outbox", "lookup", "gateways"}
OPEN_TO_ANYONE = re.compile(
    r"/(healthz|readyz|metrics|login(/\w+)?|hooks/twilio/((status|voice|voice-status|voice-answer)/<[^>]+>|inbound)|verify/<[^>]+>|ical/<[^>]+>\.ics"
    r"|(\w+/)?static/<path:filename>|bootstrap/static/<path:filename>|assets/.+)"
)
NAMED_FOR_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
SAME_IN_EVERY_LANGUAGE = set("Acompaña WhatsApp MXN CURP PDF CSV XLSX SMS ALTO BAJA MENSAJES".split())
MADE = {".venv", "node_modules", ".git", ".hypothesis", "instance", "test-results", "__pycache__"}


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def texts() -> Iterator[tuple[Path, str]]:
    """Every text of the project, but for what is installed or made."""
    kinds = {".py", ".md", ".toml", ".html", ".txt", ".sh", ".js", ".css", ".yml", ".ini", ""}
    for file in sorted(ROOT.rglob("*")):
        made = any(part in MADE or part.endswith("cache") for part in file.relative_to(ROOT).parts)
        if file.is_file() and file.suffix in kinds and not made:
            yield file, file.read_text(encoding="utf-8", errors="replace")


# floors and rooms


def test_imports_only_point_down():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_logo=True, no_cache=True) == 0


def test_one_module_commits():
    commits = {
        name(file)
        for file in APP
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    }
    assert commits == {"app/foundation/db.py"}


def test_a_transaction_opens_at_the_edge_and_nowhere_else():
    opened = {
        name(file)
        for file in APP
        for node in ast.walk(tree(file))
        if isinstance(node, ast.With)
        and any(_calls(item.context_expr, edge) for item in node.items for edge in ("transaction", "rehearsal"))
    }
    inside = {path for path in opened if not EDGES & set(Path(path).with_suffix("").parts)}
    assert not inside


def _calls(node: ast.expr, function: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function


def test_no_import_hides_in_a_function_unless_it_is_heavy():
    hidden = [
        f"{name(file)}:{node.lineno}"
        for file in APP
        for function in ast.walk(tree(file))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and not _is_heavy(file, node.lineno)
    ]
    assert not hidden


def _is_heavy(file: Path, line: int) -> bool:
    return any("# heavy:" in text for text in file.read_text(encoding="utf-8").splitlines()[max(line - 3, 0) : line])


def test_a_module_is_short_and_named_for_what_it_holds():
    long = [name(file) for file in APP if len(file.read_text(encoding="utf-8").splitlines()) > 300]
    vague = [name(file) for file in APP if NAMED_FOR_NOTHING & set(re.split(r"[/_.]", name(file)))]
    assert not long + vague


def test_a_function_fits_on_a_screen():
    long = [
        f"{name(file)} {node.name}"
        for file in APP
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
    ]
    assert not long


def test_nothing_is_left_for_later_and_no_machine_is_named():
    later = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
    machine = re.compile(r"(?<![\w.<}])/(work|root|farm|home)/\w")
    assert not [name(file) for file, text in texts() if later.search(text) or machine.search(text)]


# routes


def test_every_route_is_in_the_table_and_the_table_has_no_other(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert sorted(endpoints) == sorted(POLICY)


def test_the_table_names_known_roles_only():
    roles = {role for allowed in POLICY.values() if allowed not in (ANYONE, SIGNED_IN) for role in allowed}
    assert roles <= set(ALL)


def test_only_the_agreed_routes_need_no_session(app):
    open_rules = [rule.rule for rule in app.url_map.iter_rules() if POLICY.get(rule.endpoint) == ANYONE]
    assert not [rule for rule in open_rules if not OPEN_TO_ANYONE.fullmatch(rule)]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/login", "/worklist", "/cases", "/cases/SAL-1"])
def test_the_routes_that_others_rely_on_stay(app, path):
    assert app.url_map.bind("localhost").match(path)


# migrations = models


def test_the_migrated_sqlite_equals_the_models(app):
    bare = create_engine("sqlite://", module=app.config["SQLALCHEMY_ENGINE_OPTIONS"]["module"])
    with db.engine.connect() as migrated, bare.connect().execution_options(writing=True) as modelled:
        _assert_equal(migrated, modelled)


def test_the_migrated_postgresql_equals_the_models(tmp_path, postgres_url, empty_postgres_url, monkeypatch):
    monkeypatch.setenv("NAV_DATABASE_URL", postgres_url)
    bare = create_engine(empty_postgres_url)
    with build(tmp_path).app_context():
        with db.engine.connect() as migrated, bare.connect().execution_options(writing=True) as modelled:
            _assert_equal(migrated, modelled)
        db.engine.dispose()
    bare.dispose()


def _assert_equal(migrated, modelled):
    create_from_models(modelled)
    context = MigrationContext.configure(migrated, opts={"compare_type": True})
    assert compare_metadata(context, db.metadata) == []
    assert shape(migrated) == shape(modelled)


def test_every_append_only_table_exists(app):
    assert set(triggers.APPEND_ONLY) <= set(db.metadata.tables)


def test_a_missing_trigger_is_found(app):
    with db.engine.connect().execution_options(writing=True) as connection:
        assert triggers.missing(connection) == []
        connection.exec_driver_sql("DROP TRIGGER audit_event_no_update")
        assert triggers.missing(connection) == ["trigger audit_event_no_update is missing"]


# templates


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_a_template_has_nothing_inline(file):
    html = re.sub(r"{#.*?#}|{{.*?}}", "", file.read_text(encoding="utf-8"), flags=re.S)
    assert not re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", html)


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_every_form_that_posts_carries_its_token(file):
    html = file.read_text(encoding="utf-8")
    forms = re.findall(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", html, flags=re.S | re.I)
    assert not [form[:80] for form in forms if not re.search(r"csrf_token|hidden_tag", form)]


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_no_form_stands_in_a_paragraph(file):
    """A browser ends the paragraph where the form begins, and whatever laid out the paragraph lays out nothing."""
    html = file.read_text(encoding="utf-8")
    assert not re.findall(r"<p(?: [^>]*)?>(?:(?!</p>|{% macro).)*?(?:post_button\(|<form\b)", html, flags=re.S)


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_every_word_of_a_template_can_be_translated(file):
    hidden = r"{#.*?#}|{% block page_class %}.*?{% endblock %}|{%.*?%}|{{.*?}}|<!--.*?-->"
    html = re.sub(hidden, " ", file.read_text(encoding="utf-8"), flags=re.S)
    words = re.findall(r"[^\W\d_]{3,}", re.sub(r"<[^>]*>|&\w+;", " ", html))
    assert not set(words) - SAME_IN_EVERY_LANGUAGE
