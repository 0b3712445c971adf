"""Spreadsheets as people have them: CSV of any common kind, or XLSX, read into rows of text.

CSV is UTF-8 (with or without BOM) or cp1252, with comma, semicolon or tab. In XLSX a date cell becomes
`2026-12-15`, a time cell `08:30`, a whole number loses its `.0`.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .errors import Unusable
from .language import _

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024  # an XLSX that unpacks to more is a bomb, not a sheet
MOST_COLUMNS = 400
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
FORMULA = ("=", "+", "-", "@")
_QUOTED = re.compile(r'"[^"]*"')
_CONTROL = bytes(set(range(32)) - set(b"\t\r\n\x0b\x0c\x1a"))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """`number` as the spreadsheet shows it (the header is 1); `cells` from header as typed to trimmed text."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headers as typed, made different where two are equal; rows without a single filled cell are left out."""

    headers: tuple[str, ...]
    rows: list[SheetRow]


def read_sheet(content: bytes) -> Sheet:
    """Reads the bytes of a file. Unusable: empty, over 20 MB, no sheet at all, or no row of headers."""
    if not content.strip():
        raise Unusable(_("El archivo está vacío."), "file")
    if len(content) > LARGEST:
        raise Unusable(_("El archivo pesa más de 20 MB: divídalo en varios."), "file")
    records = _xlsx_records(content) if content.startswith(_ZIP) else _csv_records(content)
    return _with_headers(enumerate(records, 1))


def _with_headers(records: Iterator[tuple[int, list[str]]]) -> Sheet:
    header = next((cells for _number, cells in records if any(cells)), None)
    if header is None:
        raise Unusable(_("El archivo está vacío."), "file")
    if len(header) > MOST_COLUMNS:
        raise Unusable(_("La hoja tiene demasiadas columnas: no parece una lista."), "file")
    if not any(letter.isalpha() for cell in header for letter in cell):
        raise Unusable(_("La primera fila de la hoja no trae los nombres de las columnas."), "file")
    headers = _distinct(header)
    return Sheet(headers, [SheetRow(number, _cells(headers, row)) for number, row in records if any(row)])


def _cells(headers: tuple[str, ...], row: list[str]) -> dict[str, str]:
    if len(row) < len(headers):
        row = row + [""] * (len(headers) - len(row))
    cells = dict(zip(headers, row, strict=False))
    for position, text in enumerate(row[len(headers) :], len(headers) + 1):
        if text:
            cells[f"({position})"] = text
    cells.pop("", None)
    return cells


def _distinct(header: list[str]) -> tuple[str, ...]:
    """A column without a name that holds something is called by its position; a repeated name is numbered."""
    seen: dict[str, int] = {}
    names = []
    for position, text in enumerate(header, 1):
        name = text or f"({position})"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def _csv_records(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            yield [_tidy(cell) for cell in record]
    except csv.Error as broken:
        raise _not_a_sheet() from broken


def _tidy(text: str) -> str:
    """Trimmed, without the apostrophe by which an export keeps a text from being a formula."""
    text = text.replace("\xa0", " ").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text


def _decoded(content: bytes) -> str:
    if content.startswith(_OLD_EXCEL):
        raise Unusable(_("Es un Excel de formato antiguo (.xls): guárdelo como .xlsx o CSV."), "file")
    if content.startswith(b"%PDF") or len(content.translate(None, _CONTROL)) != len(content):
        raise _not_a_sheet()
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _not_a_sheet()


def _not_a_sheet() -> Unusable:
    return Unusable(_("El archivo no es una hoja de cálculo: suba un CSV o un Excel (.xlsx)."), "file")


def _delimiter(text: str) -> str:
    """Of comma, semicolon and tab, the one that the first line with words has most often outside quotes."""
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    return max(",;\t", key=_QUOTED.sub("", first).count)


def _xlsx_records(content: bytes) -> Iterator[list[str]]:
    for row in _xlsx_rows(content):
        yield [_cell_text(value) for value in row]


def _xlsx_rows(content: bytes) -> Iterable[tuple]:
    from openpyxl import load_workbook  # heavy: imported where used

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise Unusable(_("El archivo pesa más de 20 MB: divídalo en varios."), "file")
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, SyntaxError) as broken:
        raise _not_a_sheet() from broken


def _cell_text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return _tidy(value)
        case bool():
            return "sí" if value else "no"
        case datetime():
            return _moment_text(value)
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case timedelta():
            return f"{value.seconds // 3600:02d}:{value.seconds // 60 % 60:02d}"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _moment_text(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == time() else moment.strftime("%Y-%m-%d %H:%M")
