"""A day of the programme's vehicles: two families share one, and trip, money and texts follow; or it is called back."""

from datetime import time, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import delete, select

from app.cases import operations
from app.cases import queries as cases
from app.coordination import evening_more, manifest, pooling, workflows
from app.finance import operations as money
from app.finance import queries as finance
from app.finance.models import Rate
from app.foundation import clock
from app.foundation.audit import Look
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.messaging.models import Message
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.models import KeptApart, VehicleRun
from app.travel.pooling import solve
from tests.moment import NOW
from tests.programme import TUESDAY


@pytest.fixture
def van(programme):
    """Six ride in it besides don Chema; from the day on which they travel a kilometre costs next to nothing."""
    with transaction():
        money.save_rate("transport", "vehicle_km", Money(10), TUESDAY, by=programme.fausto, now=NOW)
        return travel.save_vehicle(
            None, programme.amalia, name="La Blanca", plate="CH-12-34", seats=6, home=cases.place_or_404("SAL"),
            per_km=Money(10), driver_name="Chema", driver_phone="992 555 0303",
        )  # fmt: skip


@pytest.fixture
def families(programme):
    """Doña Rosa with Juan at eleven, and a second referral of hers at half past eleven: three seats in all."""
    first = programme.plan(programme.book(programme.rosa()))
    second = programme.plan(programme.book(programme.rosa_again(), at=time(11, 30)))
    return first, second


def asked(**chosen):
    return TUESDAY, "there", travel_queries.Choices(chosen.get("by_trip", {}), chosen.get("detour", 60))


def shown(**chosen):
    """The day, and the plan that the page shows for it."""
    day = pooling.day_of(*asked(**chosen))
    return day, solve(day.day)


def accept(programme, plan=None):
    plan = plan or shown()[1]
    with transaction():
        return pooling.accept(*asked(), list(plan.runs), NOW, programme.lupita)


def plans(trips):
    db.session.expire_all()
    return [[(leg.origin.code, leg.destination.code, leg.mode) for leg in trip.legs] for trip in trips]


def texts_of(trip):
    wanted = select(Message.body).where(Message.case_id == trip.case_id, Message.state == "planned")
    return " ".join(db.session.scalars(wanted.where(Message.kind == "day_before")))


def test_two_families_of_one_village_share_and_it_costs_less(van, families):
    _day, plan = shown()
    assert plan.served == {trip.id for trip in families}
    assert plan.cost < plan.alone


def test_whoever_was_kept_out_travels_as_planned_and_the_page_says_so(van, families):
    day, plan = shown(by_trip={families[0].id: 0})
    assert plan.served == {families[1].id}
    assert [(trip.id, why) for trip, why in day.left_out(plan)] == [(families[0].id, "así se decidió")]


@pytest.mark.both_databases
def test_accepting_makes_one_ride_of_the_way_and_the_money_follows(programme, van, families):
    before = finance.budget_of(families[0].case_id).total
    assert accept(programme) == 2
    ways = plans(families)
    assert all(
        way[0] == ("SAL", "HGM", "vehicle") and "vehicle" not in [mode for *_ends, mode in way[1:]] for way in ways
    )
    assert finance.budget_of(families[0].case_id).total < before
    assert families[0].legs[0].driver == "Chema · 992 555 0303"
    assert families[0].legs[0].arrives_at <= families[0].present_at


def test_the_texts_tell_the_new_hour_and_who_drives(programme, van, families):
    accept(programme)
    assert "Chema" in texts_of(families[0])


@pytest.mark.both_databases
def test_a_run_that_is_called_back_leaves_everybody_as_they_were(programme, van, families):
    before, cost = plans(families), finance.budget_of(families[0].case_id).total
    accept(programme)
    with transaction():
        assert pooling.undo(db.session.scalar(select(VehicleRun)), NOW, programme.lupita) == []
    assert (plans(families), finance.budget_of(families[0].case_id).total) == (before, cost)
    assert shown()[1].served == {trip.id for trip in families}


def test_an_approval_that_covered_it_stands_again_after_it_is_called_back(programme, van, families):
    with transaction():
        workflows.approve_money(finance.budget_of(families[0].case_id), programme.fund, NOW, programme.fausto)
    accept(programme)
    with transaction():
        pooling.undo(db.session.scalar(select(VehicleRun)), NOW, programme.lupita)
    assert finance.budget_of(families[0].case_id).state == "approved"


