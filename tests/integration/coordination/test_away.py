"""Fuera de casa hoy, and the pages of who is away, opened by the cast."""

from datetime import date, time, timedelta

import pytest

from app.cases import queries as case_queries
from app.coordination import away, on_site, workflows
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.money import Money
from app.travel import queries as trips

ZONE = "America/Mexico_City"
EVENING = clock.at_wall(date(2026, 12, 14), time(21), ZONE)


@pytest.fixture
def trip(programme, frozen):
    trip = programme.plan(programme.book(programme.rosa(), at=time(8)))
    programme.fund_trip(trip.case)
    frozen.move_to(EVENING)
    with transaction():
        workflows.depart(trip, trip.departs_at, EVENING, programme.lupita)
    with transaction():
        for one in trip.travellers:
            house = case_queries.place_or_404("ALT")
            on_site.set_night(trip, one, date(2026, 12, 14), "lodging", house, EVENING, programme.lupita)
    return trip


def text(answer):
    return answer.get_data(as_text=True)


def at(trip, page=""):
    return f"/cases/{trip.case.number}/trips/{trip.id}{page}"


def test_who_is_away_where_they_sleep_and_how_long_the_money_lasts(programme, trip, signed_in):
    page = text(signed_in(programme.lupita).get("/away"))
    assert "Albergue Tuxtla" in page and "Rosa" in page and "9925501001" in page.replace(" ", "")


def test_each_telephone_stands_under_whose_it_is(programme, trip, signed_in):
    page = text(signed_in(programme.lupita).get("/away"))
    assert page.index("Rosa López Díaz") < page.index("9925501001") < page.index("Juan")


def test_days_of_money_are_what_is_left_by_what_a_day_costs(programme, trip):
    (one,) = away.gather(EVENING).outings
    rates = away.finance.all_rates()
    daily = away.a_day(trip, rates, EVENING)
    # two persons' three meals, one companion's day, two beds of 50 pesos
    assert daily == Money(2 * (50_00 + 65_00 + 50_00) + 120_00 + 100_00)
    assert one.days_left == one.in_hand.amount_minor // daily.amount_minor


def test_silence_of_a_day_and_a_late_return_come_first(programme, trip):
    late = trip.returns_at + timedelta(hours=3)
    (one,) = away.gather(late).outings
    assert one.overdue and one.silent


def test_who_left_a_moment_ago_is_not_silent_yet(programme, trip):
    (soon,) = away.gather(trip.departed_at + timedelta(hours=1)).outings
    (later,) = away.gather(trip.departed_at + timedelta(hours=25)).outings
    assert (soon.silent, later.silent) == (False, True)


def test_the_list_takes_six_statements_however_many_are_away(programme, trip, signed_in, statements):
    case = programme.rosa_again()
    with transaction():
        workflows.leave_urgently(
            case, case.hospital, [], "Dra. Celia", EVENING, programme.lupita, mode="ambulance",
            left_at=EVENING - timedelta(hours=2), minutes=200, fare=Money.zero(),
        )  # fmt: skip
    browser = signed_in(programme.lupita)
    with statements() as seen:
        assert browser.get("/away").status_code == 200
    assert len(seen) <= 6, seen


def test_a_page_that_nobody_was_given_does_not_exist(programme, trip, signed_in):
    assert signed_in(programme.lupita).get("/away?after=ayer").status_code == 404


def test_of_a_restricted_case_neither_name_nor_phone_is_shown(programme, trip, signed_in):
    with transaction():
        trip.case.restricted = True
    page = text(signed_in(programme.lupita).get("/away"))
    assert "caso reservado" in page and "Rosa" not in page and "9925501001" not in page.replace(" ", "")


def test_one_night_more_is_one_click(programme, trip, signed_in):
    browser, last = signed_in(programme.lupita), trip.nights[-1].night
    page = text(browser.post(at(trip, "/night-more"), follow_redirects=True))
    assert "Rosa López Díaz: una noche más, la del" in page
    assert trips.trip_or_404(trip.case_id, trip.id).nights[-1].night == last + timedelta(days=1)


