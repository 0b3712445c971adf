"""A landslide: the trips that it hits, one step that plans them all anew, and the step back."""

from datetime import date, time, timedelta

import pytest

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.rules import PersonFacts
from app.coordination import alerts, workflows
from app.finance import queries as finance
from app.foundation.db import db, transaction
from app.foundation.money import Money
from app.messaging import queries as messaging
from app.travel import operations as travel
from app.travel import queries
from app.travel.models import Route
from tests.moment import NOW

pytestmark = pytest.mark.both_databases
LATER = NOW + timedelta(hours=1)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
NAMES = "Ana Berta Carla Delia Elena Flor Gloria Hilda Inés Julia Karla Luz".split()


def patient(programme, name):
    with transaction():
        case = cases.refer(
            patient=PersonFacts(name, "Morales", "Díaz", sex="female", born_on=date(1969, 3, 1)),
            clinic=case_queries.place_or_404("SAL"), service=case_queries.service_by_name("cirugía"),
            hospital=case_queries.place_or_404("HGM"), urgent=False, diagnosis_code=None, diagnosis=None,
            referred_on=date(2026, 11, 20), referred_by="pasante", insurance=None, summary=None,
            navigator=programme.lupita, now=NOW, by=programme.ivan,
        )  # fmt: skip
        number = f"99255{NAMES.index(name) + 11:02d}001"
        cases.add_phone(case.patient, number, "own", NOW, programme.ivan)
        cases.give_consent(case.patient, "sms", True, date(2026, 11, 20), "written", NOW, programme.ivan)
    return case


def trip_of(programme, name, day):
    return programme.plan(programme.book(patient(programme, name), on_day=date(2026, 12, day), at=time(11)))


def road_of(trip):
    """The longest ride on the way there."""
    legs = [leg for leg in trip.legs if leg.direction == "there" and leg.route_id]
    return db.session.get(Route, max(legs, key=lambda leg: leg.arrives_at - leg.departs_at).route_id)


def notice_on(programme, routes, **more):
    changed = {"closed": True} | more
    with transaction():
        return travel.give_notice(
            routes, "la carretera", FIRST, LAST, "Derrumbe en el km 4", by=programme.lupita, now=LATER, **changed
        )


def replan_all(programme, notice, now=LATER):
    rows = []
    for hit in queries.hits(notice, now).ahead:
        with transaction():
            rows.append(alerts.replan(notice, hit.trip.id, now, programme.lupita))
    return rows


def undo_all(programme, notice, now=LATER):
    with transaction():
        alerts.end(notice, now, programme.lupita, undo=True)
    for replan_id in queries.to_put_back(notice):
        with transaction():
            alerts.undo(queries.replan_or_404(replan_id), now, programme.lupita)


def plan_of(trip):
    """Rides, seats and nights without their numbers."""
    legs = [
        (leg.direction, leg.route_id, leg.departs_at, leg.arrives_at, sorted(seat.fare for seat in leg.seats))
        for leg in trip.legs
    ]
    nights = [(night.night, night.kind, night.place_id, night.bed, night.price) for night in trip.nights]
    return legs, nights, [(stay.place_id, stay.check_in, stay.nights, stay.state) for stay in trip.stays]


def facts_of(trip):
    """What a trip is to everybody: its plan, its money, its texts."""
    budget = finance.budget_of(trip.case_id, f"trip:{trip.id}")
    texts = {
        (text.kind, text.about, text.not_before) for text in messaging.messages_of_case(trip.case_id)
        if text.state == "planned"
    }  # fmt: skip
    return plan_of(trip), (budget.total, budget.state), texts


def all_facts(trips):
    db.session.expire_all()
    return {trip.id: facts_of(trip) for trip in trips}


def test_an_alert_moves_twelve_trips_in_one_step_and_is_undone(programme):
    trips = [trip_of(programme, name, 2 + day) for day, name in enumerate(NAMES)]
    before = all_facts(trips)
    notice = notice_on(programme, [road_of(trips[0])])
    rows = replan_all(programme, notice)
    closed = {alert.route_id for alert in notice.alerts}
    moved = all_facts(trips)
    assert [row.outcome for row in rows] == ["moved"] * 12
    assert not [leg for trip in trips for leg in trip.legs if leg.route_id in closed and leg.departs_at.date() >= FIRST]
    assert not [trip for trip in trips if moved[trip.id][:1] == before[trip.id][:1]]
    undo_all(programme, notice)
    assert all_facts(trips) == before
    assert {row.ending for row in queries.replans(notice)} == {"put_back"}


