"""A town's timetable comes in: stops matched by name, rides as routes, what is odd refused in words."""

import io
import zipfile
from datetime import timedelta

import pytest

from app.coordination.imports import gtfs_files, timetables
from app.coordination.imports import queries as queries_of_imports
from app.foundation.db import db
from app.travel import queries
from tests.moment import NOW

FEED = {
    "stops": "stop_id,stop_name,stop_lat,stop_lon\n1,Jaltenango de la Paz,15.87,-92.72\n2,El Puente,15.8,-92.7\n"
    "3,El Puente,15.8,-92.7\n4,La Cascada,15.9,-92.6\n",
    "routes": "route_id,route_type\nA,3\nT,2\n",
    "trips": "route_id,service_id,trip_id\nA,week,a1\nA,week,a2\nA,all,a3\nT,all,t1\n",
    "stop_times": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    "a1,06:00:00,06:00:00,1,1\na1,06:20:00,06:21:00,2,2\na1,06:45:00,06:45:00,4,3\n"
    "a2,09:00:00,09:00:00,1,1\na2,09:45:00,09:45:00,4,2\na3,05:00:00,05:00:00,4,1\na3,05:40:00,05:40:00,3,2\n"
    "t1,05:00:00,05:00:00,1,1\nt1,06:00:00,06:00:00,4,2\n",
    "calendar": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday\nweek,1,1,1,1,1,0,0\n"
    "all,1,1,1,1,1,1,1\n",
    "frequencies": "trip_id,start_time,end_time,headway_secs\na3,05:00:00,20:00:00,1800\n",
    "fare_attributes": "fare_id,price,currency_type\nf,35,MXN\n",
    "fare_rules": "fare_id,route_id\nf,A\n",
}


def packed(**changed):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (FEED | changed).items():
            if text is not None:
                archive.writestr(f"{name}.txt", text)
    return out.getvalue()


@pytest.fixture
def come_in(programme, app, tmp_path):
    """`come_in(content, "--dry-run")` is what the command answered."""

    def run(content, *more):
        file = tmp_path / "town.zip"
        file.write_bytes(content)
        return app.test_cli_runner().invoke(args=["import-gtfs", str(file), "--prefix", "JT", *more])

    return run


def ways():
    return sorted(
        (route.origin.code, route.destination.code, route.departures, route.days, str(route.fare), route.minutes_dry)
        for route in queries.route_page("La Cascada").rows
    )


def test_rides_become_routes_between_their_ends(come_in):
    assert come_in(packed()).exit_code == 0
    assert ways() == [
        ("JAL", "JT2", "06:00;09:00", "mon;tue;wed;thu;fri", "$35.00 MXN", 45),
        ("JT2", "JT1", "05:00-19:59/30", "daily", "$35.00 MXN", 40),
    ]


def test_brought_in_again_nothing_is_created(come_in):
    come_in(packed())
    again = come_in(packed())
    assert "created 0" in again.stderr and "refused 0" in again.stderr and len(ways()) == 2


def test_a_stop_that_is_new_later_takes_no_code_of_another(come_in):
    come_in(packed())
    come_in(packed(stops=FEED["stops"].replace("La Cascada", "El Mirador")))
    codes = {route.destination.name: route.destination.code for route in queries.route_page("El Mirador").rows}
    assert codes == {"El Mirador": "JT3", "El Puente": "JT1"}


def test_only_looked_at_it_writes_nothing(come_in):
    answer = come_in(packed(), "--dry-run")
    assert "created 4" in answer.stderr and ways() == []


