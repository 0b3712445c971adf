"""Words for people, in a row."""

import pytest

from app.foundation.language import listed


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["lunes"], "lunes"), (["lunes", "martes"], "lunes y martes"),
     (["lunes", "martes", "jueves"], "lunes, martes y jueves")],
)  # fmt: skip
def test_names_in_a_row_end_with_and(names, said):
    assert listed(names) == said
