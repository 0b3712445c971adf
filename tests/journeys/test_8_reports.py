"""Step 8: finance seals the reimbursement report of a period and fund, and takes the ledger to other programs."""

import csv
import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from app.finance import operations as finance
from app.finance.models import Advance
from app.finance.operations.receipts import Paper
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.moment import NOW


@pytest.fixture
def proved(server):
    """Hilda's ticket of 504 pesos and her signed slip are approved."""
    with server.app.app_context(), transaction():
        advance = db.session.query(Advance).filter_by(number="AE-2026-0004").one()
        claim = finance.open_claim(advance.case_id, advance=advance, by=advance.requested_by, now=NOW)
        paper = Paper("ticket", "Autotransportes Frailesca", NOW.date(), Money(504_00))
        finance.add_receipt(claim, paper, "transport", "Pasajes", by=advance.requested_by, now=NOW)
        finance.prove_attendance(claim, "Contrarreferencia", advance.requested_by, None)
        finance.submit_claim(claim, advance.requested_by, NOW)
        finance.approve_claim(claim, advance.approved_by, NOW)


def seal(fausto):
    fausto.choose("Fondo", "Fondo Café Solidario")
    fausto.fill("Desde", "2026-11-01")
    fausto.fill("Hasta", "2026-11-30")
    fausto.press("Ver qué incluye")
    fausto.sees("$1,799.00 MXN")
    fausto.press("Sellar el informe")
    fausto.sees("Sellado: IR-2026-0002, $1,799.00 MXN.")
    return fausto.download("IR-2026-0002.pdf")


@pytest.mark.usefixtures("proved")
def test_the_report_is_numbered_adds_up_in_words_and_is_reprinted_to_the_byte(enter):
    fausto = enter("fausto")
    fausto.follow("Informes")
    first = seal(fausto)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(first)).pages]
    said = " ".join(" ".join(pages).split())
    for words in ("IR-2026-0002", "Fondo Café Solidario", "(UN MIL SETECIENTOS NOVENTA Y NUEVE PESOS 00/100 M.N.)"):
        assert words in said
    assert "Autorizó" in said
    assert "recibo firmado RE-2026-0004 en el expediente" in said and "falta su foto" not in said
    assert fausto.download("IR-2026-0002.pdf") == first


def test_the_demos_sealed_report_shows_each_nota_in_its_annex(enter):
    fausto = enter("fausto")
    fausto.follow("Informes")
    fausto.follow("IR-2026-0001")
    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(fausto.download("IR-2026-0001.pdf"))).pages)
    assert "Anexo: comprobantes" in said and "Nota · Transportes de la Sierra" in said


def test_the_ledger_goes_to_other_programs(enter):
    fausto = enter("fausto")
    fausto.follow("Informes")
    table = list(csv.reader(io.StringIO(fausto.download("libro.csv").decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(fausto.download("libro.xlsx")), read_only=True)
    assert len(table) > 6 and book.sheetnames
    assert b"open Assets" in fausto.download("libro.beancount")
    assert "Caja Jaltenango" in fausto.download("libro.journal").decode()


def test_a_period_the_wrong_way_round_is_a_sentence_and_what_was_typed_stays(enter):
    fausto = enter("fausto")
    fausto.open("/reports")
    fausto.fill("Desde", "2026-11-30")
    fausto.fill("Hasta", "2026-11-01")
    fausto.press("Ver qué incluye")
    fausto.sees("El último día no puede ser anterior al primero.")
    assert fausto.labelled("Desde").input_value() == "2026-11-30"
