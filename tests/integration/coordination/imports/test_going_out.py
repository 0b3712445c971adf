"""The book goes out as a sheet and comes in again unchanged; nothing in it is a formula."""

import csv
import io

import pytest

from app.cases import operations as cases
from app.coordination.imports import going_out, operations
from app.foundation.db import transaction
from app.travel import operations as travel
from app.travel import queries
from tests.moment import NOW


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["routes", "places"])
def test_what_went_out_comes_in_again_unchanged(programme, kind, form):
    judged = operations.examine(kind, going_out.sheet(kind, form), NOW)
    assert {row.verdict for row in judged} == {"unchanged"} and len(judged) > 20


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_edited_row_goes_out_as_it_is_now(programme, form):
    route = queries.route_page(mode="bus").rows[0]
    with transaction():
        travel.save_route(
            route.origin, route.destination, route.mode, route.ordinal, by=None, now=NOW, minutes_dry=333, active=False
        )
    content = going_out.sheet("routes", form)
    assert {row.verdict for row in operations.examine("routes", content, NOW)} == {"unchanged"}
    assert form == "xlsx" or b",333," in content


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_name_that_looks_like_a_formula_is_inert_and_equal_when_it_comes_back(programme, form):
    with transaction():
        cases.save_place("MAL", name="=HYPERLINK(A1)", kind="town", now=NOW, by=None)
    content = going_out.sheet("places", form)
    assert {row.verdict for row in operations.examine("places", content, NOW)} == {"unchanged"}
    if form == "csv":
        names = [row["name"] for row in csv.DictReader(io.StringIO(content.decode()))]
        assert "'=HYPERLINK(A1)" in names


def test_the_page_hands_out_the_sheet(programme, as_role):
    answer = as_role("navigator").get("/book/routes.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=routes-2026-11-23.csv"
    assert answer.data.startswith(b"from,to,mode,fare_mxn,minutes_dry")


def test_a_clinician_does_not_take_the_book_along(programme, as_role):
    assert as_role("clinician").get("/book/places.xlsx").status_code == 403


def test_the_command_writes_the_same_sheet(programme, app):
    done = app.test_cli_runner().invoke(args=["export", "routes", "--format", "csv"])
    assert done.stdout.encode().replace(b"\r", b"") == going_out.sheet("routes", "csv").replace(b"\r", b"")


def test_the_command_wants_a_file_for_a_workbook(programme, app):
    done = app.test_cli_runner().invoke(args=["export", "places", "--format", "xlsx"])
    assert done.exit_code == 2 and "--out" in done.stderr
