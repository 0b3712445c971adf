"""A town's timetable comes in: stops matched by name, rides as routes, what is odd refused in words."""

import io
import zipfile

import pytest

from app.coordination.imports import gtfs_files
from app.travel import queries

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
