"""A signed slip that goes along where a report names people: covered in parts, as a receipt is, and missed in time."""

import hashlib
import io
import zipfile

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.finance import bundle
from app.finance import operations as finance
from app.finance.models import SlipCover
from app.foundation import files
from app.foundation.audit import Look
from app.foundation.db import db, transaction
from tests.moment import NOW

TOP_LEFT = {"boxes-0-left": "0", "boxes-0-top": "0", "boxes-0-width": "50", "boxes-0-height": "25"}


@pytest.fixture
def slip(handed, cast, rosa):
    """RE-2026-0001 of doña Rosa's meals, signed; what rests on it is approved."""
    out = io.BytesIO()
    Image.new("RGB", (200, 400), (220, 200, 190)).save(out, "JPEG")
    with transaction():
        photo = files.store_upload(FileStorage(io.BytesIO(out.getvalue()), filename="recibo.jpg"), cast["lupita"])
        finance.record_signed_slip(handed, photo, cast["lupita"])
        finance.confirm_delivery(handed, cast["lupita"], NOW)
        claim = finance.open_claim(rosa.id, advance=handed.advance, by=cast["lupita"], now=NOW)
        finance.prove_attendance(claim, "Contrarreferencia sellada", cast["lupita"])
        finance.submit_claim(claim, cast["lupita"], NOW)
        finance.approve_claim(claim, cast["fausto"], NOW)
    return handed


@pytest.fixture
def fausto(cast, signed_in, slip):
    return signed_in(cast["fausto"])


def cover(browser, slip, **boxes):
    return browser.post(f"/deliveries/{slip.id}/signed/cover", data=boxes or TOP_LEFT, follow_redirects=True).text


def in_the_zip(report):
    return zipfile.ZipFile(bundle.zip_of(report)).read("anexo/RE-2026-0001.jpg")


def darkness(content):
    return max(Image.open(io.BytesIO(content)).getpixel((10, 10)))


def looks(slip):
    return [one.user_id for one in db.session.scalars(select(Look).where(Look.subject == f"delivery:{slip.id}"))]


def test_the_advance_leads_to_it_and_the_next_annex_bears_the_copy_and_its_hash(fausto, slip, seal):
    assert f"/deliveries/{slip.id}/signed/cover" in fausto.get(f"/advances/{slip.advance_id}").text
    assert "Tapado" in cover(fausto, slip)
    report = seal(names_reason="Convenio")
    copy = in_the_zip(report)
    assert darkness(copy) < 20
    assert hashlib.sha256(copy).hexdigest() in PdfReader(io.BytesIO(report.pdf)).pages[-1].extract_text()
    assert darkness(files.content_of(slip.signed_file)) > 150  # the photograph stays


def test_before_the_sealing_the_page_tells_of_slips_without_their_signed_photograph(fausto, slip):
    november = {"fund": 0, "starts_on": "2026-11-01", "ends_on": "2026-11-30"}
    assert "sin su foto firmada" not in fausto.post("/reports", data=november).text
    with transaction():
        slip.signed_file = None
    assert "1 recibo sin su foto firmada" in fausto.post("/reports", data=november).text


def test_a_report_that_was_sealed_before_keeps_what_it_had(fausto, slip, seal, frozen):
    report = seal(names_reason="Convenio")
    frozen.shift(60)
    cover(fausto, slip)
    assert darkness(in_the_zip(report)) > 150


def test_who_looks_at_a_covered_slip_whole_is_written_down(fausto, slip, cast):
    fausto.get(f"/deliveries/{slip.id}/signed")
    assert not looks(slip)
    cover(fausto, slip)
    fausto.get(f"/deliveries/{slip.id}/signed")
    fausto.get(f"/deliveries/{slip.id}/signed/covered")
    assert looks(slip) == [cast["fausto"].id]


def test_the_slip_of_whom_the_reader_may_not_open_one_without_photograph_or_by_another_is_not_covered(
    fausto, slip, cast, rosa, signed_in
):
    assert signed_in(cast["lupita"]).get(f"/deliveries/{slip.id}/signed/cover").status_code == 403
    assert fausto.get(f"/deliveries/{slip.id}/signed/covered").status_code == 404
    assert fausto.get(f"/deliveries/{slip.id}/signed/pages/1").status_code == 404
    with transaction():
        rosa.restricted = True
    assert fausto.get(f"/deliveries/{slip.id}/signed/cover").status_code == 404
    with transaction():
        rosa.restricted, slip.signed_file = False, None
    assert fausto.get(f"/deliveries/{slip.id}/signed/cover").status_code == 404
    assert not db.session.scalars(select(SlipCover)).all()
