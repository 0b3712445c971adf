"""Whose case it is: one's own clinic, and by name where it is restricted. Hidden and absent look the same."""

import pytest
from sqlalchemy import event

from app.cases import operations, queries
from app.foundation.db import db, transaction
from app.foundation.errors import NotFound, Refused
from tests.integration.cases.conftest import refer
from tests.moment import NOW


@pytest.mark.parametrize("who", ["lupita", "marta", "ivan", "fausto", "amalia", "aurora"])
def test_a_case_is_open_to_the_team_and_to_its_own_clinic(rosa, request, who):
    assert queries.case_or_404(rosa.number, request.getfixturevalue(who)).id == rosa.id


def test_a_clinician_of_another_clinic_finds_nothing(rosa, celia):
    with pytest.raises(NotFound):
        queries.case_or_404(rosa.number, celia)


@pytest.mark.parametrize("who", ["marta", "ivan", "fausto", "amalia", "aurora"])
def test_a_restricted_case_opens_to_nobody_who_is_not_named(restricted, request, who):
    with pytest.raises(NotFound):
        queries.case_or_404(restricted.number, request.getfixturevalue(who))


def test_who_is_named_opens_it(restricted, marta, lupita):
    with transaction():
        operations.name_staff(restricted, marta, lupita)
    assert queries.case_or_404(restricted.number, marta).id == restricted.id


@pytest.mark.parametrize("who", ["fausto", "amalia", "aurora"])
def test_money_and_administration_see_that_it_exists(restricted, request, who):
    assert queries.case_number_visible(restricted.number, request.getfixturevalue(who)).id == restricted.id


@pytest.mark.parametrize("who", ["marta", "ivan"])
def test_the_others_do_not_even_see_that(restricted, request, who):
    with pytest.raises(NotFound):
        queries.case_number_visible(restricted.number, request.getfixturevalue(who))


def test_lists_tasks_and_people_keep_it_hidden(restricted, marta):
    with transaction():
        task = operations.raise_task(restricted, "call", "Llamar", NOW, "k", NOW)
    assert queries.case_page_list(marta, queries.CaseFilters(), None).rows == []
    assert queries.open_tasks(marta).rows == []
    for look in (
        lambda: queries.task_or_404(task.id, marta),
        lambda: queries.person_or_404(restricted.patient.number, marta),
    ):
        with pytest.raises(NotFound):
            look()


def test_the_last_one_named_stays_named(restricted, lupita):
    with pytest.raises(Refused), transaction():
        operations.unname_staff(restricted, lupita, lupita)


def test_a_diagnosis_that_turns_out_psychiatric_restricts_the_case(rosa, lupita, marta):
    with transaction():
        operations.correct_case(rosa, NOW, lupita, diagnosis_code="F32", diagnosis="depresión")
    assert queries.named_staff(rosa) == [lupita]


def test_a_list_of_cases_is_one_statement_however_long(places, lupita):
    with transaction():
        for number in range(12):
            refer(places, lupita, patient=operations.PersonFacts(f"Rosa {number}", "Mejía"))
    assert lupita.id  # she is signed in: reading her is not the list's
    with statements() as seen:
        page = queries.case_page_list(lupita, queries.CaseFilters(), None, limit=10)
        shown = [(one.patient.full_name, one.clinic.name, one.hospital.name, one.navigator.name) for one in page.rows]
    assert (len(shown), page.next_key is not None, len(seen)) == (10, True, 1)


def test_the_next_page_begins_behind_the_last(places, lupita):
    with transaction():
        for number in range(5):
            refer(places, lupita, patient=operations.PersonFacts(f"Rosa {number}", "Mejía"))
    first = queries.case_page_list(lupita, queries.CaseFilters(), None, limit=3)
    second = queries.case_page_list(lupita, queries.CaseFilters(), first.next_key, limit=3)
    assert [one.number for one in first.rows + second.rows] == [f"C-2026-000{n}" for n in (5, 4, 3, 2, 1)]
    assert second.next_key is None


def test_tasks_continue_behind_the_last_by_hour_and_then_by_age(rosa, lupita):
    with transaction():
        tasks = [operations.raise_task(rosa, "call", f"{n}", NOW, f"k{n}", NOW) for n in range(3)]
    first = queries.open_tasks(lupita, limit=2)
    second = queries.open_tasks(lupita, first.next_key, limit=2)
    assert first.rows + second.rows == tasks


@pytest.mark.parametrize("text", ["gomez rosa", "C-2026-0001", "ROSA MEJIA"])
def test_a_list_is_narrowed_by_names_in_any_spelling_and_by_number(rosa, restricted, lupita, text):
    assert queries.case_page_list(lupita, queries.CaseFilters(text=text), None).rows == [rosa]


@pytest.mark.parametrize("text", ["SAL", "sal", "salvador urbina", "CLINICA SALVADOR URBINA", " Salvador  Urbina "])
def test_a_place_is_found_however_it_is_spelled(places, text):
    assert queries.place_by_code_or_name(text, "clinic").code == "SAL"


def test_a_place_of_another_kind_is_not_it(places):
    assert queries.place_by_code_or_name("SAL", "hospital") is None


class statements:
    """The SQL that ran inside, but for BEGIN and PRAGMA."""

    def __enter__(self):
        self.seen = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self.seen

    def __exit__(self, *_raised):
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_rest):
        if not statement.startswith(("BEGIN", "PRAGMA")):
            self.seen.append(statement)
