"""What a report is about: a fund, a payee, a case; case numbers unless somebody says why names are needed."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfReader
from werkzeug.datastructures import FileStorage

from app.finance import operations as finance
from app.finance import printed
from app.finance.scope import Scope, contents
from app.foundation import files
from app.foundation.audit import AuditEvent
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.moment import NOW

NOVEMBER = Scope(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def photo(cast):
    """`photo()` is an uploaded picture of a ticket; of another shade, of another ticket."""

    def taken(shade=200):
        out = io.BytesIO()
        Image.new("RGB", (60, 80), (240, 230, shade)).save(out, "JPEG")
        with transaction():
            return files.store_upload(FileStorage(io.BytesIO(out.getvalue()), "ticket.jpg"), cast["lupita"])

    return taken


def said(sealed) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(sealed.pdf)).pages).split())


def look(**narrowed):
    return contents(replace(NOVEMBER, **narrowed))


def test_a_report_about_a_case_asks_for_that_case_alone(spend, seal, beto):
    spend(85_00)
    spend(15_00, case=beto)
    sealed = seal(case_number=beto.number)
    assert (sealed.total, sealed.line_count) == (Money(15_00), 1)
    assert "CASO SAL-2026-0002" in said(sealed)


def test_a_report_about_a_payee_finds_the_name_without_its_accents(spend, seal):
    spend(85_00, payee="Juan Pérez")
    spend(15_00, payee="María López")
    sealed = seal(payee="juan  perez")
    assert (sealed.total, sealed.payee) == (Money(85_00), "Juan Pérez")
    assert "PAGADO A Juan Pérez" in said(sealed)


def test_another_spelling_of_the_payee_is_the_same_report(spend, seal):
    spend(85_00, payee="Juan Pérez")
    assert seal(payee="JUAN PEREZ").id == seal(payee="Juan Pérez").id


def test_a_report_about_a_fund_leaves_out_the_others(cast, spend, seal):
    spend(85_00)
    with transaction():
        other = finance.create_fund(
            "Café", "Tostadores", kind="reimbursable", ceiling=Money(500_00), by=cast["fausto"], now=NOW
        )
    spend(15_00, fund=other)
    assert (seal().total, seal(fund=None).total) == (Money(85_00), Money(100_00))


def test_who_was_paid_for_a_restricted_case_is_on_no_report_about_a_payee(spend, seal, rosa, beto):
    spend(85_00, case=rosa)
    spend(15_00, case=beto)
    with transaction():
        beto.restricted = True
    assert seal(payee="Juan Pérez").total == Money(85_00)
    with transaction():
        rosa.restricted = True
    with pytest.raises(Refused, match="A nadie con ese nombre"):
        look(payee="Juan Pérez")


@pytest.mark.parametrize(
    ("narrowed", "field"),
    [({"case_number": "SAL-2026-0099"}, "case_number"), ({"payee": "Nadie"}, "payee"),
     ({"ends_on": date(2026, 10, 1)}, "ends_on")],
)  # fmt: skip
def test_what_nobody_knows_is_refused_beside_its_field(spend, narrowed, field):
    spend(85_00)
    with pytest.raises(Refused) as refusal:
        look(**narrowed)
    assert refusal.value.field == field


def test_the_paper_names_no_patient_unless_it_was_asked_for(spend, seal):
    spend(85_00)
    assert "Rosa Hernández" not in said(seal())
    named = said(seal(names_reason="Convenio, cláusula 14"))
    assert ("Rosa Hernández" in named, "Convenio, cláusula 14" in named) == (True, True)


def test_a_restricted_case_stays_without_a_name_on_a_report_with_names(spend, seal, rosa):
    spend(85_00)
    with transaction():
        rosa.restricted = True
    named = said(seal(names_reason="Convenio"))
    assert ("Rosa" in named, "Caso reservado" in named) == (False, True)


def test_names_are_written_down_with_their_reason_and_whose_they_are(spend, seal):
    spend(85_00)
    seal(names_reason="Convenio")
    details = json.loads(db.session.scalars(db.select(AuditEvent.details).filter_by(action="report.sealed")).one())
    assert (details["names"], details["cases"]) == ("Convenio", ["SAL-2026-0001"])


def test_a_report_with_names_does_not_replace_the_one_without(spend, seal):
    spend(85_00)
    plain, named = seal(), seal(names_reason="Convenio")
    assert (named.replaces_id, plain.state) == (None, "standing")


def test_who_looks_first_learns_the_total_the_count_and_what_was_asked_for_before(spend, seal, beto):
    spend(85_00)
    spend(15_00, case=beto, category="lodging")
    sealed = seal(case_number=beto.number)
    looked = look()
    assert (looked.total, len(looked.lines), looked.cases, looked.unpictured) == (Money(100_00), 2, 2, 2)
    assert [(one.label, one.count, one.amount) for one in looked.by_category] == [
        ("Hospedaje", 1, Money(15_00)), ("Transporte", 1, Money(85_00)),
    ]  # fmt: skip
    assert looked.also_in == [(sealed.number, 1)]


def test_the_paper_says_which_of_its_expenses_another_report_asks_for_too(spend, seal, rosa):
    spend(85_00)
    first = seal(case_number=rosa.number)
    assert f"1 de estos gastos figura también en el informe {first.number}." in said(seal())


def test_what_changed_since_somebody_looked_is_not_sealed(cast, spend):
    spend(85_00)
    seen = look().seen
    spend(15_00)
    with pytest.raises(Refused, match="Los gastos cambiaron"), transaction():
        finance.seal_report(NOVEMBER, by=cast["fausto"], now=NOW, seen=seen)


def test_the_annex_is_numbered_in_the_order_of_the_paper(spend, photo):
    spend(85_00, file=photo())
    spend(15_00, category="lodging", file=photo(shade=120))
    lines = printed.reimbursement.in_order(printed.lines_of(look().lines, named=False, at=NOW))
    assert [(line.category, line.annex) for line in lines] == [("Hospedaje", 1), ("Transporte", 2)]


def test_the_command_seals_a_case_and_names_nobody(spend, rosa, app, tmp_path):
    spend(85_00)
    number = rosa.number
    db.session.remove()
    file = tmp_path / "caso.pdf"
    args = ["--from", "2026-11-01", "--to", "2026-11-30", "--case", number.lower(), "--out", str(file)]
    told = app.test_cli_runner().invoke(args=["report", "reimbursement", *args])
    assert told.exit_code == 0, told.stderr
    text = " ".join(page.extract_text() for page in PdfReader(file).pages)
    assert (number in text, "Rosa" in text) == (True, False)
