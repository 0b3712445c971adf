"""Lupita uploads a sheet, reads what would happen, brings it in, and settles what was refused."""

import io

import pytest

from app.coordination.imports import queries
from app.coordination.imports.kinds import columns_of
from app.foundation.db import db

from .conftest import bring_in, case_of, row, sheet

pytestmark = pytest.mark.usefixtures("places")
IMPOSSIBLE = row(Folio="R-2", Fecha_de_nacimiento="31/02/1979")


@pytest.fixture
def lupitas(lupita, signed_in):
    return signed_in(lupita)


def upload(lupitas, content, name="hoja.csv", kind="referrals"):
    return lupitas.post("/imports", data={"kind": kind, "file": (io.BytesIO(content), name)})


def form_of(cells):
    """The fields of the page on which a row is corrected."""
    return {f"cell_{at}": cells.get(label, "") for at, label in enumerate(columns_of("referrals"))}


def test_an_uploaded_sheet_is_shown_first_and_nothing_is_written(lupitas):
    answer = upload(lupitas, sheet(row(), IMPOSSIBLE))
    page = lupitas.get(answer.location).get_data(as_text=True)
    assert "Todavía no se ha guardado nada" in page and "«31/02/1979» no existe" in page
    assert case_of("R-1") is None


def test_of_a_price_that_changed_the_page_says_first_from_what_to_what(lupitas):
    places = b"code,name,kind\nCAP,Capital,town\nVER,Vergel,town\nZAC,Zacatal,town\n"
    lupitas.post(f"{upload(lupitas, places, kind='places').location}/bring-in")
    book = "from,to,mode,fare_mxn,minutes_dry,departures\nCAP,VER,taxi,45,15,any\nZAC,VER,redilas,{},90,05:30\n"
    first = upload(lupitas, book.format(60).encode(), kind="routes").location
    lupitas.post(f"{first}/bring-in")
    page = lupitas.get(upload(lupitas, book.format(65).encode(), kind="routes").location).get_data(as_text=True)
    assert "60 → <strong>65</strong>" in page
    assert page.index("ZAC VER redilas") < page.index("CAP VER taxi")


def test_bringing_it_in_leads_to_the_result(lupitas):
    preview = upload(lupitas, sheet(row(), IMPOSSIBLE)).location
    lupitas.post(f"{preview}/bring-in")
    page = lupitas.get(preview).get_data(as_text=True)
    assert case_of("R-1").number in page and "Confirmar los mensajes" in page


def test_a_discarded_sheet_is_gone(lupitas):
    preview = upload(lupitas, sheet(row())).location
    lupitas.post(f"{preview}/discard")
    assert lupitas.get(preview).status_code == 404 and case_of("R-1") is None


def test_a_sheet_comes_in_once_however_often_the_button_is_pressed(lupitas):
    preview = upload(lupitas, sheet(row())).location
    assert lupitas.post(f"{preview}/bring-in").status_code == 302
    assert lupitas.post(f"{preview}/bring-in").status_code == 409


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"a,b\n1,2\n"], ids=["empty", "binary", "columns"]
)
def test_what_is_no_sheet_is_refused_beside_its_field(lupitas, content):
    page = upload(lupitas, content)
    assert page.status_code == 200 and 'class="wrong"' in page.get_data(as_text=True)
    assert queries.batches(None).rows == []


def test_a_refused_row_is_corrected_on_its_page(lupitas):
    bring_in(sheet(IMPOSSIBLE))
    waiting = queries.review_list(None).rows[0].id
    assert "«31/02/1979» no existe" in lupitas.get("/imports/review").get_data(as_text=True)
    answer = lupitas.post(f"/imports/review/{waiting}", data=form_of(row(Folio="R-2")))
    assert answer.status_code == 302
    db.session.rollback()
    assert case_of("R-2") is not None


def test_what_is_still_wrong_keeps_what_was_typed(lupitas):
    bring_in(sheet(IMPOSSIBLE))
    waiting = queries.review_list(None).rows[0].id
    page = lupitas.post(f"/imports/review/{waiting}", data=form_of(IMPOSSIBLE | {"Nombre(s)": "Rosalía"}))
    assert page.status_code == 200
    assert "Rosalía" in page.get_data(as_text=True) and "no existe" in page.get_data(as_text=True)


def test_a_row_that_needs_nothing_leaves_the_list(lupitas):
    bring_in(sheet(IMPOSSIBLE))
    waiting = queries.review_list(None).rows[0].id
    lupitas.post(f"/imports/review/{waiting}/dismiss")
    assert lupitas.get(f"/imports/review/{waiting}").status_code == 404


def test_confirming_and_undoing_are_buttons_of_the_batch(lupitas):
    batch, _judged = bring_in(sheet(row()))
    second, _judged = bring_in(sheet(row(Folio="R-5", Nombre="Ana", CURP="")))
    lupitas.post(f"/imports/{second.id}/undo")
    lupitas.post(f"/imports/{batch.id}/confirm-messages")
    db.session.rollback()
    assert case_of("R-5") is None and case_of("R-1").texts_confirmed


def test_an_undo_that_is_refused_says_why(lupitas):
    batch, _judged = bring_in(sheet(row()))
    lupitas.post(f"/imports/{batch.id}/confirm-messages")
    page = lupitas.post(f"/imports/{batch.id}/undo", follow_redirects=True)
    assert "ya se confirmaron" in page.get_data(as_text=True)


def test_refused_rows_can_be_downloaded_with_their_sentences_and_sent_again(lupitas):
    batch, _judged = bring_in(sheet(row(), IMPOSSIBLE | {"Observaciones": "=1+1"}))
    text = lupitas.get(f"/imports/{batch.id}/refused.csv").get_data(as_text=True)
    assert "no existe" in text and "'=1+1" in text
    assert bring_in(text.replace("31/02/1979", "17/10/1979").encode())[1][0].verdict == "created"


def test_the_report_names_nobody(lupitas):
    batch, _judged = bring_in(sheet(row(Parentesco="hija"), IMPOSSIBLE))
    text = lupitas.get(f"/imports/{batch.id}/report.csv").get_data(as_text=True)
    assert text.lstrip("\ufeff").startswith("row,key,verdict,patient,case,messages\n")
    assert "Rosa" not in text and "Aguilar" not in text and "MEGR" not in text


@pytest.mark.parametrize("role", ["clinician", "finance", "auditor"])
def test_sheets_are_the_navigators_and_the_admins(as_role, role):
    assert as_role(role).get("/imports").status_code == 403
