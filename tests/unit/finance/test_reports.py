"""The printed report and slip: what they say, that they repeat to the byte, that every page is numbered."""

import io
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from PIL import Image
from pypdf import PdfReader

from app.finance.reports import reimbursement, slip
from app.finance.reports.annex import Annex
from app.foundation.money import Money
from app.foundation.paper import Letterhead, printable

HEAD = Letterhead("Compañeros En Salud México, A.C.", "Jaltenango de la Paz, Chiapas", "CES1104276Z1")


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), (240, 230, 200)).save(out, "JPEG")
    return out.getvalue()


def line(number: int, category="Transporte", amount=1250_50, annex=None):
    return reimbursement.Line(
        date(2026, 11, 3), f"SAL-2026-{number:04}", category, "Jaltenango a Tuxtla", "Don Beto", "Ticket", "17",
        Money(amount), annex,
    )  # fmt: skip


def report(*lines, annexes=(), paper="letter"):
    return reimbursement.Report(
        "IR-2026-0001", HEAD, "Cirugías 2026", "Fundación Esperanza", date(2026, 11, 1), date(2026, 11, 30), lines,
        annexes, "Fausto Gómez", datetime(2026, 11, 30, 18, 5), "https://acompana.example/verify/abc", paper=paper,
    )  # fmt: skip


def read(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def small_type(pdf: bytes) -> list[str]:
    """What is set in less than eight points."""
    found = []

    def keep(text, _moved, _set, _font, size):
        if text.strip() and size < 8:
            found.append(text.strip())

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=keep)
    return found


def test_only_a_hash_is_in_type_that_needs_a_glass():
    told = replace(
        line(1, annex=1), folio="3F2A9C1E-7B44-4D0A-9E55-0A1B2C3D4E5F", person="Rosa López Díaz", note="A mano"
    )
    annexes = (Annex(1, "Ticket", "image/jpeg", "ab" * 32, picture()),)
    pdf = reimbursement.draw(replace(report(told, annexes=annexes), names_reason="Convenio"))
    assert all("SHA-256" in words for words in small_type(pdf))
    assert told.folio in "".join(read(pdf))


def test_the_report_says_its_number_total_words_and_case_but_no_name():
    (only,) = read(reimbursement.draw(report(line(1))))
    for words in ("IR-2026-0001", "$1,250.50 MXN", "UN MIL DOSCIENTOS CINCUENTA PESOS 50/100 M.N.", "SAL-2026-0001",
                  "Fundación Esperanza", "Página 1 de 1", "verify/abc"):  # fmt: skip
        assert words in only


def test_categories_have_their_subtotals():
    text = "".join(read(reimbursement.draw(report(line(1), line(2), line(3, "Hospedaje", 60_00)))))
    assert "Subtotal transporte" in text
    assert "2,501.00" in text


def test_three_categories_their_total_and_the_signatures_stand_on_one_page():
    named = replace(report(line(1), line(2, "Hospedaje"), line(3, "Alimentos")), names_reason="Convenio")
    (only,) = read(reimbursement.draw(named))
    assert "Subtotal transporte" in only and "Recibió por el donante" in only


@pytest.mark.parametrize("count", [0, 1, 17, 18, 19, 20, 21, 40, 130])
def test_every_line_is_printed_and_every_page_says_of_how_many(count):
    pages = read(reimbursement.draw(report(*(line(number) for number in range(1, count + 1)))))
    assert all(f"Página {number} de {len(pages)}" in text for number, text in enumerate(pages, 1))
    assert sum(text.count("SAL-2026-") for text in pages) == count


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_equal_reports_are_equal_to_the_byte(paper):
    annexes = (Annex(1, "Ticket", "image/jpeg", "ab" * 32, picture()),)
    first, second = (reimbursement.draw(report(line(1, annex=1), annexes=annexes, paper=paper)) for _ in range(2))
    assert first == second


def test_a_folio_fiscal_and_a_long_concept_are_printed_whole():
    uuid = "6F9619FF-8B86-D011-B42D-00CF4FC964FF"
    concept = "Jaltenango a Tuxtla, ida y vuelta por Villaflores, con equipaje, silla de ruedas y dos familiares"
    (only,) = read(reimbursement.draw(report(replace(line(1), folio=uuid, concept=concept))))
    assert uuid in only
    assert concept in " ".join(only.split())


def test_the_first_page_says_what_the_report_is_about_and_nothing_that_it_is_not():
    narrowed = replace(report(line(1)), payee="Juan Pérez", case_number="SAL-2026-0001", notes=("Sustituye a otro.",))
    for one, shown in ((narrowed, True), (report(line(1)), False)):
        (text,) = read(reimbursement.draw(one))
        assert [words in text for words in ("PAGADO A", "Juan Pérez", "NOTA", "Sustituye a otro.")] == [shown] * 4


@pytest.mark.parametrize("rows", [1, 4, 9])
def test_however_much_the_first_page_says_every_line_is_printed_once(rows):
    notes = tuple(f"1 de estos gastos figura también en el informe IR-2026-{number:04}." for number in range(rows))
    pages = read(reimbursement.draw(replace(report(*(line(number) for number in range(40))), notes=notes)))
    assert sum(text.count("SAL-2026-") for text in pages) == 40
    assert all(f"Página {number} de {len(pages)}" in text for number, text in enumerate(pages, 1))


