"""The documents name everything that a person can set or call, and nothing that is not there."""

import re
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).parent.parent
SETTINGS = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
DECISIONS = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))


def _variables(text: str) -> set[str]:
    return set(re.findall(r"\bNAV_[A-Z_]+[A-Z]\b", text))


def _commands(group: click.Group, before: str = "") -> dict[str, click.Command]:
    """`import places`, `serve`…: every command of ours that can be called. Those of `db` are Flask-Migrate's."""
    found = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= _commands(command, f"{before}{name} ") if name != "db" else {}
        else:
            found[f"{before}{name}"] = command
    return found


def test_every_variable_is_told_and_no_other():
    read = {v for file in (ROOT / "app").rglob("*.py") for v in _variables(file.read_text(encoding="utf-8"))}
    assert _variables(SETTINGS) == read


def test_every_command_is_told(app):
    assert not [command for command in _commands(app.cli) if f"`{command}" not in SETTINGS]


def test_no_other_command_is_told(app):
    section = re.search(r"^## Commands$.*?^## ", SETTINGS, flags=re.M | re.S).group()
    cells = re.findall(r"^\| (`.+?) \|", section, flags=re.M)
    told = [
        re.match(r"[a-z -]+?(?= [^a-z]| -|$)", entry).group()
        for cell in cells
        for entry in re.findall(r"`(.+?)`", cell)
    ]
    told = [command for command in told if command != "db upgrade"]
    known = set(_commands(app.cli)) | {f"import {kind}" for kind in ("places", "routes", "referrals", "rates")}
    assert set(told) <= known


def test_every_option_of_a_command_is_told(app):
    options = {
        option.opts[-1]
        for command in _commands(app.cli).values()
        for option in command.params
        if isinstance(option, click.Option)
    }
    assert not [option for option in options if option not in SETTINGS]


@pytest.mark.parametrize("script", ["./run", "./test", ".ci/run"])
def test_every_script_is_told(script):
    assert f"`{script}" in CONTRIBUTING


def test_every_target_of_make_is_told():
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M)
    assert not [target for target in targets if f"make {target}" not in CONTRIBUTING]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_document_points_at_files_that_are_there(document):
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:app|docs|tests|templates|static|migrations|scripts|bench)/[\w./-]+)`", text)
    linked = [link.split("#")[0] for link in re.findall(r"\]\((?!https?:|#)([^)]+)\)", text)]
    lost = [path for path in named if not (ROOT / path).exists()]
    assert not lost + [path for path in linked if not (document.parent / path).exists()]


def test_decisions_are_numbered_without_gaps():
    assert [int(file.name[:4]) for file in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_says_why_and_what_follows(decision):
    headings = re.findall(r"^## (.+)$", decision.read_text(encoding="utf-8"), flags=re.M)
    assert headings == ["Situation", "Decision", "What follows"]
