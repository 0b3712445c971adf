"""Correcting the books as people meet it on their pages."""

import pytest
from sqlalchemy import select

from app.finance import operations as finance
from app.finance.models import Correction, Entry
from app.finance.operations.receipts import Paper
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.moment import NOW


@pytest.fixture
def claim(cast, handed, advance):
    with transaction():
        claim = finance.open_claim(advance.case_id, advance=advance, by=cast["lupita"], now=NOW)
        ticket = Paper("ticket", "Farmacia del Ángel", NOW.date(), Money(720_00))
        finance.add_receipt(claim, ticket, "transport", "Pasajes", by=cast["lupita"], now=NOW)
        finance.prove_attendance(claim, "Contrarreferencia", cast["lupita"])
        finance.submit_claim(claim, cast["lupita"], NOW)
        return finance.approve_claim(claim, cast["fausto"], NOW)


def page(browser, path, status=200):
    answer = browser.get(path)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def post(browser, path, **data):
    answer = browser.post(path, data=data, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_reversal_is_asked_for_confirmed_by_another_and_the_entry_says_by_which(cast, box, signed_in):
    fausto, amalia = signed_in(cast["fausto"]), signed_in(cast["amalia"])
    assert "Pedir su reverso" in page(fausto, "/ledger/1")
    assert "Falta este dato" in post(fausto, "/ledger/1/reverse", reason="")
    asked = post(fausto, "/ledger/1/reverse", reason="Se capturó dos veces")
    assert ("otra persona lo confirme" in asked, "Confirmar y asentar" in asked) == (True, False)
    assert "por confirmar" in page(amalia, "/ledger/1")
    assert "Nadie autoriza lo que preparó" in post(fausto, "/corrections/1/confirm")
    assert "Asentado con el número 2" in post(amalia, "/corrections/1/confirm")
    original = page(amalia, "/ledger/1")
    assert ("Lo revirtió el asiento" in original, "Pedir su reverso" in original) == (True, False)
    assert "revertido por el 2" in page(amalia, "/ledger")
    assert "ya la decidió Amalia Cruz" in post(fausto, "/corrections/1/confirm")


def test_who_asked_may_take_it_back_with_a_word(cast, box, signed_in):
    fausto = signed_in(cast["fausto"])
    post(fausto, "/ledger/1/reverse", reason="Se capturó dos veces")
    assert "Falta este dato" in post(fausto, "/corrections/1/decline", answer="")
    assert "no se asentó nada" in post(fausto, "/corrections/1/decline", answer="Era otro donativo")
    assert db.session.get(Correction, 1).state == "declined"


def test_another_category_is_chosen_beside_its_receipt(cast, claim, signed_in):
    fausto, amalia = signed_in(cast["fausto"]), signed_in(cast["amalia"])
    assert "Farmacia del Ángel" in page(fausto, "/ledger/3/reclassify")
    stay = {f"category_{n}": code for n, code in enumerate(("meals", "stipend", "transport"))}
    chosen = stay | {f"payer_{claim.fund_id}": claim.fund_id, "reason": "Eran medicinas"}
    assert "No cambia nada" in post(fausto, "/ledger/3/reclassify", **chosen)
    asked = post(fausto, "/ledger/3/reclassify", **(chosen | {"category_2": "medicine"}))
    assert "Medicinas y estudios" in asked
    done = post(amalia, "/corrections/1/confirm")
    assert "Cómo quedó" in done
    assert [one.kind for one in db.session.scalars(select(Entry).order_by(Entry.seq))][-2:] == ["reversal", "reclass"]
    assert claim.number in page(amalia, "/ledger/5")


def test_a_page_of_a_hand_over_offers_neither(cast, handed, signed_in):
    fausto = signed_in(cast["fausto"])
    shown = page(fausto, "/ledger/2")
    assert ("Pedir su reverso" in shown, "Cambiar de rubro" in shown) == (False, False)
    assert "desde su apoyo o su comprobación" in post(fausto, "/ledger/2/reverse", reason="Se capturó dos veces")


def test_an_auditor_reads_corrections_and_asks_for_none(cast, box, aurora, signed_in):
    post(signed_in(cast["fausto"]), "/ledger/1/reverse", reason="Se capturó dos veces")
    browser = signed_in(aurora)
    assert "Se capturó dos veces" in page(browser, "/corrections")
    assert "Confirmar y asentar" not in page(browser, "/corrections/1")
    for path in ("/ledger/1/reverse", "/ledger/1/reclassify", "/corrections/1/confirm", "/corrections/1/decline"):
        assert browser.post(path).status_code == 403


def test_a_month_asks_for_corrections_to_be_decided(cast, box, signed_in):
    fausto = signed_in(cast["fausto"])
    post(fausto, "/ledger/1/reverse", reason="Se capturó dos veces")
    assert 'href="/corrections?state=asked"' in page(fausto, "/periods/2026-11")


@pytest.mark.parametrize(
    "path", ["/corrections", "/corrections?state=asked", "/corrections/1", "/corrections/2", "/ledger/1", "/ledger/3"]
)
def test_pages_of_corrections_take_at_most_six_statements(cast, claim, signed_in, statements, path):
    browser = signed_in(cast["fausto"])
    post(browser, "/ledger/1/reverse", reason="Se capturó dos veces")
    post(browser, "/ledger/3/reclassify", category_0="medicine", category_1="stipend", category_2="transport",
         fund=claim.fund_id, reason="Eran medicinas")  # fmt: skip
    post(signed_in(cast["amalia"]), "/corrections/2/confirm")
    db.session.expunge_all()
    with statements() as seen:
        page(browser, path)
    assert len(seen) <= 6, seen
