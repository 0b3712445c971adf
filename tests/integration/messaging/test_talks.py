"""A conversation with one number: the inbox, whose it is, and the automatic texts that wait while somebody writes."""

from datetime import timedelta

import pytest

from app.cases.models import Task
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.messaging import intake, outbox, talks
from app.messaging.models import Inbound, Message, Talk
from app.messaging.waiting import TALK_LASTS
from tests.integration.messaging.conftest import JUAN_PHONE, ROSA_PHONE
from tests.moment import NOW
from tests.unit.messaging.cast import at

ASKED = at(14, 10, 1)


@pytest.fixture
def desk(world, marta, signed_in):
    return signed_in(marta)


@pytest.fixture
def write(world):
    """Somebody writes; each call is another text."""

    def text(body, number=ROSA_PHONE, now=NOW, **more):
        with transaction():
            count = db.session.query(Inbound).count()
            return intake.take_in(
                number, body, f"SM{count}", now, signs="el equipo", office="Jaltenango", **more
            ).inbound

    return text


def rows(number=ROSA_PHONE):
    return db.session.query(Inbound).filter_by(from_number=number).order_by(Inbound.id.desc()).all()


def planned(kind):
    return db.session.query(Message).filter_by(kind=kind, role="patient").one()


# the inbox


def test_a_number_is_one_row_however_often_it_writes(write, desk):
    write("¿que llevo?")
    write("¿y a que hora?")
    page = desk.get("/inbox").text
    assert ("¿que llevo?" in page, page.count("¿y a que hora?")) == (False, 1)


def test_of_a_number_that_never_wrote_nobody_is_asked_whose_else_it_is(
    reconcile, facts_with_trip, write, desk, carrier, limits
):
    reconcile(facts_with_trip, at(14, 8))
    outbox.dispatch(ASKED, carrier, limits)
    conversation = f"/conversations/{ROSA_PHONE}"
    before = desk.get(conversation)
    assert before.status_code == 200 and f"{conversation}/who" not in before.text
    write("¿que llevo?")
    assert f"{conversation}/who" in desk.get(conversation).text
    assert desk.get(f"{conversation}/who").status_code == 200


def test_a_case_has_its_navigator_as_the_owner_of_what_comes_in(write, desk, world):
    write("¿que llevo?")
    assert rows()[0].assigned_to_id == world.navigator_id
    assert "¿que llevo?" not in desk.get("/inbox?box=mine").text


def test_what_nobody_owns_is_in_its_own_box(write, desk):
    write("soy la comadre", number="+529925559999")
    assert "soy la comadre" in desk.get("/inbox?box=nobodys").text


def test_whoever_takes_it_has_it_in_theirs(write, desk, marta):
    write("¿que llevo?")
    desk.post(f"/conversations/{ROSA_PHONE}/take")
    write("¿y mi niña?")
    assert {row.assigned_to_id for row in rows()} == {marta.id}
    assert "¿y mi niña?" in desk.get("/inbox?box=mine").text


def test_it_is_handed_to_another_navigator(write, desk, lupita):
    write("¿que llevo?")
    desk.post(f"/conversations/{ROSA_PHONE}/take")
    desk.post(f"/conversations/{ROSA_PHONE}/hand", data={"hand-to": lupita.id})
    assert rows()[0].assigned_to_id == lupita.id


def test_a_restricted_case_is_not_handed_to_whoever_may_not_see_it(write, world, lupita, marta):
    with transaction():
        world.restricted = True
    write("¿que llevo?")
    with transaction(), pytest.raises(Refused, match="no puede ver ese caso"):
        talks.hand(rows(), marta, lupita)


def test_opening_it_is_reading_it(write, desk):
    write("¿que llevo?")
    desk.get(f"/conversations/{ROSA_PHONE}")
    assert rows()[0].state == "open"


def test_an_auditor_who_reads_leaves_it_unread(write, as_role):
    write("¿que llevo?")
    as_role("auditor").get(f"/conversations/{ROSA_PHONE}")
    assert rows()[0].state == "unread"


def test_done_is_everything_on_the_number_and_can_be_opened_again(write, desk):
    write("¿que llevo?")
    write("¿y a que hora?")
    desk.post(f"/conversations/{ROSA_PHONE}/done")
    assert "¿y a que hora?" in desk.get("/inbox?box=done").text
    desk.post(f"/conversations/{ROSA_PHONE}/reopen")
    assert "¿y a que hora?" in desk.get("/inbox").text


def test_done_leaves_what_the_reader_may_not_open(write, desk, world):
    write("¿que llevo?")
    with transaction():
        world.restricted = True
    write("hola", number=ROSA_PHONE)
    with transaction():
        row = rows()[0]
        row.case_id = row.person_id = None
    desk.post(f"/conversations/{ROSA_PHONE}/done")
    assert [row.state for row in rows()] == ["done", "unread"]


