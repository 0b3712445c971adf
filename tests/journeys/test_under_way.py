"""Who is away: one page for everybody, what to do with each, and where each one slept."""


def test_who_is_away_is_left_open_and_her_night_is_noted(enter):
    lupita = enter("lupita")
    lupita.open("/away")
    lupita.screenshot(path="/tmp/uw-away.png", full_page=True)
    lupita.set_viewport_size({"width": 1024, "height": 800})
    lupita.screenshot(path="/tmp/uw-away-1024.png", full_page=True)
    lupita.follow("Esperar o regresar")
    lupita.screenshot(path="/tmp/uw-onsite.png", full_page=True)
    lupita.locator("button[value=open]").click()
    assert "Sigue abierto" in lupita.locator(".said").first.inner_text()
    lupita.screenshot(path="/tmp/uw-trip.png", full_page=True)
    lupita.follow("Noches y estancia")
    lupita.screenshot(path="/tmp/uw-stay.png", full_page=True)
    lupita.locator("button[value$=':chair']").first.click()
    assert "Noche anotada" in lupita.locator(".said").first.inner_text()
