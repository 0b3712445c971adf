"""Step 3: a navigator books the appointment, chooses how they travel, and corrects a leg by hand."""

from app.foundation.money import Money


def book_ana(lupita):
    """Ana, new, gets a date: Tuesday 15 December at eleven. The proposals are on the next page."""
    lupita.find("Ana Nuevo")
    lupita.follow("Anotar la cita")
    lupita.choose("Hospital", "Hospital Dr. Jesús Gilberto Gómez Maza")
    lupita.choose("Servicio", "cirugía")
    lupita.fill("Día", "2026-12-15")
    lupita.fill("Hora de la cita", "11:00")
    lupita.press("Guardar la cita")


def price_of(card) -> Money:
    return Money.parse(card.locator(".price").inner_text().split("\n")[0].split()[0].lstrip("$"))


def test_a_date_leads_to_proposals_by_name_and_a_choice_to_the_whole_trip(enter):
    lupita = enter("lupita")
    book_ana(lupita)
    lupita.sees("Cita guardada")
    cards = lupita.locator(".proposal")
    assert 1 <= cards.count() <= 3
    assert "Lo más económico" in lupita.inner_text("main") and "Menos tiempo fuera" in lupita.inner_text("main")
    card = cards.filter(has_text="Lo más económico")
    price = price_of(card)
    lupita.go(card.get_by_role("button", name="Elegir esta"))
    lupita.sees(f"Viaje elegido: {price} presupuestados")
    for said in ("De ida", "De regreso", "Abel Nuevo", "Viaje planeado", "raite", "Alimentos", "Apoyo al familiar"):
        lupita.sees(said)
    assert estimated(lupita) == sum_of_lines(lupita) == price
    lupita.follow("Ver el viaje")
    for said in ("Presentarse el martes 15 de diciembre a las 10:30", "Comidas y apoyo, día por día"):
        lupita.sees(said)
    lupita.get_by_role("cell", name="hospitalizado").first.wait_for()


def test_who_goes_changes_what_it_costs(enter):
    lupita = enter("lupita")
    book_ana(lupita)
    two = price_of(lupita.locator(".proposal").first)
    lupita.get_by_label("Abel Nuevo", exact=True).uncheck()
    lupita.press("Volver a calcular")
    assert price_of(lupita.locator(".proposal").first) < two


def test_a_leg_corrected_by_hand_changes_the_budget(enter):
    lupita = enter("lupita")
    lupita.find("Dora Viaje Planeado")
    before = estimated(lupita)
    lupita.go(lupita.locator(".rides a").first)
    fare = Money.parse(lupita.labelled("Pasaje completo por persona (pesos)").input_value())
    lupita.fill("Pasaje completo por persona (pesos)", str((fare + Money(10_00)).decimal))
    lupita.fill("Con quién va (chofer)", "don Beto")
    lupita.press("Ver qué cambia")
    lupita.sees("Todavía no se guardó nada.")
    lupita.press("Guardar")
    lupita.sees("don Beto")
    lupita.sees("a mano")
    lupita.find("Dora Viaje Planeado")
    assert estimated(lupita) == before + Money(20_00)


def shown(figure: str, person) -> str:
    """One of the six figures, as typed money."""
    return person.locator(".six div", has_text=figure).locator("dd").inner_text().removeprefix("$").removesuffix(" MXN")


def estimated(person) -> Money:
    return Money.parse(shown("Estimado", person))


def sum_of_lines(person) -> Money:
    """What the budget's lines add up to, each `Transporte $504.00 MXN`."""
    lines = person.get_by_role("row").filter(has_text="Presupuesto").locator("td").first.inner_text().split("\n")[1:]
    return sum((Money.parse(line.split("$")[1].removesuffix(" MXN")) for line in lines), Money.zero())
