"""Step 4: finance approves, the money is handed over against a slip, and the books have it."""

import re
from io import BytesIO

from pypdf import PdfReader

DORA = "C-2026-0004"  # planned and not yet approved


def approve(fausto):
    fausto.go(fausto.get_by_role("row").filter(has_text=DORA).get_by_role("link", name="Autorizar"))
    fausto.answer("De qué fondo", "Fondo Café Solidario")
    fausto.press("Autorizar y apartar el dinero")


def fund_row(fausto) -> list[str]:
    """Received, spent, to be proved, committed, available."""
    fausto.open("/funds")
    cells = fausto.get_by_role("row").filter(has_text="Fondo Café Solidario").locator("td.num")
    return [text.replace(" MXN", "") for text in cells.all_inner_texts()]


def test_from_approval_to_money_in_hand_with_its_slip_and_its_entry(enter, photo):
    fausto, lupita = enter("fausto"), enter("lupita")
    assert fund_row(fausto) == ["$60,000.00", "$0.00", "$7,196.00", "$0.00", "$52,804.00"]
    approve(fausto)
    fausto.sees("ya se puede entregar")
    assert fund_row(fausto) == ["$60,000.00", "$0.00", "$7,196.00", "$1,799.00", "$51,005.00"]

    lupita.find("Dora Viaje Planeado")
    lupita.follow("Entregar")
    assert lupita.labelled("Cantidad").input_value() == "1,799.00"
    lupita.press("Entregar e imprimir el recibo")
    number = re.search(r"RE-\d{4}-\d{4}", lupita.get_by_role("status").first.inner_text())[0]
    slip = lupita.download(f"{number} (PDF)")
    assert "MIL SETECIENTOS NOVENTA Y NUEVE PESOS" in " ".join(PdfReader(BytesIO(slip)).pages[0].extract_text().split())
    lupita.follow("Subir el recibo firmado")
    lupita.attach("Foto del recibo firmado", photo)
    lupita.press("Subir y confirmar que lo recibió")
    lupita.sees("el dinero está en mano")
    lupita.find("Dora Viaje Planeado")
    lupita.sees("Listo para salir")

    assert fund_row(fausto) == ["$60,000.00", "$0.00", "$8,995.00", "$0.00", "$51,005.00"]
    fausto.follow("Libro diario")
    entry = fausto.get_by_role("row").filter(has_text=number).inner_text()
    for said in ("Apoyo entregado", f"Caso {DORA}", "Caja Jaltenango", "Lupita Roblero", "autorizó Fausto Gómez"):
        assert said in entry


def test_who_prepared_the_budget_finds_no_way_to_approve_it(enter):
    lupita = enter("lupita")
    lupita.find("Dora Viaje Planeado")
    assert lupita.get_by_role("link", name="Autorizar").count() == 0


def test_more_than_was_approved_is_a_sentence_beside_its_field_and_nothing_typed_is_lost(enter):
    fausto = enter("fausto")
    fausto.open("/funds")
    approve(fausto)
    fausto.follow("Entregar")
    fausto.fill("Cantidad", "99,000.00")
    fausto.fill("Testigo", "Doña Chayo")
    fausto.press("Entregar e imprimir el recibo")
    assert fausto.labelled("Cantidad").input_value() == "99,000.00"
    assert fausto.labelled("Testigo").input_value() == "Doña Chayo"
    fausto.locator(".wrong").first.wait_for()


def test_a_slip_that_has_not_come_back_waits_to_be_signed_and_the_others_have_their_photograph(enter):
    fausto = enter("fausto")
    fausto.open("/unsigned")
    rows = fausto.locator("main tbody tr").all_inner_texts()
    assert len(rows) == 1 and "Recibo de apoyo entregado" in rows[0]
    assert fausto.request.get("/deliveries/1/signed").headers["content-type"] == "image/jpeg"
