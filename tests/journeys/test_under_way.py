"""Who is away: one page for everybody, what to do with each, and where each one slept."""


def test_who_is_away_is_left_open_and_her_night_is_noted(enter):
    lupita = enter("lupita")
    lupita.open("/away")
    lupita.follow("Esperar o regresar")
    lupita.locator("button[value=open]").click()
    assert "Sigue abierto" in lupita.locator(".said").first.inner_text()
    lupita.follow("Noches y estancia")
    lupita.locator("button[value$=':chair']").first.click()
    assert "Noche anotada" in lupita.locator(".said").first.inner_text()
