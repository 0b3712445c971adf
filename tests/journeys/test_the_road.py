"""A fare goes up and a road is closed: the book is edited in its place, trips are moved in one step and put back."""

import pytest

RAITE = "Clínica Salvador Urbina → Jaltenango de la Paz · raite"


@pytest.fixture
def lupita(enter):
    lupita = enter("lupita")
    lupita.open("/routes?place=SAL")
    return lupita


def open_row(lupita):
    lupita.get_by_role("row").filter(has_text="raite").first.get_by_role("cell").nth(1).click()
    lupita.page.locator(".editing").wait_for()
    lupita.look_over()


def test_a_row_is_changed_with_the_keys_and_what_is_wrong_stands_beside_its_field(lupita):
    open_row(lupita)
    lupita.fill("Salidas", "temprano")
    lupita.page.keyboard.press("Enter")
    lupita.sees("«temprano» no es una hora de salida")
    lupita.page.wait_for_function("!document.querySelector('.htmx-settling')")  # until then a row hears no key
    lupita.page.keyboard.press("Escape")
    lupita.page.locator(".editing").wait_for(state="detached")
    open_row(lupita)
    lupita.fill("Pasaje por persona (pesos)", "25")
    lupita.page.keyboard.press("Enter")
    lupita.sees("2 viajes por salir usan esta ruta")
    lupita.sees("$25.00 MXN")


def test_a_landslide_moves_its_trips_in_one_step_and_is_undone(lupita):
    open_row(lupita)
    lupita.follow("Poner aviso")
    lupita.fill("Qué pasó", "Derrumbe en el km 41")
    lupita.answer("En qué rutas", f"Sólo en esta: {RAITE}")
    lupita.fill("Hasta el", "2027-01-31")
    lupita.check_box("No hay paso")
    lupita.press("Poner aviso")
    lupita.sees("Elena Lista")
    lupita.press("Replanear los 2 viajes y avisar a todos")
    lupita.sees("Listo: los viajes quedaron replaneados.")
    assert lupita.get_by_text("con otro camino").count() == 2
    lupita.press("Deshacer: regresarlos a como estaban")
    lupita.sees("Viajes de regreso a como estaban.")
    assert lupita.locator(".mark", has_text="de regreso a como estaba").count() == 2