def evening_before(programme, trip):
    chosen = next(one for one in evening_more.offers(trip, NOW).lines if one.evening.before)
    with transaction():
        evening_more.choose(trip, chosen.evening.code, "", NOW, programme.lupita)
    return chosen


def test_an_evening_before_takes_a_family_off_the_run_which_goes_on_with_the_others(programme, van, families):
    accept(programme)
    assert evening_before(programme, families[0]).evening.leaves_run
    run = db.session.scalar(select(VehicleRun))
    assert {ride.trip_id for ride in run.rides if travel_queries.still_rides(ride)} == {families[1].id}
    with transaction():
        assert pooling.undo(run, NOW, programme.lupita) == [families[0].case.number]


def test_who_sleeps_there_an_evening_more_is_only_fetched_if_somebody_says_so(programme, van, families):
    evening_before(programme, families[0])
    day, plan = shown()
    assert plan.served <= {families[1].id}
    assert (families[0].id, "se escogió una noche más: no viaja ese día") in [
        (trip.id, why) for trip, why in day.left_out(plan)
    ]
    chosen = {"by_trip": {families[0].id: van.id}}
    with transaction():
        pooling.accept(*asked(**chosen), list(shown(**chosen)[1].runs), NOW, programme.lupita)
    assert families[0].evenings_before == 0 and families[0].legs[0].mode == "vehicle"


def test_a_trip_that_changed_since_stays_as_it_is(programme, van, families):
    accept(programme)
    with transaction():
        travel.correct_leg(
            families[0].legs[0], NOW, programme.lupita, departs_at=families[0].departs_at - timedelta(hours=1)
        )
    run = db.session.scalar(select(VehicleRun))
    assert [travel_queries.still_rides(ride) for ride in run.rides].count(False) == 1
    with transaction():
        assert pooling.undo(run, NOW, programme.lupita) == [families[0].case.number]


def test_a_plan_of_before_a_change_is_refused_and_nothing_moved(programme, van, families):
    _day, old = shown()
    with transaction():
        travel.save_vehicle(
            van, programme.amalia, name="La Blanca", plate="", seats=1, home=van.home, per_km=Money(10),
            driver_name="Chema", driver_phone="",
        )  # fmt: skip
    before = plans(families)
    with pytest.raises(Refused, match="vuelva a calcular"), transaction():
        pooling.accept(*asked(), list(old.runs), NOW, programme.lupita)
    assert plans(families) == before


@pytest.mark.both_databases
def test_two_people_accept_the_same_plan_and_one_of_them_reads_why_not(programme, van, families):
    (_day, first), (_same, second) = shown(), shown()
    accept(programme, first)
    with pytest.raises(Refused), transaction():
        pooling.accept(*asked(), list(second.runs), NOW, programme.lupita)
    assert len(db.session.scalars(select(VehicleRun)).all()) == 1


def test_the_drivers_sheet_has_the_stops_in_order_and_no_illness(programme, van, families):
    accept(programme)
    pdf = manifest.draw(db.session.scalar(select(VehicleRun)))
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert text.index("SUBEN 2 en") < text.index("BAJAN 2 en")
    assert ("Rosa, Juan" in text, "López" in text, "colelitiasis" in text, "K80" in text) == (True, False, False, False)
    assert pdf == manifest.draw(db.session.scalar(select(VehicleRun)))


def test_what_the_driver_fills_in_is_in_type_that_is_read_at_arms_length(programme, van, families):
    accept(programme)
    sizes = {}
    pdf = PdfReader(BytesIO(manifest.draw(db.session.scalar(select(VehicleRun)))))
    pdf.pages[0].extract_text(visitor_text=lambda text, _moved, _set, _font, size: sizes.update({text.strip(): size}))
    asked_of_driver = ("Kilometraje al salir", "Kilometraje al volver", "Firma del chofer")
    assert {sizes[words] for words in asked_of_driver} == {12}


