"""Header names in any case, without accents, by their other names."""

import pytest

from app.coordination.imports.columns import Column, matched, unknown
from app.foundation.errors import Unusable

COLUMNS = (Column("folio", "Folio", required=True), Column("referred_on", "Fecha de referencia", ("fecha ref",)))


@pytest.mark.parametrize("header", ["Fecha de referencia", "FECHA  REFERENCIA", "fecha_de_referencia", "Fecha ref."])
def test_a_header_is_understood_in_every_spelling(header):
    assert matched(("Folio", header), COLUMNS)["referred_on"] == header


def test_a_column_that_nobody_knows_is_kept_apart():
    headers = ("Folio", "Donativo")
    assert unknown(headers, matched(headers, COLUMNS)) == ("Donativo",)


def test_a_required_column_that_is_missing_is_named():
    with pytest.raises(Unusable, match="Folio"):
        matched(("Fecha de referencia",), COLUMNS)


def test_one_header_is_one_column():
    both = (Column("a", "Nombre"), Column("b", "Otro", ("nombre",)))
    assert matched(("Nombre",), both) == {"a": "Nombre"}
