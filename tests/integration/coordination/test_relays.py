"""What goes by word of mouth: with doña María, who accompanies in Salvador Urbina and has a telephone."""

from datetime import date, time, timedelta

import pytest

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Note, Relay, Task
from app.cases.rules import PersonFacts
from app.coordination import inbound, jobs, relays, workflows
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.messaging import jobs as texts
from app.messaging.models import Message
from app.travel import queries as travel
from tests.moment import NOW

MARIA, ROSA, JUAN, STRANGER = "+529925503003", "+529925501001", "+529925502002", "+529925559999"
WORDS = "traiga sus radiografías"
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def maria(programme):
    with transaction():
        return cases.add_acompanante(
            PersonFacts("María", "Gómez", address="doña María"), MARIA, True, [case_queries.place_or_404("SAL")], NOW,
            programme.lupita,
        )  # fmt: skip


@pytest.fixture
def case(programme, maria):
    """Doña Rosa's, with doña María to accompany it."""
    case = programme.rosa()
    with transaction():
        workflows.choose_acompanante(case, maria, NOW, programme.lupita)
    return case


@pytest.fixture
def relay(programme, case):
    return send(case, programme.lupita)


def send(case, by, words=WORDS, appointment=None):
    with transaction():
        until = relays.default_until(appointment, NOW)
        return relays.send(case, words, until, NOW, by, appointment=appointment)


def answer(body, number=MARIA, now=LATER, sid="SM1"):
    with transaction():
        return inbound.on_inbound(number, body, sid, now)


def bodies(kind):
    return [row.body for row in db.session.query(Message).filter_by(kind=kind).order_by(Message.id)]


def open_tasks(case):
    return [(task.kind, task.key) for task in case_queries.open_tasks_of(case) if task.key.startswith("relay:")]


def state(relay):
    return db.session.get(Relay, relay.id, populate_existing=True).state


# sending


def test_it_goes_to_the_acompanante_as_one_signed_text(relay, case):
    assert bodies("relay") == [
        f"Soy Lupita. Recado para doña Rosa: traiga sus radiografias. Cuando se lo diga, conteste 1 {case.number}."
    ]
    assert open_tasks(case) == [("relay", relay.about)]


@pytest.mark.both_databases
def test_the_same_words_twice_are_one_relay(programme, case, relay):
    assert send(case, programme.lupita).id == relay.id
    assert len(bodies("relay")) == 1


def test_who_has_no_phone_is_called_by_a_navigator(programme, case):
    with transaction():
        helper = cases.add_acompanante(
            PersonFacts("Petra", "Ruiz"), "", None, [case_queries.place_or_404("SAL")], NOW, programme.lupita
        )
        workflows.choose_acompanante(case, helper, NOW, programme.lupita)
    told = send(case, programme.lupita)
    assert bodies("relay") == [] and told.state == "open"
    assert "dígaselo por teléfono" in case_queries.open_tasks_of(case)[-1].reason


def test_a_restricted_case_sends_no_word(programme, case):
    with transaction():
        cases.restrict(case, programme.lupita)
    with pytest.raises(Refused):
        send(case, programme.lupita)


def test_without_an_acompanante_it_is_refused(programme, case):
    with transaction():
        workflows.choose_acompanante(case, None, NOW, programme.lupita)
    with pytest.raises(Refused):
        send(case, programme.lupita)


@pytest.mark.parametrize("words", ["lleve 200 pesos", "es por su quimioterapia", "x" * 91])
def test_money_illness_and_length_are_refused_beside_the_words(programme, case, words):
    with pytest.raises(Refused) as refusal:
        send(case, programme.lupita, words)
    assert refusal.value.field == "words"


# confirming


@pytest.mark.parametrize("said", ["1", "si", "1 {number}", "ya le avise {number}", "ya se lo dije", "1 c{short}"])
def test_she_confirms_it(relay, case, said):
    texts.send_round(NOW)
    answer(said.format(number=case.number, short=int(case.number[-4:])))
    assert state(relay) == "confirmed" and open_tasks(case) == []
    note = db.session.query(Note).filter_by(case_id=case.id).one()
    assert note.text == "doña María le dijo a doña Rosa: traiga sus radiografías."