def test_a_ride_without_a_fare_waits_with_its_sentence(come_in):
    answer = come_in(packed(fare_rules=None))
    assert "refused 2" in answer.stderr and "fare_mxn" in answer.stdout


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK no zip", "no es un GTFS"), (packed(stops=None), "le falta stops.txt"),
        (packed(trips="trip_id\n1\n"), "le falta route_id"), (packed(stops=b"\xff\xfe\x00"), "no se puede leer"),
        (packed(trips="route_id,service_id,trip_id\n"), "ningún recorrido"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused_in_words(come_in, content, sentence):
    answer = come_in(content)
    assert answer.exit_code == 2 and sentence in answer.stderr


def test_a_table_that_unpacks_without_end_is_refused(come_in):
    bomb = packed(stops="stop_id,stop_name\n" + "0" * (gtfs_files.LARGEST_UNPACKED + 10))
    answer = come_in(bomb)
    assert len(bomb) < 1_000_000 and answer.exit_code == 2 and "demasiado grande" in answer.stderr


# by the page


@pytest.fixture
def upload(programme, signed_in):
    """`upload(content)` is what the page answered to Lupita, and her browser."""
    browser = signed_in(programme.lupita)

    def send(content, **more):
        sent = {"prefix": "JT", "mode": "bus", "file": (io.BytesIO(content), "pueblo.zip")} | more
        return browser.post("/imports/timetable", data=sent), browser

    return send


def test_the_page_shows_what_would_be_added_and_adds_nothing(upload):
    answer, browser = upload(packed())
    page = browser.get(answer.location).text
    for said in ("Todavía no se ha guardado nada", "La Cascada", "JT2", "05:00-19:59/30", "1 recorrido no entra"):
        assert said in page
    assert ways() == []


def test_rides_without_a_price_take_the_usual_one_that_was_typed(upload):
    answer, browser = upload(packed(fare_rules=None), fare="42.50")
    assert "El Puente" in browser.get(answer.location).text
    browser.post(f"{answer.location}/bring-in")
    db.session.rollback()
    assert {way[4] for way in ways()} == {"$42.50 MXN"}


def test_the_page_names_the_ends_of_each_ride(upload):
    answer, browser = upload(packed())
    assert "Jaltenango de la Paz → La Cascada" in browser.get(answer.location).text


def test_what_was_shown_is_what_comes_in(upload):
    answer, browser = upload(packed())
    assert browser.post(f"{answer.location}/bring-in").status_code == 302
    db.session.rollback()
    assert [way[:2] for way in ways()] == [("JAL", "JT2"), ("JT2", "JT1")]
    assert browser.post(f"{answer.location}/bring-in").status_code == 409


def test_a_discarded_timetable_is_gone(upload):
    answer, browser = upload(packed())
    browser.post(f"{answer.location}/discard")
    assert browser.get(answer.location).status_code == 404 and ways() == []


def test_a_timetable_that_waits_is_one_line_of_the_list_and_two_once_it_came_in(upload):
    answer, browser = upload(packed())
    page = browser.get("/imports").text
    assert page.count("pueblo.zip") == 1 and answer.location in page and "lugares y rutas" in page
    browser.post(f"{answer.location}/bring-in")
    assert browser.get("/imports").text.count("pueblo.zip") == 2


def test_two_sheets_that_are_no_pair_are_no_timetable(upload, frozen):
    first, browser = upload(packed())
    frozen.move_to(NOW + timedelta(hours=1))
    second, _browser = upload(packed())
    places, routes = first.location.split("/")[-2], second.location.split("/")[-1]
    assert browser.get(f"/imports/timetable/{places}/{routes}").status_code == 404


def damaged():
    """A zip whose table was scrambled on its way."""
    content = bytearray(packed())
    at = content.index(b"stops.txt") + len("stops.txt")
    content[at : at + 20] = b"\xff" * 20
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK no zip", "no es un GTFS"), (damaged(), "llegó dañado"), (packed(stops=None), "le falta stops.txt"),
        (packed(shapes="0" * (timetables.LARGEST_ON_A_PAGE + 1)), "demasiado grande para esta página"),
    ],
    ids=["no zip", "damaged", "no stops", "too large"],
)  # fmt: skip
def test_a_bad_zip_is_refused_beside_its_field(upload, content, sentence):
    answer, _browser = upload(content)
    assert answer.status_code == 200 and sentence in answer.text
    assert "pueblo.zip" not in {batch.file_name for batch in queries_of_imports.batches(None).rows}


def test_a_prefix_of_other_signs_is_refused_and_kept(upload):
    answer, _browser = upload(packed(), prefix="J-1")
    assert "de 1 a 6 letras" in answer.text and 'value="J-1"' in answer.text


def test_a_headway_that_is_no_number_is_left_out(come_in):
    answer = come_in(packed(frequencies="trip_id,start_time,end_time,headway_secs\na3,05:00:00,20:00:00,²\n"))
    assert answer.exit_code == 0 and ("JT2", "JT1", "05:00") in {way[:3] for way in ways()}


def test_a_clinician_imports_no_timetable(programme, signed_in):
    assert signed_in(programme.ivan).get("/imports/timetable").status_code == 403