def test_of_a_receipt_that_is_no_picture_the_annex_tells_the_facts():
    xml = Annex(1, "CFDI", "application/xml", "cd" * 32, facts=(("RFC del emisor", "AFR010101AB1"),))
    text = read(reimbursement.draw(report(line(1, annex=1), annexes=(xml,))))[-1]
    for words in ("AFR010101AB1", "cd" * 32, "XML del CFDI"):
        assert words in text


def test_another_file_in_the_annex_changes_the_hash_on_the_paper():
    one, other = (report(line(1), annexes=(Annex(1, "Ticket", "image/jpeg", sha),)) for sha in ("ab" * 32, "cd" * 32))
    assert one.content_hash != other.content_hash


def test_the_annex_holds_each_receipt_two_to_a_page():
    annexes = tuple(Annex(number, "Ticket", "image/jpeg", "ab" * 32, picture()) for number in (1, 2, 3))
    pages = read(reimbursement.draw(report(line(1, annex=1), annexes=annexes)))
    found = [re.findall(r"(?<!SH)A-\d\b", text) for text in pages]
    assert found == [["A-1"], ["A-1", "A-2"], ["A-3"]]


def test_a_pdfs_pages_have_a_sheet_each_and_say_how_many_more_the_zip_has():
    pdf = Annex(2, "Factura", "application/pdf", "cd" * 32, pages=(picture(),) * 4, total_pages=9)
    annexes = (
        Annex(1, "Ticket", "image/jpeg", "ab" * 32, picture()),
        pdf,
        replace(pdf, number=3, total_pages=1, pages=(picture(),)),
    )
    pages = read(reimbursement.draw(report(line(1, annex=1), annexes=annexes)))
    found = [re.findall(r"(?<!SH)A-\d\b|Página \d de 9|\d páginas más", text) for text in pages[1:]]
    assert [set(labels) for labels in found] == [
        {"A-1"}, {"A-2", "Página 1 de 9"}, {"A-2", "Página 2 de 9"}, {"A-2", "Página 3 de 9"},
        {"A-2", "Página 4 de 9", "5 páginas más"}, {"A-3"},
    ]  # fmt: skip


def test_a_report_with_pages_of_a_pdf_repeats_to_the_byte():
    pdf = Annex(1, "Factura", "application/pdf", "cd" * 32, pages=(picture(), picture()), total_pages=2)
    first, second = (reimbursement.draw(report(line(1, annex=1), annexes=(pdf,))) for _ in range(2))
    assert first == second


def test_a_signed_slip_stands_in_the_annex_by_its_own_number():
    slip_of = Annex(0, "Recibo firmado", "image/jpeg", "cd" * 32, picture(), slip="RE-2026-0001")
    fixed = replace(line(1), slips=("RE-2026-0001",), note="recibo firmado RE-2026-0001 en el anexo")
    pages = read(reimbursement.draw(report(fixed, annexes=(slip_of,))))
    assert [text.count("RE-2026-0001") for text in pages] == [2, 1]


def test_of_a_cut_expense_the_line_says_how_much_was_asked_and_why_it_is_less():
    cut = "de $650.00 se aceptan $500.00: el tope de la noche es de 500, por convenio con el albergue de Tuxtla"
    (only,) = read(reimbursement.draw(report(replace(line(1), note=cut))))
    assert cut in " ".join(only.split())


@pytest.mark.parametrize("count", range(14, 26))
def test_a_subtotal_has_its_last_line_on_the_same_page(count):
    pages = read(reimbursement.draw(report(*(line(number) for number in range(1, count + 1)))))
    (page,) = (text for text in pages if "Subtotal transporte" in text)
    assert "SAL-2026-" in page


def test_a_changed_amount_changes_the_hash_on_the_paper():
    assert report(line(1)).content_hash != report(line(1, amount=1250_51)).content_hash


def test_the_slip_says_who_receives_how_much_and_what_is_due():
    (only,) = read(
        slip.draw(
            slip.Slip(
                "RE-2026-0001", HEAD, "SAL-2026-0001", "Juan Pérez Tsʼul", "esposo", "Lupita Roblero", "Caja",
                "Cirugías 2026", "el viaje a Tuxtla", (slip.SlipLine("Transporte", True, Money(720_00)),
                slip.SlipLine("Alimentos", False, Money(330_00))), datetime(2026, 11, 23, 10, 0), mode="a_ruego",
                signs_for="Pedro Ruiz", witness="Amalia Cruz",
            )
        )
    )  # fmt: skip
    for words in ("Tsʼul".replace("ʼ", "’"), "$1,050.00 MXN", "lunes 23 de noviembre de 2026", "Pedro Ruiz",
                  "Amalia Cruz", "$720.00 MXN es gasto por comprobar", "a su ruego"):  # fmt: skip
        assert words in " ".join(only.split())


def test_what_the_fonts_cannot_show_is_replaced_and_nothing_breaks():
    assert printable("Tsʼi\x00 日 — ñ") == "Ts’i ? — ñ"