def test_above_the_ceiling_the_page_asks_for_a_name(programme, trip, signed_in):
    browser = signed_in(programme.lupita)
    until = {"until": "2026-12-30", "who": [one.id for one in trip.travellers]}
    page = text(browser.post(at(trip, "/stay"), data=until))
    assert "escriba quién lo autoriza" in page and 'value="2026-12-30"' in page
    assert browser.post(at(trip, "/stay"), data=until | {"authorised_by": "Dra. Valeria"}).status_code == 302
    assert "por confirmar" in text(browser.get(at(trip)))
    (given,) = trips.authorisations_of(trip)
    signed_in(programme.fausto).post(at(trip, f"/authorisations/{given.id}"))
    assert "confirmada por Fausto" in text(browser.get(at(trip)))


def test_where_somebody_slept_is_one_click(programme, trip, signed_in):
    browser, rosa, house = signed_in(programme.lupita), trip.travellers[0], trip.nights[0].place_id
    browser.post(at(trip, "/nights"), data={"set": f"{rosa.id}:2026-12-14:hospital", "house": house})
    nights = trips.trip_or_404(trip.case_id, trip.id).nights
    assert [one.kind for one in nights if one.traveller_id == rosa.id] == ["hospital"]
    page = text(browser.post(at(trip, "/nights"), data={"set": "x:y:z", "house": house}))
    assert "Esa persona no va en este viaje" in page


def test_moving_the_date_of_who_has_left_asks_at_once(programme, trip, signed_in):
    browser = signed_in(programme.lupita)
    moved = {
        "precision": "datetime", "on_day": "2026-12-18", "at_time": "11:00", "cause": "hospital", "reason": "Paro",
    }  # fmt: skip
    answer = browser.post(f"/cases/{trip.case.number}/appointments/{trip.appointment_id}/move", data=moved)
    assert answer.location.endswith("/on-site")
    page = text(browser.get(answer.location))
    assert "Esperar allá" in page and "Regresar y volver" in page and "Sigue abierto" in page
    assert browser.post(answer.location, data={"choice": "wait:ALT"}).status_code == 302


def test_how_it_went_follows_the_return(programme, trip, signed_in, frozen):
    browser, home = signed_in(programme.lupita), trip.returns_at + timedelta(minutes=5)
    frozen.move_to(home)
    browser = signed_in(programme.lupita)
    answer = browser.post(at(trip, "/returned"), data={"occurred_at": f"{clock.to_local(home):%Y-%m-%dT%H:%M}"})
    assert answer.location.endswith("/result")
    told = {"attended": "no", "unmet": "no_companion", "note": "Juan enfermó", "home": [trip.travellers[0].id]}
    browser.post(answer.location, data=told)
    page = text(browser.get(at(trip)))
    assert "no hubo quién acompañara" in page and "No regresaron: Juan" in page


def test_a_death_offers_the_traslado_and_can_be_undone(programme, trip, signed_in):
    browser = signed_in(programme.lupita)
    browser.post(f"/cases/{trip.case.number}/death", data={"on": "2026-12-14"})
    ride = {"mode": "ambulance", "leaves_at": "2026-12-15T08:00", "minutes": "300", "cost": "2500", "note": ""}
    browser.post(at(trip, "/transfer"), data=ride)
    assert "Traslado" in text(browser.get(at(trip)))
    assert browser.post(f"/cases/{trip.case.number}/death/undo").status_code == 302
    assert "Traslado" not in [leg.note for leg in trips.trip_or_404(trip.case_id, trip.id).legs]


def test_a_clinician_does_not_decide_who_waits(programme, trip, signed_in):
    assert signed_in(programme.ivan).get(at(trip, "/on-site")).status_code == 403
    assert on_site.ceiling() == 10


def test_that_they_arrived_is_asked_from_the_day_before_they_leave_on(programme, signed_in, frozen):
    ahead = programme.plan(programme.book(programme.rosa()))
    assert "Ya llegaron" not in text(signed_in(programme.lupita).get(at(ahead)))
    frozen.move_to(ahead.departs_at - timedelta(hours=20))
    assert "Ya llegaron" in text(signed_in(programme.lupita).get(at(ahead)))


def test_a_house_without_a_telephone_leads_to_where_it_is_written_down(programme, trip, signed_in):
    with transaction():
        trip.hospital.phone = None
    page = signed_in(programme.lupita).get(f"/cases/{trip.case.number}/trips/{trip.id}").get_data(as_text=True)
    assert f'/places/{trip.hospital.code}">anotarlo' in page
