"""Places without a route, near Jaltenango; the distances are those of geopy's geodesic."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from geopy.distance import geodesic

from app.travel.book import Book, BookPlace, BookRoute
from app.travel.planner import Question, plan
from app.travel.timetable import parse_departures

DEADLINE = datetime(2026, 12, 15, 12, 0, tzinfo=ZoneInfo("America/Mexico_City"))
JAL = BookPlace("JAL", "Jaltenango", "town", None, 15.87257, -92.72469)
TUX = BookPlace("TUX", "Tuxtla", "town", None, 16.75357, -93.11578)
PALMA = BookPlace("PAL", "La Palma", "community", None, 15.80, -92.70)
BUS = BookRoute("JAL", "TUX", "bus", 95_00, 60, 60, parse_departures("08:00"))


def ask(origin, destination, *routes, places=(JAL, TUX, PALMA), **more):
    book = Book({place.code: place for place in places}, routes)
    return plan(book, Question(origin, destination, arrive_by=DEADLINE, **more))


def test_a_place_without_a_way_out_gets_a_leg_to_the_nearest_that_has_one():
    (journey,) = ask("PAL", "TUX", BUS).journeys
    assert [(leg.origin, leg.destination, leg.estimate) for leg in journey.legs] == [
        ("PAL", "JAL", True), ("JAL", "TUX", False),
    ]  # fmt: skip


def test_the_estimate_is_the_road_at_the_settings_speed_and_fare():
    (journey,) = ask("PAL", "TUX", BUS).journeys
    road = geodesic((15.80, -92.70), (15.87257, -92.72469)).km * 2.2
    leg = journey.legs[0]
    assert leg.fare_minor == pytest.approx(2 * road * 200, abs=1.5)
    assert (leg.arrives_at - leg.departs_at).total_seconds() / 60 == pytest.approx(road / 25 * 60, abs=1)


def test_a_place_without_a_way_in_gets_a_leg_from_the_nearest_that_has_one():
    back = BookRoute("TUX", "JAL", "bus", 95_00, 60, 60, parse_departures("08:00"))
    (journey,) = ask("TUX", "PAL", back).journeys
    assert (journey.legs[-1].origin, journey.legs[-1].estimate) == ("JAL", True)


def test_a_place_with_a_way_in_alone_still_gets_one_out():
    into = BookRoute("JAL", "PAL", "bus", 10_00, 30, 30, parse_departures("any"))
    assert ask("PAL", "TUX", BUS, into).journeys[0].legs[0].estimate


def test_a_place_with_a_route_is_not_estimated():
    walk = BookRoute("PAL", "JAL", "walk", 0, 200, 200, parse_departures("04:30"))
    (journey,) = ask("PAL", "TUX", BUS, walk).journeys
    assert not journey.estimated


def test_no_estimate_is_made_when_none_is_wanted():
    answer = ask("PAL", "TUX", BUS, estimates=False)
    assert (answer.journeys, answer.missing) == ((), "Falta en el libro una ruta que salga de La Palma (PAL).")


def test_without_coordinates_there_is_no_estimate():
    nowhere = BookPlace("PAL", "La Palma", "community")
    assert ask("PAL", "TUX", BUS, places=(JAL, TUX, nowhere)).journeys == ()
