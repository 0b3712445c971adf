"""A place is dragged on the map of the book, saved, and put back."""


def test_a_place_is_dragged_and_put_back(enter):
    lupita = enter("lupita")
    lupita.open("/routes/map/places/COM")
    page = lupita.page
    page.locator("#book-map[data-ready]").wait_for()
    was = page.get_by_label("Latitud").input_value()
    pin = page.locator(".map-pin[title='Comitán']").bounding_box()
    page.mouse.move(pin["x"] + pin["width"] / 2, pin["y"] + pin["height"] / 2)
    page.mouse.down()
    page.mouse.move(pin["x"] + 40, pin["y"] + 60, steps=6)
    page.mouse.up()
    lupita.sees("Se mueve ")
    assert float(page.get_by_label("Latitud").input_value()) < float(was)
    lupita.press("Guardar lugar")
    lupita.sees("Comitán se movió ")
    lupita.press("Deshacer: regresar Comitán a donde estaba")
    lupita.open("/routes/map/places/COM")
    assert page.get_by_label("Latitud").input_value() == was


CROWDED = """() => {
    const box = (one) => one.getBoundingClientRect();
    const meet = (a, b) => a.left < b.right - 1 && a.right > b.left + 1 && a.top < b.bottom - 1 && a.bottom > b.top + 1;
    const numbers = [...document.querySelectorAll(".map-number span")].map(box);
    const names = [...document.querySelectorAll(".map-name:not(.map-name-off)")].map(box);
    const over = numbers.filter((one, n) => [...numbers.slice(n + 1), ...names].some((other) => meet(one, other)));
    return [numbers.length, over.length];
}"""


def test_every_ride_of_a_trip_has_its_number_free_of_other_numbers_and_of_names(enter):
    lupita = enter("lupita")
    lupita.open("/away")
    address = lupita.page.locator("a[href*='/trips/']").first.get_attribute("href")
    lupita.open("/".join(address.split("/")[:5]))
    lupita.page.locator(".map[data-ready]").wait_for()
    numbers, crowded = lupita.page.evaluate(CROWDED)
    assert numbers >= 2 and crowded == 0
