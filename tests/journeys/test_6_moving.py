"""Step 6: a date moves or is cancelled; one screen says what that did to trip, money and texts, and it did."""


def part(person, name: str) -> str:
    return person.locator(f"section[aria-labelledby={name}]").inner_text()


def move_dora(lupita, day="2026-12-09"):
    lupita.find("Dora Viaje Planeado")
    lupita.follow("Cambiar")
    lupita.fill("Día", day)
    lupita.fill("Por qué", "No hay quirófano")
    lupita.press("Cambiar la cita")


def test_one_screen_says_what_moving_the_date_changed_and_it_did(enter):
    lupita = enter("lupita")
    move_dora(lupita)
    said = lupita.locator(".said").first.inner_text()
    for change in ("martes 1 de diciembre", "martes 8 de diciembre", "$1,799.00 MXN", "Mensajes:"):
        assert change in said
    assert "mié 9 dic 2026, 11:00" in part(lupita, "h-date")
    assert "Sale el martes 8 de diciembre" in part(lupita, "h-trip")
    assert "Ahora es el miércoles 9 de diciembre" in part(lupita, "h-texts")
    assert "No hay quirófano" in lupita.inner_text("main")


def test_a_date_that_does_not_exist_changes_nothing_and_keeps_what_was_typed(enter):
    lupita = enter("lupita")
    move_dora(lupita, day="2026-01-02")
    lupita.locator(".wrong, .said-danger").first.wait_for()
    assert lupita.labelled("Por qué").input_value() == "No hay quirófano"
    lupita.find("Dora Viaje Planeado")
    assert "mié 2 dic 2026, 11:00" in part(lupita, "h-date")


def test_a_date_cancelled_with_money_out_leaves_a_task(enter):
    lupita = enter("lupita")
    lupita.find("Elena Lista")
    lupita.follow("Cancelar")
    lupita.answer("Quién la cancela", "El hospital")
    lupita.fill("Por qué", "Cerraron el servicio")
    lupita.press("Cancelar la cita")
    lupita.sees("Hay $1,799.00 MXN ya entregados: quedó la tarea de recogerlos.")
    assert "Recoger el dinero que ya se entregó" in part(lupita, "h-tasks")
    assert "Insistir por otra fecha" in part(lupita, "h-tasks")
    assert "Todavía no hay viaje" in part(lupita, "h-trip")
    assert "NO salga de su casa" in part(lupita, "h-texts")


def test_a_date_cancelled_before_money_went_out_frees_what_was_promised(enter):
    lupita, fausto = enter("lupita"), enter("fausto")
    fausto.go(fausto.get_by_role("row").filter(has_text="C-2026-0004").get_by_role("link", name="Autorizar"))
    fausto.press("Autorizar y apartar el dinero")
    lupita.find("Dora Viaje Planeado")
    lupita.follow("Cancelar")
    lupita.fill("Por qué", "Cerraron el servicio")
    lupita.press("Cancelar la cita")
    lupita.sees("Se liberaron las camas y el dinero comprometido.")
    fausto.open("/funds")
    row = fausto.get_by_role("row").filter(has_text="Fondo Café Solidario").inner_text()
    assert "$52,804.00 MXN" in row
