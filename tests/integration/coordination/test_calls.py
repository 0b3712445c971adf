"""A call to make: whom, on which phones, what to say; and its outcome sets off what a text would."""

from datetime import timedelta

import pytest

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Note, Phone, Task
from app.cases.rules import PersonFacts
from app.cases.safe_hours import SafeHours
from app.coordination import inbound, jobs, phone_calls, workflows
from app.foundation.clock import to_local
from app.foundation.db import db, transaction
from app.messaging import jobs as texts
from app.travel import queries as travel
from tests.moment import NOW

ROSA, JUAN = "+529925501001", "+529925502002"


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def appointment(programme, case):
    return programme.book(case)


@pytest.fixture
def desk(signed_in, lupita):
    return signed_in(lupita)


@pytest.fixture
def silent(programme, appointment, frozen):
    """Asked two days before they leave, and a day has passed: the tasks to call doña Rosa and Juan."""
    trip = programme.plan(appointment)
    asked = (travel.first_leg(trip).departs_at - timedelta(days=2)).replace(hour=17, minute=0)
    texts.send_round(asked)
    frozen.move_to(asked + timedelta(hours=24))
    jobs.raise_due_tasks(asked + timedelta(hours=24))
    return asked + timedelta(hours=24)


def task_for(person):
    return db.session.query(Task).filter_by(kind="call", person_id=person.id, done_at=None).one()


def address(case, person, task=None):
    return f"/cases/{case.number}/call/{person.id}" + (f"?task={task.id}" if task else "")


def press(desk, case, outcome, person=None, **more):
    person = person or case.patient
    return desk.post(address(case, person, task_for(person)), data={"outcome": outcome, **more})


def calls_noted(case):
    return [(note.outcome, note.text, note.number) for note in db.session.query(Note).filter_by(kind="call")]


def test_the_list_says_whom_to_call_and_why(silent, case, desk):
    page = desk.get("/calls").text
    assert "Rosa López Díaz" in page and "No ha contestado el mensaje." in page and ROSA in page


def test_the_page_has_the_script_and_the_phones_in_order(silent, case, desk):
    page = desk.get(address(case, case.patient, task_for(case.patient))).text
    assert "¿hablo con doña Rosa? Soy Lupita, de Jaltenango." in page
    assert page.index(ROSA) < page.index(JUAN)
    assert "«¿Va a ir?»" in page


def test_going_confirms_as_a_1_would_and_nobody_calls_again(silent, case, appointment, desk):
    press(desk, case, "goes", link=str(case.patient.phones[0].id))
    assert appointment.confirmation == "confirmed"
    assert calls_noted(case) == [("answered", "Contestó: sí va.", ROSA)]
    assert db.session.query(Task).filter_by(kind="call", person_id=case.patient_id, done_at=None).count() == 0
    jobs.raise_due_tasks(silent + timedelta(hours=2))
    assert db.session.query(Task).filter_by(kind="call", person_id=case.patient_id, done_at=None).count() == 0


def test_not_going_declines_and_asks_what_to_do_with_the_date(silent, case, appointment, desk):
    press(desk, case, "not_going", text="su mamá está enferma")
    assert appointment.confirmation == "declined"
    task = db.session.query(Task).filter_by(kind="decline", done_at=None).one()
    assert (task.title, task.urgent, task.reason) == (
        "doña Rosa no va: mover o cancelar la cita", True, "su mamá está enferma",
    )  # fmt: skip


def test_a_relatives_no_on_the_telephone_leaves_the_patients_word(silent, case, appointment, desk):
    press(desk, case, "not_going", person=case.companions[0].person)
    assert appointment.confirmation == "unknown"


def test_no_answer_is_tried_again_two_hours_later(silent, case, desk):
    press(desk, case, "no_answer")
    assert task_for(case.patient).due_at == silent + timedelta(hours=2)
    assert calls_noted(case) == [("no_answer", "", ROSA)]


