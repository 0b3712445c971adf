"""What the bank took by itself is booked from its own line, by two people."""

import pytest

from app.finance import operations as finance
from app.foundation.db import transaction
from app.foundation.money import Money
from tests.moment import NOW

STATEMENT = "Fecha,Descripción,Referencia,Depósito,Retiro\n20/11/2026,COMISIÓN POR MANEJO,,,58.00\n"


@pytest.fixture
def bank(cast):
    with transaction():
        bank = finance.create_box("Banco del Sureste", by=cast["fausto"], now=NOW, kind="bank")
        finance.import_statement(bank, "noviembre.csv", STATEMENT.encode(), by=cast["fausto"], now=NOW)
    return bank


def test_a_fee_is_booked_from_the_statement_and_leaves_the_list_when_another_confirms(cast, fund, box, bank, signed_in):
    fausto, amalia = signed_in(cast["fausto"]), signed_in(cast["amalia"])
    with transaction():
        finance.move_cash(box, bank, Money(500_00), occurred_on=NOW.date(), by=cast["fausto"], now=NOW)
    assert "Asentarlo" in fausto.get(f"/bank/{bank.id}").get_data(as_text=True)
    page = fausto.get("/bank/lines/1/book").get_data(as_text=True)
    assert ("COMISIÓN POR MANEJO" in page, "$58.00" in page) == (True, True)
    refused = fausto.post("/bank/lines/1/book", data={"fund": fund.id, "reason": ""}).get_data(as_text=True)
    assert "Falta este dato" in refused
    typed = {"fund": fund.id, "reason": "Comisión de noviembre"}
    asked = fausto.post("/bank/lines/1/book", data=typed, follow_redirects=True).get_data(as_text=True)
    assert "se asienta como gasto del fondo Cirugías 2026" in asked
    assert "se pidió asentarlo" in fausto.get(f"/bank/{bank.id}").get_data(as_text=True)
    assert "Cargo o abono del banco" in fausto.get("/corrections").get_data(as_text=True)
    assert "Asentado con el número" in amalia.post("/corrections/1/confirm", follow_redirects=True).get_data(
        as_text=True
    )
    assert "Todo lo que dice el banco tiene su asiento" in fausto.get(f"/bank/{bank.id}").get_data(as_text=True)


def test_a_navigator_books_nothing_of_the_bank(cast, bank, signed_in):
    assert signed_in(cast["lupita"]).post("/bank/lines/1/book").status_code == 403
