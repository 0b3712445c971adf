"""A name in a receipt's photograph is covered in the copy that annexes bear; the photograph stays."""

import hashlib
import io
import zipfile

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.finance import bundle
from app.finance.models import Receipt, ReceiptCover, SealedReportLine
from app.foundation import files
from app.foundation.audit import Look
from app.foundation.db import db, transaction

TOP_LEFT = {"boxes-0-left": "0", "boxes-0-top": "0", "boxes-0-width": "50", "boxes-0-height": "25"}


def photograph(shade):
    out = io.BytesIO()
    Image.new("RGB", (200, 400), (shade, 200, 190)).save(out, "JPEG")
    return FileStorage(io.BytesIO(out.getvalue()), filename="ticket.jpg")


@pytest.fixture
def receipt(spend, cast):
    with transaction():
        file = files.store_upload(photograph(220), cast["lupita"])
    spend(85_50, file=file)
    return db.session.scalars(select(Receipt)).one()


@pytest.fixture
def finance_person(cast, signed_in, receipt):
    return signed_in(cast["fausto"])


def cover(browser, receipt, **boxes):
    answer = browser.post(f"/receipts/{receipt.id}/cover", data=boxes or TOP_LEFT, follow_redirects=True)
    return answer.get_data(as_text=True)


def pixels(content):
    picture = Image.open(io.BytesIO(content))
    return picture.getpixel((10, 10)), picture.getpixel((150, 300))


def annex(report):
    with zipfile.ZipFile(bundle.zip_of(report)) as archive:
        return archive.read("anexo/A-1.jpg")


def test_the_part_is_black_in_the_copy_and_the_photograph_stays(finance_person, receipt):
    before = files.content_of(receipt.file)
    assert "Tapado" in cover(finance_person, receipt)
    hidden, shown = pixels(finance_person.get(f"/receipts/{receipt.id}/covered").data)
    assert max(hidden) < 20 and min(shown) > 150
    assert files.content_of(receipt.file) == before


def test_the_next_sealed_annex_bears_the_copy_and_its_hash(finance_person, receipt, seal):
    cover(finance_person, receipt)
    report = seal()
    copy = db.session.scalars(select(ReceiptCover)).one()
    assert db.session.scalars(select(SealedReportLine)).one().cover_id == copy.id
    content = annex(report)
    assert max(pixels(content)[0]) < 20
    assert hashlib.sha256(content).hexdigest() == hashlib.sha256(files.content_of(copy.file)).hexdigest()


def test_a_report_that_was_sealed_before_keeps_what_it_had(finance_person, receipt, seal):
    report = seal()
    pdf = report.sha256
    cover(finance_person, receipt)
    assert min(pixels(annex(report))[0]) > 150
    assert (report.sha256, seal().id) == (pdf, report.id)


def test_who_looks_at_a_covered_photograph_whole_is_written_down(finance_person, receipt, cast):
    finance_person.get(f"/receipts/{receipt.id}/file")
    assert not looks(receipt)
    cover(finance_person, receipt)
    finance_person.get(f"/receipts/{receipt.id}/file")
    assert [look.user_id for look in looks(receipt)] == [cast["fausto"].id]


def looks(receipt):
    return db.session.scalars(select(Look).where(Look.subject == f"receipt:{receipt.id}")).all()


def test_what_is_covered_stands_in_the_form_to_be_mended(finance_person, receipt):
    cover(finance_person, receipt)
    page = finance_person.get(f"/receipts/{receipt.id}/cover").get_data(as_text=True)
    assert 'value="50.0"' in page and 'value="25.0"' in page


@pytest.mark.parametrize(
    ("boxes", "says"),
    [
        ({"boxes-0-left": ""}, "Marque al menos una parte"),
        ({"boxes-0-left": "10"}, "A la parte 1 le faltan números"),
        (TOP_LEFT | {"boxes-0-left": "80"}, "La parte 1 se sale de la imagen"),
        (TOP_LEFT | {"boxes-0-left": "140"}, "De 0 a 100"),
    ],
)
def test_what_is_no_part_of_the_picture_is_refused(finance_person, receipt, boxes, says):
    assert says in cover(finance_person, receipt, **boxes)
    assert db.session.scalars(select(ReceiptCover)).all() == []


def test_only_finance_covers_and_only_a_photograph(finance_person, receipt, cast, signed_in, rosa, spend):
    assert signed_in(cast["lupita"]).get(f"/receipts/{receipt.id}/cover").status_code == 403
    spend(14_50, vendor="Otro")
    bare = db.session.scalars(select(Receipt).where(Receipt.vendor == "Otro")).one()
    assert finance_person.get(f"/receipts/{bare.id}/cover").status_code == 404
    assert finance_person.get(f"/receipts/{receipt.id}/covered").status_code == 404
    with transaction():
        rosa.restricted = True
    assert finance_person.get(f"/receipts/{receipt.id}/cover").status_code == 404
