"""Two dates of one case, before anybody leaves: waiting there between them and coming back are priced and chosen."""

import multiprocessing
from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import User
from app.cases import queries as case_queries
from app.cases.models import Appointment, Task
from app.coordination import hospital_week, journeys, letters, money, several_dates, workflows
from app.finance import queries as finance
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import queries as travel
from app.travel.models import BedNight
from app.travel.rides import stretches
from tests import crowd
from tests.moment import NOW

TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 12, day) for day in (15, 16, 17))
ZONE = "America/Mexico_City"


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def first(programme, case):
    return programme.book(case, TUESDAY, time(8))


@pytest.fixture
def second(programme, case, first):
    return programme.book(case, THURSDAY, time(11))


def party(case):
    return journeys.party_of(case, [one.id for one in journeys.companions_who_travel(case)])


def ways(first):
    return several_dates.whole_ways(several_dates.dates_from(first, NOW), party(first.case), NOW)


def waiting(first, house="Albergue Tuxtla"):
    return next(one for one in ways(first).ways if one.together == 2 and house in one.houses)


def coming_back(first):
    return next(one for one in ways(first).ways if one.together == 1)


def choose(programme, first, way, name=""):
    dates = several_dates.dates_from(first, NOW)
    with transaction():
        return several_dates.choose(dates, party(first.case), way.code, name, NOW, programme.lupita)


def move(programme, one, day, precision="datetime"):
    at = time(11) if precision == "datetime" else None
    with transaction():
        return workflows.reschedule_appointment(
            one, "hospital", "paro", NOW, programme.lupita, precision=precision, on_day=day, at_time=at, present_at=None
        )


def cancel(programme, one):
    with transaction():
        return workflows.cancel_appointment(one, "hospital", "paro", NOW, programme.lupita)


def nights(trip):
    return {night.night for night in trip.nights if night.kind == "lodging"}


def urgent(case):
    return [one.title for one in db.session.scalars(select(Task).where(Task.case_id == case.id, Task.urgent))]


def path(one):
    return f"/cases/{one.case.number}/appointments/{one.id}/trip"


# both are priced


def test_waiting_there_and_coming_back_stand_side_by_side_with_their_whole_price(programme, first, second, signed_in):
    said = signed_in(programme.lupita).get(path(first)).get_data(as_text=True)
    assert "Esperar allá" in said and "Regresar y volver" in said and "Albergue Tuxtla" in said


def test_coming_back_costs_what_two_journeys_cost(first, second):
    alone = [
        min(one.total for one in travel.proposals(journeys.visit_of(date), party(first.case), NOW, money.priced))
        for date in (first, second)
    ]
    assert coming_back(first).total == sum(alone, Money.zero())


def test_the_nights_between_are_paid_by_person_and_night(first, second):
    (journey,) = waiting(first).journeys
    (gap,) = journey.between
    assert (gap.stay.nights, gap.stay.price_minor) == (2, 2 * 2 * 50_00)


def test_a_house_that_is_paid_by_the_room_is_paid_so_between_the_dates(programme, first, second):
    with transaction():
        house = case_queries.place_or_404("ALT")
        house.priced_per, house.room_beds, house.price_minor = "room", 2, 300_00
    assert waiting(first).journeys[0].between[0].stay.price_minor == 2 * 300_00


def test_a_house_that_takes_women_only_is_not_offered_to_a_couple_and_says_so(programme, first, second):
    with transaction():
        case_queries.place_or_404("ALT").takes = "women"
    page = ways(first)
    assert [one.together for one in page.ways] == [1]
    assert "Albergue Tuxtla no los recibe." in page.said


def test_a_date_in_another_town_or_in_two_months_is_no_second_date(programme, case, first):
    with transaction():
        workflows.book_appointment(
            case, NOW, programme.lupita, hospital=case_queries.place_or_404("HCU"), service=None, precision="datetime",
            on_day=THURSDAY, at_time=time(11), present_at=None,
        )  # fmt: skip
    programme.book(case, date(2027, 2, 16), time(11))
    assert several_dates.dates_from(first, NOW) == [first]


