"""The travel sheet on paper: what stands on it, on how many pages, in what size."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from app.travel.book import MODES
from app.travel.sheet import Piece, Receipt, TravelSheet, Visit, Way, draw, pages
from app.travel.sheet.pictograms import PICTURES

RIDE = Piece("redilas", "5:30 de la mañana", ("Camioneta pasajera de Salvador Urbina a Jaltenango", "Con don Beto"))
NIGHT = Piece("bed", "Duermen en Albergue Tuxtla")
SHEET = TravelSheet(
    title="Su viaje a Tuxtla",
    case_label="Caso C-2026-0001",
    people="Doña Rosa y Juan",
    author="Acompaña",
    visit=Visit("Martes 15 de diciembre", "Preséntese a las 7:30 de la mañana", ("En Tuxtla",)),
    ways=(Way((Piece("", "De ida · lunes 14 de diciembre"), RIDE, NIGHT)), Way((Piece("", "De regreso"), RIDE))),
    bring_title="Lleven",
    bring=("INE y CURP", "Ayuno de 8 horas"),
    phones_title="Llamen a",
    phones=(("Lupita", "992 655 0101"),),
    phones_note="",
    receipt=Receipt("Me explicaron este viaje.", "Firma", "Huella", "A ruego", "Testigo"),
    page_words="Hoja %(page)s de %(pages)s",
    dial="tel:+529926550101",
)


def read(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def long(rides):
    """The same with so many rides each way."""
    return replace(SHEET, ways=tuple(Way((Piece("", title), *[RIDE] * rides)) for title in ("De ida", "De regreso")))


def types(sheet):
    return pages.arranged(sheet)[0]


def test_everything_stands_on_one_letter_page_in_large_type():
    (page,) = read(draw(SHEET))
    for words in ("Su viaje a Tuxtla", "Doña Rosa y Juan", "Preséntese", "Con don Beto", "Duermen en", "992 655 0101",
                  "Ayuno de 8 horas", "Firma", "Huella", "A ruego", "Testigo"):  # fmt: skip
        assert words in page.replace("\n", " ")
    assert types(SHEET) >= 14


def test_equal_sheets_are_equal_to_the_byte():
    assert draw(SHEET) == draw(SHEET)


def test_a_long_journey_is_still_one_page_in_smaller_type():
    assert len(read(draw(long(6)))) == 1
    assert 11 <= types(long(6)) < 14


def test_a_journey_too_long_for_one_page_takes_a_second_in_the_smallest_type():
    first, second = read(draw(long(14)))
    assert types(long(14)) == 11
    assert "Hoja 1 de 2" in first and "Hoja 2 de 2" in second
    assert "Huella" in second and "Huella" not in first


def test_no_ride_is_lost_between_the_pages():
    assert "".join(read(draw(long(14)))).count("5:30 de la mañana") == 28


def test_no_heading_stands_at_the_foot_of_a_column():
    _size, laid = pages.arranged(long(14))
    assert all(column[-1].picture for page in laid for column in page)


def test_of_three_ways_two_share_a_column_and_none_is_cut():
    ways = [Way((Piece("", title), RIDE)) for title in ("De ida", "Entre citas", "De regreso")]
    _size, ((left, right),) = pages.arranged(replace(SHEET, ways=tuple(ways)))
    assert [len(left), len(right)] in ([4, 2], [2, 4]) and not left[0].picture and not right[0].picture


def test_a_column_that_runs_on_begins_with_a_day_where_that_is_possible():
    days = tuple(Piece("", f"Día {n}") if n % 3 == 0 else RIDE for n in range(12))
    _size, ((left, right),) = pages.arranged(replace(SHEET, ways=(Way(days), Way((Piece("", "De regreso"), RIDE)))))
    assert left[-1].picture and not right[0].picture and right[0].head.startswith("Día")


def test_the_files_own_data_names_nobody():
    data = PdfReader(io.BytesIO(draw(SHEET))).metadata
    assert "Rosa" not in str(data) and data.title == "Caso C-2026-0001"


def test_without_a_number_there_is_no_code_to_scan():
    assert len(draw(replace(SHEET, dial=""))) < len(draw(SHEET))


@pytest.mark.parametrize("mode", MODES)
def test_every_way_of_riding_has_its_picture(mode):
    assert mode in PICTURES


def test_nothing_on_the_sheet_needs_colour():
    content = PdfReader(io.BytesIO(draw(SHEET))).pages[0].get_contents().get_data().decode("latin-1")
    colours = {tuple(line.split()[:3]) for line in content.splitlines() if line.endswith((" rg", " RG"))}
    assert all(max(map(float, colour)) - min(map(float, colour)) < 0.1 for colour in colours)
