"""The money's pages, on SQLite, by people who sign in."""

import pytest


@pytest.fixture
def cast(lupita, fausto, amalia):
    return {"lupita": lupita, "fausto": fausto, "amalia": amalia}