def test_confirmed_twice_is_once(relay, case):
    texts.send_round(NOW)
    answer(f"1 {case.number}")
    answer(f"1 {case.number}", sid="SM2")
    assert db.session.query(Note).filter_by(case_id=case.id).count() == 1
    assert [task for task in case_queries.open_tasks_of(case) if task.kind == "review"] == []


def test_she_could_not_tell_her_and_somebody_else_has_to(relay, case):
    texts.send_round(NOW)
    answer(f"2 {case.number}")
    assert state(relay) == "failed" and open_tasks(case) == [("call", f"{relay.about}:failed")]


def test_a_stranger_confirms_nothing_and_hears_nothing(relay, case):
    texts.send_round(NOW)
    answer(f"1 {case.number}", number=STRANGER)
    assert state(relay) == "open"
    task = db.session.query(Task).filter(Task.key.startswith("answer:")).one()
    assert (task.case_id, task.kind) == (None, "review")
    assert db.session.query(Message).filter_by(to_number=STRANGER).count() == 0


@pytest.mark.both_databases
def test_silence_becomes_a_call(relay, case):
    texts.send_round(NOW)
    jobs.raise_due_tasks(NOW + timedelta(hours=22))
    assert state(relay) == "sent" and open_tasks(case) == [("relay", relay.about)]
    jobs.raise_due_tasks(NOW + timedelta(hours=25))
    assert open_tasks(case) == [("call", f"{relay.about}:call")]
    answer("1", now=NOW + timedelta(hours=26))
    assert open_tasks(case) == []


def test_on_the_eve_silence_is_four_hours(programme, case):
    with transaction():
        tomorrow = clock.at_wall(clock.today(NOW) + timedelta(days=1), time(8))
        told = relays.send(case, WORDS, tomorrow, NOW, programme.lupita)
    texts.send_round(NOW)
    jobs.raise_due_tasks(NOW + timedelta(hours=4, minutes=1))
    assert open_tasks(case) == [("call", f"{told.about}:call")]


def test_two_relays_of_two_patients_are_told_apart_by_number(programme, case, relay, maria):
    other = programme.rosa_again()
    with transaction():
        workflows.choose_acompanante(other, maria, NOW, programme.lupita)
    second = send(other, programme.lupita, "venga el lunes")
    texts.send_round(NOW)
    answer(f"1 {other.number}")
    assert (state(relay), state(second)) == ("open", "confirmed")


# instead of a call


@pytest.fixture
def unreachable(programme, case):
    """Doña Rosa has no telephone any more."""
    with transaction():
        for link in case_queries.phones_of(case.patient):
            cases.end_phone(link, NOW, programme.lupita)
    db.session.expire_all()
    return programme.book(case)


def test_who_has_no_phone_hears_by_word_of_mouth(unreachable, case):
    texts.send_round(NOW)
    jobs.raise_due_tasks(NOW)
    (said,) = bodies("relay")
    assert "ya hay cita: martes 15 de diciembre, 11 de la mañana, en Tuxtla" in said and case.number in said
    assert not [task for task in case_queries.open_tasks_of(case) if task.key.startswith("call:")]


def test_it_is_asked_once_however_often_the_clock_comes_round(unreachable, case):
    texts.send_round(NOW)
    jobs.raise_due_tasks(NOW)
    jobs.raise_due_tasks(LATER)
    assert len(bodies("relay")) == 1


def test_without_an_acompanante_it_stays_a_call(programme, unreachable, case):
    with transaction():
        workflows.choose_acompanante(case, None, NOW, programme.lupita)
    texts.send_round(NOW)
    jobs.raise_due_tasks(NOW)
    assert bodies("relay") == []
    assert [task for task in case_queries.open_tasks_of(case) if task.key.startswith("call:")]


# when the date changes


def move(programme, appointment, on_day=date(2026, 12, 17)):
    with transaction():
        return workflows.reschedule_appointment(
            appointment, "hospital", "No hay quirófano", LATER, programme.lupita, precision="datetime", on_day=on_day,
            at_time=time(11), present_at=None,
        ).appointment  # fmt: skip


def test_what_she_was_not_told_is_simply_withdrawn(programme, case):
    appointment = programme.book(case)
    told = send(case, programme.lupita, appointment=appointment)
    move(programme, appointment)
    assert state(told) == "cancelled" and len(bodies("relay")) == 1
    assert db.session.query(Message).filter_by(kind="relay").one().state == "cancelled"


