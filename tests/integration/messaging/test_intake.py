"""What a phone sends is taken in once, understood, and matched to the question it answers."""

import pytest
from sqlalchemy import select

from app.cases.models import Case, Person
from app.foundation.db import db, transaction
from app.messaging import intake, outbox, queries, talks
from app.messaging.models import Inbound, Message, OptOut
from tests.integration.messaging.conftest import JUAN_PHONE, ROSA_PHONE, give_phone, person, told
from tests.unit.messaging.cast import WITH_TRIP, at

TWO_DAYS_BEFORE = at(14, 10, 1)


@pytest.fixture
def asked(reconcile, facts_with_trip, carrier, limits):
    """Rosa and Juan were asked whether they go."""
    reconcile(facts_with_trip)
    outbox.dispatch(TWO_DAYS_BEFORE, carrier, limits)


def take(body, sid="SM1", number=ROSA_PHONE, at=TWO_DAYS_BEFORE, **more):
    with transaction():
        return intake.take_in(number, body, sid, at, **more)


def answers_planned():
    return list(db.session.scalars(select(Message.kind).where(Message.priority == 0).order_by(Message.id)))


def test_an_answer_finds_its_question(asked):
    taken = take("1")
    assert (taken.inbound.meaning, taken.inbound.about, taken.question.kind) == (
        "confirm", "appointment:7", "two_days_before",
    )  # fmt: skip


def test_the_same_sid_twice_is_one_answer(asked):
    take("1")
    assert take("1").repeated
    assert db.session.query(Inbound).count() == 1


def test_the_old_prefix_of_a_mobile_does_not_hide_who_it_is(asked, world):
    assert take("1", number="+5219921110001").inbound.person_id == world.patient_id


def test_an_answer_ends_the_silence(asked):
    assert take("2").question.answered_at == TWO_DAYS_BEFORE


def test_juans_answer_is_juans(asked, world):
    assert take("1", number=JUAN_PHONE).inbound.person_id == world.companions[0].person_id


def test_words_that_are_not_understood_wait_in_the_inbox(asked):
    assert (take("y mi prima?").inbound.meaning, take("y mi prima?").inbound.state) == ("doubt", "unread")


def test_alto_opts_out_and_is_answered_once(asked, world):
    take("ALTO")
    assert (queries.muted(ROSA_PHONE, world.patient_id), answers_planned()) == (True, ["stopped"])


def test_the_answer_to_alto_still_goes_out(asked, carrier, limits):
    take("ALTO")
    outbox.dispatch(TWO_DAYS_BEFORE, carrier, limits)
    assert carrier.accepted[-1]["body"].startswith("Listo: ya no le mando mensajes")


def test_mensajes_brings_them_back(asked, world):
    take("ALTO")
    take("MENSAJES", sid="SM2")
    assert not queries.muted(ROSA_PHONE, world.patient_id)


def test_alta_is_a_discharge_and_no_opt_in(asked):
    take("ALTO")
    assert take("ALTA", sid="SM2").inbound.meaning == "discharge"
    assert db.session.query(OptOut).filter(OptOut.ended_at.is_(None)).count() == 1


def test_help_is_answered_once_a_day(asked):
    take("AYUDA")
    take("ayuda", sid="SM2")
    assert answers_planned() == ["help"]


def test_a_missed_call_means_call_me(asked):
    assert take("", channel="missed_call").inbound.meaning == "call_me"


def test_a_strangers_alto_is_kept_and_not_answered(asked):
    taken = take("ALTO", number="+529925550000")
    assert (taken.inbound.person_id, answers_planned()) == (None, [])


@pytest.fixture
def shared_phone(asked, reconcile, world, carrier, limits, now):
    """Mateo's appointment is asked about on doña Rosa's phone too."""
    with transaction():
        mateo = person("P-000003", "Mateo", "Mateo", None, now)
        give_phone(mateo, ROSA_PHONE)
        other = Case(number="C-0002", patient_id=mateo.id, clinic_id=world.clinic_id, created_at=now)
        other.navigator_id = world.navigator_id
        db.session.add(other)
        db.session.flush()
        mateos = told(WITH_TRIP, world)
        recipient = mateos.recipients[0].__class__(mateo.id, "Mateo", "patient")
        case_id = other.id
    facts = mateos.__class__(**{**vars(mateos), "about": "appointment:9", "recipients": (recipient,),
                                "case_id": case_id, "patient_name": "Mateo"})  # fmt: skip
    reconcile(facts)
    outbox.dispatch(TWO_DAYS_BEFORE, carrier, limits)
    return mateo


def test_a_phone_asked_about_two_is_asked_which_one(shared_phone):
    taken = take("1")
    assert (taken.inbound.unclear_whose, taken.question, answers_planned()) == (True, None, ["which_one"])


def test_the_name_gives_the_answer_its_owner(shared_phone):
    take("2")
    taken = take("mateo", sid="SM2")
    assert (taken.inbound.meaning, taken.inbound.about) == ("decline", "appointment:9")


def test_one_persons_alto_leaves_the_other_reachable(shared_phone, world):
    take("ALTO")
    muted = [queries.muted(ROSA_PHONE, someone) for someone in (shared_phone.id, world.patient_id)]
    assert sorted(muted) == [False, True]


def test_a_reply_by_hand_is_signed_and_goes_to_whoever_wrote(asked, world, carrier, limits):
    taken = take("¿que llevo?")
    with transaction():
        talks.reply(db.session.get(Inbound, taken.inbound.id), "Lleve su INE", world.navigator, TWO_DAYS_BEFORE)
    outbox.dispatch(TWO_DAYS_BEFORE, carrier, limits)
    assert (carrier.accepted[-1]["to"], carrier.accepted[-1]["body"]) == (ROSA_PHONE, "Lleve su INE - Lupita")


def test_who_nobody_wrote_to_is_known_by_their_phone(world):
    assert take("hola", at=at(1, 10)).inbound.person_id == db.session.get(Person, world.patient_id).id
