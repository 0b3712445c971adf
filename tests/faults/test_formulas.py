"""Fault 13: whatever stands at the beginning of a text, or inside it, is inert in every file that leaves: no
spreadsheet takes it for a formula, no journal for syntax; and what is read back is what was written."""

import csv
import io
import json
import re
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from beancount import loader
from beancount.core.data import Transaction

from app.finance.exports import FORMATS, Book, SealedTable, sealed_csv, sealed_xlsx
from app.finance.exports.book import AccountLine, EntryLine, TransferLine
from app.finance.reports.reimbursement import Line
from app.foundation.money import Money

DAY = date(2026, 11, 23)
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\x00", "'", "''", '"', "＝", "＋", "－", "＠", " ", "")
BODIES = (
    "1+1", 'HYPERLINK("http://x.example";"y")', "cmd|' /C calc'!A0", "=2", "@SUM(A1)", "dos\nlíneas", "dos\r\nlíneas",
    "a\tb", "a\x00b", "a\x01b\x1fc", "_x0041_", "; nota: x", "(código) x", "! pendiente", "x | y", "\\", '"', "",
)  # fmt: skip
TEXTS = [start + body for start in STARTS for body in BODIES]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULA = tuple("=+-@\t\r\n\x00＝＋－＠")


def book(texts: list[str]) -> Book:
    """An entry for each text, which stands in every field that people type."""
    entries, accounts = [], []
    for number, text in enumerate(texts, 1):
        box = AccountLine(f"101.01.{number:04}", "box", text, "MXN", 100)
        fund = AccountLine(f"301.01.{number:04}", "fund", text, "MXN", -100)
        accounts += [box, fund]
        line = TransferLine(box, fund, 100, "MXN", text, text, text, text, text)
        entries.append(EntryLine(number, DAY, DAY, "donation", f"donation:{number}", text, "0" * 64, None, (line,)))
    return Book(tuple(sorted(accounts, key=lambda account: account.code)), tuple(entries))


def sealed(texts: list[str]) -> SealedTable:
    lines = [
        Line(DAY, text, text, text, text, text, text, Money(1_00), annex=None, rfc=text, person=f"{text}x")
        for text in texts
    ]
    facts = tuple((f"Dato {number}", text) for number, text in enumerate(texts))
    return SealedTable("IR-2026-0001", facts, tuple(lines), Money(1_00 * len(lines)), datetime(2026, 11, 30, 18))


def as_typed(cell: str) -> str:
    """A cell without the apostrophe that keeps it a text."""
    assert not cell.lstrip(" ").startswith(FORMULA), cell
    return cell[1:] if cell.startswith("'") and cell.lstrip("' ").startswith(FORMULA) else cell


def cells_of(content: bytes, sheet: int) -> list[dict[str, str]]:
    """Column → text of every row of the sheet, as Excel reads it; what is a number or a formula has no text."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    shared = [
        unescaped("".join(item.itertext())) for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    ]
    rows = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{sheet}.xml")).iter(f"{MAIN}row")
    return [
        {cell.get("r").rstrip("0123456789"): shared[int(cell.find(f"{MAIN}v").text)] for cell in row if cell.get("t") == "s"}
        for row in rows
    ][1:]  # fmt: skip


def unescaped(text: str) -> str:
    """`_x000D_` is a character (ECMA-376, ST_Xstring)."""
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


@pytest.mark.parametrize(("kind", "fields"), [
    ("csv", {"concepto", "nombre cargo", "nombre abono", "caso", "fondo", "rubro", "UUID"}),
    ("polizas", {"concepto", "nombre", "UUID", "RFC", "caso"}),
])  # fmt: skip
def test_every_text_comes_back_from_the_ledgers_csv(kind, fields):
    rows = list(csv.DictReader(io.StringIO(FORMATS[kind](book(TEXTS)), newline="")))
    per_text = len(rows) // len(TEXTS)
    for row, text in zip(rows, (text for text in TEXTS for _posting in range(per_text)), strict=True):
        assert {as_typed(row[field]) for field in fields} == {text}


def test_every_text_comes_back_from_the_ledgers_workbook():
    rows = cells_of(FORMATS["xlsx"](book(TEXTS)), 1)
    for row, text in zip(rows, TEXTS, strict=True):
        assert {as_typed(row.get(column, "")) for column in "EGILMNO"} == {text}


def test_every_text_comes_back_from_a_sealed_reports_csv():
    rows = list(csv.DictReader(io.StringIO(sealed_csv(sealed(TEXTS)), newline="")))
    fields = ("Rubro", "Caso", "Concepto", "Proveedor", "RFC", "Comprobante", "Folio o UUID")
    assert sorted(as_typed(row["Concepto"]) for row in rows) == sorted(TEXTS)
    for row in rows:
        assert {as_typed(row[field]) for field in fields} == {as_typed(row["Paciente"])[:-1]}


def test_every_text_comes_back_from_a_sealed_reports_workbook():
    content = sealed_xlsx(sealed(TEXTS))
    rows = [row for row in cells_of(content, 2) if "M" in row]
    assert sorted(as_typed(row.get("E", "")) for row in rows) == sorted(TEXTS)
    for row in rows:
        assert {as_typed(row.get(column, "")) for column in "CDEFGHI"} == {as_typed(row["M"])[:-1]}
    facts = {row.get("A"): row.get("B", "") for row in cells_of(content, 1)}
    assert [as_typed(facts[f"Dato {number}"]) for number in range(len(TEXTS))] == TEXTS


def one_line(text: str) -> str:
    """What a journal can hold of a text: no controls, one space between words."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def test_bean_check_reads_every_text_as_words(tmp_path):
    file = tmp_path / "libro.beancount"
    file.write_text(FORMATS["beancount"](book(TEXTS)), encoding="utf-8", newline="")
    entries, errors, _options = loader.load_file(str(file))
    assert not errors
    told = {entry.meta["asiento"]: entry.narration for entry in entries if isinstance(entry, Transaction)}
    for number, text in enumerate(TEXTS, 1):
        assert told[number] == one_line(text or "donation").replace("\\", "/").replace('"', "'")


@pytest.mark.needs("hledger")
def test_hledger_reads_every_text_as_words(tmp_path: Path):
    file = tmp_path / "libro.journal"
    file.write_text(FORMATS["hledger"](book(TEXTS)), encoding="utf-8", newline="")
    said = subprocess.run(["hledger", "-f", file, "print", "-O", "json"], capture_output=True, text=True, check=True)
    told = json.loads(said.stdout)[:-1]
    assert len(told) == len(TEXTS)
    for number, (entry, text) in enumerate(zip(told, TEXTS, strict=True), 1):
        assert words(entry["tdescription"]) == words(one_line(text or "donation")), text
        assert (entry["tcode"], entry["tstatus"]) == (str(number), "Cleared")


def words(text: str) -> str:
    """Without the signs that a journal has to write in another way."""
    return " ".join(re.sub(r"[;|:,/!()\[\]]", " ", text).split())
