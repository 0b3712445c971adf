"""The slip of a settlement as people meet it: printed in the way they sign, photographed, and shown to who may see it."""

import io

import pytest
from PIL import Image

from app.cases.models import Place
from app.finance import operations as finance
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.conftest import CAST, add
from tests.moment import NOW


@pytest.fixture
def given_back(cast, handed, advance, box):
    with transaction():
        finance.return_money(advance, box, Money(350_00), by=cast["lupita"], now=NOW)
    return advance


def test_the_slip_is_printed_in_the_way_they_sign_and_its_photograph_kept(cast, given_back, signed_in):
    lupita = signed_in(cast["lupita"])
    page = lupita.get(f"/advances/{given_back.id}").get_data(as_text=True)
    assert ("DV-2026-0001" in page, "Subir el recibo firmado" in page) == (True, True)
    for mode in ("signature", "thumbprint", "a_ruego"):
        assert lupita.get(f"/cash-slips/1.pdf?mode={mode}").data.startswith(b"%PDF")
    assert lupita.get("/cash-slips/1.pdf?mode=wink").status_code == 404
    assert lupita.get("/cash-slips/1/signed").status_code == 404
    assert "Elija la foto" in lupita.post("/cash-slips/1/sign").get_data(as_text=True)
    Image.new("RGB", (300, 400), "white").save(photo := io.BytesIO(), "JPEG")
    sent = {"file": (io.BytesIO(photo.getvalue()), "recibo.jpg")}
    assert "está firmado" in lupita.post("/cash-slips/1/sign", data=sent, follow_redirects=True).get_data(as_text=True)
    assert lupita.get("/cash-slips/1/signed").mimetype == "image/jpeg"


def test_what_nobody_signed_yet_stands_in_one_list_that_leads_to_where_it_is_signed(cast, given_back, signed_in):
    fausto = signed_in(cast["fausto"])
    with transaction():
        finance.draw_up_acta(
            given_back, Money(200_00), "robbery", "Los asaltaron.", occurred_on=NOW.date(), by=cast["lupita"], now=NOW
        )
    shown = fausto.get("/unsigned").text
    assert 'href="/cash-slips/1/sign">Subir el recibo firmado' in shown and "AC-2026-0001" in shown
    assert f'href="/deliveries/{given_back.deliveries[0].id}/confirm">Subir el recibo firmado' in shown
    assert "Ver el apoyo" in shown and "la firma otra persona" not in shown
    fausto.post("/actas/1/sign")
    assert "AC-2026-0001" not in fausto.get("/unsigned").text
    with transaction():
        given_back.case.restricted = True
    hidden = fausto.get("/unsigned").text
    assert "DV-2026-0001" in hidden and "Subir el recibo firmado" not in hidden


def test_who_drew_an_acta_up_is_told_that_another_person_signs_it(cast, given_back, signed_in):
    with transaction():
        finance.draw_up_acta(
            given_back, Money(200_00), "robbery", "Los asaltaron.", occurred_on=NOW.date(), by=cast["fausto"], now=NOW
        )
    shown = signed_in(cast["fausto"]).get("/unsigned").text
    assert "la firma otra persona" in shown and "Ver el apoyo" not in shown


def test_who_may_not_open_the_case_gets_no_slip_with_its_name(cast, given_back, signed_in):
    with transaction():
        db.session.add(Place(code="REF", name="Reforma", kind="clinic"))
    assert signed_in(add(*CAST["celia"])).get("/cash-slips/1.pdf").status_code in (403, 404)
