"""Step 7: after the visit: what happened, the receipts, the settlement, the hospital's answer, the end."""


def test_the_outcome_and_the_hospitals_answer_are_recorded(enter, photo):
    lupita = enter("lupita")
    lupita.find("Gloria Sin Resultado")
    lupita.follow("Registrar qué pasó")
    lupita.answer("Qué pasó", "La atendieron")
    lupita.fill("Qué dijo el hospital", "Operada, sin problema.")
    lupita.press("Guardar")
    lupita.sees("Sigue conseguir la contrarreferencia")
    lupita.follow("Registrar la respuesta")
    lupita.fill("Qué encontró el hospital", "Colecistectomía.")
    lupita.attach("Foto o PDF de la hoja", photo)
    lupita.press("Guardar")
    lupita.sees("Colecistectomía.")
    lupita.sees("Ver el papel")


def test_a_choice_that_was_not_made_has_the_cursor_in_its_first_answer(enter):
    lupita = enter("lupita")
    lupita.find("Gloria Sin Resultado")
    lupita.follow("Registrar qué pasó")
    lupita.press("Guardar")
    lupita.locator("fieldset .wrong").wait_for()
    assert lupita.evaluate("document.activeElement === document.querySelector('[name=outcome]')")


def hand_in(lupita, photo):
    """Hilda's ticket is typed and attached to her claim, which finance now has to review."""
    lupita.find("Hilda Por Comprobar")
    lupita.follow("Apoyo AE-2026-0004")
    lupita.press("Recibir comprobantes")
    lupita.follow("Agregar comprobante (n)")
    lupita.choose("Comprobante", "Ticket")
    lupita.attach("Foto, PDF o XML", photo)
    lupita.choose("Rubro", "Transporte")
    lupita.fill("Concepto", "Pasajes a Tuxtla y regreso")
    lupita.fill("Proveedor", "Autotransportes Frailesca")
    lupita.fill("Fecha", "2026-11-20")
    lupita.fill("Total", "504")
    lupita.press("Agregar el comprobante")
    lupita.sees("Comprobante agregado")
    lupita.follow("Enviar a revisión")
    lupita.fill("Cómo consta que viajaron", "Contrarreferencia con sello")
    lupita.press("Enviar a revisión")


def review(fausto):
    fausto.follow("Comprobaciones")
    fausto.go(fausto.get_by_role("row").filter(has_text="por revisar").get_by_role("link", name="CG-").first)
    fausto.follow("Revisar")


def test_receipts_are_handed_in_approved_and_settled_and_the_case_closes(enter, photo):
    lupita, fausto = enter("lupita"), enter("fausto")
    hand_in(lupita, photo)
    review(fausto)
    fausto.press("Aprobar lo aceptado")
    fausto.follow("Cerrar la comprobación")
    fausto.press("Cerrar la comprobación")
    fausto.sees("Comprobación cerrada.")
    lupita.find("Hilda Por Comprobar")
    lupita.follow("Cerrar el caso")
    lupita.choose("Por qué se cierra", "Atención terminada, con respuesta del hospital")
    lupita.press("Cerrar el caso")
    lupita.sees("Caso cerrado.")


def test_a_claim_sent_back_says_why_and_can_be_sent_again(enter, photo):
    lupita, fausto = enter("lupita"), enter("fausto")
    hand_in(lupita, photo)
    review(fausto)
    fausto.fill("Si se devuelve: qué falta o qué hay que corregir", "Falta el boleto de regreso")
    fausto.press("Devolver con el motivo")
    lupita.reload()
    lupita.sees("Devuelta: Falta el boleto de regreso")
    lupita.follow("Enviar a revisión")
    lupita.press("Enviar a revisión")
    lupita.sees("ahora la revisa finanzas")


def test_a_case_with_money_out_is_not_closed(enter):
    lupita = enter("lupita")
    lupita.find("Hilda Por Comprobar")
    lupita.follow("Cerrar el caso")
    lupita.press("Cerrar el caso")
    lupita.locator(".wrong, .said-danger").first.wait_for()
