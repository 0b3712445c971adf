"""The sealed lines to take along: formulas computed here as a spreadsheet would, against the total that was sealed."""

import csv
import hashlib
import io
import re
import zipfile
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas
from werkzeug.datastructures import FileStorage

from app.finance import bundle
from app.finance import operations as finance
from app.finance.exports import FORMATS, read_book
from app.foundation import files
from app.foundation.db import transaction
from tests.moment import NOW


class Workbook:
    """Computes the cells of a workbook from its formulas alone: SUM, SUMIF, ROUND, differences, other sheets' cells."""

    def __init__(self, content: bytes):
        self.sheets = load_workbook(io.BytesIO(content))

    def value(self, sheet: str, cell: str):
        found = self.sheets[sheet][cell].value
        if not (isinstance(found, str) and found.startswith("=")):
            return Decimal(str(found)) if isinstance(found, int | float) else found
        return self.computed(sheet, found[1:])

    def computed(self, sheet: str, formula: str):
        formula = formula.replace("$", "")
        if call := re.fullmatch(r"SUM\((.*)\)", formula):
            return sum((v for part in call[1].split(",") for v in self.area(sheet, part)), Decimal())
        if call := re.fullmatch(r"SUMIF\((.+),(\w+),(.+)\)", formula):
            wanted = self.value(sheet, call[2])
            pairs = zip(self.area(sheet, call[1]), self.area(sheet, call[3]), strict=True)
            return sum((amount for key, amount in pairs if key == wanted), Decimal())
        if call := re.fullmatch(r"ROUND\((\w+)-(\w+),2\)", formula):
            return round(self.value(sheet, call[1]) - self.value(sheet, call[2]), 2)
        if call := re.fullmatch(r"(\w+)-(\w+)", formula):
            return self.value(sheet, call[1]) - self.value(sheet, call[2])
        if call := re.fullmatch(r"(\w+)!(\w+)", formula):
            return self.value(call[1], call[2])
        return Decimal(formula)

    def area(self, sheet: str, words: str) -> list:
        name, _bang, cells = words.rpartition("!")
        rows = self.sheets[name or sheet][cells]
        rows = rows if isinstance(rows, tuple) else ((rows,),)
        return [self.value(name or sheet, cell.coordinate) for row in rows for cell in row]

    def labelled(self, sheet: str, column: str, label: str, amounts: str):
        """What stands in `amounts`, in the row where `column` says `label`."""
        (row,) = (cell.row for cell in self.sheets[sheet][column] if cell.value == label)
        return self.value(sheet, f"{amounts}{row}")


@pytest.fixture
def report(spend, seal, beto):
    """Three rides, two nights and a meal, of two cases."""
    for amount in (85_50, 1, 1_250_33):
        spend(amount, vendor='=HYPERLINK("x")')
    spend(300_00, category="lodging", case=beto)
    spend(99_99, category="lodging", case=beto)
    spend(65_00, category="meals")
    return seal()


def test_every_subtotal_and_the_total_are_the_sum_of_the_lines_above(report):
    book = Workbook(bundle.xlsx_of(report))
    sums = {
        label: book.labelled("Gastos", "C", label, "K")
        for label in ("Subtotal alimentos", "Subtotal hospedaje", "Subtotal transporte", "Total")
    }
    assert list(sums.values()) == [Decimal("65.00"), Decimal("399.99"), Decimal("1335.84"), Decimal("1800.83")]
    assert sums["Total"] * 100 == report.total_minor


def test_a_changed_amount_moves_its_subtotal_the_total_and_the_difference(report):
    book = Workbook(bundle.xlsx_of(report))
    book.sheets["Gastos"]["K2"].value += 10
    assert book.labelled("Gastos", "C", "Subtotal alimentos", "K") == Decimal("75")
    assert book.labelled("Gastos", "C", "Total", "K") == Decimal("1810.83")
    assert book.labelled("Resumen", "A", "Diferencia", "B") == 10