def test_a_reply_may_end_it_at_once(write, desk):
    write("¿que llevo?")
    desk.post(f"/conversations/{ROSA_PHONE}", data={"body": "Lleve su INE.", "done": "1"})
    assert rows()[0].state == "done"


def test_a_refused_reply_keeps_what_was_typed(write, desk):
    write("¿que llevo?")
    page = desk.post(f"/conversations/{ROSA_PHONE}", data={"body": "Lleve 200 pesos y su INE"}).text
    assert "Lleve 200 pesos y su INE" in page


def test_the_reply_is_measured_while_it_is_written(write, desk):
    piece = desk.post("/conversations/measure", data={"body": "Son 200 pesos"}, headers={"HX-Request": "true"}).text
    assert "21 letras con su firma · 1 mensaje<" in piece
    assert "No se habla de dinero" in piece


def test_a_task_is_made_of_it(write, desk, marta):
    write("¿puedo llevar a mi niña?")
    said = {"task-title": "Preguntar en el albergue por la niña", "task-due_at": "2026-11-24T10:00"}
    desk.post(f"/conversations/{ROSA_PHONE}/task", data=said)
    task = db.session.query(Task).filter_by(kind="other").one()
    assert (task.title, task.owner_id) == ("Preguntar en el albergue por la niña", marta.id)


# automatic texts wait


@pytest.fixture
def writing(reconcile, facts_with_trip, write, world):
    """Two days before leaving; Lupita has just answered doña Rosa."""
    reconcile(facts_with_trip, at(14, 8))
    write("¿que llevo?", now=ASKED - timedelta(minutes=2))
    with transaction():
        talks.reply(rows()[0], "Lleve su INE", world.navigator, ASKED - timedelta(minutes=1))


def sent_to(carrier, number):
    return [text["body"][:30] for text in carrier.accepted if text["to"] == number]


@pytest.mark.both_databases
def test_an_automatic_text_waits_for_the_conversation_and_an_answer_does_not(writing, carrier, limits):
    outbox.dispatch(ASKED, carrier, limits)
    assert sent_to(carrier, ROSA_PHONE) == ["Lleve su INE - Lupita"]
    waiting = planned("two_days_before")
    assert (waiting.state, waiting.reason) == ("planned", "talk")


def test_it_says_so_where_the_text_is_shown(writing, carrier, limits, desk):
    outbox.dispatch(ASKED, carrier, limits)
    assert "Espera: hay una conversación" in desk.get(f"/messages/{planned('two_days_before').id}").text


def test_somebody_elses_phone_does_not_wait(writing, carrier, limits):
    outbox.dispatch(ASKED, carrier, limits)
    assert len(sent_to(carrier, JUAN_PHONE)) == 2


def test_half_an_hour_of_silence_ends_the_waiting(writing, carrier, limits):
    outbox.dispatch(ASKED, carrier, limits)
    outbox.dispatch(ASKED + TALK_LASTS, carrier, limits)
    assert planned("two_days_before").state == "accepted"
    assert planned("two_days_before").reason is None


def test_done_lets_it_go_at_once(writing, carrier, limits, world):
    outbox.dispatch(ASKED, carrier, limits)
    with transaction():
        talks.finish(rows(), world.navigator, ASKED + timedelta(minutes=3))
    outbox.dispatch(ASKED + timedelta(minutes=3), carrier, limits)
    assert planned("two_days_before").state == "accepted"


def test_another_word_of_theirs_keeps_it_waiting(writing, write, carrier, limits):
    outbox.dispatch(ASKED, carrier, limits)
    write("¿y mi niña?", now=ASKED + timedelta(minutes=20))
    outbox.dispatch(ASKED + TALK_LASTS, carrier, limits)
    assert planned("two_days_before").state == "planned"


def test_reconciling_does_not_hurry_what_waits(writing, carrier, limits, reconcile, facts_with_trip):
    outbox.dispatch(ASKED, carrier, limits)
    before = planned("two_days_before").id
    reconcile(facts_with_trip, ASKED + timedelta(minutes=1))
    assert (planned("two_days_before").id, planned("two_days_before").reason) == (before, "talk")


def test_it_never_waits_past_its_time(writing, carrier, limits):
    with transaction():
        db.session.get(Talk, ROSA_PHONE).waits_until = at(16, 12)
    outbox.dispatch(ASKED, carrier, limits)
    assert planned("two_days_before").state == "accepted"


def test_a_change_of_date_does_not_wait(writing, carrier, limits, reconcile, facts_with_trip, world):
    outbox.dispatch(ASKED + TALK_LASTS, carrier, limits)
    with transaction():
        talks.speak(ROSA_PHONE, world.navigator, at(14, 12))
    gone = facts_with_trip.__class__(**{**vars(facts_with_trip), "event": "cancelled_hospital"})
    reconcile(gone, at(14, 12))
    outbox.dispatch(at(14, 12, 1), carrier, limits)
    assert planned("cancelled").state == "accepted"
