"""One event, every part: what booking, moving and cancelling do to trip, money and texts."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import text

from app.cases import queries as case_queries
from app.coordination import jobs, workflows
from app.coordination.inbound import on_inbound
from app.finance import queries as finance
from app.finance.figures import figures
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.messaging import queries as messaging
from app.travel import queries as travel
from tests.moment import NOW

pytestmark = pytest.mark.both_databases
THURSDAY = date(2026, 12, 17)
STOP = {
    "sqlite": "CREATE TRIGGER stop BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'no'); END",
    "postgresql": """
        CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
        CREATE TRIGGER stop BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION stop()
    """,
}


def planned(case):
    return {(row.kind, row.person.given_names) for row in messaging.messages_of_case(case.id) if row.state == "planned"}


def move(appointment, by, on_day=THURSDAY, **more):
    with transaction():
        return workflows.reschedule_appointment(
            appointment, "hospital", "No hay quirófano", NOW, by, precision="datetime", on_day=on_day,
            at_time=time(11), present_at=None, **more,
        )  # fmt: skip


def test_booking_plans_a_text_for_the_patient_and_for_the_relative(programme):
    case = programme.rosa()
    programme.book(case)
    assert {("booked", "Rosa"), ("booked", "Juan")} <= planned(case)


def test_a_past_appointment_asks_for_a_reason(programme):
    with pytest.raises(Refused) as refusal:
        programme.book(programme.rosa(), on_day=date(2026, 11, 2))
    assert refusal.value.field == "past_reason"


def test_a_past_appointment_with_its_reason_texts_nobody(programme):
    case = programme.rosa()
    programme.book(case, on_day=date(2026, 11, 2), past_reason="Estaba en el cuaderno")
    assert planned(case) == set()


def test_choosing_a_trip_writes_the_budget_from_legs_nights_meals_and_days(programme):
    case = programme.rosa()
    trip = programme.plan(programme.book(case))
    spent = travel.expenses(trip)
    lines = {line.category: line.amount for line in finance.budget_of(case.id).lines}
    assert lines["transport"] == spent.fares
    assert lines["meals"] == finance.priced_meals(spent.meals)
    assert lines["stipend"] == finance.priced_stipend(spent.stipend)


def test_choosing_a_trip_plans_the_reminder_of_the_day_before(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    assert {("day_before", "Rosa"), ("day_before", "Juan")} <= planned(case)


def test_moving_the_date_moves_trip_money_and_texts_together(programme):
    case = programme.rosa()
    trip = programme.plan(programme.book(case))
    left = trip.departs_at
    happened = move(case_queries.live_appointment(case), programme.lupita)
    assert happened.trip.departs_at == left + timedelta(days=2)
    assert happened.budget.source == f"trip:{happened.trip.id}"
    abouts = {row.about for row in messaging.messages_of_case(case.id) if row.state == "planned"}
    assert abouts == {f"appointment:{happened.appointment.id}"}


def test_when_one_step_fails_nothing_moved(programme):
    case = programme.rosa()
    appointment = programme.book(case)
    trip = programme.plan(appointment)
    left, before = trip.departs_at, planned(case)
    with transaction():
        db.session.execute(text(STOP[db.engine.dialect.name]))
    with pytest.raises(Exception, match="no"):
        move(appointment, programme.lupita)
    db.session.rollback()
    assert case_queries.live_appointment(case).id == appointment.id
    assert travel.trip_of(appointment.id).departs_at == left
    assert planned(case) == before


def test_a_moved_date_after_they_left_never_replans_from_home(programme):
    case = programme.rosa()
    appointment = programme.book(case, on_day=date(2026, 11, 25))
    trip = programme.plan(appointment)
    leaving = trip.departs_at
    with transaction():
        workflows.depart(trip, NOW, NOW, programme.lupita, "Lo autorizó Amalia: urgía")
    happened = move(appointment, programme.lupita)
    assert happened.trip.id == trip.id and happened.trip.departs_at == leaving
    assert [task.kind for task in case_queries.open_tasks_of(case) if task.urgent and task.kind == "travel"]


def test_a_cancelled_date_frees_beds_commitment_and_texts(programme):
    case = programme.rosa()
    appointment = programme.book(case)
    programme.plan(appointment)
    with transaction():
        workflows.approve_money(finance.budget_of(case.id), programme.fund, NOW, programme.fausto)
    free = finance.one_or_404(type(programme.fund), programme.fund.id).available
    with transaction():
        workflows.cancel_appointment(appointment, "hospital", "Cerraron el servicio", NOW, programme.lupita)
    assert programme.fund.available > free
    assert travel.trip_of(appointment.id) is None
    assert planned(case) <= {("cancelled", "Rosa"), ("cancelled", "Juan")}


def test_money_already_out_when_the_date_is_cancelled_becomes_a_task(programme):
    case = programme.rosa()
    appointment = programme.book(case)
    programme.plan(appointment)
    advance = programme.fund_trip(case)
    with transaction():
        happened = workflows.cancel_appointment(appointment, "hospital", "Cerraron", NOW, programme.lupita)
    assert happened.money_out == advance.amount
    assert "money" in {task.kind for task in case_queries.open_tasks_of(case)}


def test_nobody_approves_the_money_that_they_prepared(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    with pytest.raises(Refused), transaction():
        workflows.approve_money(finance.budget_of(case.id), programme.fund, NOW, programme.lupita)


def test_leaving_without_the_money_takes_a_reason(programme):
    trip = programme.plan(programme.book(programme.rosa(), on_day=date(2026, 11, 25)))
    with pytest.raises(Refused) as refusal, transaction():
        workflows.depart(trip, NOW, NOW, programme.lupita)
    assert refusal.value.field == "exception"


def test_a_case_with_money_out_is_not_closed(programme):
    case = programme.rosa()
    appointment = programme.book(case)
    programme.plan(appointment)
    programme.fund_trip(case)
    with pytest.raises(Refused), transaction():
        workflows.close_case(case, "resolved", NOW, programme.lupita)


def test_a_death_stops_every_text(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    with transaction():
        workflows.record_death(case, date(2026, 11, 22), NOW, programme.lupita)
    assert planned(case) == set()


def test_a_case_in_pause_texts_nobody_until_it_goes_on(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    with transaction():
        workflows.hold_case(case, "Cosecha", date(2026, 12, 1), NOW, programme.lupita)
    assert planned(case) == set()
    with transaction():
        workflows.resume_case(case, NOW, programme.lupita)
    assert ("day_before", "Rosa") in planned(case)


def test_a_restricted_case_texts_nobody_without_a_safe_contact_plan(programme):
    case = programme.rosa(restricted=True)
    programme.book(case)
    assert planned(case) == set()


def test_handing_over_moves_the_funds_bar(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    before = figures(fund_id=programme.fund.id)
    programme.fund_trip(case)
    after = figures(fund_id=programme.fund.id)
    assert before.advanced == Money.zero() and after.advanced > before.advanced


def test_an_urgent_trip_needs_neither_appointment_nor_fund_nor_approval(programme):
    case = programme.rosa()
    along = [relative.id for relative in case.companions]
    with transaction():
        happened = workflows.leave_urgently(
            case, case.hospital, along, "Dra. Celia Ríos", NOW, programme.lupita, mode="ambulance",
            left_at=NOW - timedelta(hours=1), minutes=240, fare=Money.zero(),
        )  # fmt: skip
    assert happened.trip.state == "departed"
    assert [task.due_at for task in case_queries.open_tasks_of(case) if task.urgent] == [NOW + timedelta(hours=24)]


def test_a_date_that_becomes_unknown_frees_the_trip_and_its_money(programme):
    case = programme.rosa()
    appointment = programme.book(case)
    trip = programme.plan(appointment)
    with transaction():
        happened = workflows.reschedule_appointment(
            appointment, "hospital", "Sin fecha", NOW, programme.lupita, precision="waiting", on_day=None,
            at_time=None, present_at=None,
        )  # fmt: skip
    assert (trip.state, happened.budget) == ("cancelled", None)
    assert planned(case) == set()


def test_where_nobody_named_a_place_they_wait_at_their_clinic(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    eve = [row.body for row in messaging.messages_of_case(case.id) if row.kind == "day_before"]
    assert all("de la clinica de Salvador Urbina" in body for body in eve[:2])


def test_alto_withdraws_what_waits_for_that_person_and_for_nobody_else(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    with transaction():
        on_inbound("+529925501001", "ALTO", "SM1", NOW)
    assert {name for kind, name in planned(case) if kind != "stopped"} == {"Juan"}


def test_mensajes_brings_back_what_alto_took_away(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    for sid, words in (("SM1", "ALTO"), ("SM2", "MENSAJES")):
        with transaction():
            on_inbound("+529925501001", words, sid, NOW)
    assert ("day_before", "Rosa") in planned(case)


def test_a_death_stops_the_texts_of_every_case_of_that_person(programme):
    case, other = programme.rosa(), programme.rosa_again()
    programme.book(other)
    with transaction():
        workflows.record_death(case, date(2026, 11, 22), NOW, programme.lupita)
    assert planned(other) == set()


def test_the_task_to_hand_over_the_money_ends_when_it_is_in_hand(programme):
    case = programme.rosa()
    programme.plan(programme.book(case, on_day=date(2026, 11, 25)))
    jobs.raise_due_tasks(NOW)
    assert any(task.key.startswith("money:") for task in case_queries.open_tasks_of(case))
    programme.fund_trip(case)
    jobs.raise_due_tasks(NOW)
    assert not any(task.key.startswith("money:") for task in case_queries.open_tasks_of(case))
