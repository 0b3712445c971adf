"""The map: what it draws, who moves a place, how it is put back, and where a name is in Mexico."""

import json
import threading
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app import create_app
from app.foundation.audit import AuditEvent
from app.foundation.db import db, transaction
from app.foundation.settings import Misconfigured
from app.travel import gazetteer, operations, queries
from app.travel.models import Route
from tests.moment import NOW

WHERE = {"SAL": (15.7809, -92.81687), "JAL": (15.87257, -92.72469), "TUX": (16.75357, -93.11578)}
ELSEWHERE = {"latitude": "15.80000", "longitude": "-92.80000"}
TODAY = NOW.date()


@pytest.fixture
def placed(book):
    with transaction():
        for code, (latitude, longitude) in WHERE.items():
            book[code].latitude, book[code].longitude = latitude, longitude
    return book


@pytest.fixture
def seen(placed, signed_in, lupita):
    return signed_in(lupita)


def drawn(client):
    return client.get("/routes/map/data").get_json()


def a_place(client, code):
    return next(one for one in drawn(client)["places"] if one["code"] == code)


def test_a_place_says_its_kind_and_what_leaves_from_it(seen):
    clinic = a_place(seen, "SAL")
    assert (clinic["kind_name"], clinic["at"]) == ("Clínica", list(WHERE["SAL"]))
    assert "→ Jaltenango de la Paz · camioneta" in " ".join(clinic["routes"]) or any(
        "$60.00" in w for w in clinic["routes"]
    )
    assert clinic["table"] == "/routes?place=SAL"


def test_one_line_joins_two_places_however_many_routes_there_are(seen):
    pairs = [tuple(line["codes"]) for line in drawn(seen)["lines"]]
    assert sorted(pairs) == [("JAL", "SAL"), ("JAL", "TUX")]


def test_a_line_is_closed_when_no_route_passes_and_changed_when_some_does(seen, frozen):
    def state():
        return next(line["state"] for line in drawn(seen)["lines"] if line["codes"] == ["JAL", "SAL"])

    assert state() == "open"
    routes = [
        route for route in db.session.query(Route) if {route.origin.code, route.destination.code} == {"JAL", "SAL"}
    ]
    with transaction():
        operations.add_alert(routes[0], TODAY, TODAY, "Derrumbe", by=None, now=NOW, closed=True)
    assert state() == "changed"
    with transaction():
        for route in routes[1:]:
            operations.add_alert(route, TODAY, date(2026, 12, 24), "Derrumbe", by=None, now=NOW, closed=True)
    assert state() == "closed"


