"""The page on which a budget is shared among funds, and the one on which a donor's cap is put."""

from datetime import date

import pytest

from app.finance import operations as finance
from app.finance.models import Advance, FundCap
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.moment import NOW

TODAY = date(2026, 11, 23)


@pytest.fixture
def page(rosa, budget, fund, second):
    return f"/cases/{rosa.number}/budgets/{budget.id}/split"


def test_the_page_proposes_who_pays_what_and_shows_the_sum(signed_in, cast, fund, page):
    with transaction():
        finance.add_cap(fund, "trip", Money(1_000_00), valid_from=TODAY, by=cast["fausto"])
    text = signed_in(cast["fausto"]).get(page).text
    assert "Da hasta $1,000.00 MXN por viaje." in text
    assert 'value="1,350.00"' in text  # of the fund that covers it alone


def test_percents_become_pesos_before_anybody_authorises(signed_in, cast, fund, second, budget, page):
    typed = {f"part_{fund.id}": "60 %", f"part_{second.id}": "resto", "look": "1"}
    text = signed_in(cast["fausto"]).post(page, data=typed).text
    assert 'value="810.00"' in text and 'value="540.00"' in text
    assert budget.state == "draft" and fund.available == Money(10_000_00)


def test_authorised_the_advance_waits_and_says_what_each_fund_hands_over(signed_in, cast, fund, second, page):
    typed = {f"part_{fund.id}": "60%", f"part_{second.id}": "40%", "submit": "1"}
    text = signed_in(cast["fausto"]).post(page, data=typed, follow_redirects=True).text
    advance = db.session.query(Advance).one()
    assert [part.amount for part in advance.parts] == [Money(810_00), Money(540_00)]
    assert f"el apoyo {advance.number} ya se puede entregar" in text
    assert "$810.00" in text and "$540.00" in text


def test_parts_that_do_not_add_up_keep_what_was_typed(signed_in, cast, fund, second, budget, page):
    typed = {f"part_{fund.id}": "60%", f"part_{second.id}": "100", "submit": "1"}
    text = signed_in(cast["fausto"]).post(page, data=typed).text
    assert "Faltan $440.00 MXN por repartir" in text and 'value="60%"' in text
    assert budget.state == "draft"


def test_a_donor_of_journeys_is_proposed_its_journey_and_the_page_says_who_pays_which_line(
    signed_in, cast, fund, second, page
):
    with transaction():
        finance.change_terms(second, finance.Limits(categories=("transport",)), {}, cast["fausto"])
    browser = signed_in(cast["fausto"])
    text = browser.get(page).text
    assert "Sólo paga: Transporte." in text and "Quién paga cada rubro" in text
    assert text.index('value="720.00"') < text.index('value="630.00"')
    typed = {f"part_{second.id}": "800", f"part_{fund.id}": "resto", "submit": "1"}
    text = browser.post(page, data=typed).text
    assert "Traslados sólo paga transporte: de este presupuesto, hasta $720.00 MXN." in text and 'value="800"' in text
    typed |= {f"part_{second.id}": "720"}
    assert "Traslados $720.00" in browser.post(page, data=typed, follow_redirects=True).text


def test_who_prepared_it_does_not_share_it_out(signed_in, cast, page):
    assert signed_in(cast["lupita"]).get(page).status_code == 403


def test_where_no_fund_covers_it_alone_the_page_offers_to_share_it(signed_in, cast, rosa, fund, second, box):
    with transaction():
        dear = finance.replace_estimates(rosa.id, "trip:9", {"transport": Money(10_500_00)}, cast["lupita"], NOW)
    text = signed_in(cast["fausto"]).get(f"/cases/{rosa.number}/budgets/{dear.id}/approve").text
    assert "Ningún fondo cubre todo este presupuesto." in text
    assert "Repartirlo entre varios fondos" in text


def test_the_second_person_is_shown_how_the_first_shared_it(signed_in, cast, rosa, fund, second, box):
    with transaction():
        dear = finance.replace_estimates(rosa.id, "trip:9", {"transport": Money(10_500_00)}, cast["lupita"], NOW)
        parts = [(fund, Money(9_000_00)), (second, Money(1_500_00))]
        finance.approve_split(dear, parts, cast["fausto"], NOW)
    one_fund = f"/cases/{rosa.number}/budgets/{dear.id}/approve"
    text = signed_in(cast["amalia"]).get(one_fund, follow_redirects=True).text
    assert 'value="9,000.00"' in text and 'value="1,500.00"' in text


def test_a_cap_is_put_shown_and_ended_by_who_minds_the_money(signed_in, cast, fund):
    browser = signed_in(cast["fausto"])
    typed = {"kind": "category", "category": "lodging", "amount": "350", "valid_from": "2026-11-01"}
    text = browser.post(f"/funds/{fund.id}/caps/new", data=typed, follow_redirects=True).text
    assert "De un rubro, por viaje: Hospedaje" in text
    cap = db.session.query(FundCap).one()
    browser.post(f"/funds/{fund.id}/caps/{cap.id}/end")
    assert "hoy no aplica" in browser.get(f"/funds/{fund.id}").text


def test_a_cap_of_no_category_keeps_what_was_typed(signed_in, cast, fund):
    typed = {"kind": "category", "category": "", "amount": "350", "valid_from": "2026-11-01"}
    text = signed_in(cast["fausto"]).post(f"/funds/{fund.id}/caps/new", data=typed).text
    assert "Diga de qué rubro es el tope." in text and 'value="350' in text
    assert not db.session.query(FundCap).count()
