"""A name on a PDF's page is covered in the copy that annexes bear: its pages as drawn, with nothing under the black."""

import io

import pypdfium2
import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.finance.models import Receipt, ReceiptCover
from app.foundation import files
from app.foundation.audit import Look
from app.foundation.db import db, transaction

NAME = {"boxes-0-left": "0", "boxes-0-top": "0", "boxes-0-width": "100", "boxes-0-height": "25", "boxes-0-page": "2"}


def paper(pages=2):
    """Every page says a name at its top, and a sum at its foot."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for _page in range(pages):
        canvas.setFont("Helvetica", 40)
        canvas.drawString(60, 760, "Rosa Hernandez")
        canvas.drawString(60, 60, "85.50")
        canvas.showPage()
    canvas.save()
    return FileStorage(io.BytesIO(out.getvalue()), filename="factura.pdf")


@pytest.fixture
def receipt(spend, cast):
    with transaction():
        file = files.store_upload(paper(), cast["lupita"])
    spend(85_50, file=file)
    return db.session.scalars(select(Receipt)).one()


@pytest.fixture
def browser(cast, signed_in, receipt):
    return signed_in(cast["fausto"])


def cover(browser, receipt, **changed):
    return browser.post(f"/receipts/{receipt.id}/cover", data=NAME | changed, follow_redirects=True).text


def darkest(page, top, bottom):
    """Of a page of a PDF, how dark the darkest part of a stripe is, in thousandths of its height."""
    picture = page.render(scale=1).to_pil().convert("L")
    return picture.crop((0, picture.height * top // 1000, picture.width, picture.height * bottom // 1000)).getextrema()


def test_the_page_that_was_marked_is_black_there_and_no_word_is_left_in_the_copy(browser, receipt):
    assert "Tapado" in cover(browser, receipt)
    copy = pypdfium2.PdfDocument(browser.get(f"/receipts/{receipt.id}/covered").data)
    assert len(copy) == 2
    assert darkest(copy[1], 20, 230)[1] < 20  # all of it is black
    assert darkest(copy[0], 20, 230)[1] > 230  # the other page is as it was
    assert darkest(copy[1], 900, 940)[0] < 100  # the sum is still there
    assert [page.get_textpage().get_text_range() for page in copy] == ["", ""]


def test_the_sealed_annex_bears_the_covered_pages_and_the_pdf_stays(browser, receipt, seal):
    before = files.content_of(receipt.file)
    cover(browser, receipt)
    report = seal()
    pages = files.paper_pages(db.session.scalars(select(ReceiptCover)).one().file)
    assert (len(pages.pictures), pages.total) == (2, 2)
    assert files.content_of(receipt.file) == before
    browser.get(f"/reports/{report.id}.zip")
    assert report.line_count == 1


def test_the_pages_are_shown_one_by_one_and_who_looks_at_them_whole_is_written_down(browser, receipt):
    shown = browser.get(f"/receipts/{receipt.id}/cover").text
    assert f"/receipts/{receipt.id}/pages/2" in shown and "Página 2" in shown
    picture = browser.get(f"/receipts/{receipt.id}/pages/2")
    assert picture.mimetype == "image/jpeg" and picture.data.startswith(b"\xff\xd8")
    assert browser.get(f"/receipts/{receipt.id}/pages/3").status_code == 404
    assert not db.session.scalars(select(Look)).all()
    cover(browser, receipt)
    browser.get(f"/receipts/{receipt.id}/pages/2")
    assert [look.subject for look in db.session.scalars(select(Look))] == [f"receipt:{receipt.id}"]


def test_what_is_covered_already_stands_on_its_page_again(browser, receipt):
    cover(browser, receipt)
    again = browser.get(f"/receipts/{receipt.id}/cover").text
    assert 'name="boxes-0-page"' in again and 'value="2"' in again


def test_a_page_that_is_not_there_is_refused_and_nothing_typed_is_lost(browser, receipt):
    said = cover(browser, receipt, **{"boxes-0-page": "3"})
    assert "La parte 1 es de la página 3, y el PDF tiene 2." in said and 'value="100' in said
    assert not db.session.scalars(select(ReceiptCover)).all()


def test_a_pdf_that_cannot_be_drawn_is_not_covered(browser, receipt, cast):
    broken = FileStorage(io.BytesIO(b"%PDF-1.4 roto"), filename="roto.pdf")
    with transaction():
        receipt.file = files.store_upload(broken, cast["lupita"])
    assert "no se puede dibujar" in cover(browser, receipt)


def test_of_a_long_pdf_the_first_pages_are_the_copy_and_the_annex_says_how_many_are_not_shown(
    browser, receipt, cast, seal
):
    with transaction():
        receipt.file = files.store_upload(paper(6), cast["lupita"])
    assert (
        "Este PDF tiene 6 páginas: la copia lleva las primeras 4." in browser.get(f"/receipts/{receipt.id}/cover").text
    )
    cover(browser, receipt)
    assert len(pypdfium2.PdfDocument(browser.get(f"/receipts/{receipt.id}/covered").data)) == 4
    last = PdfReader(io.BytesIO(seal().pdf)).pages[-1].extract_text()
    assert "Página 4 de 6" in last and "No se muestran: 2 páginas más" in last and "ZIP" not in last