def test_another_hospital_of_the_same_town_is_near(programme, case, first):
    with transaction():
        other = workflows.book_appointment(
            case, NOW, programme.lupita, hospital=case_queries.place_or_404("HPG"), service=None, precision="datetime",
            on_day=THURSDAY, at_time=time(11), present_at=None,
        ).appointment  # fmt: skip
    trip = choose(programme, first, waiting(first))[0].trip
    assert travel.trip_of(other.id) is trip
    assert any(leg.destination.code == "HPG" and leg.arrives_at <= trip.dates[1].present_at for leg in trip.legs)


def test_dates_on_two_days_in_a_row_leave_no_time_to_come_back_and_the_page_says_so(programme, case):
    late = programme.book(case, TUESDAY, time(11))
    programme.book(case, WEDNESDAY, time(8))
    page = ways(late)
    assert {one.together for one in page.ways} == {2}
    assert any("para regresar a casa entre las citas" in line for line in page.said)


def test_two_dates_of_one_day_need_no_night_between(programme, case, first):
    with transaction():
        workflows.book_appointment(
            case, NOW, programme.lupita, hospital=case_queries.place_or_404("HPG"), service=None, precision="datetime",
            on_day=TUESDAY, at_time=time(16), present_at=None,
        )  # fmt: skip
    (way,) = ways(first).ways
    (gap,) = way.journeys[0].between
    assert (way.together, gap.stay, gap.rides[0].legs[-1].destination) == (2, None, "HPG")


def test_three_dates_can_be_served_by_one_journey_by_two_or_by_three(programme, case, first, second):
    programme.book(case, date(2026, 12, 22), time(11))
    found = {one.together: len(one.journeys) for one in ways(first).ways}
    assert found == {3: 1, 2: 2, 1: 3}


# chosen in one step


def test_waiting_is_one_trip_with_beds_between_and_the_budget_that_was_shown(programme, first, second):
    way = waiting(first)
    (done,) = choose(programme, first, way)
    assert travel.trip_of(first.id) is travel.trip_of(second.id) is done.trip
    assert {TUESDAY, WEDNESDAY} <= nights(done.trip)
    assert money.cost_of(done.trip) == way.total
    home = [leg for leg in done.trip.legs if leg.direction == "home"]
    assert home[0].departs_at > second.starts_at


def test_coming_back_is_two_trips_with_their_budgets(programme, first, second):
    way = coming_back(first)
    choose(programme, first, way)
    one, other = travel.trip_of(first.id), travel.trip_of(second.id)
    assert one.id != other.id and other.departs_at >= one.returns_at
    assert money.cost_of(one) + money.cost_of(other) == way.total


def test_the_page_chooses_in_one_step_and_says_what_it_did(programme, first, second, signed_in):
    juan = first.case.companions[0].person_id
    sent = {"asked": "1", f"p{juan}-goes": "y", f"p{juan}-kind": "companion", "proposal": waiting(first).code}
    answer = signed_in(programme.lupita).post(path(first), data=sent, follow_redirects=True).get_data(as_text=True)
    assert "Un solo viaje para todas" in answer
    assert "Un solo viaje para las citas del martes 15 de diciembre y del jueves 17 de diciembre" in answer


def test_each_date_has_its_texts_and_only_the_first_tells_when_they_leave(programme, first, second):
    trip = choose(programme, first, waiting(first))[0].trip
    one, other = letters.facts_of(first, NOW), letters.facts_of(second, NOW)
    assert (one.departs_at, one.returns_at) == (travel.first_leg(trip).departs_at, None)
    assert (other.departs_at, other.returns_at) == (None, travel.way_home_starts(trip))


def test_who_waits_there_is_still_reminded_of_the_second_date(programme, first, second, frozen):
    trip = choose(programme, first, waiting(first))[0].trip
    programme.fund_trip(first.case)
    with transaction():
        workflows.depart(trip, trip.departs_at, trip.departs_at, programme.lupita)
    assert (letters.facts_of(first, trip.departs_at).departed, letters.facts_of(second, trip.departs_at).departed) == (
        True, False,
    )  # fmt: skip
    assert letters.facts_of(second, second.starts_at + timedelta(hours=1)).departed


def test_a_journey_of_its_own_that_the_second_date_had_gives_its_money_and_beds_back(programme, first, second):
    own = programme.plan(second)
    choose(programme, first, waiting(first))
    assert (own.state, own.nights) == ("cancelled", [])
    assert finance.budget_of(first.case_id, money.source(own)).state == "released"


