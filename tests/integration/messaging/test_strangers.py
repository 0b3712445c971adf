"""A number that nobody has: asked once who it is, linked by a person, or not ours."""

import pytest

from app.cases import queries as cases
from app.foundation.db import db, transaction
from app.messaging import conversations, intake
from app.messaging.models import Inbound, Message
from tests.moment import NOW

STRANGER = "+529925559999"


@pytest.fixture
def desk(world, marta, signed_in):
    return signed_in(marta)


@pytest.fixture
def write(world):
    def text(body, number=STRANGER, **more):
        with transaction():
            count = db.session.query(Inbound).count()
            return intake.take_in(number, body, f"SM{count}", NOW, signs="el equipo", office="Jaltenango", **more)

    return text


def answers():
    return [row.body for row in db.session.query(Message).filter_by(kind="who")]


def test_a_stranger_is_asked_once_who_they_are(write):
    write("buenas tardes")
    write("soy la comadre")
    (body,) = answers()
    assert body.startswith("Soy el equipo, de Jaltenango. No tengo guardado este numero.")


@pytest.mark.parametrize(("body", "number"), [("hola", "12345"), ("ALTO", STRANGER), ("AYUDA", STRANGER)])
def test_neither_a_machine_nor_a_keyword_is_asked(write, body, number):
    write(body, number=number)
    assert answers() == []


def test_a_missed_call_from_a_stranger_is_called_not_texted(write):
    write("", channel="missed_call")
    assert answers() == []


def test_the_inbox_says_that_nobody_knows(write, desk):
    write("soy la comadre")
    assert "No sabemos quién" in desk.get("/inbox").text


def test_the_number_is_linked_to_somebody_of_a_case_with_their_word_on_texts(write, desk, world):
    write("soy el hermano de Rosa")
    page = desk.get(f"/conversations/{STRANGER}/who?q=rosa").text
    assert "paciente" in page and "C-0001" in page
    said = {"person": f"{world.id}-{world.companions[0].person_id}", "belongs_to": "relative", "sms": "yes"}
    desk.post(f"/conversations/{STRANGER}/who?q=rosa", data=said)
    (juan,) = conversations.bearers(STRANGER)
    assert (juan.given_names, cases.consents_now(juan)["sms"].method) == ("Juan", "spoken")
    assert db.session.query(Inbound).one().case_id == world.id


def test_a_case_that_is_not_theirs_to_see_is_not_found(write, desk, world):
    with transaction():
        world.restricted = True
    write("soy el hermano de Rosa")
    assert "C-0001" not in desk.get(f"/conversations/{STRANGER}/who?q=rosa").text


def test_a_referral_begins_with_the_number(write, desk):
    write("quiero apoyo para mi mama")
    assert STRANGER in desk.get("/cases/new", query_string={"phone": STRANGER}).text


def test_not_ours_asks_for_no_more_time(write, desk):
    write("promocion de celulares")
    desk.post(f"/conversations/{STRANGER}/not-ours")
    write("otra promocion")
    assert "promocion" not in desk.get("/inbox").text
    desk.post(f"/conversations/{STRANGER}/reopen")
    write("perdon, soy el hermano de Rosa")
    assert "soy el hermano" in desk.get("/inbox").text
