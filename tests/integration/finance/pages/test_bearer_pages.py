"""What one of several funds pays goes to another, as two people meet it on their pages."""

from app.finance import operations as finance
from app.finance.models import Entry
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.integration.finance.pages.test_correction_pages import page, post
from tests.integration.finance.test_bearers import third  # noqa: F401
from tests.integration.finance.test_splitting import hand_over, prove, split  # noqa: F401


def test_the_part_of_one_fund_is_put_under_another_and_the_sealed_report_is_named(
    cast, signed_in, split, hand_over, prove, seal, fund, second, third  # noqa: F811
):  # fmt: skip
    prove(hand_over(split(900_00, 450_00), 1_350_00), 780_00)
    sealed = seal(fund=second)
    seq = db.session.query(Entry.seq).filter_by(kind="claim").scalar()
    fausto, amalia = signed_in(cast["fausto"]), signed_in(cast["amalia"])
    path = f"/ledger/{seq}/reclassify"
    shown = page(fausto, path)
    assert "Lo que paga Traslados lo paga" in shown and sealed.number in shown
    stay = {f"payer_{fund.id}": fund.id, f"payer_{second.id}": second.id, "reason": "Lo prometió otro donante"}
    assert "No cambia nada" in post(fausto, path, **stay)
    with transaction():
        finance.change_terms(third, finance.Limits(clinics=("LET",)), {}, cast["fausto"])
    put = stay | {f"payer_{second.id}": third.id}
    refused = post(fausto, path, **put)
    assert "El fondo no cubre los casos de esa clínica." in refused and "Lo prometió otro donante" in refused
    with transaction():
        finance.change_terms(third, finance.Limits(), {}, cast["fausto"])
    asked = post(fausto, path, **put)
    assert "Traslados → <strong>Caminos" in asked and sealed.number in asked
    assert "Cómo quedó" in post(amalia, "/corrections/1/confirm")
    assert "$260.00" in page(amalia, f"/reports/{sealed.id}/lines")  # as it was sealed, of 780.00
    assert "ahora lo paga otro fondo" in page(amalia, f"/reports/{sealed.id}/lines")
    assert "3 gastos de este informe" in page(amalia, f"/reports/{sealed.id}")
    assert third.available == Money(550_00)