def test_the_drivers_sheet_and_the_page_say_when_to_leave_home(programme, van, families, signed_in):
    with transaction():
        van.home = cases.place_or_404("JAL")
    day, plan = shown()
    accept(programme)
    run = db.session.scalar(select(VehicleRun))
    leaves = travel_queries.leave_home([run])[run.id]
    assert leaves == day.leaves_home(plan.runs[0]) < min(ride.gets_on_at for ride in run.rides)
    text = PdfReader(BytesIO(manifest.draw(run))).pages[0].extract_text()
    assert f"Sale a las {clock.to_local(leaves):%H:%M} de {van.home.name}" in text
    page = signed_in(programme.lupita).get(f"/vehicles/day?on={TUESDAY}").get_data(as_text=True)
    assert f"sale a las {clock.to_local(leaves):%H:%M} de {van.home.name}" in page


def test_where_no_vehicle_is_free_that_is_the_reason(programme, van, families):
    with transaction():
        van.active = False
    day, plan = shown()
    assert {why for _trip, why in day.left_out(plan)} == {"no hay vehículo libre ese día"}


def test_a_restricted_case_has_no_name_on_the_drivers_sheet(programme, van, families):
    accept(programme)
    with transaction():
        families[0].case.restricted = True
    text = PdfReader(BytesIO(manifest.draw(db.session.scalar(select(VehicleRun))))).pages[0].extract_text()
    assert ("Juan" in text, "SUBEN 2 en" in text) == (False, True)


def test_a_hospital_that_reveals_is_its_city_on_the_drivers_sheet(programme, van, families):
    accept(programme)
    hospital = families[0].hospital
    with transaction():
        hospital.reveals, hospital.city = True, "Tuxtla"
    text = PdfReader(BytesIO(manifest.draw(db.session.scalar(select(VehicleRun))))).pages[0].extract_text()
    assert ("en Tuxtla" in text, hospital.name in text, "pregunte en la oficina" in text) == (True, False, True)


def test_from_the_page_to_the_sheet_and_back(programme, van, families, signed_in):
    desk, path = signed_in(programme.lupita), f"/vehicles/day?on={TUESDAY}"
    seen = desk.get(path).get_data(as_text=True)
    assert ("La Blanca" in seen, "Ahorro:" in seen) == (True, True)
    sent = {"on": str(TUESDAY), "direction": "there", "plan": pooling.as_text(shown()[1]), "detour": "60"}
    done = desk.post("/vehicles/day", data=sent, follow_redirects=True).get_data(as_text=True)
    assert ("2 familias van con el programa" in done, "Hoja del chofer" in done) == (True, True)
    run = db.session.scalar(select(VehicleRun))
    assert desk.get(f"/vehicles/runs/{run.id}/manifest.pdf").data.startswith(b"%PDF")
    assert "todos viajan como antes" in desk.post(f"/vehicles/runs/{run.id}/undo", follow_redirects=True).get_data(True)
    assert "ya se deshizo" in desk.post(f"/vehicles/runs/{run.id}/undo", follow_redirects=True).get_data(True)
    for nonsense in ("nada", "5", '[["a", 1, 2, [], []]]', '[[1, 1, 1, [[[1], 1, "SAL", 5]], []]]'):
        refused = desk.post("/vehicles/day", data=sent | {"plan": nonsense}, follow_redirects=True)
        assert "Vuelva a calcular" in refused.get_data(as_text=True)


def test_a_vehicle_is_kept_with_what_is_wrong_beside_its_field(programme, signed_in):
    desk = signed_in(programme.lupita)
    told = {"name": "La Roja", "seats": "0", "home": "SAL", "per_km": "5", "driver_name": "Beto", "active": "y"}
    told |= {"chairs": "1", "chair_seats": "2", "days": ["mon", "tue"]}
    assert "de 1 a 60" in desk.post("/vehicles/new", data=told).get_data(as_text=True)
    assert desk.post("/vehicles/new", data=told | {"seats": "4"}).status_code == 302
    assert "Ya hay un vehículo con ese nombre" in desk.post("/vehicles/new", data=told | {"seats": "4"}).get_data(True)
    assert "por lo menos un día" in desk.post("/vehicles/new", data=told | {"days": []}).get_data(True)
    assert ("La Roja" in (page := desk.get("/vehicles").get_data(as_text=True)), "1 en silla" in page) == (True, True)


def test_a_day_with_nobody_says_so(programme, signed_in):
    said = signed_in(programme.lupita).get("/vehicles/day?on=2027-01-05").get_data(as_text=True)
    assert "Nadie con viaje elegido" in said


