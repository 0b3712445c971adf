"""Every kind of page, as every role: it opens, axe finds nothing, it holds at both widths, every door on it opens."""

import pytest

from tests.visitor import doors, endpoint_of, may_open, walk

ROLES = ("clinician", "navigator", "finance", "admin", "auditor")
WIDTHS = (1024, 1440)
WIDER_THAN_THE_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("role", ROLES)
def test_every_page_holds(page_as, server, role):
    person = page_as(role)
    wide, closed = [], set()
    for _endpoint, path in walk(person, server.app, role):
        wide += [(path, width) for width in WIDTHS if runs_over(person.page, width)]
        closed |= {(path, *door) for door in closed_doors(person.page, server.app, role)}
    assert not wide
    assert not closed


CUT = """[...document.querySelectorAll(".way input")].filter(one => one.scrollWidth > one.clientWidth).map(one => one.value)"""
TOPS = "[...document.querySelectorAll('.four > div')].map(one => one.getBoundingClientRect().top)"


def test_a_small_screen_shows_a_rides_places_whole_and_what_is_owed_in_one_line(page_as, server):
    lupita = page_as("navigator", width=1024)
    lupita.open("/advances/4")  # the one whose receipts are missing
    lupita.press("Recibir comprobantes")
    lupita.follow("escribirla aquí")
    assert lupita.evaluate("document.querySelectorAll('.way input').length") > 6
    assert lupita.evaluate(CUT) == []
    lupita.fill("De", "", nth=0)
    lupita.press("Agregar la relación")
    lupita.sees("Falta de dónde salieron.")
    assert lupita.evaluate("document.activeElement.id") == "rides-0-origin"
    lupita.open("/advances/outstanding")
    assert len(set(lupita.evaluate(TOPS))) == 1


def runs_over(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate(WIDER_THAN_THE_WINDOW)


def closed_doors(page, app, role):
    """Links and forms that are shown to a person who may not use them."""
    for path, method in doors(page):
        endpoint = endpoint_of(app, path, method)
        if endpoint is None or not may_open(role, endpoint):
            yield method, path
