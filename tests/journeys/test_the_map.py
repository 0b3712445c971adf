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