def test_a_fuller_day_takes_no_more_statements(programme, van, signed_in, statements):
    browser = signed_in(programme.lupita)

    def told():
        with statements() as sent:
            assert browser.get(f"/vehicles/day?on={TUESDAY}").status_code == 200
        return len(sent)

    programme.plan(programme.book(programme.rosa()))
    few = told()
    for hour in (8, 9):
        programme.plan(programme.book(programme.rosa_again(), at=time(hour)))
    assert told() == few


@pytest.mark.both_databases
def test_a_family_whose_trip_was_planned_anew_that_day_can_go_with_another_vehicle(programme, van, families):
    accept(programme)
    with transaction():
        leg = families[0].legs[0]
        travel.correct_leg(leg, NOW, programme.lupita, departs_at=leg.departs_at - timedelta(hours=1))
        travel.save_vehicle(
            None, programme.amalia, name="La Roja", plate="", seats=6, home=van.home, per_km=Money(10),
            driver_name="Beto", driver_phone="",
        )  # fmt: skip
    day, _plan = shown()
    red = next(one.id for one in day.vehicles.values())
    _day, plan = shown(by_trip={families[0].id: red})
    assert accept(programme, plan) == 1
    assert plans(families)[0][0][2] == "vehicle"


def test_whoever_may_not_open_a_restricted_case_reads_no_name_of_it(programme, van, families, marta, signed_in):
    accept(programme)
    with transaction():
        families[0].case.restricted = True
        travel.correct_leg(
            families[0].legs[0], NOW, programme.lupita, departs_at=families[0].departs_at - timedelta(hours=1)
        )
    run = db.session.scalar(select(VehicleRun))
    desk = signed_in(marta)
    page = desk.get(f"/vehicles/day?on={TUESDAY}").get_data(as_text=True)
    assert (f"/cases/{families[0].case.number}/" in page, families[0].case.number in page) == (False, True)
    said = desk.post(f"/vehicles/runs/{run.id}/undo", follow_redirects=True).get_data(as_text=True)
    assert f"queda como está: {families[0].case.number}" in said


def test_who_prints_the_drivers_sheet_has_looked_at_its_cases(programme, van, families, signed_in):
    accept(programme)
    run = db.session.scalar(select(VehicleRun))
    signed_in(programme.lupita).get(f"/vehicles/runs/{run.id}/manifest.pdf")
    looks = set(db.session.scalars(select(Look.subject).where(Look.user_id == programme.lupita.id)))
    assert looks >= {f"case:{trip.case_id}" for trip in families}


def test_a_run_costs_its_kilometres_at_the_rate_of_its_day(programme, van, families):
    changed(programme, van, per_km=Money(90_00))
    _day, plan = shown()
    assert plan.runs[0].cost == (plan.runs[0].metres * 10 + 500) // 1000


def test_without_a_rate_it_costs_what_the_vehicle_says_and_the_page_tells(programme, van, families, signed_in):
    desk, path = signed_in(programme.lupita), f"/vehicles/day?on={TUESDAY}"
    assert "a la tarifa de ese día: $0.10 MXN" in desk.get(path).get_data(as_text=True)
    with transaction():
        db.session.execute(delete(Rate).where(Rate.unit == "vehicle_km"))
    changed(programme, van, per_km=Money(20))
    page = desk.get(path).get_data(as_text=True)
    assert ("sin tarifa por km ese día" in page, "km a $0.20 MXN" in page) == (True, True)
    assert "Hoy no hay tarifa por km" in desk.get("/vehicles").get_data(as_text=True)


def test_a_plan_at_another_rate_is_refused(programme, van, families):
    _day, old = shown()
    with transaction():
        money.save_rate("transport", "vehicle_km", Money(12), TUESDAY, by=programme.fausto, now=NOW)
    with pytest.raises(Refused, match="la tarifa: vuelva a calcular"):
        accept(programme, old)