def test_the_summary_holds_the_sums_against_what_was_sealed(report):
    book = Workbook(bundle.xlsx_of(report))
    for label, amount in (("Hospedaje", "399.99"), ("Total de los gastos", "1800.83"), ("Total sellado", "1800.83")):
        assert book.labelled("Resumen", "A", label, "B") == Decimal(amount)
    assert book.labelled("Resumen", "A", "Diferencia", "B") == 0
    assert book.labelled("Resumen", "A", "Huella del archivo (SHA-256)", "B") == report.sha256


def test_what_a_reader_shows_before_it_calculates_is_what_the_formulas_give(report):
    content = bundle.xlsx_of(report)
    book, shown = Workbook(content), load_workbook(io.BytesIO(content), data_only=True)
    formulas = [
        (sheet.title, cell.coordinate) for sheet in book.sheets for row in sheet for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]  # fmt: skip
    assert len(formulas) == 9  # three subtotals, the total; three categories, the total and the difference
    for sheet, cell in formulas:
        assert Decimal(str(shown[sheet][cell].value)) == book.value(sheet, cell), (sheet, cell)


def test_the_csv_has_the_lines_of_the_paper_and_their_sum_and_no_formula(report):
    rows = list(csv.DictReader(io.StringIO(bundle.csv_of(report).decode())))
    assert sum(Decimal(row["Importe"]) for row in rows) * 100 == report.total_minor
    assert [row["N.º"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert "Paciente" not in rows[0]


def test_the_table_of_a_report_with_names_has_them(spend, seal):
    spend(85_50)
    (row,) = csv.DictReader(io.StringIO(bundle.csv_of(seal(names_reason="Convenio")).decode()))
    assert row["Paciente"] == "Rosa Hernández"


def test_a_report_of_nothing_is_a_workbook_with_a_total_of_zero(seal):
    book = Workbook(bundle.xlsx_of(seal()))
    assert book.labelled("Gastos", "C", "Total", "K") == book.labelled("Resumen", "A", "Diferencia", "B") == 0


def test_the_tables_repeat_to_the_byte(report):
    assert bundle.xlsx_of(report) == bundle.xlsx_of(report)
    assert bundle.zip_of(report).read() == bundle.zip_of(report).read()


def test_a_voided_report_says_so_in_its_table(report, cast):
    with transaction():
        finance.void_report(report, "El fondo es otro", by=cast["amalia"], now=NOW)
    state = Workbook(bundle.xlsx_of(report)).labelled("Resumen", "A", "Estado", "B")
    assert state == "anulado por AN-2026-0001"


def test_all_together_holds_the_receipts_with_the_hashes_that_the_annex_prints(spend, seal, cast):
    out = io.BytesIO()
    Image.new("RGB", (60, 80), (240, 230, 200)).save(out, "JPEG")
    with transaction():
        file = files.store_upload(FileStorage(io.BytesIO(out.getvalue()), "ticket.jpg"), cast["lupita"])
    spend(85_50, file=file)
    report = seal()
    archive = zipfile.ZipFile(bundle.zip_of(report))
    assert archive.namelist() == ["IR-2026-0001.pdf", "IR-2026-0001.xlsx", "IR-2026-0001.csv", "anexo/A-1.jpg"]
    assert archive.read("IR-2026-0001.pdf") == report.pdf
    printed = PdfReader(io.BytesIO(report.pdf)).pages[-1].extract_text()
    assert hashlib.sha256(archive.read("anexo/A-1.jpg")).hexdigest() in printed


def signed(handed, by):
    """The photograph of a hand-over's slip comes in."""
    out = io.BytesIO()
    Image.new("RGB", (60, 80), (240, 230, 200)).save(out, "JPEG")
    with transaction():
        photo = files.store_upload(FileStorage(io.BytesIO(out.getvalue()), "recibo.jpg"), by)
        finance.record_signed_slip(handed, photo, by)


@pytest.fixture
def fixed(handed, cast, rosa):
    """Juan's meals and stipend, approved; one hand-over, RE-2026-0001, whose slip has no photograph yet."""
    with transaction():
        claim = finance.open_claim(rosa.id, advance=handed.advance, by=cast["lupita"], now=NOW)
        finance.prove_attendance(claim, "Contrarreferencia sellada", cast["lupita"])
        finance.submit_claim(claim, cast["lupita"], NOW)
        finance.approve_claim(claim, cast["fausto"], NOW)
    return handed


def words(report) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(report.pdf)).pages]


