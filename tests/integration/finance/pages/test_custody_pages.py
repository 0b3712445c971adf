"""Who carries the cash, clicked: a box gets a person, cash is on its way, an acta gets its second name."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from app.finance import operations as finance
from app.finance.models import Custodian, Entry
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.moment import NOW

TODAY = NOW.date()


def test_a_box_gets_a_person_and_a_deputy_and_its_page_tells_what_it_handed_on(cast, box, signed_in):
    fausto = signed_in(cast["fausto"])
    made = {"name": "Lupita", "kind": "liaison", "limit": "2,000", "user": cast["lupita"].id, "deputy": ""}
    fausto.post("/boxes/new", data=made)
    pouch = db.session.scalars(select(Custodian).where(Custodian.name == "Lupita")).one()
    form = fausto.get("/boxes/move").get_data(as_text=True)
    once = form.split('name="once"')[1].split('value="')[1].split('"')[0]
    moving = {"source": box.id, "target": pouch.id, "amount": "500", "once": once}
    assert "Elija a dónde llega." in fausto.post("/boxes/move", data=moving | {"target": ""}).text
    for _click in (1, 2):
        fausto.post("/boxes/move", data=moving)
    assert db.session.get(Custodian, pouch.id).holds == Money(500_00)
    assert "Ya lo recibí" not in fausto.get("/boxes").get_data(as_text=True)
    lupita = signed_in(cast["lupita"])
    assert "Ya lo recibí" in lupita.get("/boxes/mine").get_data(as_text=True)
    said = lupita.post("/boxes/moves/1/confirm", follow_redirects=True).get_data(as_text=True)
    assert "el efectivo llegó" in said
    assert cast["lupita"].name in fausto.get(f"/boxes/{pouch.id}").get_data(as_text=True)


def test_more_than_somebody_may_carry_is_said_beside_the_amount_with_what_still_fits(cast, box, signed_in):
    fausto = signed_in(cast["fausto"])
    fausto.post(
        "/boxes/new", data={"name": "Chofer Beto", "kind": "driver", "limit": "2,000", "user": "", "deputy": ""}
    )
    beto = db.session.scalars(select(Custodian).where(Custodian.name == "Chofer Beto")).one()
    moving = {"source": box.id, "target": beto.id}
    fausto.post("/boxes/move", data=moving | {"amount": "500"})
    said = fausto.post("/boxes/move", data=moving | {"amount": "1,500.01"}).get_data(as_text=True)
    assert "ya tiene $500.00 MXN: le caben $1,500.00 MXN." in said.partition('id="amount-said"')[2]
    assert 'value="1,500.01"' in said
    fausto.post("/boxes/move", data=moving | {"amount": "1,500"})
    assert db.session.get(Custodian, beto.id).holds == Money(2_000_00)


def test_who_carries_nothing_is_told_so(cast, box, signed_in):
    assert "Usted no lleva efectivo" in signed_in(cast["lupita"]).get("/boxes/mine").get_data(as_text=True)


def test_a_wrong_deputy_is_said_beside_the_field_and_nothing_typed_is_lost(cast, box, signed_in):
    made = {"name": "Otra", "kind": "box", "limit": "", "user": "", "deputy": cast["amalia"].id}
    said = signed_in(cast["fausto"]).post("/boxes/new", data=made).get_data(as_text=True)
    assert "Primero diga quién la lleva" in said and 'value="Otra"' in said


def test_an_acta_is_drawn_up_signed_and_read(cast, handed, advance, signed_in):
    lupita, fausto = signed_in(cast["lupita"]), signed_in(cast["fausto"])
    facts = {
        "amount": "350",
        "cause": "robbery",
        "occurred_on": str(TODAY),
        "facts": "Los asaltaron.",
        "witness": "",
    }
    said = lupita.post(f"/advances/{advance.id}/actas/new", data=facts, follow_redirects=True).get_data(as_text=True)
    assert "falta la segunda firma" in said and "Firmar" not in said
    assert lupita.get("/actas/1.pdf").status_code == 404
    said = fausto.post("/actas/1/sign", follow_redirects=True).get_data(as_text=True)
    assert "AC-2026-0001 (PDF)" in said
    assert fausto.get("/actas/1.pdf").data[:5] == b"%PDF-"
    seq = db.session.scalars(select(Entry.seq).where(Entry.source == "acta:1")).one()
    assert "/actas/1.pdf" in fausto.get(f"/ledger/{seq}").get_data(as_text=True)


def test_nobody_s_acta_says_a_cause_that_was_not_chosen(cast, handed, advance, signed_in):
    facts = {"amount": "350", "cause": "", "occurred_on": str(TODAY), "facts": "Los asaltaron."}
    said = signed_in(cast["lupita"]).post(f"/advances/{advance.id}/actas/new", data=facts).text
    assert "Elija la causa" in said and "Los asaltaron." in said and not advance.actas


def test_a_pasante_who_carries_cash_hands_it_to_the_family_and_brings_the_signed_slip(
    celia, ivan, cast, box, advance, signed_in, photo
):
    with transaction():
        pouch = finance.create_box("Iván", kind="clinician", user=ivan, by=cast["fausto"], now=NOW)
        moved = finance.move_cash(box, pouch, Money(2_000_00), occurred_on=TODAY, by=cast["fausto"], now=NOW)
        finance.confirm_move(moved, ivan, NOW)
    browser, path = signed_in(ivan), f"/advances/{advance.id}/deliver"
    assert f'href="{path}"' in browser.get("/boxes/mine").text
    offered = browser.get(path).text
    assert "Iván (" in offered and "Caja Jaltenango" not in offered
    given = {"box": pouch.id, "amount": "1350", "occurred_on": "2026-11-23", "channel": "cash", "signed": "signature"}
    said = browser.post(path, data=given, follow_redirects=True).text
    assert "Subir el recibo firmado" in said
    handed = advance.deliveries[0]
    assert (handed.delivered_by_id, pouch.holds) == (ivan.id, Money(650_00))
    assert browser.get(f"/deliveries/{handed.id}/slip.pdf").data[:5] == b"%PDF-"
    assert signed_in(celia).get(f"/deliveries/{handed.id}/slip.pdf").status_code == 404
    confirmed = browser.post(f"/deliveries/{handed.id}/confirm", data={"file": photo}, follow_redirects=True).text
    assert "el dinero está en mano" in confirmed


def test_a_pasante_hands_nothing_out_of_the_offices_box(cast, box, advance, ivan):
    with pytest.raises(Refused, match="Sólo entrega quien lleva"), transaction():
        finance.deliver(advance, box, Money(1_00), by=ivan, now=NOW)


@pytest.fixture
def photo():
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "JPEG")
    drawn.seek(0)
    return drawn, "recibo.jpg"
