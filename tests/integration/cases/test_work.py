"""Tasks, notes and calls; pausing, closing, and a death that can be undone."""

from datetime import date, time, timedelta

import pytest

from app.cases import operations, queries
from app.foundation.db import transaction
from app.foundation.errors import Refused
from tests.moment import NOW

TOMORROW = NOW + timedelta(days=1)


def test_a_task_of_the_same_key_is_raised_once_and_only_grows_more_pressing(rosa):
    with transaction():
        first = raise_call(rosa, TOMORROW)
        second = raise_call(rosa, NOW, urgent=True)
        raise_call(rosa, TOMORROW)
    assert (second.id, first.due_at, first.urgent) == (first.id, NOW, True)


def test_once_done_its_key_may_come_again(rosa, lupita):
    with transaction():
        first = raise_call(rosa, NOW)
        operations.complete_task(first, "contestó Juan", NOW, lupita)
        second = raise_call(rosa, NOW)
    assert second.id != first.id


def test_a_task_belongs_to_the_case_s_navigator_until_somebody_takes_it(rosa, lupita, marta):
    with transaction():
        task = raise_call(rosa, NOW)
        assert task.owner.id == lupita.id
        operations.take_task(task, NOW, marta)
    assert task.owner.id == marta.id


def test_a_task_is_done_with_words_and_once(rosa, lupita):
    with transaction():
        task = raise_call(rosa, NOW)
    with pytest.raises(Refused) as refusal, transaction():
        operations.complete_task(task, "  ", NOW, lupita)
    assert refusal.value.field == "result"
    with transaction():
        operations.complete_task(task, "ya", NOW, lupita)
    with pytest.raises(Refused), transaction():
        operations.complete_task(task, "ya", NOW, lupita)


def test_finishing_by_a_key_that_nobody_raised_does_nothing(rosa):
    with transaction():
        assert operations.finish_task_by_key("case:9:call", "x", NOW) is None


def test_a_call_without_answer_brings_its_next_try(rosa, lupita):
    with transaction():
        operations.log_call(rosa, "no_answer", "", NOW, TOMORROW, NOW, lupita)
    (task,) = queries.open_tasks_of(rosa)
    assert (task.kind, task.due_at) == ("call", TOMORROW)


def test_an_answered_call_ends_the_next_try(rosa, lupita):
    with transaction():
        operations.log_call(rosa, "off", "", NOW, TOMORROW, NOW, lupita)
        operations.log_call(rosa, "answered", "sí va", NOW, None, NOW, lupita)
    assert queries.open_tasks_of(rosa) == []


def test_a_note_tells_what_has_happened(rosa, lupita):
    with pytest.raises(Refused) as refusal, transaction():
        operations.add_note(rosa, "note", "vino Juan", TOMORROW, NOW, lupita)
    assert refusal.value.field == "occurred_at"


def test_a_pause_has_a_reason_and_a_morning_on_which_it_ends(rosa, lupita):
    with transaction():
        operations.hold(rosa, "cosecha", date(2026, 12, 1), NOW, lupita)
    (task,) = queries.open_tasks_of(rosa)
    assert (rosa.hold_until, task.key) == (date(2026, 12, 1), f"case:{rosa.id}:wake")


@pytest.mark.parametrize("until", [None, date(2026, 11, 23)])
def test_a_pause_ends_after_today(rosa, lupita, until):
    with pytest.raises(Refused) as refusal, transaction():
        operations.hold(rosa, "cosecha", until, NOW, lupita)
    assert refusal.value.field == "until"


def test_resuming_ends_the_pause_and_its_task(rosa, lupita):
    with transaction():
        operations.hold(rosa, "cosecha", date(2026, 12, 1), NOW, lupita)
        operations.resume(rosa, NOW, lupita)
    assert (rosa.hold_reason, queries.open_tasks_of(rosa)) == (None, [])


def test_closing_ends_the_tasks_but_those_about_money(rosa, lupita):
    with transaction():
        raise_call(rosa, NOW)
        money = operations.raise_task(rosa, "money", "Cerrar la comprobación", NOW, "advance:1", NOW)
        operations.close(rosa, "resolved", NOW, lupita)
    assert queries.open_tasks_of(rosa) == [money]


def test_a_case_with_a_date_ahead_does_not_close(rosa, places, lupita):
    with transaction():
        operations.book(
            rosa, places["HGM"], None, date(2026, 12, 15), time(8), None, "datetime", NOW, lupita
        )  # fmt: skip
    with pytest.raises(Refused), transaction():
        operations.close(rosa, "resolved", NOW, lupita)


def test_closing_lets_go_of_a_date_that_was_only_asked_for(rosa, lupita):
    with transaction():
        asked = operations.request_date(rosa, None, None, NOW, lupita)
        operations.close(rosa, "refused", NOW, lupita)
    assert asked.state == "cancelled_patient"


def test_reopening_leaves_its_reason_on_the_timeline(rosa, lupita):
    with transaction():
        operations.close(rosa, "moved", NOW, lupita)
        operations.reopen(rosa, "regresó a su casa", NOW, lupita)
    assert rosa.closed_at is None
    assert "regresó a su casa" in queries.timeline_notes(rosa)[0].text


def test_a_death_closes_quietly_and_can_be_undone(rosa, places, lupita):
    with transaction():
        visit = operations.book(
            rosa, places["HGM"], None, date(2026, 12, 15), time(8), None, "datetime", NOW, lupita
        )  # fmt: skip
        task = raise_call(rosa, NOW)
        operations.record_death(rosa.patient, date(2026, 11, 22), NOW, lupita)
    assert (visit.state, task.done_at) == ("cancelled_patient", NOW)
    with transaction():
        operations.undo_death(rosa.patient, NOW, lupita)
    assert (visit.state, task.done_at, rosa.patient.died_on) == ("booked", None, None)


def raise_call(case, due_at, urgent=False):
    return operations.raise_task(case, "call", "Llamar a Rosa", due_at, f"case:{case.id}:call", NOW, urgent=urgent)
