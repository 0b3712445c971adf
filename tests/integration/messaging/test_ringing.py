"""Calls through the outbox: the right telephone, the right words, nobody rung twice, nobody forgotten."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import text

from app.cases.models import Consent, Person, PersonPhone, Phone, SafeContactPlan
from app.foundation.db import db, transaction
from app.messaging import calls, deliveries, lookup, operations, outbox, queries, ringing
from app.messaging.models import Message
from tests.integration.messaging.conftest import ROSA_PHONE, give_phone
from tests.integration.messaging.switchboard import Switchboard
from tests.unit.messaging.cast import at

pytestmark = pytest.mark.both_databases
MINUTE = timedelta(minutes=1)
LANDLINE, CASETA = "+529926550002", "+529926550003"
RECADO = "Tengo un recado para doña Rosa. Por favor dígale que le hable a Lupita, de Jaltenango. Gracias."
BOOKED_ALOUD = (
    "Buen día, doña Rosa. Le traigo un recado de Lupita, de Jaltenango. Ya hay cita: jueves diecisiete de "
    "diciembre, a las ocho de la mañana, en Tuxtla. Unos días antes le aviso su salida."
)


@pytest.fixture
def carrier(tmp_path):
    return Switchboard(tmp_path / "carrier.jsonl")


@pytest.fixture
def rosa(world):
    return db.session.get(Person, world.patient_id)


def consents(person, now, granted=True):
    with transaction():
        db.session.add(
            Consent(person_id=person.id, purpose="voice", granted=granted, given_on=now.date(), recorded_at=now)
        )


def only_phone(person, number, kind, **line):
    """Her mobile is gone; there is this one."""
    with transaction():
        db.session.query(PersonPhone).filter_by(person_id=person.id).delete()
        phone = give_phone(person, number, **line)
        phone.kind = kind
    return phone


@pytest.fixture
def at_home(rosa, now):
    """Doña Rosa has a landline and said yes to calls."""
    consents(rosa, now)
    return only_phone(rosa, LANDLINE, "landline")


@pytest.fixture
def at_the_caseta(rosa, now):
    """Doña Rosa is reached through the village's telephone and said yes to calls."""
    consents(rosa, now)
    return only_phone(rosa, CASETA, "caseta", relay_only=True)


@pytest.fixture
def booked(reconcile, facts):
    """Plans the texts and returns the id of doña Rosa's first."""
    return lambda: next(row.id for row in reconcile(facts).added if row.kind == "booked")


def run(now, carrier, limits, **more):
    with transaction():
        lookup.recover(now)
    lookup.resolve(now, carrier, limits)
    return outbox.dispatch(now, carrier, limits, **more)


def report(message_id, status, now, **more):
    with transaction():
        ringing.take_report(message_id, queries.message(message_id).sid, status, now, **more)


def test_a_landline_is_called_and_hears_the_whole_text(at_home, booked, carrier, limits, now):
    first = booked()
    run(now, carrier, limits)
    message = queries.message(first)
    assert [(line["to"], line["body"]) for line in carrier.calls_made] == [(LANDLINE, BOOKED_ALOUD)]
    assert (message.channel, message.state, message.said) == ("voice", "accepted", BOOKED_ALOUD)


def test_the_caseta_hears_whom_to_call_and_nothing_else(at_the_caseta, booked, carrier, limits, now):
    booked()
    run(now, carrier, limits)
    assert (carrier.words, [line["to"] for line in carrier.calls_made]) == ([RECADO], [CASETA])


def test_who_cannot_read_is_called_on_their_own_mobile(rosa, booked, carrier, limits, now):
    consents(rosa, now)
    with transaction():
        rosa.reads = False
    booked()
    run(now, carrier, limits)
    assert [(line["to"], line["body"]) for line in carrier.calls_made] == [(ROSA_PHONE, BOOKED_ALOUD)]


@pytest.mark.parametrize("kind", ["landline", "caseta"])
def test_without_a_yes_to_calls_a_person_calls(rosa, booked, carrier, limits, now, kind):
    only_phone(rosa, LANDLINE, kind, relay_only=kind == "caseta")
    first = booked()
    run(now, carrier, limits)
    assert (queries.message(first).state, carrier.calls_made) == ("cancelled", [])
    assert [call.message.id for call in calls.calls_due(now, limits.zone)] == [first]


def test_the_newest_answer_about_calls_rules(at_home, rosa, booked, carrier, limits, now):
    consents(rosa, now, granted=False)
    booked()
    run(now, carrier, limits)
    assert carrier.calls_made == []


def test_while_calls_are_switched_off_all_is_as_before(app, at_home, booked, carrier, limits, now):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], voice=False)
    first = booked()
    run(now, carrier, limits)
    assert (queries.message(first).reason, carrier.calls_made) == ("landline", [])


def test_a_restricted_case_is_called_on_the_phone_of_its_plan(at_home, world, booked, carrier, limits, now):
    first = booked()
    with transaction():
        world.restricted = True
    run(now, carrier, limits)
    assert (queries.message(first).reason, carrier.calls_made) == ("safe_contact", [])


