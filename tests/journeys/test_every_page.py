"""Every kind of page, as every role, at both widths: it opens, axe finds nothing, nothing runs over the edge."""

import pytest

from tests.visitor import walk

ROLES = ("clinician", "navigator", "finance", "admin", "auditor")
WIDER_THAN_THE_WINDOW = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("width", [1024, 1440])
def test_every_page_holds(page_as, server, role, width):
    person = page_as(role, width)
    wide = [path for _endpoint, path in walk(person, server.app) if person.page.evaluate(WIDER_THAN_THE_WINDOW)]
    assert not wide
