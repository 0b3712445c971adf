"""Two open cases, two appointments ahead, two trips at once: texts, budgets, answers and pages keep them apart."""

from datetime import date, timedelta

import pytest

from app.cases import queries as cases
from app.coordination import case_page, inbound, overview
from app.finance import queries as finance
from app.foundation.db import db, transaction
from app.messaging import jobs as texts
from app.messaging.models import Message
from app.travel import queries as travel
from tests.moment import NOW

ROSA, JUAN = "+529925501001", "+529925502002"
TUESDAY, THURSDAY, SATURDAY = date(2026, 12, 15), date(2026, 12, 17), date(2026, 12, 19)


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def both(programme, case):
    """Tuesday and Saturday, each with its own trip; the later one was written down first."""
    later, sooner = programme.book(case, on_day=SATURDAY), programme.book(case, on_day=TUESDAY)
    programme.plan(later)
    programme.plan(sooner)
    return sooner, later


def answer(body, now, number=ROSA, sid="SM1"):
    with transaction():
        return inbound.on_inbound(number, body, sid, now)


def asked_about(appointment, kind):
    return db.session.query(Message).filter_by(about=f"appointment:{appointment.id}", kind=kind, state="planned").all()


def test_each_appointment_has_its_own_texts(both):
    for appointment in both:
        assert len(asked_about(appointment, "day_before")) == 2


def test_each_trip_has_its_own_budget(both, case):
    trips = [travel.trip_of(appointment.id) for appointment in both]
    budgets = [finance.budget_of(case.id, f"trip:{trip.id}") for trip in trips]
    assert len({budget.id for budget in budgets}) == 2 and all(budget.lines for budget in budgets)


def test_the_page_shows_all_that_is_coming_in_order(both, case):
    page = case_page.gather(case, NOW)
    assert [one.on_day for one in page.coming] == [TUESDAY, SATURDAY]
    assert [trip.appointment_id for trip in page.trips] == [one.id for one in both]
    assert page.before == []


def test_the_page_of_a_navigator_offers_every_step_for_each(both, case, programme, signed_in):
    page = signed_in(programme.lupita).get(f"/cases/{case.number}").get_data(as_text=True)
    assert page.count(">Cambiar<") == 2 and page.count(">Ya salieron<") == 2


def test_page_and_list_speak_of_the_trip_that_leaves_first(both, case, programme):
    page, row = case_page.gather(case, NOW), overview.rows([case], NOW)[0]
    assert (page.stage.code, row.stage.code, row.appointment.on_day) == ("trip_planned", "trip_planned", TUESDAY)
    assert travel.live_trips_of_cases([case.id])[case.id].appointment_id == both[0].id


def test_leaving_on_one_trip_leaves_the_other_as_it_is(both):
    first = travel.trip_of(both[0].id)
    answer("ya salimos", first.departs_at + timedelta(minutes=5))
    assert [travel.trip_of(one.id).state for one in both] == ["departed", "chosen"]


def test_two_open_cases_keep_their_answers_apart(programme, case):
    other = programme.rosa_again()
    mine, theirs = programme.book(case, on_day=TUESDAY), programme.book(other, on_day=SATURDAY)
    programme.plan(mine)
    two_days_before = (travel.trip_of(mine.id).departs_at - timedelta(days=2)).replace(hour=17, minute=0)
    texts.send_round(two_days_before)
    answer("1", two_days_before)
    assert (mine.confirmation, theirs.confirmation) == ("confirmed", "unknown")


# one phone, one person, two questions


@pytest.fixture
def asked_twice(programme, case):
    """Tuesday and Thursday without trips: on Tuesday morning both questions wait."""
    sooner, later = programme.book(case, on_day=TUESDAY), programme.book(case, on_day=THURSDAY)
    for day in (date(2026, 12, 13), TUESDAY):
        texts.send_round(NOW.replace(month=12, day=day.day, hour=16, minute=30))
    return sooner, later


TUESDAY_NOON = NOW.replace(month=12, day=15, hour=16, minute=40)


def test_a_bare_1_is_asked_of_which_day(asked_twice):
    answer("1", TUESDAY_NOON)
    said = db.session.query(Message).filter_by(kind="which_date").one()
    assert said.body == (
        "Soy Lupita. Hay mas de una fecha. ¿De cual me contesta? 1 = martes 15, 2 = jueves 17. Conteste el numero."
    )
    assert [one.confirmation for one in asked_twice] == ["unknown", "unknown"]


@pytest.mark.parametrize("said", ["2", "jueves", "el 17"])
def test_the_day_says_which_appointment_was_meant(asked_twice, said):
    answer("1", TUESDAY_NOON)
    answer(said, TUESDAY_NOON + timedelta(minutes=3), sid="SM2")
    assert [one.confirmation for one in asked_twice] == ["unknown", "confirmed"]


def test_no_to_the_first_leaves_the_second(asked_twice, case):
    answer("no puedo", TUESDAY_NOON)
    answer("1", TUESDAY_NOON + timedelta(minutes=3), sid="SM2")
    assert [one.confirmation for one in asked_twice] == ["declined", "unknown"]
    assert [task.kind for task in cases.open_tasks_of(case) if task.key.startswith("answer:")] == ["decline"]