def test_a_restricted_case_whose_plan_names_the_phone_is_called(at_home, world, lupita, booked, carrier, limits, now):
    booked()
    with transaction():
        world.restricted = True
        db.session.add(
            SafeContactPlan(case_id=world.id, person_id=world.patient_id, phone_id=at_home.id, hours="tardes",
                            from_time=time(9), to_time=time(20), agreed_word="maíz", filled_at=now, filled_by_id=lupita.id)
        )  # fmt: skip
    run(now, carrier, limits)
    assert [line["to"] for line in carrier.calls_made] == [LANDLINE]


def test_nobody_is_called_at_night_even_by_a_worker_that_is_late(at_home, booked, carrier, limits, now):
    first = booked()
    with transaction():
        token, _claimed = outbox.claim(now, limits)
    with transaction():
        assert outbox.begin(first, token, at(23, 20, month=11), limits) is None
    assert (queries.message(first).state, queries.message(first).not_before) == ("planned", at(24, 9, month=11))


def test_one_call_to_a_number_at_a_time(at_the_caseta, world, booked, carrier, limits, now):
    juan = db.session.get(Person, world.companions[0].person_id)
    consents(juan, now)
    with transaction():
        db.session.query(PersonPhone).filter_by(person_id=juan.id).delete()
        give_phone(juan, CASETA, relay_only=True)
    first = booked()
    run(now, carrier, limits)
    run(now + MINUTE, carrier, limits)
    assert len(carrier.calls_made) == 1
    report(first, "completed", now + MINUTE, seconds=20)
    run(now + 16 * MINUTE, carrier, limits)
    assert carrier.words == [RECADO, RECADO.replace("doña Rosa", "Juan")]


def test_what_waits_for_the_line_keeps_its_turn(at_home, world, rosa, reconcile, facts, carrier, limits, now):
    reconcile(facts)
    run(now, carrier, limits)
    reconcile(replace(facts, money_ready=True, recipients=(replace(facts.recipients[0], receives_money=True),)))
    run(now + MINUTE, carrier, limits)
    waiting = db.session.query(Message).filter_by(kind="money_ready").one()
    assert (waiting.state, waiting.reason, waiting.not_before) == ("planned", "line_busy", now + 16 * MINUTE)
    kept = reconcile(
        replace(facts, money_ready=True, recipients=(replace(facts.recipients[0], receives_money=True),)),
        now + 2 * MINUTE,
    )
    assert waiting in kept.kept


def test_the_caseta_is_not_rung_twice_in_an_hour_for_one_person(
    at_the_caseta, reconcile, facts, carrier, limits, now
):  # fmt: skip
    first = next(row.id for row in reconcile(facts).added if row.kind == "booked")
    run(now, carrier, limits)
    report(first, "completed", now + MINUTE, seconds=20)
    reconcile(replace(facts, money_ready=True, recipients=(replace(facts.recipients[0], receives_money=True),)))
    run(now + 30 * MINUTE, carrier, limits)
    assert len(carrier.calls_made) == 1
    run(now + 91 * MINUTE, carrier, limits)
    assert len(carrier.calls_made) == 2


def test_a_call_whose_answer_got_lost_is_found_in_the_list(at_home, booked, carrier, limits, now):
    first = booked()
    carrier.fault = lambda letter: "after"
    for minute in range(6):
        run(now + minute * MINUTE, carrier, limits)
    assert (len(carrier.calls_made), queries.message(first).state) == (1, "accepted")


def test_a_call_that_never_began_is_made_once_it_was_absent_twice(at_home, booked, carrier, limits, now):
    booked()
    carrier.fault = lambda letter: "before"
    run(now, carrier, limits)
    carrier.fault = lambda letter: None
    for second in range(30, 301, 30):
        run(now + timedelta(seconds=second), carrier, limits)
    assert len(carrier.calls_made) == 1


def test_a_worker_that_died_while_it_rang_leaves_no_second_call(at_home, booked, carrier, limits, now):
    first = booked()
    with transaction():
        token, _claimed = outbox.claim(now, limits)
    with transaction():
        begun = outbox.begin(first, token, now, limits)
    carrier.ring(outbox.Letter(fresh=lambda: True, **begun))
    for minute in range(1, 8):
        run(now + minute * MINUTE, carrier, limits)
    assert (len(carrier.calls_made), queries.message(first).state) == (1, "accepted")


def test_that_the_carrier_asks_for_the_words_ends_the_doubt(at_home, booked, carrier, limits, now):
    first = booked()
    carrier.fault = lambda letter: "after"
    run(now, carrier, limits)
    with transaction():
        assert ringing.on_air(first, "CAearly", now).words == BOOKED_ALOUD
    assert queries.message(first).state == "sent"