def test_the_page_says_whose_money_is_to_be_approved_again_and_who_is_called(programme, as_role):
    trip = trip_of(programme, "Ana", 2)
    programme.fund_trip(trip.case)
    roads = [road_of(trip), db.session.get(Route, trip.legs[0].route_id)]
    notice, near = notice_on(programme, roads), trip.departs_at - timedelta(hours=20)
    (row,) = replan_all(programme, notice, near)
    assert row.cost_after > row.cost_before and row.departs_after != row.departs_before
    page = as_role("navigator").get(f"/alerts/{notice.id}").get_data(as_text=True)
    assert "falta autorizar" in page and "hay que llamarle" in page
    undo_all(programme, notice, near)
    assert alerts.asked_again([row]) == alerts.to_call([row]) == set()


def test_everybody_whose_departure_moved_is_told_by_text_of_the_new_hour(programme):
    trip = trip_of(programme, "Ana", 15)
    notice = notice_on(programme, [road_of(trip)])
    replan_all(programme, notice)
    db.session.expire_all()
    texts = [text for text in messaging.messages_of_case(trip.case_id) if text.state == "planned"]
    told = [text for text in texts if text.kind in ("two_days_before", "day_before")]
    assert told and all(
        text.event_at == trip.departs_at for text in told if text.event_at and text.kind == "day_before"
    )


def test_a_trip_on_another_road_or_another_day_is_not_hit(programme):
    trip = trip_of(programme, "Ana", 15)
    road = road_of(trip)
    with transaction():
        early = travel.give_notice(
            [road], "", FIRST, date(2026, 12, 10), "Vado", by=programme.lupita, now=LATER, closed=True
        )
    assert queries.hits(early, LATER).ahead == []


def test_whoever_is_on_the_way_is_a_task_and_never_planned_anew(programme):
    trip = trip_of(programme, "Ana", 2)
    road, leaving = road_of(trip), trip.departs_at
    on_the_way = leaving + timedelta(minutes=1)
    with transaction():
        workflows.depart(trip, on_the_way, on_the_way, programme.lupita, "Lo autorizó Amalia")
        homeward = [leg for leg in trip.legs if leg.direction == "home"]
        back = db.session.get(Route, max(homeward, key=lambda leg: leg.arrives_at - leg.departs_at).route_id)
        notice = travel.give_notice(
            [road, back], "", FIRST, LAST, "Derrumbe", by=programme.lupita, now=on_the_way, closed=True
        )
        assert alerts.ask_who_is_away(notice, on_the_way) == 1
        assert alerts.replan(notice, trip.id, on_the_way, programme.lupita) is None
    assert [task.title for task in case_queries.open_tasks_of(trip.case) if task.kind == "travel"] == [
        "Avisar a quienes van en camino: Derrumbe"
    ]


def test_a_closed_way_there_is_nothing_to_who_has_arrived(programme):
    trip = trip_of(programme, "Ana", 2)
    road, moment = road_of(trip), trip.departs_at - timedelta(minutes=5)
    with transaction():
        workflows.depart(trip, moment, moment, programme.lupita, "Lo autorizó Amalia")
        notice = travel.give_notice([road], "", FIRST, LAST, "Derrumbe", by=programme.lupita, now=moment, closed=True)
        assert len(queries.hits(notice, moment).away) == 1
        workflows.arrive(trip, moment, moment, programme.lupita)
        assert queries.hits(notice, moment).away == []


def test_a_trip_that_a_person_has_corrected_since_is_not_put_back(programme):
    trip = trip_of(programme, "Ana", 15)
    notice = notice_on(programme, [road_of(trip)])
    replan_all(programme, notice)
    with transaction():
        workflows.correct_leg(trip.legs[0], LATER, programme.lupita, driver="don Beto")
    undo_all(programme, notice)
    assert [row.ending for row in queries.replans(notice)] == ["touched"]
    assert trip.legs[0].driver == "don Beto"


def test_approved_money_is_approved_again_once_the_trip_is_what_it_was(programme):
    trip = trip_of(programme, "Ana", 15)
    with transaction():
        workflows.approve_money(finance.budget_of(trip.case_id), programme.fund, NOW, programme.fausto)
    road, before = road_of(trip), finance.budget_of(trip.case_id).total
    promised = programme.fund.available
    notice = notice_on(programme, [road], closed=False, extra_fare=Money(500_00))
    replan_all(programme, notice)
    assert finance.budget_of(trip.case_id).state == "draft"
    undo_all(programme, notice)
    db.session.expire_all()
    budget = finance.budget_of(trip.case_id)
    assert (budget.state, budget.total, programme.fund.available) == ("approved", before, promised)


