"""A sheet is read whatever program wrote it; what is no sheet is refused in one sentence."""

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from app.foundation.errors import Unusable
from app.foundation.sheets import read_sheet

PLAIN = "Folio,Nombre(s)\nR-1,Yolanda\nR-2,Ángela\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("cp1252"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "bom", "cp1252", "semicolon", "tab", "windows lines"],
)
def test_every_common_kind_of_csv_gives_the_same_rows(content):
    sheet = read_sheet(content)
    assert sheet.headers == ("Folio", "Nombre(s)")
    assert [(row.number, row.cells["Nombre(s)"]) for row in sheet.rows] == [(2, "Yolanda"), (3, "Ángela")]


def test_a_comma_inside_quotes_does_not_make_a_comma_the_separator():
    sheet = read_sheet(b'Folio;"Nombre, completo";"a,b,c,d"\n1;Rosa;x\n')
    assert sheet.rows[0].cells["Nombre, completo"] == "Rosa"


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    sheet = read_sheet(b'Folio,Nota\n1,"dos\nlineas"\n\n,,\n2,x\n')
    assert [row.number for row in sheet.rows] == [2, 5]


def test_a_short_row_has_blank_cells_and_a_long_one_loses_nothing():
    short, long = read_sheet(b"a,b\n1\n1,2,3\n").rows
    assert short.cells == {"a": "1", "b": ""}
    assert long.cells == {"a": "1", "b": "2", "(3)": "3"}


def test_a_repeated_header_keeps_both_columns():
    assert read_sheet(b"Nota,Nota\nx,y\n").rows[0].cells == {"Nota": "x", "Nota (2)": "y"}


def test_date_and_time_cells_of_excel_are_dates_and_times():
    sheet = read_sheet(
        excel(
            ["fecha", "día", "hora", "teléfono", "precio", "lee", "nada"],
            [datetime(2026, 12, 15), date(2026, 1, 2), time(8, 30), 9923526984, 6.5, True, None],
        )
    )
    assert list(sheet.rows[0].cells.values()) == ["2026-12-15", "2026-01-02", "08:30", "9923526984", "6.5", "sí", ""]


def test_a_sheet_with_headers_alone_has_no_rows():
    assert read_sheet(b"Folio,Nombre\n").rows == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n\n",
        b",,,\n;;\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"%PDF-1.7 some words, and commas",
        b"PK\x03\x04 not really a workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"1,2,3\n4,5,6\n",
    ],
    ids=["empty", "blank", "only separators", "png", "pdf", "broken zip", "old excel", "no headers"],
)
def test_what_is_no_sheet_is_refused_in_one_sentence(content):
    with pytest.raises(Unusable) as refusal:
        read_sheet(content)
    assert str(refusal.value).count(".") >= 1 and refusal.value.field == "file"


def test_a_workbook_that_unpacks_to_a_flood_is_refused(monkeypatch):
    monkeypatch.setattr("app.foundation.sheets.LARGEST_UNPACKED", 1000)
    with pytest.raises(Unusable):
        read_sheet(excel(["a"], ["x" * 5000]))


def excel(*rows) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()