@pytest.mark.both_databases
def test_what_she_has_told_is_corrected_once(programme, case):
    appointment = programme.book(case)
    told = send(case, programme.lupita, appointment=appointment)
    texts.send_round(NOW)
    answer(f"1 {case.number}")
    move(programme, appointment)
    assert "CAMBIO" in bodies("relay")[1] and "martes 15" in bodies("relay")[1]
    correction = db.session.query(Relay).order_by(Relay.id.desc()).first()
    assert (correction.corrects_id, correction.state) == (told.id, "open")


def test_a_cancelled_visit_is_corrected_too(programme, case):
    appointment = programme.book(case)
    send(case, programme.lupita, appointment=appointment)
    texts.send_round(NOW)
    answer(f"1 {case.number}")
    with transaction():
        workflows.cancel_appointment(appointment, "hospital", "Huelga", LATER, programme.lupita)
    assert "NO salga de su casa" in bodies("relay")[1]


def test_closing_the_case_ends_its_relays(programme, case, relay):
    with transaction():
        workflows.close_case(case, "resolved", LATER, programme.lupita)
    assert state(relay) == "cancelled"


# visits after the return


@pytest.fixture
def visit(programme, case):
    """They came home on Friday 18 at noon; the visit is asked for on Sunday 20."""
    trip = programme.plan(programme.book(case))
    home = clock.at_wall(date(2026, 12, 18), time(12))
    with transaction():
        workflows.come_home(trip, home, home, programme.lupita)
        workflows.come_home(trip, home, home + timedelta(minutes=5), programme.lupita)
    return db.session.query(Relay).filter_by(kind="visit").one()


def test_a_visit_is_asked_for_two_days_after_the_return(visit, case):
    row = db.session.query(Message).filter_by(kind="home_visit").one()
    assert row.not_before == clock.at_wall(date(2026, 12, 20), time(10))
    assert row.body == (
        "Soy Lupita. Visite a doña Rosa: medicinas, señales de peligro, proxima cita. "
        f"Conteste 1 {case.number} = bien, 2 {case.number} = necesita algo."
    )
    assert open_tasks(case) == [("relay", visit.about)]


@pytest.mark.parametrize(("said", "kinds"), [("1", []), ("2", ["urgent"])])
def test_she_says_how_it_went(visit, case, said, kinds):
    sunday = clock.at_wall(date(2026, 12, 20), time(10, 5))
    texts.send_round(sunday)
    answer(f"{said} {case.number}", now=sunday + timedelta(hours=3))
    assert state(visit) == "confirmed"
    assert [kind for kind, _key in open_tasks(case)] == kinds


def test_a_restricted_case_is_not_visited(programme, case):
    with transaction():
        cases.restrict(case, programme.lupita)
        assert relays.ask_home_visit(case, "trip:1", NOW, NOW) is None


# asking by text


def test_the_acompanante_asks_for_the_date(programme, case):
    programme.book(case)
    answer(f"CITA {case.number}")
    (said,) = bodies("date_of")
    assert case.number in said and "martes 15 de diciembre, 11 de la mañana, en Tuxtla" in said and "Rosa" not in said


def test_a_clinician_of_the_clinic_asks_from_their_own_phone(programme, case, ivan, celia):
    with transaction():
        ivan.phone, celia.phone = "+529925504004", "+529925505005"
    answer(f"cita {case.number}", number=ivan.phone)
    answer(f"cita {case.number}", number=celia.phone, sid="SM2")
    assert len(bodies("date_of")) == 1
    assert [task.kind for task in db.session.query(Task).filter(Task.key.startswith("answer:"))] == ["review"]


def test_a_restricted_case_answers_nobody_by_text(programme, case):
    with transaction():
        cases.restrict(case, programme.lupita)
    answer(f"CITA {case.number}")
    assert bodies("date_of") == []


def test_3_and_4_with_the_number_move_the_trip(programme, case):
    trip = programme.plan(programme.book(case))
    left = travel.first_leg(trip).departs_at + timedelta(minutes=20)
    answer(f"3 {case.number}", now=left)
    answer(f"4 {case.number}", now=left + timedelta(hours=5), sid="SM2")
    moved = travel.trip_of(trip.appointment_id)
    assert (moved.state, moved.departed_at) == ("arrived", left)
    answer(f"Ya regresamos {case.number}", now=left + timedelta(days=2), sid="SM3")
    assert travel.trip_of(trip.appointment_id).state == "returned"
