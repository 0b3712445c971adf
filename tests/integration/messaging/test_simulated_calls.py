"""The telephone that rings on screen, and what its carrier reports."""

from datetime import timedelta

import pytest

from app.cases.models import Consent, Person
from app.foundation.db import db, transaction
from app.messaging import jobs, queries
from app.messaging.models import SimulatedText
from tests.integration.messaging.conftest import ROSA_PHONE
from tests.moment import NOW

MINUTE = timedelta(minutes=1)
WORDS = "Le traigo un recado de Lupita"
SCREEN = f"/simulator?number={ROSA_PHONE}".replace("+", "%2B")


@pytest.fixture
def ringing(world, reconcile, facts):
    with transaction():
        rosa = db.session.get(Person, world.patient_id)
        rosa.reads = False
        db.session.add(
            Consent(person_id=rosa.id, purpose="voice", granted=True, given_on=NOW.date(), recorded_at=NOW)
        )  # fmt: skip
    first = reconcile(facts).added[0].id
    jobs.send_round(NOW)
    return first


@pytest.fixture
def desk(world, marta, signed_in):
    """Marta, who accompanies too."""
    return signed_in(marta)


def page(desk):
    return desk.get(SCREEN).get_data(as_text=True)


def do(desk, did):
    return desk.post(f"/simulator/{ROSA_PHONE}/call", data={"did": did})


def test_a_call_is_kept_in_the_carriers_log_with_its_words(ringing):
    row = db.session.query(SimulatedText).filter_by(message_id=ringing).one()
    assert (row.channel, row.sid[:2], WORDS in row.body) == ("voice", "CA", True)


def test_it_rings_and_its_words_are_not_seen_before_somebody_answers(ringing, desk):
    shown = page(desk)
    assert "Está sonando" in shown
    assert WORDS not in shown


def test_answered_it_is_heard(ringing, desk):
    do(desk, "answered")
    assert WORDS in page(desk)
    assert queries.message(ringing).state == "sent"


def test_heard_to_the_end_it_counts_as_delivered(ringing, desk):
    do(desk, "answered")
    do(desk, "ended")
    assert queries.message(ringing).state == "delivered"
    assert 'class="call"' not in page(desk)


def test_refused_it_was_not_answered(ringing, desk):
    do(desk, "refused")
    assert (queries.message(ringing).state, queries.message(ringing).code) == ("undelivered", "no-answer")


def test_nobody_at_the_screen_is_nobody_at_the_phone(ringing):
    jobs.send_round(NOW + MINUTE)
    assert queries.message(ringing).state == "accepted"
    jobs.send_round(NOW + 3 * MINUTE)
    assert (queries.message(ringing).state, queries.message(ringing).code) == ("undelivered", "no-answer")


def test_a_call_left_open_ends_by_itself(ringing, desk):
    do(desk, "answered")
    jobs.send_round(NOW + 6 * MINUTE)
    assert queries.message(ringing).state == "delivered"


@pytest.mark.parametrize("did", ["ended", "answered", "nonsense"])
def test_a_call_that_is_over_cannot_be_taken(ringing, desk, did):
    do(desk, "refused")
    assert do(desk, did).status_code == 404


@pytest.mark.parametrize("role", ["finance", "clinician", "auditor"])
def test_only_who_accompanies_plays_the_phone(ringing, as_role, role):
    assert do(as_role(role), "answered").status_code == 403