def test_a_restored_backup_looks_among_the_calls_too(at_home, booked, carrier, limits, now):
    first = booked()
    run(now, carrier, limits)
    guard = "DROP TRIGGER message_moves" + (" ON message" if db.engine.dialect.name == "postgresql" else "")
    with transaction():  # the ten minutes that the backup does not know of
        db.session.execute(text(guard))
        db.session.execute(text("UPDATE message SET state = 'planned', channel = 'sms', said = NULL, sid = NULL,"
                                " sent_at = NULL, to_number = NULL WHERE sid IS NOT NULL"))  # fmt: skip
        db.session.execute(text("DELETE FROM attempt"))
    with transaction():
        operations.doubt_after_restore(now + 10 * MINUTE)
    for minute in range(11, 18):
        run(now + minute * MINUTE, carrier, limits)
    message = queries.message(first)
    assert (len(carrier.calls_made), message.state, message.channel) == (1, "accepted", "voice")


def test_nobody_answered_is_called_once_more_after_half_an_hour_then_a_person_calls(
    at_home, booked, carrier, limits, now
):  # fmt: skip
    first = booked()
    run(now, carrier, limits)
    report(first, "no-answer", now + MINUTE)
    run(now + 30 * MINUTE, carrier, limits)
    assert len(carrier.calls_made) == 1
    run(now + 31 * MINUTE, carrier, limits)
    assert [line["to"] for line in carrier.calls_made] == [LANDLINE] * 2
    again = db.session.query(Message).filter_by(retry_of_id=first).one()
    report(again.id, "busy", now + 32 * MINUTE)
    run(now + 70 * MINUTE, carrier, limits)
    assert len(carrier.calls_made) == 2
    assert [(call.message.id, call.reason) for call in calls.calls_due(now + 70 * MINUTE, limits.zone)] == [
        (again.id, "El teléfono estaba ocupado.")
    ]


def test_who_hung_up_before_it_was_said_has_not_heard_it(at_home, booked, carrier, limits, now):
    first = booked()
    run(now, carrier, limits)
    report(first, "completed", now, seconds=2)
    assert (queries.message(first).state, queries.message(first).code) == ("undelivered", "hung-up")


def test_a_busy_line_says_nothing_against_the_number(at_home, booked, carrier, limits, now):
    first = booked()
    run(now, carrier, limits)
    report(first, "busy", now)
    assert at_home.delivery == "unknown"


def test_a_late_word_on_a_call_never_moves_it_backwards(at_home, booked, carrier, limits, now):
    first = booked()
    run(now, carrier, limits)
    for status, seconds in (("completed", 20), ("ringing", None), ("in-progress", None), ("no-answer", 0)):
        report(first, status, now, seconds=seconds)
    assert queries.message(first).state == "delivered"
    assert db.session.query(Message).filter_by(retry_of_id=first).count() == 0


def test_the_same_word_twice_is_one_event_and_one_retry(at_home, booked, carrier, limits, now):
    first = booked()
    run(now, carrier, limits)
    for _time in range(3):
        report(first, "no-answer", now)
    assert [event.status for event in queries.message(first).events].count("undelivered") == 1
    assert db.session.query(Message).filter_by(retry_of_id=first).count() == 1


def test_texts_that_failed_everywhere_become_a_call(rosa, booked, carrier, limits, now):
    consents(rosa, now)
    first = booked()
    run(now, carrier, limits)
    for message_id, minute in ((first, 1), (None, 32)):
        message = queries.message(message_id) if message_id else db.session.query(Message).filter_by(rung="retry").one()
        with transaction():
            deliveries.take_status(message.id, message.sid, "undelivered", now + minute * MINUTE, code="30003")
        run(now + (minute + 31) * MINUTE, carrier, limits)
    assert [(line["to"], line["body"]) for line in carrier.calls_made] == [(ROSA_PHONE, BOOKED_ALOUD)]


def test_a_text_that_met_a_landline_is_said_there(rosa, booked, carrier, limits, now):
    consents(rosa, now)
    booked()
    carrier.fault = lambda letter: "refused:21614" if letter.channel == "sms" else None
    run(now, carrier, limits)
    run(now + MINUTE, carrier, limits)
    assert [line["to"] for line in carrier.calls_made] == [ROSA_PHONE]
    assert db.session.query(Phone).filter_by(number=ROSA_PHONE).one().kind == "landline"


def test_who_wrote_alto_is_not_called_either(rosa, booked, carrier, limits, now):
    consents(rosa, now)
    booked()
    with transaction():
        operations.opt_out(ROSA_PHONE, rosa.id, now)
    run(now, carrier, limits)
    assert carrier.calls_made == []


def test_an_answer_that_came_in_the_meantime_ends_the_second_call(at_home, booked, carrier, limits, now):
    first = booked()
    run(now, carrier, limits)
    report(first, "no-answer", now)
    with transaction():
        queries.message(first).answered_at = now
        for row in db.session.query(Message).filter(Message.wanted_key == queries.message(first).wanted_key):
            row.asks = "confirm,decline"
    run(now + 31 * MINUTE, carrier, limits)
    again = db.session.query(Message).filter_by(retry_of_id=first).one()
    assert (again.state, again.reason, len(carrier.calls_made)) == ("cancelled", "answered", 1)


def test_the_check_finds_nothing_wrong_with_calls(at_home, booked, carrier, limits, now):
    first = booked()
    run(now, carrier, limits)
    report(first, "completed", now, seconds=20)
    assert list(queries.verify()) == []