def test_choosing_the_first_date_alone_again_leaves_the_second_without_a_journey(programme, first, second):
    trip = choose(programme, first, waiting(first))[0].trip
    programme.plan(first)
    assert (travel.trip_of(first.id).id, travel.trip_of(second.id)) == (trip.id, None)


def test_the_second_date_is_chosen_from_the_page_of_the_first(programme, first, second, signed_in):
    choose(programme, first, waiting(first))
    assert signed_in(programme.lupita).get(path(second)).location.endswith(path(first))


def test_no_bed_on_a_night_between_is_said_with_the_night_and_coming_back_stays(programme, first, second):
    with transaction():
        case_queries.place_or_404("ALT").beds = 2
    again = programme.rosa_again()
    other = programme.book(again, TUESDAY, time(8))
    programme.book(again, THURSDAY, time(11))
    choose(programme, other, waiting(other))
    page = ways(first)
    assert [one.together for one in page.ways] == [1]
    assert "Albergue Tuxtla no tiene cama para todos el 15/12." in page.said


def test_what_is_no_longer_offered_is_refused_and_nothing_has_moved(programme, first, second):
    way = waiting(first)
    with transaction():
        case_queries.place_or_404("ALT").beds = 1
    with pytest.raises(Refused, match="Esa propuesta ya no se puede"):
        choose(programme, first, way)
    assert travel.trip_of(first.id) is None


@pytest.mark.parametrize("code", ["3-x-y", "2-x-y", "1-x", "0-x", "-", "²-x"])
def test_a_code_that_names_no_way_is_refused(programme, first, second, code):
    with pytest.raises(Refused, match="cambió una de las citas"), transaction():
        several_dates.choose([first, second], party(first.case), code, "", NOW, programme.lupita)


def test_a_stay_above_the_ceiling_needs_a_name(programme, case, first):
    programme.book(case, TUESDAY + timedelta(days=18), time(11))
    way = waiting(first)
    assert way.over
    with pytest.raises(Refused, match="escriba quién lo autoriza"):
        choose(programme, first, way)
    (done,) = choose(programme, first, way, "Dra. Sol")
    assert [one.name for one in travel.authorisations_of(done.trip)] == ["Dra. Sol"]


# one of the dates moves


def test_a_date_that_moves_by_a_day_is_still_served_by_the_one_trip(programme, first, second):
    trip = choose(programme, first, waiting(first))[0].trip
    moved = move(programme, second, THURSDAY + timedelta(days=1)).appointment
    assert travel.trip_of(moved.id) is travel.trip_of(first.id) is trip
    assert THURSDAY in nights(trip) and trip.state == "chosen"


def test_the_first_date_moved_behind_the_second_turns_them_round(programme, first, second):
    trip = choose(programme, first, waiting(first))[0].trip
    moved = move(programme, first, THURSDAY + timedelta(days=1)).appointment
    assert [one.appointment_id for one in trip.dates] == [second.id, moved.id]
    assert trip.appointment_id == second.id


def test_a_date_that_moves_too_far_leaves_the_trip_and_somebody_chooses_its_journey_at_once(
    programme, case, first, second
):
    trip = choose(programme, first, waiting(first))[0].trip
    moved = move(programme, second, date(2027, 2, 16)).appointment
    assert (travel.trip_of(first.id), travel.trip_of(moved.id)) == (trip, None)
    assert not nights(trip) & {TUESDAY, WEDNESDAY}
    assert any("elegir el viaje de la cita del 16/02" in title for title in urgent(case))


def test_a_date_without_an_hour_leaves_the_trip_to_the_other(programme, first, second):
    trip = choose(programme, first, waiting(first))[0].trip
    move(programme, second, None, "waiting")
    assert [one.appointment_id for one in trip.dates] == [first.id]


def test_calling_off_the_first_date_keeps_the_trip_for_the_second(programme, first, second):
    trip = choose(programme, first, waiting(first))[0].trip
    cancel(programme, first)
    assert (trip.state, trip.appointment_id, travel.trip_of(first.id)) == ("chosen", second.id, None)
    assert money.cost_of(trip) is not None and trip.departs_at.date() >= TUESDAY


# they have left


