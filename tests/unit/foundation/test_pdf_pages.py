"""A PDF's pages as pictures: the same ones each time, the first four, and nothing that a hostile file can drag out."""

import io
import zlib

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.foundation import pdf_pages
from app.foundation.pdf_pages import Pages, drawn, unpacked


def pdf(path, pages=1, size=(612, 792), password=None):
    canvas = Canvas(str(path), pagesize=size, invariant=1, encrypt=password)
    for number in range(1, pages + 1):
        canvas.drawString(50, 700, f"Factura, página {number}")
        canvas.showPage()
    canvas.save()
    return path


def content(path, stream: bytes, box="0 0 612 792"):
    """A PDF of one page by hand: what no program would write."""
    packed = zlib.compress(stream, 9)
    head = f"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R>>endobj
4 0 obj<</Length {len(packed)}/Filter/FlateDecode>>stream
"""
    path.write_bytes(head.encode() + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>")
    return path


def test_of_seven_pages_four_are_drawn_and_seven_are_told(tmp_path):
    pages = unpacked(drawn(pdf(tmp_path / "a.pdf", pages=7)))
    assert (len(pages.pictures), pages.total) == (4, 7)
    assert Image.open(io.BytesIO(pages.pictures[3])).size == (1500, 1940)


def test_the_same_pdf_is_the_same_pictures_to_the_byte(tmp_path):
    file = pdf(tmp_path / "a.pdf", pages=2)
    assert drawn(file) == drawn(file) != b""


@pytest.mark.parametrize("box", ["0 0 14400000 14400000", "0 0 1 900000", "0 0 9000 4"])
def test_a_page_as_large_as_a_field_is_a_picture_of_the_usual_size(tmp_path, box):
    (picture,) = unpacked(drawn(content(tmp_path / "a.pdf", b"0 0 m 600 700 l S", box))).pictures
    wide, high = Image.open(io.BytesIO(picture)).size
    assert wide <= 1500 and high <= 1940


def test_what_is_broken_or_locked_has_no_pictures(tmp_path):
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.7 nonsense")
    assert [unpacked(drawn(file)) for file in (broken, pdf(tmp_path / "c.pdf", password="secreta"))] == [Pages()] * 2


def test_a_page_that_takes_for_ever_to_draw_is_given_up_for_good(tmp_path):
    endless = content(tmp_path / "a.pdf", b"0 0 m 600 700 l 3 9 600 2 7 700 c S\n" * 400_000)
    assert drawn(endless, seconds=1) == b""


def test_what_was_drawn_before_the_machine_was_too_busy_is_asked_again(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf_pages, "PATIENCE", 0.001)
    assert drawn(pdf(tmp_path / "a.pdf")) is None
