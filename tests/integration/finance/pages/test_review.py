"""What a reviewer sees before they say yes, and how a claim that went back finds whoever prepared it."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from app.cases import operations as cases
from app.cases.rules import PersonFacts
from app.finance import operations as finance
from app.finance import periods
from app.finance.models import Entry
from app.finance.operations.receipts import Paper
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.moment import NOW


def photo():
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "JPEG")
    drawn.seek(0)
    return drawn, "sello.jpg"


@pytest.fixture
def claim(cast, handed, advance):
    """The apoyo fijo of the advance and a meal's ticket of which there is no picture."""
    with transaction():
        made = finance.open_claim(advance.case_id, advance=advance, by=cast["lupita"], now=NOW)
        meal = Paper("ticket", "Fonda Meche", date(2026, 11, 23), Money(1_400_00), excuse="No factura")
        finance.add_receipt(made, meal, "meals", "Comidas", by=cast["lupita"], now=NOW)
    return made


def post(browser, path, **data):
    return browser.post(path, data=data, follow_redirects=True).text


def test_the_reviewer_is_told_of_a_paper_without_a_picture_and_of_what_is_paid_twice(cast, claim, signed_in):
    post(signed_in(cast["lupita"]), f"/claims/{claim.id}/submit", note="Sello")
    shown = signed_in(cast["fausto"]).get(f"/claims/{claim.id}/review").text
    assert "Sin foto ni archivo" in shown
    assert "ya se entregó como apoyo fijo" in shown
    assert "$1,350.00 MXN salen del apoyo y se le pagan $620.00 MXN más" in shown


def test_the_picture_of_what_shows_that_they_travelled_is_opened_from_the_review(cast, claim, marta, rosa, signed_in):
    post(signed_in(cast["lupita"]), f"/claims/{claim.id}/submit", note="Sello", file=photo())
    fausto = signed_in(cast["fausto"])
    assert f"/claims/{claim.id}/attendance" in fausto.get(f"/claims/{claim.id}/review").text
    assert fausto.get(f"/claims/{claim.id}/attendance").mimetype == "image/jpeg"
    with transaction():
        rosa.restricted = True
    assert fausto.get(f"/claims/{claim.id}/attendance").status_code == 404


def test_a_claim_that_went_back_is_a_task_until_it_is_sent_again(cast, claim, signed_in):
    lupita, fausto = signed_in(cast["lupita"]), signed_in(cast["fausto"])
    post(lupita, f"/claims/{claim.id}/submit", note="Sello")
    post(fausto, f"/claims/{claim.id}/review", verdict="reject", reason="Falta la foto de la fonda")
    asked = f"Corregir la comprobación {claim.number}"
    tasks = lupita.get("/worklist").text
    assert asked in tasks and "Falta la foto de la fonda" in tasks
    assert f'href="/claims/{claim.id}">Abrirla' in tasks
    post(lupita, f"/claims/{claim.id}/submit", note="Sello")
    assert asked not in lupita.get("/worklist").text


def test_the_page_of_funds_says_what_waits_and_leads_there(cast, claim, marta, signed_in):
    post(signed_in(cast["lupita"]), f"/claims/{claim.id}/submit", note="Sello")
    shown = signed_in(cast["fausto"]).get("/funds").text
    assert '<a href="/claims?state=submitted">Comprobaciones por revisar</a>: 1' in shown
    assert "Actas por firmar" not in shown
    assert "Lo que espera" not in signed_in(marta).get("/funds").text


def test_the_month_says_how_much_is_open_and_leads_to_what_comes_next(cast, claim, signed_in):
    fausto = signed_in(cast["fausto"])
    draft = '<a data-next href="/claims?state=draft">Comprobaciones en captura</a>'
    assert draft in fausto.get("/periods/2026-11").text
    post(signed_in(cast["lupita"]), f"/claims/{claim.id}/submit", note="Sello")
    shown = fausto.get("/periods/2026-11").text
    assert draft not in shown
    assert '<a data-next href="/claims?state=submitted">Comprobaciones por revisar</a>' in shown


def test_a_month_that_is_over_waits_on_the_page_of_funds(cast, fund, box, signed_in):
    with transaction():
        finance.record_donation(fund, box, Money(5_00), occurred_on=date(2026, 9, 30), by=cast["fausto"], now=NOW)
    shown = signed_in(cast["fausto"]).get("/funds").text
    assert 'Meses por cerrar</a>: 1, el primero, <a href="/periods/2026-09">septiembre de 2026</a>' in shown


def test_the_bar_says_in_which_room_a_page_is(cast, claim, signed_in):
    fausto = signed_in(cast["fausto"])
    inside, itself = fausto.get(f"/claims/{claim.id}").text, fausto.get("/periods").text
    assert '<a href="/claims" aria-current="true">Comprobaciones</a>' in inside
    assert '<a href="/periods" aria-current="page">Cierre de mes</a>' in itself


