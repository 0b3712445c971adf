"""The travel sheet of a journey to two dates: where they are in between, and what the second date asks for."""

from datetime import date, time

import pytest

from app.cases import operations as cases
from app.cases.models import Precondition
from app.coordination import journeys, several_dates, travel_sheet
from app.foundation.db import db, transaction
from app.travel import queries as travel
from app.travel import sheet
from tests.moment import NOW


@pytest.fixture
def trip(programme):
    """Doña Rosa and Juan: Tuesday and Thursday in Tuxtla, the nights between in the albergue."""
    case = programme.rosa()
    with transaction():
        case.service.preparation = "ayuno de 8 horas"
        cases.save_place("HGM", city="Tuxtla", now=NOW, by=programme.amalia)
    first = programme.book(case, date(2026, 12, 15), time(8))
    second = programme.book(case, date(2026, 12, 17), time(11))
    going = journeys.party_of(case, [one.id for one in journeys.companions_who_travel(case)])
    dates = several_dates.dates_from(first, NOW)
    way = next(one for one in several_dates.whole_ways(dates, going, NOW).ways if one.together == 2)
    with transaction():
        several_dates.choose(dates, going, way.code, "", NOW, programme.lupita)
        db.session.add(Precondition(appointment_id=second.id, kind="laboratory", detail="resultado de biometría"))
    return travel.trip_of(first.id)


def told(way):
    return [line for piece in way.pieces for line in (piece.head, *piece.lines)]


def test_the_nights_between_stand_under_a_heading_of_their_own(trip):
    there, between, home = travel_sheet.gather(trip).ways
    assert told(between)[0] == "Entre citas · martes 15 de diciembre"
    assert "Duermen 2 noches en Albergue Tuxtla" in told(between)
    assert told(there)[0].startswith("De ida") and told(home)[0].startswith("De regreso")
    assert not [line for line in told(there) if "2 noches" in line]


def test_the_second_date_has_its_hour_its_place_and_how_to_prepare_for_it(trip):
    _there, between, _home = travel_sheet.gather(trip).ways
    card = between.pieces[-1]
    assert (card.picture, card.head) == ("calendar", "Preséntese a las 10:30 de la mañana")
    assert {"La cita es a las 11 de la mañana", "Para esta cita: ayuno de 8 horas"} <= {*card.lines}
    assert [one.head for one in between.pieces if not one.picture][-1] == "Jueves 17 de diciembre"


def test_the_list_of_what_to_bring_says_for_which_date(trip):
    bring = travel_sheet.gather(trip).bring
    assert "Para cada cita: ayuno de 8 horas" in bring
    assert "Para el jueves 17 de diciembre: resultado de biometría" in bring


def test_where_they_get_on_between_the_dates_is_told(trip):
    leg = next(leg for leg in trip.legs if leg.direction == "there" and leg.departs_at > trip.present_at)
    with transaction():
        leg.meeting_point = "la puerta del hospital"
    assert "Suben en: la puerta del hospital" in told(travel_sheet.gather(trip).ways[1])


def test_a_restricted_case_tells_the_nights_and_neither_hospital_nor_preparation(trip):
    with transaction():
        trip.case.restricted = True
    said = " | ".join(told(travel_sheet.gather(trip).ways[1]))
    assert "Duermen 2 noches" in said and "En Tuxtla" in said
    assert "Maza" not in said and "ayuno" not in said and "Rosa" not in said


@pytest.mark.parametrize(("language", "words"), [("es", "Entre citas"), ("en", "Between the dates")])
def test_it_is_one_page_in_every_set_of_words(trip, language, words):
    with transaction():
        trip.case.patient.language = language
    made = travel_sheet.gather(trip)
    assert told(made.ways[1])[0].startswith(words)
    assert len(sheet.pages.arranged(made)[1]) == 1