def test_then_that_evening_then_the_next_day(silent, case, desk, frozen):
    press(desk, case, "no_answer")
    frozen.shift(timedelta(hours=2))
    press(desk, case, "off")
    evening = to_local(task_for(case.patient).due_at)
    assert (evening.date(), f"{evening:%H:%M}") == (to_local(silent).date(), "18:30")
    frozen.move_to(task_for(case.patient).due_at)
    press(desk, case, "no_answer")
    assert f"{to_local(task_for(case.patient).due_at):%d %H:%M}" == f"{to_local(silent).day + 1:02d} 10:00"


def test_the_hour_that_a_person_chose_rules(silent, case, desk):
    press(desk, case, "no_answer", next_at="2026-12-20T11:00")
    assert f"{to_local(task_for(case.patient).due_at):%d %H:%M}" == "20 11:00"


def test_a_wrong_number_is_not_used_for_this_person_any_more(silent, case, desk):
    press(desk, case, "wrong", link=str(case.patient.phones[0].id))
    assert case_queries.phones_of(case.patient) == []


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [("other", "Escriba qué dijo"), ("relayed", "Escriba qué dijo"), ("x", "Diga en qué quedó")],
)
def test_an_outcome_without_its_words_is_refused_and_nothing_is_noted(silent, case, desk, outcome, sentence):
    assert sentence in press(desk, case, outcome).text
    assert calls_noted(case) == []


def test_a_message_left_says_with_whom(silent, case, desk):
    press(desk, case, "relayed", text="María, de la caseta")
    assert calls_noted(case) == [("relayed", "María, de la caseta", ROSA)]


def test_a_call_that_nobody_asked_for_is_noted_too_and_becomes_a_task(appointment, case, desk):
    desk.post(address(case, case.patient), data={"outcome": "no_answer"})
    assert task_for(case.patient).due_at == NOW + timedelta(hours=2)


def test_a_missed_call_is_a_call_to_whoever_rang(appointment, case, desk):
    with transaction():
        inbound.on_inbound(JUAN, "", "SM1", NOW, "missed_call")
    assert task_for(case.companions[0].person).title == "Juan: pide que le marquen"


def test_somebody_elses_case_has_no_call(silent, case, desk):
    assert desk.get(f"/cases/{case.number}/call/99999").status_code == 404


# restricted


@pytest.fixture
def restricted(programme, lupita):
    case = programme.rosa(restricted=True)
    with transaction():
        cases.name_staff(case, lupita, lupita)
    return case


@pytest.fixture
def planned(restricted, lupita):
    with transaction():
        phone = db.session.query(Phone).filter_by(number=ROSA).one()
        hours = SafeHours(to_local(NOW).time(), to_local(NOW + timedelta(hours=2)).time())
        cases.fill_safe_contact(
            restricted, restricted.patient, phone, "", "¿Tiene tamales?", "Juan", NOW, lupita, safe_hours=hours
        )
    return restricted


def test_without_a_plan_nobody_is_called(restricted, desk):
    page = desk.get(address(restricted, restricted.patient)).text
    assert "llene el contacto seguro antes de llamar" in page
    assert ROSA not in page


def test_with_one_the_agreed_word_comes_first_and_nothing_else_is_said(planned, desk, lupita, programme):
    programme.book(planned)
    call = phone_calls.gather(planned, planned.patient, None, NOW, lupita)
    assert [line.say for line in call.script if line.say] == ["¿Tiene tamales?"]
    assert [link.phone.number for link in call.lines] == [ROSA]


def test_outside_its_hours_the_number_is_not_even_shown(planned, desk, frozen):
    frozen.shift(timedelta(hours=3))
    page = desk.get(address(planned, planned.patient)).text
    assert "Fuera de su horario seguro" in page and ROSA not in page


