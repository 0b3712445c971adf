"""Whom each hospital expects in a week, and whether they will get there."""

from datetime import date, time, timedelta

import pytest

from app.coordination import hospital_week
from tests.moment import NOW
from tests.programme import TUESDAY

PATH = f"/hospitals/week?from={TUESDAY}"


@pytest.fixture
def case(programme):
    return programme.rosa()


def of_tuesday(reader):
    ((_place, days, _whole_week),) = hospital_week.week(TUESDAY, None, reader, NOW).by_hospital
    return days[1]


def test_a_date_stands_on_its_day_under_its_hospital_with_who_travels(programme, case):
    programme.plan(programme.book(case))
    (expected,) = of_tuesday(programme.lupita)
    assert (expected.appointment.case_id, expected.trip.state, expected.people) == (case.id, "chosen", 2)


def test_a_date_without_a_journey_says_so(programme, case, signed_in):
    programme.book(case)
    assert "falta el viaje" in signed_in(programme.lupita).get(PATH).get_data(as_text=True)


def test_dates_of_one_day_are_in_the_order_of_their_hours(programme, case):
    programme.book(case, at=time(11))
    programme.book(programme.rosa_again(), at=time(8))
    assert [one.appointment.at_time for one in of_tuesday(programme.lupita)] == [time(8), time(11)]


def test_a_restricted_case_is_not_in_the_list_of_who_may_not_open_it(programme, marta):
    programme.book(programme.rosa(restricted=True))
    assert hospital_week.week(TUESDAY, None, marta, NOW).by_hospital == []


def test_the_week_before_is_another_one_and_an_empty_week_says_what_appears_here(programme, case, signed_in):
    programme.book(case)
    said = signed_in(programme.lupita).get("/hospitals/week?from=2026-12-08").get_data(as_text=True)
    assert "Ningún hospital espera a nadie esta semana" in said


def test_a_day_that_is_no_date_shows_this_week(programme, signed_in):
    assert signed_in(programme.lupita).get("/hospitals/week?from=ayer").status_code == 200


def test_one_hospital_can_be_asked_for(programme, case):
    programme.book(case)
    assert hospital_week.week(TUESDAY, "OTRO", programme.lupita, NOW).by_hospital == []
    assert len(hospital_week.week(TUESDAY, "HGM", programme.lupita, NOW).by_hospital) == 1


def test_a_longer_week_takes_no_more_statements(programme, signed_in, statements):
    browser = signed_in(programme.lupita)

    def told():
        with statements() as sent:
            assert browser.get(PATH).status_code == 200
        return len(sent)

    programme.book(programme.rosa())
    few = told()
    for hour in (8, 9, 10):
        programme.plan(programme.book(programme.rosa_again(), at=time(hour)))
    assert (told(), few <= 6) == (few, True)


def test_monday_begins_the_week():
    assert hospital_week.monday_of(date(2026, 12, 20)) == date(2026, 12, 14)


def test_a_date_that_is_over_needs_no_journey_but_its_outcome(programme, case, signed_in, frozen):
    programme.book(case)
    frozen.move_to(NOW + timedelta(days=23))
    said = signed_in(programme.lupita).get(PATH).get_data(as_text=True)
    assert ("falta el viaje" in said, "Falta saber qué pasó" in said) == (False, True)