def test_the_map_takes_few_statements_and_is_sent_again_only_after_an_edit(seen, statements, placed, lupita):
    first = seen.get("/routes/map/data")
    with statements() as told:
        again = seen.get("/routes/map/data", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert len(told) <= 6
    with transaction():
        operations.move_place(placed["SAL"], 15.8, -92.8, lupita, NOW)
    edited = seen.get("/routes/map/data", headers={"If-None-Match": first.headers["ETag"]})
    assert edited.status_code == 200


def test_the_page_lists_in_words_what_the_map_shows_and_what_it_cannot(seen):
    page = seen.get("/routes/map").text
    assert 'data-place="SAL"' in page
    assert "Todavía sin lugar en el mapa" in page
    assert "Ponerlo en el mapa" in page


def test_a_moved_place_is_recorded_and_put_back(seen, placed):
    page = seen.post("/routes/map/places/SAL", data=ELSEWHERE, follow_redirects=True).text
    assert "Clínica Salvador Urbina se movió 2.8 km." in page
    assert "Deshacer: regresar Clínica Salvador Urbina" in page
    assert a_place(seen, "SAL")["at"] == [15.8, -92.8]
    event = db.session.query(AuditEvent).filter_by(action="place.moved").one()
    assert "15.7809" in event.details and "15.8" in event.details
    seen.post("/routes/map/places/SAL", data={"latitude": "15.7809", "longitude": "-92.81687"})
    assert a_place(seen, "SAL")["at"] == list(WHERE["SAL"])


def test_a_place_that_had_none_is_put_on_the_map_and_taken_off_again(seen):
    page = seen.post("/routes/map/places/REF", data=ELSEWHERE, follow_redirects=True).text
    assert "Clínica Reforma ya está en el mapa." in page
    assert 'name="nowhere"' in page
    seen.post("/routes/map/places/REF", data={"nowhere": "1"})
    assert a_place(seen, "REF")["at"] is None


def test_estimates_follow_a_moved_place(seen):
    assert queries.nearest_way("REF") is None
    seen.post("/routes/map/places/REF", data={"latitude": "15.91899", "longitude": "-92.66501"})
    near, km, _ride = queries.nearest_way("REF")
    assert (near.code, round(km, 1)) == ("JAL", 8.2)
    seen.post("/routes/map/places/REF", data={"latitude": "16.75", "longitude": "-93.11"})
    assert queries.nearest_way("REF")[0].code == "TUX"
    part = seen.get("/routes/map/places/REF/nearest", headers={"HX-Request": "true"}).text
    assert "Lo más cerca: Tuxtla Gutiérrez, a 0.7 km en línea recta" in part


def test_a_place_that_the_book_reaches_needs_no_estimate(seen):
    assert seen.get("/routes/map/places/SAL/nearest", headers={"HX-Request": "true"}).text.strip() == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"latitude": "norte", "longitude": "-92.8"}, "Escriba grados con decimales y sin letras"),
        ({"latitude": "95", "longitude": "-92.8"}, "La latitud va de -90 a 90"),
        ({"latitude": "15.8", "longitude": "nan"}, "La longitud va de -180 a 180"),
        ({"latitude": "15.8", "longitude": ""}, "Escriba latitud y longitud, las dos."),
    ],
)
def test_what_is_no_coordinate_is_said_beside_its_field_and_stays_typed(seen, typed, sentence):
    page = seen.post("/routes/map/places/SAL", data=typed).text
    assert sentence in page
    assert f'value="{typed["latitude"]}"' in page
    assert a_place(seen, "SAL")["at"] == list(WHERE["SAL"])


def test_the_place_page_says_the_same_of_its_coordinates(seen):
    page = seen.post(
        "/places/SAL", data={"code": "SAL", "name": "Salvador", "kind": "clinic", "latitude": "norte"}
    ).text
    assert "Escriba grados con decimales y sin letras" in page


@pytest.mark.parametrize("who", ["fausto", "aurora", "ivan"])
def test_whoever_does_not_accompany_looks_and_moves_nothing(placed, signed_in, request, who):
    client = signed_in(request.getfixturevalue(who))
    page = client.get("/routes/map").text
    assert "Lugares" in page and "Mover" not in page
    assert client.post("/routes/map/places/SAL", data=ELSEWHERE).status_code == 403
    assert client.get("/routes/map/search?q=jalte").status_code == 403


def test_a_place_that_is_not_there_is_not_found(seen):
    assert seen.post("/routes/map/places/NADA", data=ELSEWHERE).status_code == 404
    assert seen.get("/routes/map?moved=NADA").status_code == 404


# names of Mexico


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("jaltenango de la paz", "Jaltenango de la Paz"),
        ("SANTA ROSA JALTE", "Jaltenango de la Paz"),
        ("comitan", "Comitán"),
        ("san cristobal de las", "San Cristóbal de las Casas"),
    ],
)
def test_a_name_is_found_without_accents_and_by_its_beginning(typed, first):
    found = gazetteer.find(typed)[0]
    assert (found.name, found.state) == (first, "Chiapas")


def test_a_name_that_begins_so_comes_before_one_that_holds_it():
    found = [one.name for one in gazetteer.find("jaltenango")]
    assert found.index("Jaltenango de la Paz") < found.index("Dolores Jaltenango")