def test_nobody_pays_a_fare_in_the_programmes_vehicle_and_no_budget_holds_its_kilometres(programme, van, families):
    accept(programme)
    run = db.session.scalar(select(VehicleRun))
    assert run.cost == Money((run.metres * 10 + 500) // 1000)
    for trip in families:
        fares = {way: sum((seat.fare for leg in travel_queries.ways(trip, way) for seat in leg.seats), Money.zero())
                 for way in ("there", "home")}  # fmt: skip
        lines = {line.category: line.amount for line in finance.budget_of(trip.case_id, f"trip:{trip.id}").lines}
        assert (fares["there"], lines["transport"]) == (Money.zero(), fares["home"])


@pytest.fixture
def apart(programme, van, families):
    """The two families do not get along."""
    with transaction():
        return travel.keep_apart(
            families[1].case, families[0].case, "Un pleito de tierras.", programme.lupita, NOW
        )  # fmt: skip


def test_two_families_who_are_kept_apart_share_no_vehicle_and_the_page_says_so(families, apart):
    day, plan = shown()
    assert len(plan.served) <= 1
    assert any("otra familia" in why for _trip, why in day.left_out(plan))


def test_a_plan_in_which_they_share_is_refused_once_they_are_kept_apart(programme, van, families):
    _day, old = shown()
    with transaction():
        travel.keep_apart(families[0].case, families[1].case, "Un pleito de tierras.", programme.lupita, NOW)
    with pytest.raises(Refused, match="vuelva a calcular"):
        accept(programme, old)


def test_a_run_that_was_accepted_before_is_marked_and_the_drivers_sheet_does_not_say_why(programme, van, families):
    accept(programme)
    with transaction():
        travel.keep_apart(families[0].case, families[1].case, "Un pleito de tierras.", programme.lupita, NOW)
    run = db.session.scalar(select(VehicleRun))
    assert shown()[0].troubles(run) == ["van juntas dos familias que no deben ir juntas"]
    text = PdfReader(BytesIO(manifest.draw(run))).pages[0].extract_text()
    assert ("pleito" in text, "juntas" in text) == (False, False)


@pytest.mark.both_databases
def test_two_families_are_kept_apart_once_and_for_a_reason(programme, families, apart):
    with pytest.raises(Refused, match="ya no se les pone juntas"), transaction():
        travel.keep_apart(families[0].case, families[1].case, "Otra cosa.", programme.lupita, NOW)
    with transaction():
        travel.lift(apart, programme.lupita, NOW)
    with pytest.raises(Refused, match="por qué"), transaction():
        travel.keep_apart(families[0].case, families[1].case, " ", programme.lupita, NOW)
    with pytest.raises(Refused, match="distintas"), transaction():
        travel.keep_apart(families[0].case, families[0].case, "Porque sí.", programme.lupita, NOW)
    with pytest.raises(Refused, match="Ya se había quitado"), transaction():
        travel.lift(apart, programme.lupita, NOW)


def test_families_are_kept_apart_and_let_together_again_on_the_page_of_the_day(programme, van, families, signed_in):
    desk, path = signed_in(programme.lupita), f"/vehicles/day/apart?on={TUESDAY}&direction=there"
    one, other = (str(trip.case_id) for trip in families)
    sent = {"apart-one": one, "apart-other": other, "apart-reason": "Un pleito de tierras."}
    wrong = desk.post(path, data=sent | {"apart-other": one}).get_data(as_text=True)
    assert ("dos familias distintas" in wrong, "Un pleito de tierras." in wrong) == (True, True)
    assert "Un pleito de tierras." in desk.post(path, data=sent, follow_redirects=True).get_data(as_text=True)
    kept = db.session.scalar(select(KeptApart))
    lifted = desk.post(f"/vehicles/apart/{kept.id}/lift?on={TUESDAY}", follow_redirects=True).get_data(as_text=True)
    assert ("pueden ir juntas otra vez" in lifted, "pleito" in lifted) == (True, False)


def test_who_may_not_open_a_case_neither_reads_why_nor_lifts_it(programme, families, apart, marta, signed_in):
    with transaction():
        families[0].case.restricted = True
    desk = signed_in(marta)
    page = desk.get(f"/vehicles/day?on={TUESDAY}").get_data(as_text=True)
    assert (families[0].case.number in page, "pleito" in page) == (True, False)
    said = desk.post(f"/vehicles/apart/{apart.id}/lift?on={TUESDAY}", follow_redirects=True).get_data(as_text=True)
    assert "quien puede abrir los dos casos" in said
    assert db.session.get(KeptApart, apart.id).lifted_at is None


def wheelchair(programme, person):
    with transaction():
        operations.set_limits(person, False, None, (), NOW, programme.lupita, wheelchair=True)
    db.session.expire_all()


def changed(programme, van, per_km=None, **more):
    with transaction():
        travel.save_vehicle(
            van, programme.amalia, name=van.name, plate=van.plate, seats=van.seats, home=van.home,
            per_km=per_km or van.per_km, driver_name=van.driver_name, driver_phone=van.driver_phone, **more,
        )  # fmt: skip


def test_who_stays_in_a_wheelchair_goes_where_there_is_a_place_for_it(programme, van, families):
    wheelchair(programme, families[0].case.patient)
    day, plan = shown()
    assert [why for trip, why in day.left_out(plan) if trip == families[0]] == [
        "ningún vehículo libre tiene lugar para su silla de ruedas"
    ]
    changed(programme, van, chairs=1, chair_seats=2)
    assert families[0].id in shown()[1].served


def test_the_drivers_sheet_tells_of_a_wheelchair(programme, van, families):
    wheelchair(programme, families[0].case.patient)
    changed(programme, van, chairs=1)
    accept(programme)
    text = PdfReader(BytesIO(manifest.draw(db.session.scalar(select(VehicleRun))))).pages[0].extract_text()
    assert "1 en silla de ruedas" in text


def test_a_wheelchair_that_is_told_of_after_a_run_was_accepted_is_marked(programme, van, families):
    accept(programme)
    wheelchair(programme, families[0].case.patient)
    assert shown()[0].troubles(db.session.scalar(select(VehicleRun))) == [
        "lleva más sillas de ruedas que lugares para ellas"
    ]


def test_wheelchairs_that_take_more_seats_than_there_are_are_refused(programme, van):
    with pytest.raises(Refused, match="no alcanzan los lugares"):
        changed(programme, van, chairs=4, chair_seats=2)


def test_a_vehicle_is_given_to_nobody_on_a_weekday_on_which_it_does_not_go_out(programme, van, families):
    changed(programme, van, days="mon;wed")
    day, plan = shown()
    assert plan.runs == ()
    assert [(one.name, why) for one, why in day.parked] == [("La Blanca", "ese día de la semana no sale")]


def test_a_vehicle_in_the_workshop_is_given_to_nobody_until_it_is_back(programme, van, families):
    _day, old = shown()
    with transaction():
        out = travel.take_out(van, programme.lupita, NOW, starts_on=TUESDAY, ends_on=None, reason="workshop")
    assert [why for _one, why in shown()[0].parked] == ["en el taller"]
    with pytest.raises(Refused, match="vuelva a calcular"):
        accept(programme, old)
    with transaction():
        travel.bring_back(out, programme.lupita, NOW)
    assert shown()[0].parked == []
    with pytest.raises(Refused, match="ya se habían quitado"), transaction():
        travel.bring_back(out, programme.lupita, NOW)


def test_days_out_of_service_are_written_down_with_what_is_wrong_beside_its_field(programme, van, families, signed_in):
    accept(programme)
    desk, path = signed_in(programme.lupita), f"/vehicles/{van.id}/out"
    sent = {"out-reason": "licence", "out-starts_on": str(TUESDAY), "out-ends_on": "2026-12-01", "out-note": "refrendo"}
    wrong = desk.post(path, data=sent).get_data(as_text=True)
    assert ("Termina antes de empezar" in wrong, "refrendo" in wrong, "La Blanca" in wrong) == (True, True, True)
    done = desk.post(path, data=sent | {"out-ends_on": ""}, follow_redirects=True).get_data(as_text=True)
    assert "Ya tenía recorridos aceptados: 15/12/2026" in done
    assert "sin licencia o papeles" in desk.get(f"/vehicles/day?on={TUESDAY}").get_data(as_text=True)
    back = desk.post(f"/vehicles/out/{van.outs[0].id}/end", follow_redirects=True).get_data(as_text=True)
    assert "sale otra vez esos días" in back


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "ayer"])
@pytest.mark.parametrize("page", ["/vehicles/day?on={}", "/hospitals/week?from={}", "/beds?from={}"])
def test_a_day_that_no_calendar_shows_is_today(programme, signed_in, page, day):
    assert signed_in(programme.lupita).get(page.format(day)).status_code == 200