def test_who_must_not_know_is_not_called(planned, desk):
    page = desk.get(address(planned, planned.companions[0].person)).text
    assert "a esta persona no se le llama" in page and JUAN not in page


# promised


def test_a_text_that_promises_a_call_makes_it_a_task_of_that_evening(programme, appointment, frozen):
    trip = programme.plan(appointment)
    frozen.move_to(trip.departs_at)
    with transaction():
        workflows.depart(trip, trip.departs_at, trip.departs_at, programme.lupita, exception="Salieron sin él.")
    day_after = (appointment.starts_at + timedelta(days=1)).replace(hour=16, minute=5)
    frozen.move_to(day_after)
    texts.send_round(day_after)
    jobs.raise_due_tasks(day_after)
    promised = db.session.query(Task).filter(Task.reason == "El mensaje le dijo que hoy le marcamos.").one()
    assert f"{to_local(promised.due_at):%d %H:%M}" == f"{to_local(day_after).day} 18:00"


# the telephone and its people


def test_who_is_on_the_phone_comes_with_stage_and_date(silent, case, desk):
    piece = desk.get(f"/conversations/{ROSA}/people", headers={"HX-Request": "true"}).text
    assert case.number in piece and "mar 15 dic 2026, 11:00" in piece and "Sale:" in piece


def test_a_whatsapp_that_came_in_is_understood_as_a_text_would_be(silent, case, appointment, desk):
    with transaction():
        inbound.on_inbound(ROSA, "¿que llevo?", "SM1", silent)
    desk.post(f"/conversations/{ROSA}/whatsapp", data={"wa-said_by": "them", "wa-text": "sí voy"})
    assert appointment.confirmation == "confirmed"
    assert "WhatsApp:" in desk.get(f"/conversations/{ROSA}").text


def test_a_whatsapp_written_by_hand_stands_in_the_conversation(silent, case, desk):
    with transaction():
        inbound.on_inbound(ROSA, "¿que llevo?", "SM1", silent)
    desk.post(f"/conversations/{ROSA}/whatsapp", data={"wa-said_by": "us", "wa-text": "Lleve su INE"})
    page = desk.get(f"/conversations/{ROSA}").text
    assert "WhatsApp a mano" in page and "Lleve su INE" in page


@pytest.fixture
def neighbours(programme, case, appointment):
    """Elena's appointment is asked about on doña Rosa's phone too, the same day."""
    with transaction():
        other = cases.refer(
            patient=PersonFacts("Elena", "Ruiz", "Paz", sex="female"), clinic=case.clinic, service=case.service,
            hospital=case.hospital, urgent=False, diagnosis_code=None, diagnosis=None, referred_on=None,
            referred_by="pasante", insurance=None, summary=None, now=NOW, by=programme.ivan,
        )  # fmt: skip
        cases.add_phone(other.patient, ROSA, "relative", NOW, programme.ivan)
        cases.give_consent(other.patient, "sms", True, NOW.date(), "spoken", NOW, programme.ivan)
    second = programme.book(other)
    texts.send_round(appointment.starts_at - timedelta(days=2))
    return appointment, second


def test_los_dos_confirms_both(neighbours, appointment):
    asked = appointment.starts_at - timedelta(days=2)
    for count, words in enumerate(("1", "las dos")):
        with transaction():
            inbound.on_inbound(ROSA, words, f"SM{count}", asked)
    assert [one.confirmation for one in neighbours] == ["confirmed", "confirmed"]


def test_a_name_that_nobody_understands_is_a_persons_work(neighbours, appointment):
    asked = appointment.starts_at - timedelta(days=2)
    for count, words in enumerate(("2", "mi comadre")):
        with transaction():
            inbound.on_inbound(ROSA, words, f"SM{count}", asked)
    assert [one.confirmation for one in neighbours] == ["unknown", "unknown"]
    assert db.session.query(Task).filter_by(kind="review", done_at=None).count() == 1
