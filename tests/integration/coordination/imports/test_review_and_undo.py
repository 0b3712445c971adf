"""A refused row waits with its sentence until a person settles it; a batch can be undone while nothing was built."""

import json

import pytest
from sqlalchemy import func, select

from app.cases import operations as cases
from app.cases.models import Case, Person, Phone
from app.coordination.imports import operations, queries, undoing
from app.coordination.models import ImportRow
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from tests.moment import NOW

from .conftest import bring_in, case_of, row, sheet

pytestmark = pytest.mark.usefixtures("places")
IMPOSSIBLE = row(Fecha_de_nacimiento="31/02/1979")


def waiting():
    return queries.review_list(None).rows


def settle(cells, by):
    with transaction():
        return operations.settle(waiting()[0], cells, NOW, by)


def undo(batch, by):
    with transaction():
        undoing.undo(queries.batch_or_404(batch.id), NOW, by)


def count(model):
    return db.session.scalar(select(func.count(model.id)))


def test_a_refused_row_waits_with_its_sentence_once_however_often_it_comes():
    bring_in(sheet(IMPOSSIBLE))
    bring_in(sheet(IMPOSSIBLE))
    assert [one.sentences for one in waiting()] == [["La fecha de nacimiento «31/02/1979» no existe."]]


def test_a_row_without_folio_waits_once_however_often_it_comes():
    bring_in(sheet(row(Folio="")))
    bring_in(sheet(row(Folio="")))
    assert len(waiting()) == 1


def test_a_settled_row_is_a_case_and_the_same_row_of_the_next_file_is_unchanged(lupita):
    bring_in(sheet(IMPOSSIBLE))
    settle(row(), lupita)
    assert case_of("R-1").patient.full_name == "Rosa Mejía Gómez" and waiting() == []
    assert bring_in(sheet(IMPOSSIBLE))[1][0].verdict == "unchanged"


def test_a_row_settled_with_another_folio_is_known_again(lupita):
    bring_in(sheet(row(Folio="")))
    settle(row(Folio="R-7"), lupita)
    judged = bring_in(sheet(row(Folio="")))[1][0]
    assert (judged.verdict, judged.key) == ("unchanged", "R-7")


def test_what_is_still_wrong_is_said_and_nothing_is_written(lupita):
    bring_in(sheet(IMPOSSIBLE))
    with pytest.raises(Refused, match="«30/02/1979» no existe"):
        settle(row(Fecha_de_nacimiento="30/02/1979"), lupita)
    assert count(Case) == 0 and len(waiting()) == 1


def test_a_corrected_folio_must_not_be_another_rows(lupita):
    bring_in(sheet(row(), row(Folio="", Nombre="Micaela")))
    with pytest.raises(Refused, match="Ya hay otra fila"):
        settle(row(Nombre="Micaela"), lupita)


def test_a_clinic_that_was_added_since_lets_the_row_in_from_the_list(lupita):
    unknown = row(Clínica="Nueva")
    bring_in(sheet(unknown))
    with transaction():
        cases.save_place("NUE", name="Clínica Nueva", kind="clinic", now=NOW, by=None)
    assert settle(unknown, lupita).verdict == "created"


def test_a_row_that_the_next_file_corrects_waits_no_more():
    bring_in(sheet(IMPOSSIBLE))
    bring_in(sheet(row()))
    assert waiting() == []


def test_a_dismissed_row_leaves_the_list_and_stays_refused(lupita):
    bring_in(sheet(IMPOSSIBLE))
    with transaction():
        operations.dismiss(waiting()[0], NOW, lupita)
    assert bring_in(sheet(IMPOSSIBLE))[1][0].verdict == "refused" and waiting() == []


def test_undoing_takes_back_everything_that_the_batch_created(lupita):
    batch, _judged = bring_in(sheet(row(), row(Folio="R-2", CIE_10="F20"), IMPOSSIBLE | {"Folio": "R-3"}))
    undo(batch, lupita)
    assert [count(model) for model in (Case, Person, Phone)] == [0, 0, 0] and waiting() == []
    assert [one.verdict for one in bring_in(sheet(row()))[1]] == ["created"]


def test_undoing_leaves_what_was_there_before(lupita):
    bring_in(sheet(row()))
    batch, _judged = bring_in(sheet(row(), row(Folio="R-2")))
    undo(batch, lupita)
    assert case_of("R-1") and case_of("R-2") is None and count(Person) == 2
    assert bring_in(sheet(row()))[1][0].verdict == "unchanged"


def test_undoing_a_change_gives_the_field_back(lupita):
    bring_in(sheet(row()))
    batch, _judged = bring_in(sheet(row(Diagnóstico="litiasis")))
    undo(batch, lupita)
    assert case_of("R-1").diagnosis == "colelitiasis"
    assert bring_in(sheet(row()))[1][0].verdict == "unchanged"


def test_what_somebody_worked_on_cannot_be_undone(lupita):
    batch, _judged = bring_in(sheet(row()))
    with transaction():
        cases.add_note(case_of("R-1"), "note", "Llamó su esposo.", NOW, NOW, lupita)
    with pytest.raises(Refused, match="Ya se trabajó"):
        undo(batch, lupita)
    assert case_of("R-1") is not None


def test_what_a_later_sheet_changed_cannot_be_undone_before_it(lupita):
    first, _judged = bring_in(sheet(row()))
    bring_in(sheet(row(Diagnóstico="litiasis")))
    with pytest.raises(Refused, match="deshaga primero esa"):
        undo(first, lupita)


def test_places_of_a_sheet_can_be_undone_until_a_route_uses_them(lupita):
    batch, _judged = bring_in(b"code,name,kind\nAAA,Uno,town\nBBB,Dos,town\n", "places")
    routes, _judged = bring_in(b"from,to,mode,fare_mxn,minutes_dry,departures\nAAA,BBB,taxi,50,30,any\n", "routes")
    with pytest.raises(Refused):
        undo(batch, lupita)
    undo(routes, lupita)
    undo(batch, lupita)


def test_nobody_may_be_texted_until_the_batch_is_confirmed(lupita):
    batch, _judged = bring_in(sheet(row()))
    assert not case_of("R-1").texts_confirmed
    with transaction():
        operations.confirm_texts(queries.batch_or_404(batch.id), NOW, lupita)
    assert case_of("R-1").texts_confirmed


def test_a_batch_is_confirmed_once_and_then_not_undone(lupita):
    batch, _judged = bring_in(sheet(row()))
    for _again in range(2):
        try:
            with transaction():
                operations.confirm_texts(queries.batch_or_404(batch.id), NOW, lupita)
        except Refused as refusal:
            assert "ya estaban confirmados" in str(refusal)
    with pytest.raises(Refused, match="ya se confirmaron"):
        undo(batch, lupita)


def test_every_row_of_the_sheet_is_kept_with_its_cells():
    batch, _judged = bring_in(sheet(row() | {"Folio": "R-1"}))
    kept = db.session.scalar(select(ImportRow).where(ImportRow.batch_id == batch.id))
    assert json.loads(kept.cells)["Nombre(s)"] == "Rosa"