def test_without_a_way_the_trip_is_a_task_until_it_is_put_back(programme):
    trip = trip_of(programme, "Ana", 15)
    roads = queries.routes_about(case_queries.place_or_404("SAL").id)
    notice = notice_on(programme, roads)
    (row,) = replan_all(programme, notice)
    assert (row.outcome, trip.state, row.cost_after) == ("no_way", "draft", None)
    assert [task for task in case_queries.open_tasks_of(trip.case) if task.key.endswith(":no_way")]
    undo_all(programme, notice)
    assert trip.state == "chosen"
    assert not [task for task in case_queries.open_tasks_of(trip.case) if task.key.endswith(":no_way")]


def test_a_changed_row_of_the_book_moves_its_trips_too(programme):
    trip = trip_of(programme, "Ana", 15)
    road, left = road_of(trip), trip.departs_at
    with transaction():
        travel.save_route(
            road.origin, road.destination, road.mode, road.ordinal, by=programme.lupita, now=LATER, active=False
        )
    assert queries.how_many_use(road, LATER) == 1
    with transaction():
        notice = travel.note_change(road, "la carretera", programme.lupita, LATER)
    (row,) = replan_all(programme, notice)
    assert (row.outcome, row.departs_before) == ("moved", left)
    assert road.id not in {leg.route_id for leg in trip.legs}
    assert queries.how_many_use(road, LATER) == 0
    undo_all(programme, notice)
    assert [one.ending for one in queries.replans(notice)] == ["closed"]


def test_a_page_moves_all_of_them_and_another_press_brings_them_back(programme, signed_in):
    trips = [trip_of(programme, name, 10 + day) for day, name in enumerate(NAMES[:4])]
    before, browser = all_facts(trips), signed_in(programme.lupita)
    told = {
        "reason": "Bloqueo en la caseta", "starts_on": FIRST, "ends_on": LAST, "closed": "y", "where": "route",
    }  # fmt: skip
    answer = browser.post(f"/alerts/new?route={road_of(trips[0]).id}", data=told)
    assert "Replanear los 4 viajes" in browser.get(answer.location).get_data(as_text=True)
    piece = browser.post(f"{answer.location}/replan", headers={"HX-Request": "true"}).get_data(as_text=True)
    assert "Van 3 de 4 viajes" in piece and 'hx-trigger="load' in piece
    browser.post(f"{answer.location}/replan")
    page = browser.get(answer.location).get_data(as_text=True)
    assert "Viajes replaneados" in page and "(4)" in page
    browser.post(f"{answer.location}/undo")
    assert all_facts(trips) == before
    assert page != browser.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"closed": ""}, "Diga qué cambia"), ({"ends_on": "2026-11-01"}, "termina el mismo día que empieza"),
        ({"place": "Atlántida"}, "Ese lugar no está en la lista"), ({"other": "HGM"}, "No hay rutas en el libro"),
    ],
)  # fmt: skip
def test_an_alert_that_says_nothing_is_refused_beside_its_field(programme, signed_in, changed, sentence):
    told = {"reason": "Derrumbe", "starts_on": FIRST, "ends_on": LAST, "closed": "y", "place": "SAL"} | changed
    page = signed_in(programme.lupita).post("/alerts/new", data=told).get_data(as_text=True)
    assert sentence in page and 'value="Derrumbe"' in page


def test_an_alert_on_a_place_is_on_every_route_of_it(programme, signed_in):
    told = {"reason": "Derrumbe", "starts_on": FIRST, "ends_on": LAST, "extra_minutes": "45", "place": "SAL"}
    signed_in(programme.lupita).post("/alerts/new", data=told)
    (notice,) = queries.notice_page().rows
    assert len(notice.alerts) == len(queries.routes_about(case_queries.place_or_404("SAL").id)) > 3


def test_a_restricted_case_has_no_name_in_the_list(programme, signed_in):
    case = programme.rosa(restricted=True)
    trip = programme.plan(programme.book(case))
    notice = notice_on(programme, [road_of(trip)])
    page = signed_in(programme.amalia).get(f"/alerts/{notice.id}").get_data(as_text=True)
    assert case.number in page and "Rosa" not in page
