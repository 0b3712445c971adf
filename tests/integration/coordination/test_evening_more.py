"""An evening more at the destination: priced before it is chosen, held in one step, with a name above the ceiling."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from app.cases import queries as case_queries
from app.cases.models import Task
from app.coordination import alerts, by_hand, corrections, evening_more, money, on_site, workflows
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.settings import current
from app.travel import operations as travel_verbs
from app.travel import queries as travel
from app.travel.models import Route
from tests.moment import NOW

MONDAY, TUESDAY = date(2026, 12, 14), date(2026, 12, 15)


@pytest.fixture
def trip(programme):
    """Doña Rosa and Juan in Tuxtla on Tuesday the 15th."""
    return programme.plan(programme.book(programme.rosa()))


def line(trip, before):
    return next(one for one in evening_more.offers(trip, clock.now()).lines if one.evening.before is before)


def choose(programme, trip, chosen, name=""):
    with transaction():
        return evening_more.choose(trip, chosen.evening.code, name, clock.now(), programme.lupita)


def in_tuxtla(trip):
    return {night.night for night in trip.nights if night.kind == "lodging" and night.place.code == "ALT"}


def path(trip):
    return f"/cases/{trip.case.number}/trips/{trip.id}/evening"


def test_an_evening_before_brings_them_there_a_day_earlier_and_they_sleep_until_the_date(programme, trip):
    before, home = in_tuxtla(trip), [leg.id for leg in trip.legs if leg.direction == "home"]
    chosen = line(trip, True)
    choose(programme, trip, chosen)
    assert in_tuxtla(trip) - before and max(in_tuxtla(trip)) == MONDAY
    assert trip.departs_at == chosen.departs_at == trip.legs[0].departs_at
    assert [leg.id for leg in trip.legs if leg.direction == "home"] == home
    assert all(one.arrives_at <= then.departs_at for one, then in zip(trip.legs, trip.legs[1:], strict=False))


def test_an_evening_after_takes_them_home_a_day_later(programme, trip):
    chosen = line(trip, False)
    choose(programme, trip, chosen)
    assert TUESDAY in in_tuxtla(trip)
    assert trip.returns_at == chosen.returns_at and clock.today(trip.returns_at) > TUESDAY


@pytest.mark.parametrize("before", [True, False])
def test_the_price_that_was_shown_is_the_budget_that_is_written(programme, trip, before):
    chosen = line(trip, before)
    assert chosen.more == chosen.evening.total - money.cost_of(trip)
    choose(programme, trip, chosen)
    assert money.cost_of(trip) == chosen.evening.total


def test_a_second_evening_is_in_the_house_where_they_sleep_already(programme, trip):
    choose(programme, trip, line(trip, False))
    choose(programme, trip, line(trip, False))
    assert {TUESDAY, TUESDAY + timedelta(days=1)} <= in_tuxtla(trip)


def test_a_house_without_a_bed_that_night_is_not_offered(programme, trip):
    with transaction():
        case_queries.place_or_404("ALT").beds = 1
    assert evening_more.offers(trip, NOW).lines == []


def test_what_is_no_longer_offered_is_refused_and_nothing_has_moved(programme, trip):
    chosen, before = line(trip, False), in_tuxtla(trip)
    with transaction():
        case_queries.place_or_404("ALT").beds = 1
    with pytest.raises(Refused, match="ya no se puede"):
        choose(programme, trip, chosen)
    assert in_tuxtla(trip) == before


def test_above_the_ceiling_it_needs_the_name_of_who_says_yes(programme, trip):
    while not (chosen := line(trip, False)).over:
        choose(programme, trip, chosen)
    with pytest.raises(Refused, match="escriba quién lo autoriza"):
        choose(programme, trip, chosen)
    choose(programme, trip, chosen, "Dra. Sol")
    assert [one.name for one in travel.authorisations_of(trip)] == ["Dra. Sol"]
    assert current().stay_ceiling == on_site.ceiling()


def test_the_trips_page_leads_to_it_and_one_click_does_it(trip, as_role):
    browser = as_role("navigator")
    assert path(trip) in browser.get(f"/cases/{trip.case.number}/trips/{trip.id}").text
    page = browser.get(path(trip)).text
    assert "Una noche antes" in page and "Una noche después" in page and "Como está" in page
    answer = browser.post(path(trip), data={"choice": "after:ALT"}, follow_redirects=True).text
    assert "Una noche más: salen el" in answer and "El viaje queda en" in answer


def test_who_has_left_stays_an_evening_longer_at_its_price(programme, trip, frozen):
    programme.fund_trip(trip.case)
    frozen.move_to(trip.present_at)
    with transaction():
        workflows.depart(trip, trip.departs_at, clock.now(), programme.lupita)
    (only,) = evening_more.offers(trip, clock.now()).lines
    choose(programme, trip, only)
    assert money.cost_of(trip) == only.evening.total and trip.returns_at == only.returns_at


def move_a_week(programme, trip):
    with transaction():
        return workflows.reschedule_appointment(
            trip.appointment, "hospital", "paro", NOW, programme.lupita, precision="datetime",
            on_day=TUESDAY + timedelta(days=7), at_time=time(11), present_at=None,
        )  # fmt: skip


def asked_by_hand():
    wanted = select(Task.reason).where(Task.title.contains("cambiado a mano"), Task.done_at.is_(None))
    return list(db.session.scalars(wanted))


@pytest.mark.parametrize("before", [True, False])
def test_a_date_that_moves_takes_its_evenings_more_along_and_asks_nobody(programme, trip, before):
    choose(programme, trip, line(trip, before))
    choose(programme, trip, line(trip, before))
    evenings, cost = {one + timedelta(days=7) for one in in_tuxtla(trip)}, money.cost_of(trip)
    happened = move_a_week(programme, trip)
    assert in_tuxtla(trip) == evenings and asked_by_hand() == []
    assert happened.budget.total == money.cost_of(trip) == cost


def test_an_evening_more_that_has_no_bed_on_the_new_date_is_planned_without_and_a_task_says_why(programme, trip):
    choose(programme, trip, line(trip, True))
    with transaction():
        case_queries.place_or_404("ALT").beds = 1
    move_a_week(programme, trip)
    assert asked_by_hand() == ["Una noche antes: ya no hay cama para todos, o no hay camino"]
    assert trip.evenings_before == 0


def test_an_evening_more_above_the_ceiling_on_the_new_date_is_not_taken_without_a_name(programme, trip):
    while not (chosen := line(trip, False)).over:
        choose(programme, trip, chosen)
    choose(programme, trip, chosen, "Dra. Sol")
    wished = trip.evenings_after
    move_a_week(programme, trip)
    (told,) = asked_by_hand()
    assert told.endswith(f"noches fuera y el tope es de {on_site.ceiling()}")
    assert trip.evenings_after == wished - 1


def test_what_was_corrected_by_hand_is_told_beside_an_evening_more_that_stays(programme, trip):
    with transaction():
        workflows.correct_leg(trip.legs[-1], NOW, programme.lupita, note="trae cobija")
    choose(programme, trip, line(trip, True))
    move_a_week(programme, trip)
    assert asked_by_hand() == ["un tramo corregido"] and trip.evenings_before == 1


def test_what_nobody_has_looked_at_yet_is_told_again_when_it_is_planned_once_more(programme, trip):
    with transaction():
        workflows.correct_leg(trip.legs[-1], NOW, programme.lupita, note="trae cobija")
    moved = move_a_week(programme, trip).appointment
    choose(programme, trip, line(trip, True))
    with transaction():
        case_queries.place_or_404("ALT").beds = 1
        workflows.reschedule_appointment(
            moved, "hospital", "paro", NOW, programme.lupita, precision="datetime",
            on_day=TUESDAY + timedelta(days=14), at_time=time(11), present_at=None,
        )  # fmt: skip
    assert asked_by_hand() == ["un tramo corregido; Una noche antes: ya no hay cama para todos, o no hay camino"]


def test_a_closed_road_keeps_the_evening_more_and_undone_everything_is_as_it_was(programme, trip):
    choose(programme, trip, line(trip, True))
    plan = travel_verbs.plan_values(trip)
    road = db.session.get(Route, next(leg.route_id for leg in trip.legs if leg.route_id))
    with transaction():
        notice = travel_verbs.give_notice(
            [road], "la carretera", MONDAY - timedelta(days=9), TUESDAY, "Vado", by=programme.lupita, now=NOW,
            closed=False, extra_minutes=40,
        )  # fmt: skip
        row = alerts.replan(notice, trip.id, NOW, programme.lupita)
    assert trip.evenings_before == 1 and asked_by_hand() == []
    with transaction():
        alerts.end(notice, NOW, programme.lupita, undo=True)
        alerts.undo(row, NOW, programme.lupita)
    assert travel_verbs.plan_values(trip)["trip"] == plan["trip"] and row.ending == "put_back"


def change_nights(programme, stay, nights):
    with transaction():
        corrections.change_stay(stay, stay.place, nights, NOW, programme.lupita)


@pytest.mark.parametrize("before", [True, False])
def test_an_evening_more_that_is_taken_out_again_does_not_come_back_with_the_new_date(programme, trip, before):
    for _evening in range(2):
        choose(programme, trip, line(trip, before))
    stay = trip.stays[0] if before else trip.stays[-1]
    nights, kept = stay.nights, len(in_tuxtla(trip)) - 1
    change_nights(programme, stay, nights - 1)
    assert (trip.evenings_before, trip.evenings_after) == ((1, 0) if before else (0, 1))
    move_a_week(programme, trip)
    assert len(in_tuxtla(trip)) == kept


def test_nights_that_are_added_and_taken_out_by_hand_leave_no_wish_below_nothing(programme, trip):
    for _evening in range(2):
        choose(programme, trip, line(trip, True))
    wished = []
    for nights in (1, 2, 1, 2, 1):
        change_nights(programme, trip.stays[0], nights)
        wished.append(trip.evenings_before)
    assert wished == [1, 1, 0, 0, 0] and trip.evenings_after == 0


def test_a_stay_that_keeps_its_nights_leaves_the_evening_wished_for(programme, trip):
    choose(programme, trip, line(trip, True))
    change_nights(programme, trip.stays[0], trip.stays[0].nights)
    assert trip.evenings_before == 1


def test_a_trip_that_is_chosen_again_begins_without_evenings_more(programme, trip):
    choose(programme, trip, line(trip, True))
    programme.plan(trip.appointment)
    assert trip.evenings_before == 0 and MONDAY - timedelta(days=1) not in in_tuxtla(trip)


def test_a_trip_that_nobody_changed_by_hand_is_planned_anew_without_a_task(programme, trip):
    assert by_hand.changes(trip) == []


def test_whom_a_vehicle_of_the_programme_brings_there_is_told_that_an_evening_before_leaves_its_run(trip, as_role):
    with transaction():
        next(leg for leg in trip.legs if leg.direction == "there").mode = "vehicle"
    assert {(one.evening.before, one.evening.leaves_run) for one in evening_more.offers(trip, NOW).lines} == {
        (True, True), (False, False)}  # fmt: skip
    assert "deja el vehículo del programa" in as_role("navigator").get(path(trip)).text


def test_a_trip_that_is_over_has_no_evening_to_offer(programme, trip, frozen):
    with transaction():
        workflows.cancel_appointment(trip.appointment, "hospital", "paro", NOW, programme.lupita)
    with pytest.raises(Refused, match="no tiene una noche más"):
        evening_more.offers(trip, NOW)