def test_a_report_with_names_bears_the_signed_slip_of_apoyo_fijo_once(fixed, seal, cast):
    signed(fixed, cast["lupita"])
    report = seal(names_reason="Convenio")
    table, annex = words(report)
    assert table.count("recibo firmado RE-2026-0001 en el anexo") == 2
    assert "RE-2026-0001 23/11/2026 · Recibo firmado · SAL-2026-0001 · $1,350.00 MXN" in annex
    archive = zipfile.ZipFile(bundle.zip_of(report))
    assert hashlib.sha256(archive.read("anexo/RE-2026-0001.jpg")).hexdigest() in annex


@pytest.mark.parametrize(("restricted", "reason"), [(False, ""), (True, "Convenio")])
def test_without_names_or_of_a_restricted_case_the_slip_stays_on_file(fixed, seal, cast, rosa, restricted, reason):
    signed(fixed, cast["lupita"])
    with transaction():
        rosa.restricted = restricted
    report = seal(names_reason=reason)
    assert words(report)[0].count("recibo firmado RE-2026-0001 en el expediente") == 2
    assert "Anexo: comprobantes" not in " ".join(words(report))
    assert not [name for name in zipfile.ZipFile(bundle.zip_of(report)).namelist() if "RE-" in name]


def test_a_slip_that_is_signed_after_the_sealing_is_not_in_what_was_sealed(fixed, seal, cast, frozen):
    report = seal(names_reason="Convenio")
    frozen.shift(60)
    signed(fixed, cast["lupita"])
    (only,) = words(report)
    assert only.count("recibo RE-2026-0001, falta su foto firmada") == 2
    assert bundle.csv_of(report).decode().count("falta su foto firmada") == 2


def test_a_cut_expense_says_so_on_paper_and_in_the_table(spend, seal, cast):
    claim = spend(650_00)
    with transaction():
        claim.lines[0].accepted_minor, claim.lines[0].cut_reason = 500_00, "tope de la noche"
    report = seal()
    says = "de $650.00 se aceptan $500.00: tope de la noche"
    assert says in words(report)[0] and says in bundle.csv_of(report).decode()


def test_the_pages_of_a_pdf_are_in_the_annex_and_the_pdf_itself_in_the_zip(spend, seal, cast):
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for _number in range(6):
        canvas.drawString(80, 700, "Factura")
        canvas.showPage()
    canvas.save()
    with transaction():
        file = files.store_upload(FileStorage(io.BytesIO(out.getvalue()), "factura.pdf"), cast["lupita"])
    spend(85_50, file=file)
    report = seal()
    pages = words(report)
    assert len(pages) == 5 and "Página 4 de 6" in pages[-1] and "En el ZIP del informe: 2 páginas más" in pages[-1]
    assert zipfile.ZipFile(bundle.zip_of(report)).read("anexo/A-1.pdf") == out.getvalue()


def test_the_ledgers_workbook_computes_our_balances(report, handed):
    book, workbook = read_book(), Workbook(FORMATS["xlsx"](read_book()))
    for account in book.accounts:
        assert workbook.labelled("Balanza", "A", account.code, "E") * 100 == account.standing, account.name
        assert workbook.labelled("Balanza", "A", account.code, "G") == 0
    assert workbook.labelled("Balanza", "A", "Total", "C") == workbook.labelled("Balanza", "A", "Total", "D")


def test_the_picture_on_paper_is_a_small_copy_and_the_file_stays_whole(cast):
    out = io.BytesIO()
    Image.new("RGB", (2000, 2200), (240, 230, 200)).save(out, "JPEG")
    with transaction():
        file = files.store_upload(FileStorage(io.BytesIO(out.getvalue()), "ticket.jpg"), cast["lupita"])
    sizes = [Image.open(io.BytesIO(made)).size for made in (files.paper_copy(file), files.content_of(file))]
    assert sizes == [(909, 1000), (2000, 2200)]
    assert files.paper_copy(file) == files.paper_copy(file)
