"""Nobody twice, nobody forgotten: every way out of `sending`. The oracle is the carrier's own log."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.cases.models import Person, Phone
from app.foundation.db import db, transaction
from app.messaging import deliveries, lookup, operations, outbox, queries
from app.messaging.models import Message
from tests.integration.messaging.carrier import Carrier
from tests.integration.messaging.conftest import JUAN_PHONE, ROSA_PHONE, give_phone
from tests.unit.messaging.cast import at

pytestmark = pytest.mark.both_databases
MINUTE = timedelta(minutes=1)


@pytest.fixture
def booked(reconcile, facts):
    """Rosa's and Juan's first texts, due now; ids in this order."""
    return [row.id for row in reconcile(facts).added if row.kind == "booked"]


def state(message_id):
    return queries.message(message_id).state


def run(now, carrier, limits, **more):
    """One round: what is over, what is in doubt, what is due."""
    with transaction():
        lookup.recover(now)
    lookup.resolve(now, carrier, limits)
    return outbox.dispatch(now, carrier, limits, **more)


def test_what_is_due_is_sent_to_each_on_their_own_phone(booked, carrier, limits, now):
    run(now, carrier, limits)
    assert [(line["message"], line["to"]) for line in carrier.accepted] == list(
        zip(booked, (ROSA_PHONE, JUAN_PHONE), strict=True)
    )


def test_what_is_not_due_waits(booked, carrier, limits, now):
    run(now, carrier, limits)
    assert len(carrier.accepted) == 2


def test_nothing_leaves_outside_the_window(reconcile, facts, carrier, limits):
    night = at(24, 21, month=11)
    reconcile(facts, night)
    run(night + MINUTE, carrier, limits)
    assert carrier.accepted == []


def test_what_was_planned_at_night_leaves_at_nine(reconcile, facts, carrier, limits):
    reconcile(facts, at(24, 21, month=11))
    run(at(25, 9, month=11), carrier, limits)
    assert len(carrier.accepted) == 2


def test_a_second_round_sends_nothing_more(booked, carrier, limits, now):
    run(now, carrier, limits)
    run(now + MINUTE, carrier, limits)
    assert len(carrier.accepted) == 2


def test_an_answer_that_got_lost_is_looked_up_and_not_sent_again(booked, tmp_path, limits, now):
    carrier = Carrier(tmp_path / "log", fault=lambda letter: "after")
    for minute in range(6):
        run(now + minute * MINUTE, carrier, limits)
    assert (carrier.message_ids, state(booked[0])) == (booked, "accepted")


def test_a_text_that_never_arrived_is_sent_once_it_was_absent_twice(booked, tmp_path, limits, now):
    carrier = Carrier(tmp_path / "log", fault=lambda letter: "before")
    run(now, carrier, limits)
    carrier.fault = lambda letter: None
    for second in range(30, 301, 30):
        run(now + timedelta(seconds=second), carrier, limits)
    assert sorted(carrier.message_ids) == sorted(booked)


def test_absent_once_is_not_enough(booked, tmp_path, limits, now):
    carrier = Carrier(tmp_path / "log", fault=lambda letter: "before")
    run(now, carrier, limits)
    for second in (1, 30, 60, 89):
        run(now + timedelta(seconds=second), carrier, limits)
    assert state(booked[0]) == "unknown"


def test_an_unreadable_list_makes_a_person_decide_after_half_an_hour(booked, tmp_path, limits, now):
    carrier = Carrier(tmp_path / "log", fault=lambda letter: "after")
    carrier.list_readable = False
    for minute in range(0, 40, 2):
        run(now + minute * MINUTE, carrier, limits)
    assert (state(booked[0]), len(carrier.accepted)) == ("manual", 2)


def test_a_worker_that_woke_up_too_late_does_not_send(booked, carrier, limits, now):
    seconds = iter(range(0, 1000, 51))
    run(now, carrier, limits, monotonic=lambda: float(next(seconds)))
    assert (carrier.accepted, state(booked[0])) == ([], "planned")


def test_a_claim_whose_worker_died_goes_back(booked, limits, now):
    with transaction():
        outbox.claim(now, limits)
    with transaction():
        lookup.recover(now + timedelta(seconds=61))
    assert state(booked[0]) == "planned"


def test_two_workers_never_hold_the_same_message(booked, limits, now):
    with transaction():
        _token, first = outbox.claim(now, limits)
    with transaction():
        _token, second = outbox.claim(now, limits)
    assert (len(first), second) == (2, [])


def test_a_claim_takes_no_more_than_its_batch(booked, limits, now):
    with transaction():
        _token, claimed = outbox.claim(now, replace(limits, batch=1))
    assert (len(booked), len(claimed)) == (2, 1)
    states = db.session.scalars(select(Message.state).where(Message.id.in_(booked)))
    assert sorted(states) == ["claimed", "planned"]


def test_a_list_that_cannot_be_read_is_asked_once_a_round(booked, tmp_path, limits, now):
    carrier = Carrier(tmp_path / "log", lambda letter: "after")
    outbox.dispatch(now, carrier, limits)
    carrier.list_readable, asked = False, []
    look_up = carrier.look_up
    carrier.look_up = lambda *what: asked.append(what) or look_up(*what)
    assert (lookup.resolve(now + timedelta(minutes=2), carrier, limits), len(asked)) == (2, 1)


def test_a_suspended_account_that_a_report_tells_of_pauses_the_channel(booked, carrier, limits, now):
    outbox.dispatch(now, carrier, limits)
    message = db.session.get(Message, booked[0])
    with transaction():
        deliveries.take_status(message.id, message.sid, "failed", now, code="30002")
    assert queries.channel().code == "30002"


def test_a_worker_whose_lease_was_taken_over_lets_go(booked, limits, now):
    with transaction():
        token, claimed = outbox.claim(now, limits)
    later = now + timedelta(seconds=61)
    with transaction():
        lookup.recover(later)
        outbox.claim(later, limits)
    with transaction():
        assert outbox.begin(claimed[0][0], token, later, limits) is None


def test_a_worker_that_died_in_the_middle_leaves_a_doubt_and_no_second_text(booked, carrier, limits, now):
    with transaction():
        token, _claimed = outbox.claim(now, limits)
    with transaction():
        begun = outbox.begin(booked[0], token, now, limits)
    carrier.hand_over(outbox.Letter(fresh=lambda: True, **begun))
    for minute in range(1, 8):
        run(now + minute * MINUTE, carrier, limits)
    assert carrier.message_ids.count(booked[0]) == 1
    assert state(booked[0]) == "accepted"


def test_a_refused_account_pauses_the_channel_and_makes_no_storm(booked, tmp_path, limits, now):
    tried = []
    carrier = Carrier(tmp_path / "log", fault=lambda letter: tried.append(letter) or "not_sent:20003")
    for minute in range(5):
        run(now + minute * MINUTE, carrier, limits)
    assert (len(tried), queries.channel().code) == (1, "20003")


def test_a_resumed_channel_sends_what_waited(booked, world, tmp_path, carrier, limits, now):
    run(now, Carrier(tmp_path / "log", fault=lambda letter: "not_sent:20003"), limits)
    with transaction():
        operations.resume(world.navigator, now)
    for minute in range(2, 5):
        run(now + minute * MINUTE, carrier, limits)
    assert sorted(carrier.message_ids) == sorted(booked)


def test_too_fast_stops_the_round(booked, tmp_path, limits, now):
    tried = []
    carrier = Carrier(tmp_path / "log", fault=lambda letter: tried.append(letter) or "not_sent:20429")
    assert run(now, carrier, limits).halted
    assert len(tried) == 1


def test_a_landline_falls_through_to_the_other_phone(booked, world, tmp_path, limits, now):
    with transaction():
        give_phone(db.session.get(Person, world.patient_id), "+529921110009", rank=2)
    log = tmp_path / "log"
    carrier = Carrier(log, fault=lambda letter: "refused:21614" if letter.to_number == ROSA_PHONE else None)
    run(now, carrier, limits)
    run(now + MINUTE, carrier, limits)
    assert "+529921110009" in [line["to"] for line in carrier.accepted]


def test_a_dead_number_is_marked(booked, tmp_path, limits, now):
    run(now, Carrier(tmp_path / "log", fault=lambda letter: "refused:21211"), limits)
    dead = db.session.scalars(select(Phone.number).where(Phone.delivery == "dead"))
    assert set(dead) == {ROSA_PHONE, JUAN_PHONE}


def test_a_phone_without_signal_gets_one_more_after_half_an_hour(booked, carrier, limits, now):
    run(now, carrier, limits)
    first = queries.message(booked[0])
    with transaction():
        deliveries.take_status(first.id, first.sid, "undelivered", now, code="30003")
    run(now + 29 * MINUTE, carrier, limits)
    assert len(carrier.accepted) == 2
    run(now + 31 * MINUTE, carrier, limits)
    assert [line["to"] for line in carrier.accepted].count(ROSA_PHONE) == 2
    assert state(first.id) == "undelivered"


def test_the_carriers_own_opt_out_counts_as_ours(booked, tmp_path, limits, now, world):
    run(now, Carrier(tmp_path / "log", fault=lambda letter: "refused:21610"), limits)
    assert queries.muted(ROSA_PHONE, world.patient_id)


def test_who_wrote_alto_gets_nothing_more(booked, carrier, limits, now, world):
    with transaction():
        operations.opt_out(ROSA_PHONE, world.patient_id, now)
    run(now, carrier, limits)
    assert ([line["to"] for line in carrier.accepted], queries.message(booked[0]).reason) == ([JUAN_PHONE], "opted_out")


def test_one_persons_alto_does_not_mute_another_on_the_same_phone(booked, carrier, limits, now, world):
    juan = world.companions[0].person_id
    with transaction():
        juans = queries.standing(juan, None).lines[0].phone_id
        db.session.get(Phone, juans).number = "+529921110007"
        give_phone(db.session.get(Person, juan), ROSA_PHONE, rank=0)
        operations.opt_out(ROSA_PHONE, world.patient_id, now)
    run(now, carrier, limits)
    assert [line["to"] for line in carrier.accepted] == [ROSA_PHONE]


def test_a_test_installation_writes_only_to_its_list(booked, carrier, limits, now):
    run(now, carrier, replace(limits, allowed=frozenset({JUAN_PHONE})))
    assert ([line["to"] for line in carrier.accepted], queries.message(booked[0]).reason) == ([JUAN_PHONE], "test_mode")


def test_a_death_stops_what_was_planned(booked, carrier, limits, now, world):
    with transaction():
        db.session.get(Person, world.patient_id).died_on = now.date()
    run(now, carrier, limits)
    assert carrier.accepted == []


def test_what_is_too_late_expires(booked, carrier, limits):
    run(at(17, 9), carrier, limits)
    assert (state(booked[0]), carrier.accepted) == ("expired", [])


def test_an_early_callback_ends_the_doubt(booked, tmp_path, limits, now):
    carrier = Carrier(tmp_path / "log", fault=lambda letter: "after")
    run(now, carrier, limits)
    with transaction():
        deliveries.take_status(booked[0], "SMearly", "delivered", now)
    assert state(booked[0]) == "delivered"


def test_a_late_callback_never_moves_a_message_backwards(booked, carrier, limits, now):
    run(now, carrier, limits)
    first = queries.message(booked[0])
    for status in ("delivered", "sent", "accepted", "undelivered"):
        with transaction():
            deliveries.take_status(first.id, first.sid, status, now)
    assert state(first.id) == "delivered"


def test_the_same_callback_twice_is_one_event(booked, carrier, limits, now):
    run(now, carrier, limits)
    first = queries.message(booked[0])
    for _time in range(2):
        with transaction():
            deliveries.take_status(first.id, first.sid, "sent", now)
    assert [event.status for event in first.events].count("sent") == 1


@pytest.mark.parametrize("jump", ["delivered", "sending", "manual"])
def test_the_database_refuses_a_move_that_is_none(booked, jump):
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(text("UPDATE message SET state = :jump, claim_token = 'x', lease_until = not_before,"
                                " to_number = 'x' WHERE id = :id"), {"jump": jump, "id": booked[0]})  # fmt: skip


def _drop_guard():
    return "DROP TRIGGER message_moves" + (" ON message" if db.engine.dialect.name == "postgresql" else "")


def test_a_restored_backup_asks_before_it_sends(booked, carrier, limits, now):
    run(now, carrier, limits)
    sent = carrier.message_ids
    with transaction():  # the ten minutes that the backup does not know of
        db.session.execute(text(_drop_guard()))
        db.session.execute(text("UPDATE message SET state = 'planned', sid = NULL, sent_at = NULL, to_number = NULL"
                                " WHERE sid IS NOT NULL"))  # fmt: skip
        db.session.execute(text("DELETE FROM attempt"))
    with transaction():
        assert operations.doubt_after_restore(now + 10 * MINUTE) == 2
    for minute in range(11, 18):
        run(now + minute * MINUTE, carrier, limits)
    assert (carrier.message_ids, state(booked[0])) == (sent, "accepted")


def test_the_check_finds_nothing_wrong(booked, carrier, limits, now):
    run(now, carrier, limits)
    assert list(queries.verify()) == []


def test_the_check_names_a_message_that_stands_where_no_event_has_put_it(booked, now):
    with transaction():
        db.session.execute(text("UPDATE message SET state = 'cancelled' WHERE id = :id"), {"id": booked[0]})
    assert list(queries.verify()) == [f"message {booked[0]} is cancelled, its history ends at planned"]


def test_equal_texts_to_one_number_keep_apart(booked, carrier, limits, now, world):
    with transaction():
        rows = [db.session.get(Message, message_id) for message_id in booked]
        rows[1].body, rows[1].body_digest, rows[1].person_id = rows[0].body, rows[0].body_digest, rows[0].person_id
    run(now, carrier, limits)
    assert (len(carrier.accepted), state(booked[1])) == (1, "planned")
