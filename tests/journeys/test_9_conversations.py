"""Step 9: the navigator's two commonest errands, with the keyboard: answer who wrote, and call who did not."""

import pytest

DORA = "+529925501003"


@pytest.fixture
def lupita(at, server, enter):
    """Sunday, two days before Dora leaves: she and Darío have been asked."""
    at("2026-11-29T10:05")
    server.run("send-due")
    return enter("lupita")


def test_from_the_inbox_to_an_answer_and_done(lupita):
    lupita.open(f"/simulator?number=%2B{DORA[1:]}")
    lupita.fill("Contestar como la persona", "Oiga, ¿puedo llevar a mi niña?")
    lupita.press("Enviar")
    lupita.follow("Mensajes")
    lupita.keyboard.press("j")
    with lupita.expect_navigation():
        lupita.keyboard.press("Enter")
    lupita.sees("Sale: mar 1 dic 2026")
    lupita.keyboard.press("r")
    lupita.keyboard.type("Sí puede. Lleve 200 pesos")
    lupita.sees("No se habla de dinero por mensaje")
    lupita.press("Responder")
    assert lupita.labelled("Respuesta (r)").input_value() == "Sí puede. Lleve 200 pesos"
    lupita.fill("Respuesta (r)", "Sí puede llevarla.")
    lupita.press("Responder y dejar atendido")
    lupita.sees("Nadie espera respuesta.")
    lupita.press("Salir")


def test_a_row_is_done_without_opening_it(lupita):
    lupita.open(f"/simulator?number=%2B{DORA[1:]}")
    lupita.fill("Contestar como la persona", "gracias")
    lupita.press("Enviar")
    lupita.follow("Mensajes")
    lupita.keyboard.press("j")
    with lupita.expect_navigation():
        lupita.keyboard.press("e")
    lupita.sees("Nadie espera respuesta.")
    lupita.follow("Atendidos")
    lupita.sees("gracias")


def test_a_silence_is_called_with_its_script_and_confirmed(lupita, at, server, enter):
    at("2026-11-30T10:30")
    server.tick()
    lupita = enter("lupita")
    lupita.open("/worklist")
    with lupita.expect_navigation():
        lupita.keyboard.press("l")
    lupita.follow("Dora Viaje Planeado")
    lupita.sees("«Buen día, ¿hablo con doña Dora? Soy Lupita, de Jaltenango.»")
    lupita.sees("«¿Va a ir?»")
    with lupita.expect_navigation():
        lupita.keyboard.press("1")
    lupita.sees("Anotado: contestó.")
    lupita.find("Dora Viaje Planeado")
    assert "sí va" in lupita.locator("section[aria-labelledby=h-date]").inner_text()
    lupita.sees("Contestó: sí va.")


def test_nobody_answers_and_the_next_try_is_proposed(lupita, at, server, enter):
    at("2026-11-30T10:30")
    server.tick()
    lupita = enter("lupita")
    lupita.open("/calls")
    lupita.follow("Dora Viaje Planeado")
    lupita.press("4 · No contestó")
    lupita.sees("Se le vuelve a llamar el 30/11, 12:30")
