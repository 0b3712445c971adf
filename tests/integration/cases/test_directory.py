"""The directory: everybody reads it, whoever accompanies or administers edits it."""

import pytest

from app.cases import queries
from app.foundation.money import Money

LODGING = {
    "code": "alt", "name": "Albergue Tuxtla", "kind": "lodging", "municipality": "Tuxtla Gutiérrez", "price": "50",
    "priced_per": "person", "beds": "12", "takes": "anyone", "active": "y", "latitude": "16.75", "longitude": "-93.11",
}  # fmt: skip


@pytest.fixture
def desk(signed_in, lupita, places):
    return signed_in(lupita)


@pytest.mark.parametrize("address", ["/places", "/places?kind=hospital", "/services", "/places/new", "/services/new"])
def test_each_page_opens(desk, address):
    assert desk.get(address).status_code == 200


def test_a_lodging_is_added_with_its_price(desk):
    desk.post("/places/new", data=LODGING)
    place = queries.place_or_404("ALT")
    assert (place.price_minor, place.beds, place.latitude) == (Money(50_00).amount_minor, 12, 16.75)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("price", "", "lleva su precio"),
        ("price", "-5", "mayor que cero"),
        ("code", "SAL", "Ya hay un lugar con esa clave"),
        ("code", "A B", "sin espacios"),
        ("latitude", "", "Escriba latitud y longitud"),
        ("beds", "-1", "De 0 a 9,999."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, field, value, sentence):
    page = desk.post("/places/new", data=LODGING | {field: value}).text
    assert sentence in page
    assert f'id="{field}-said"' in page
    assert "Albergue Tuxtla" in page


def test_a_place_is_changed_and_keeps_its_code(desk):
    desk.post("/places/HGM", data={"code": "ZZZ", "name": "Gómez Maza", "kind": "hospital", "city": "Tuxtla",
                                      "priced_per": "person", "takes": "anyone", "active": "y"})  # fmt: skip
    assert queries.place_or_404("HGM").name == "Gómez Maza"


def test_an_unknown_place_is_not_found(desk):
    assert desk.get("/places/NADA").status_code == 404


def test_a_service_says_how_long_it_takes_and_how_many_nights(desk, places):
    said = {"name": "Cirugía", "usual_minutes": "120", "nights_admitted": "2", "preparation": "En ayunas."}
    desk.post(f"/services/{places['surgery'].id}", data=said)
    service = queries.service_by_name("CIRUGIA")
    assert (service.usual_minutes, service.nights_admitted) == (120, 2)


@pytest.mark.parametrize(("field", "value"), [("usual_minutes", "0"), ("nights_admitted", "-1"), ("name", "cirugía")])
def test_a_service_that_cannot_be_is_said_beside_its_field(desk, field, value):
    said = {"name": "oncología", "usual_minutes": "60", "nights_admitted": "0"}
    page = desk.post("/services/new", data=said | {field: value}).text
    assert f'id="{field}-said"' in page


@pytest.mark.parametrize("who", ["ivan", "fausto", "aurora"])
def test_the_others_read_and_do_not_edit(signed_in, request, places, who):
    desk = signed_in(request.getfixturevalue(who))
    assert desk.get("/places").status_code == 200
    assert desk.get("/places/HGM").status_code == 403
