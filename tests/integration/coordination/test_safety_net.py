"""The reminders' tick: what changed, what is about to leave, and a few in turn."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from app.cases import operations as cases
from app.cases.models import Task
from app.cases.rules import PersonFacts
from app.coordination import jobs
from app.coordination.models import Watermark
from app.foundation.db import db, transaction
from app.messaging.models import Channel, Message


@pytest.fixture
def booked(programme):
    case = programme.rosa()
    programme.book(case)
    return case


def planned(kind="booked"):
    rows = select(Message.body).where(Message.kind == kind, Message.state == "planned")
    return set(db.session.scalars(rows))


def test_a_corrected_name_is_in_the_texts_after_one_tick(booked, lupita, now):
    with transaction():
        known = PersonFacts(
            "Rosa", "López", "Díaz", sex="female", born_on=booked.patient.born_on, address="doña Rosita"
        )
        cases.correct_person(booked.patient, known, now, lupita)
    jobs.keep_texts_true(now)
    assert any("Rosita" in body for body in planned())


def test_a_tick_sees_a_change_once(booked, now):
    jobs.keep_texts_true(now)
    seen = db.session.get(Watermark, "changes").position
    assert seen == db.session.scalar(text("SELECT max(id) FROM audit_event"))


@pytest.mark.parametrize("due_in", [timedelta(minutes=1), timedelta(hours=-20)], ids=["soon", "overdue"])
def test_a_text_about_to_leave_is_compared_once_more(booked, now, due_in):
    jobs.keep_texts_true(now)
    soon = now + due_in
    with transaction():
        db.session.execute(update(Message).where(Message.kind == "day_before").values(body="viejo", not_before=soon))
    jobs.keep_texts_true(now)
    assert "viejo" not in planned("day_before") and planned("day_before")


def test_what_nobody_named_is_found_in_its_turn(booked, now):
    jobs.keep_texts_true(now)
    near = now + timedelta(days=20)
    with transaction():
        db.session.execute(update(Message).where(Message.kind == "day_before").values(body="viejo"))
    jobs.keep_texts_true(now)
    assert planned("day_before") == {"viejo"}
    jobs.keep_texts_true(near)
    assert "viejo" not in planned("day_before")


def test_a_tick_over_nothing_new_changes_nothing(booked, now):
    jobs.keep_texts_true(now)
    before = db.session.scalars(select(Message.id)).all()
    jobs.keep_texts_true(now)
    assert db.session.scalars(select(Message.id)).all() == before


def test_the_daily_cap_is_one_task_a_day_even_once_it_is_done(programme, lupita, now):
    with transaction():
        db.session.get(Channel, "sms").capped_on = now.date()
    for _pass in range(2):
        jobs.raise_due_tasks(now)
        for task in db.session.scalars(select(Task).where(Task.done_at.is_(None))).all():
            with transaction():
                cases.complete_task(task, "visto", now, lupita)
    assert [task.title for task in db.session.scalars(select(Task).where(Task.key.like("cap:%")))] == [
        "Se llegó al tope de mensajes de hoy: ver qué no puede esperar"
    ]