def test_a_page_that_is_behind_more_is_found_there(cast, box, signed_in):
    fausto = signed_in(cast["fausto"])
    assert '<a href="/more" aria-current="true">Más</a>' in fausto.get(f"/boxes/{box.id}").text
    assert '<a href="/more">Más</a>' in fausto.get("/periods").text


def test_every_form_of_finance_has_its_way_back(cast, claim, advance, fund, signed_in):
    fausto, ways = signed_in(cast["fausto"]), {
        f"/funds/{fund.id}/caps/new": f"/funds/{fund.id}",
        f"/advances/{advance.id}/return": f"/advances/{advance.id}",
        f"/advances/{advance.id}/actas/new": f"/advances/{advance.id}",
        f"/claims/{claim.id}/submit": f"/claims/{claim.id}",
        "/boxes/move": "/boxes",
        "/funds/new": "/funds",
    }  # fmt: skip
    for page, back in ways.items():
        assert f'<p class="crumbs"><a href="{back}">' in fausto.get(page).text


def test_the_form_that_asks_for_money_names_the_relative_who_may_receive_it(rosa, cast, fund, signed_in):
    lupita = signed_in(cast["lupita"])
    assert 'value="Rosa Hernández"' in lupita.get(f"/cases/{rosa.number}/advances/new").text
    with transaction():
        juan = PersonFacts(given_names="Juan", first_surname="Pérez", sex="male")
        cases.add_companion(rosa, juan, "spouse", NOW, cast["lupita"], travels=True, receives_money=True)
    assert 'value="Juan Pérez"' in lupita.get(f"/cases/{rosa.number}/advances/new").text


def test_who_approved_first_finds_no_second_button(rosa, cast, fund, box, signed_in):
    with transaction():
        finance.record_donation(fund, box, Money(5_000_00), occurred_on=NOW.date(), by=cast["fausto"], now=NOW)
        asked = finance.request_advance(
            rosa.id, "Juan", {"medicine": Money(12_000_00)}, fund=fund, by=cast["lupita"], now=NOW
        )
    path = f"/advances/{asked.id}"
    fausto, amalia = signed_in(cast["fausto"]), signed_in(cast["amalia"])
    assert "falta la segunda persona" in post(fausto, f"{path}/approve").lower()
    assert f'action="{path}/approve"' not in fausto.get(path).text
    assert f'action="{path}/approve"' in amalia.get(path).text


def test_what_an_acta_closed_is_told_beside_the_six_figures(cast, handed, advance, fund, signed_in):
    with transaction():
        acta = finance.draw_up_acta(
            advance, Money(350_00), "robbery", "Los asaltaron.", occurred_on=NOW.date(), by=cast["lupita"], now=NOW
        )
        finance.sign_acta(acta, cast["fausto"], NOW)
        finance.return_money(advance, handed.from_custodian, Money(1_000_00), by=cast["lupita"], now=NOW)
    assert "Sin comprobante: $350.00 MXN por actas" in signed_in(cast["fausto"]).get(f"/funds/{fund.id}").text
    shown = signed_in(cast["lupita"]).get(f"/advances/{advance.id}").text
    assert "Comprobado o con acta" in shown and "Devuelto" in shown


def test_cash_that_comes_back_late_keeps_the_day_on_which_it_came(cast, handed, advance, box, signed_in):
    given = {"box": box.id, "returned": "100", "occurred_on": "2026-11-22"}
    said = post(signed_in(cast["lupita"]), f"/advances/{advance.id}/return", **given)
    assert f"Imprima DV-2026-0001, que lo firmen, y suba la foto en {advance.number}." in said
    entry = db.session.scalar(select(Entry).where(Entry.kind == "return"))
    assert entry.occurred_on == date(2026, 11, 22)


def test_a_hand_over_offers_the_offices_box_first_and_nobody_elses_cash(cast, advance, box, fausto, marta, signed_in):
    with transaction():
        finance.create_box("Banco", kind="bank", by=fausto, now=NOW)
        finance.create_box("Marta", kind="liaison", user=marta, by=fausto, now=NOW)
    shown = signed_in(cast["lupita"]).get(f"/advances/{advance.id}/deliver").text
    assert shown.index("Caja Jaltenango") < shown.index("Banco (")
    assert "Marta (" not in shown
    assert "Marta (" in signed_in(fausto).get(f"/advances/{advance.id}/deliver").text


def test_a_reimbursable_fund_is_told_what_its_ceiling_is_for(cast, signed_in):
    said = post(signed_in(cast["fausto"]), "/funds/new", name="Estatal", donor="Salud", kind="reimbursable")
    assert "hasta cuánto reembolsa el donante" in said


def test_a_months_list_asks_for_actas_and_for_the_cfdi_of_what_suppliers_were_paid(cast, handed, advance):
    with transaction():
        finance.draw_up_acta(
            advance, Money(350_00), "robbery", "Los asaltaron.", occurred_on=NOW.date(), by=cast["lupita"], now=NOW
        )
    open_items = {item.label: item.open for item in periods.checklist(date(2026, 11, 30)) if item.open}
    assert open_items["Actas por firmar"] == 1
