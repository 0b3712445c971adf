"""Where no telephone reaches: Lupita sends word with doña María, who answers from hers; a visit after the return."""

import pytest

MARIA = "992 550 3003"


@pytest.fixture
def lupita(at, enter):
    at("2026-11-24T10:05")
    return enter("lupita")


def send_word(lupita):
    """From Dora's case, with whoever is proposed there."""
    lupita.find("Dora Viaje Planeado")
    lupita.sees("Acompaña por ahí: María Gómez")
    lupita.follow("Elegir acompañante")
    lupita.press("Guardar")
    lupita.follow("Mandar recado con ella")
    assert "sale a Tuxtla el" in lupita.labelled("El recado").input_value()
    lupita.fill("El recado", "traiga sus radiografías")
    lupita.press("Mandar el recado")


def on_marias_phone(lupita):
    lupita.open("/simulator")
    lupita.press("Mandar ahora lo que toca")
    lupita.go(lupita.get_by_role("link", name=MARIA))


def part(lupita, name: str) -> str:
    return lupita.locator(f"section[aria-labelledby={name}]").inner_text()


def test_word_goes_with_the_acompanante_and_she_confirms(lupita):
    send_word(lupita)
    lupita.sees("Recado encargado a María Gómez.")
    on_marias_phone(lupita)
    assert (
        "Recado para doña Dora: traiga sus radiografias."
        in lupita.locator(".phone .said-here").first.locator("li").last.inner_text()
    )
    lupita.fill("Contestar como la persona", "ya le avisé C-4")
    lupita.press("Enviar")
    lupita.find("Dora Viaje Planeado")
    assert "doña María le dijo a doña Dora: traiga sus radiografías." in part(lupita, "h-line")
    assert "Recado para" not in part(lupita, "h-tasks")


def test_a_bare_1_about_several_people_is_asked_whose_it_is(lupita):
    """Hilda and Gloria came home on Sunday: two visits and one message wait for doña María on Tuesday."""
    send_word(lupita)
    on_marias_phone(lupita)
    lupita.press("1")
    lupita.press("Mandar ahora lo que toca")
    assert "¿Por quién me contesta?" in lupita.locator(".phone .said-here").first.locator("li").last.inner_text()


def test_she_asks_for_a_date_by_its_number(lupita):
    send_word(lupita)
    number = lupita.locator(".crumbs").inner_text().split(" ")[0]
    on_marias_phone(lupita)
    lupita.fill("Contestar como la persona", f"CITA {number}")
    lupita.press("Enviar")
    lupita.press("Mandar ahora lo que toca")
    said = lupita.locator(".phone .said-here").first.locator("li").last.inner_text()
    assert f"{number}: cita" in said and "en Tuxtla" in said and "Dora" not in said


def test_a_visit_after_the_return_asks_three_things(lupita):
    lupita.find("Hilda Por Comprobar")
    lupita.follow("Ver el recado")
    lupita.sees("Retirar puntos en la clínica el día 10.")
    lupita.answer("¿Tiene y toma sus medicinas?", "No")
    lupita.answer("¿Tiene señales de peligro?", "No")
    lupita.fill("Qué más dijo", "Se le acabó el antibiótico")
    lupita.press("Guardar")
    assert "necesita algo" in part(lupita, "h-tasks") and "doña María visitó a doña Hilda." in part(lupita, "h-line")
