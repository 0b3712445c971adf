"""The policy as data: which lines make sense, and kinds that take two people."""

from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.foundation.audit import AuditEvent
from app.foundation.db import db, transaction
from app.foundation.errors import NotAllowed, Refused
from app.messaging import policy_lines, wordings
from app.messaging.models import MessageKind, ReminderRow
from app.messaging.reminders import DEFAULT_POLICY, Reminder
from tests.moment import NOW

PLACAS = Reminder("", "leaving", "patient", days=-3, at=time(10))
WORDS = {"patient": "{Name}, soy {navigator}. {soon} sale a {city}: lleve sus placas."}


def save(line, by, row=None):
    with transaction():
        return policy_lines.save_line(line, row, by, NOW)


def row_of(kind, audience="everyone"):
    return db.session.scalar(select(ReminderRow).where(ReminderRow.kind == kind, ReminderRow.audience == audience))


def propose(by, words=WORDS, line=PLACAS):
    with transaction():
        return policy_lines.propose("Traiga sus placas", line, words, by, NOW)


def decide(kind, by, yes=True):
    with transaction():
        policy_lines.decide(kind, yes, by, NOW)


def test_a_new_programme_starts_with_the_default_policy(app):
    assert policy_lines.policy() == DEFAULT_POLICY


def test_a_changed_line_is_the_policy_and_the_change_is_in_the_audit_chain(lupita):
    row = row_of("day_before")
    save(replace(policy_lines.reminder_of(row), at=time(17), weekdays=(0, 4), language="es"), lupita, row)
    assert (
        Reminder("day_before", "leaving", days=-1, at=time(17), weekdays=(0, 4), language="es") in policy_lines.policy()
    )
    assert '"weekdays": [0, 4]' in db.session.scalar(select(AuditEvent.details).order_by(AuditEvent.id.desc()))


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (Reminder("booked", "leaving", "acompanante", days=-1, at=time(10)), "anchor"),
        (Reminder("day_before", "leaving", "acompanante", days=1, at=time(10)), "side"),
        (Reminder("after_return", "home", "patient", days=-1, at=time(10)), "side"),
        (Reminder("day_before", "leaving", "acompanante", days=-1, at=time(7)), "at"),
        (Reminder("day_before", "leaving", "acompanante", days=-1), "at"),
        (Reminder("on_the_way", "leaving", "acompanante", minutes=30, weekdays=(1,)), "weekdays"),
        (Reminder("day_before", "leaving", "patient", days=-1, at=time(12)), "audience"),
    ],
)  # fmt: skip
def test_a_line_that_makes_no_sense_is_refused_beside_its_field(lupita, line, field):
    with pytest.raises(Refused) as refused:
        save(line, lupita)
    assert refused.value.field == field


def test_once_a_line_is_off_another_may_say_it(lupita):
    row = row_of("day_before")
    save(replace(policy_lines.reminder_of(row), active=False), lupita, row)
    assert save(Reminder("day_before", "leaving", "patient", days=-1, at=time(12)), lupita).id


def test_a_proposed_kind_is_in_no_policy_until_somebody_else_approves_it(lupita, marta):
    kind = propose(lupita)
    assert kind.code not in {line.kind for line in policy_lines.policy()}
    decide(kind, marta)
    assert replace(PLACAS, kind=kind.code) in policy_lines.policy()


def test_nobody_approves_their_own(lupita):
    with pytest.raises(NotAllowed, match="otra persona"):
        decide(propose(lupita), lupita)


@pytest.mark.both_databases
def test_the_database_too_wants_a_second_person(lupita):
    kind = propose(lupita)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(
            update(MessageKind).where(MessageKind.id == kind.id).values(state="approved", decided_by_id=lupita.id)
        )


def test_nobody_else_changes_the_words_of_a_kind_that_waits(lupita, marta):
    kind = propose(lupita)
    with pytest.raises(Refused, match="sólo quien lo propuso"), transaction():
        wordings.reword(f"{kind.code}.patient.es", "Otra cosa, {name}.", "Otra cosa.", marta, NOW)


def test_a_declined_kind_is_never_sent_and_not_decided_again(lupita, marta, amalia):
    kind = propose(lupita)
    decide(kind, marta, yes=False)
    assert kind.code not in {line.kind for line in policy_lines.policy()}
    with pytest.raises(Refused, match="Ya se decidió"):
        decide(kind, amalia)


def test_words_that_may_not_be_said_are_refused_beside_their_reader(lupita):
    with pytest.raises(Refused) as refused:
        propose(lupita, {"patient": "{Name}, traiga 200 pesos."})
    assert refused.value.field == "patient"
    assert db.session.scalar(select(MessageKind)) is None


def test_a_name_is_taken_once(lupita):
    propose(lupita)
    with pytest.raises(Refused) as refused:
        propose(lupita)
    assert refused.value.field == "name"
