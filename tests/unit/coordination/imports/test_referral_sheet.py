"""A row read and spelled one way, whatever way it was typed."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.coordination.imports.referral_sheet import SheetReader, read_said, readers
from app.foundation.sheets import SheetRow

TODAY = date(2026, 11, 23)
HEADERS = {"folio": "Folio", "born_on": "Nacimiento", "sex": "Sexo", "phone": "Tel", "insurance": "Seguro"}


def read(cells, sexes=("H", "M")):
    return SheetReader(HEADERS, (), readers(TODAY, list(sexes))).read(
        SheetRow(2, dict.fromkeys(HEADERS.values(), "") | cells)
    )


def test_two_spellings_of_one_row_say_the_same():
    one = read({"Folio": "R-1", "Nacimiento": "17-10-79", "Sexo": "M", "Tel": "044 992 431 2449"})
    other = read({"Folio": "R-1 ", "Nacimiento": "17 de octubre de 1979", "Sexo": "Mujer", "Tel": "+5219924312449"})
    assert one.said == other.said


def test_what_is_not_understood_is_kept_as_typed():
    reading = read({"Seguro": "Azteca"})
    assert reading.garbled == {"insurance": "Azteca"} and reading.get("insurance") is None


def test_a_birth_date_to_come_is_not_understood():
    assert "born_on" in read({"Nacimiento": "24/11/2026"}).garbled


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "Folio": st.text(min_size=1, max_size=8),
            "Nacimiento": st.dates(date(1900, 1, 1), TODAY).map("{:%d/%m/%Y}".format),
            "Sexo": st.sampled_from(["H", "M", "Mujer", "MASCULINO", "?"]),
            "Tel": st.sampled_from(["9924312449", "044 992 431 2449", "123", "caseta"]),
            "Seguro": st.sampled_from(["IMSS", "ninguno", "Seguro Popular", "Azteca"]),
        },
    )
)
def test_what_was_said_reads_back_to_what_was_said(cells):
    reading = read(cells)
    again = read_said(reading.said, readers(TODAY, []))
    assert again.said == reading.said and set(again.values) == set(reading.values)