@pytest.mark.parametrize("typed", ["", "x", "  ", "zzzzqq"])
def test_too_little_or_nobody_finds_nothing(typed):
    assert gazetteer.find(typed) == []


def test_the_search_says_what_to_do_when_nobody_is_called_so(seen):
    answer = seen.get("/routes/map/search?q=zzzzqq").get_json()
    assert answer["found"] == [] and "pruebe con menos letras" in answer["sentence"]
    assert seen.get("/routes/map/search?q=motozintla").get_json()["found"][0]["state"] == "Chiapas"


class Answering(BaseHTTPRequestHandler):
    status, asked = 200, []

    def do_GET(self):
        type(self).asked.append((self.path, self.headers["User-Agent"]))
        place = {"lat": "15.71", "lon": "-92.9", "display_name": "Ejido Nuevo, La Concordia, Chiapas", "place_id": 1}
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps([place]).encode())

    def log_message(self, *_words):
        """Quiet."""


@pytest.fixture
def server():
    kind = type("Server", (Answering,), {"asked": []})
    with HTTPServer(("127.0.0.1", 0), kind) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", kind
        running.shutdown()


def test_a_configured_server_adds_what_the_program_does_not_bring(server):
    url, kind = server
    found = gazetteer.ask_nominatim(url, "Ejido Nuevo")
    assert [(one.name, one.state, one.latitude) for one in found] == [("Ejido Nuevo", "La Concordia, Chiapas", 15.71)]
    path, agent = kind.asked[0]
    assert "q=Ejido+Nuevo" in path and "countrycodes=mx" in path and agent == gazetteer.AGENT


def test_a_server_that_fails_leaves_the_names_of_the_program_and_a_sentence(server, seen, app, monkeypatch):
    url, kind = server
    kind.status = 500
    monkeypatch.setitem(app.config, "SETTINGS", _with(app, nominatim_url=url))
    answer = seen.get("/routes/map/search?q=jaltenango").get_json()
    assert answer["found"][0]["name"] == "Jaltenango de la Paz"
    assert "no contestó" in answer["sentence"]


def _with(app, **more):
    return replace(app.config["SETTINGS"], **more)


# the outside


def test_pictures_come_from_here_alone_unless_tiles_are_configured(tmp_path, monkeypatch):
    assert (
        "img-src 'self' data:;" in create_app(tmp_path).test_client().get("/healthz").headers["Content-Security-Policy"]
    )
    monkeypatch.setenv("NAV_TILES_URL", "https://tiles.example.org/{z}/{x}/{y}.png")
    policy = create_app(tmp_path).test_client().get("/healthz").headers["Content-Security-Policy"]
    assert "img-src 'self' https://tiles.example.org data:;" in policy
    assert policy.count("example.org") == 1


@pytest.mark.parametrize("typed", ["tiles.example.org", "https://t.example/{z}", "https://t.example; x/{z}/{x}/{y}"])
def test_an_address_that_cannot_serve_stops_the_program(tmp_path, monkeypatch, typed):
    monkeypatch.setenv("NAV_TILES_URL", typed)
    with pytest.raises(Misconfigured):
        create_app(tmp_path)


# a trip


def test_a_trip_is_drawn_with_numbers_and_says_what_it_cannot_draw(placed, road, seen):
    trip = road.trip()
    page = seen.get(f"/cases/{trip.case.number}/trips/{trip.id}/map").text
    assert "El camino en el mapa" in page
    assert "Sin coordenadas, no salen en el mapa: " in page and "Hospital Gómez Maza" in page
    assert "Los tramos, en palabras" in page


def test_a_trip_of_another_case_has_no_map_here(placed, road, seen):
    trip, other = road.trip(), road.case("Elena", "Ruiz")
    assert seen.get(f"/cases/{other.number}/trips/{trip.id}/map").status_code == 404