@pytest.fixture
def away(programme, first, second, frozen):
    trip = choose(programme, first, waiting(first))[0].trip
    programme.fund_trip(first.case)
    frozen.move_to(clock.at_wall(TUESDAY, time(13), ZONE))
    with transaction():
        workflows.depart(trip, trip.departs_at, trip.departs_at, programme.lupita)
        workflows.arrive(trip, first.starts_at - timedelta(hours=1), clock.now(), programme.lupita)
    return trip


def seen(programme, one):
    with transaction():
        workflows.record_outcome(
            one, "attended", clock.now(), programme.lupita, note=None, cause=None, occurred_on=None
        )


def test_once_the_first_visit_is_told_the_trip_is_the_second_ones_and_nobody_is_asked_again(
    programme, case, first, second, away
):
    cost = money.cost_of(away)
    seen(programme, first)
    assert (away.appointment_id, away.present_at) == (second.id, away.dates[1].present_at)
    assert not [title for title in urgent(case) if "esperan allá" in title]
    with transaction():
        assert money.budget_for(away, case, programme.lupita, clock.now()).total == cost


def test_the_week_of_the_hospital_knows_that_the_second_date_has_its_journey(programme, first, second, away, signed_in):
    seen(programme, first)
    week = hospital_week.week(TUESDAY, None, programme.lupita, clock.now())
    ((_place, days, _whole),) = week.by_hospital
    assert [one.trip for day in days for one in day] == [away, away]
    said = signed_in(programme.lupita).get(f"/hospitals/week?from={TUESDAY}").get_data(as_text=True)
    assert "falta el viaje" not in said


def test_moving_the_second_date_while_they_are_away_asks_and_moves_nothing(programme, case, second, away):
    before = [leg.id for leg in away.legs], nights(away)
    move(programme, second, THURSDAY + timedelta(days=1))
    assert ([leg.id for leg in away.legs], nights(away)) == before
    assert any("esperan allá" in title for title in urgent(case))


# at once


def rival(first_id, code, navigator_id, together, results):
    first = db.session.get_one(Appointment, first_id)
    dates, going = several_dates.dates_from(first, NOW), party(first.case)
    together.wait(60)
    try:
        with transaction():
            several_dates.choose(dates, going, code, "", NOW, db.session.get_one(User, navigator_id))
    except Refused as refusal:
        crowd.write_line(results, str(refusal))
    else:
        crowd.write_line(results, "la tiene")


@pytest.mark.both_databases
def test_of_two_families_after_the_last_beds_between_their_dates_one_has_them_and_the_other_reads_why(
    programme, first, second, tmp_path
):
    again = programme.rosa_again()
    other = programme.book(again, TUESDAY, time(8))
    programme.book(again, THURSDAY, time(11))
    with transaction():
        case_queries.place_or_404("ALT").beds = 2
    together, results = multiprocessing.get_context("fork").Barrier(2), tmp_path / "results"
    asked = [(one.id, waiting(one).code, programme.lupita.id) for one in (first, other)]
    processes = [crowd.start(rival, *one, together, results) for one in asked]
    assert set(crowd.finish(processes, tmp_path / "stop")) == {0}
    said = crowd.lines(results)
    assert said.count("la tiene") == 1
    assert all("Escoja otra" in one or "escoger" in one or "ya no tiene cama" in one for one in {*said} - {"la tiene"})
    slept = select(func.count(BedNight.id.distinct())).where(BedNight.night == WEDNESDAY)
    assert db.session.scalar(slept) in (1, 2)


def test_rides_between_two_visits_have_a_heading_of_their_own(programme, first, second, signed_in):
    choose(programme, first, waiting(first))
    trip = travel.trip_of(first.id)
    there, between, home = stretches(trip)
    assert [there.part, between.part, home.part] == ["there", "between", "home"]
    assert there.legs[-1].arrives_at <= trip.dates[0].present_at <= between.legs[0].departs_at
    page = signed_in(programme.lupita).get(f"/cases/{trip.case.number}/trips/{trip.id}").get_data(as_text=True)
    assert page.index("De ida") < page.index("Entre citas") < page.index("De regreso")


def test_a_journey_to_one_date_has_nothing_between(programme, first):
    assert [one.part for one in stretches(programme.plan(first))] == ["there", "home"]
