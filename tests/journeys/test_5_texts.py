"""Step 5: the program texts in the window, the simulator shows each phone, and every answer has its consequence."""

import pytest

DORA, DARIO = "992 550 1003", "992 550 2003"


@pytest.fixture
def lupita(at, server, enter):
    """Sunday, two days before Dora leaves: she and Darío have been asked."""
    at("2026-11-29T10:05")
    server.run("send-due")
    return enter("lupita")


def on_the_phone(lupita, number):
    lupita.open("/simulator")
    lupita.go(lupita.get_by_role("link", name=number))


def about_dora(lupita, part: str) -> str:
    lupita.find("Dora Viaje Planeado")
    return lupita.locator(f"section[aria-labelledby={part}]").inner_text()


def test_each_phone_shows_its_conversation(lupita):
    on_the_phone(lupita, DARIO)
    lupita.sees("Soy Lupita, de Jaltenango. Dora viaja a Tuxtla el martes 1 de diciembre y usted va con ella")
    assert "Conteste 1 = SI, 2 = NO" in lupita.locator(".phone .said-here").first.locator("li").last.inner_text()


def test_1_confirms(lupita):
    on_the_phone(lupita, DORA)
    lupita.press("1")
    assert "sí va" in about_dora(lupita, "h-date")


def test_2_is_a_task(lupita):
    on_the_phone(lupita, DORA)
    lupita.press("2")
    assert "no puede" in about_dora(lupita, "h-date")
    assert "doña Dora: no puede" in about_dora(lupita, "h-tasks")


def test_a_relatives_2_leaves_the_patients_word(lupita):
    on_the_phone(lupita, DARIO)
    lupita.press("2")
    assert "sin confirmar" in about_dora(lupita, "h-date")
    assert "Darío: no puede" in about_dora(lupita, "h-tasks")


def test_alto_is_answered_and_nothing_else_goes_to_that_phone(lupita, at, server, enter):
    on_the_phone(lupita, DORA)
    lupita.press("ALTO")
    lupita.press("Mandar ahora lo que toca")
    assert (
        "ya no le mando mensajes a este numero"
        in lupita.locator(".phone .said-here").first.locator("li").last.inner_text()
    )
    at("2026-11-30T10:05")
    server.run("send-due")
    lupita = enter("lupita")
    on_the_phone(lupita, DARIO)
    assert "Mañana martes 1" in lupita.locator(".phone .said-here").first.locator("li").last.inner_text()
    on_the_phone(lupita, DORA)
    assert "Para volver escriba MENSAJES" in lupita.locator(".phone .said-here").first.locator("li").last.inner_text()


def test_free_words_land_in_the_inbox(lupita):
    on_the_phone(lupita, DORA)
    lupita.fill("Contestar como la persona", "Oiga, ¿puedo llevar a mi niña?")
    lupita.press("Enviar")
    lupita.follow("Mensajes")
    row = lupita.get_by_role("row").filter(has_text="¿puedo llevar a mi niña?")
    assert "Dora Viaje Planeado" in row.inner_text()
    lupita.go(row.get_by_role("link", name="Dora Viaje Planeado"))
    lupita.press("Atendido, sin responder")
    assert lupita.get_by_text("¿puedo llevar a mi niña?").count() == 0


def test_silence_becomes_a_call_to_make(lupita, at, server, enter):
    at("2026-11-30T10:30")
    server.tick()
    lupita = enter("lupita")
    assert "Llamar a Dora Viaje Planeado" in about_dora(lupita, "h-tasks")


def test_a_text_is_copied_for_whatsapp_and_marked_as_sent(lupita):
    lupita.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lupita.find("Dora Viaje Planeado")
    row = lupita.get_by_role("row").filter(has_text="Doña Dora, soy Lupita. Mañana martes 1")
    row.get_by_role("button", name="Copiar para WhatsApp").click()
    row.get_by_role("button", name="Copiado").wait_for()
    assert lupita.evaluate("navigator.clipboard.readText()").startswith("Doña Dora, soy Lupita. Mañana martes 1")
    lupita.go(row.get_by_role("button", name="Ya lo mandé"))
    lupita.sees("se mandó a mano por WhatsApp")
