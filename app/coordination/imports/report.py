"""The report of an import: one line a row, in numbers that are stable and never a name."""

import csv
import io
import json
from collections.abc import Iterable

from app.finance.exports.tables import inert

from ..models import ImportRow
from .verdicts import Judged

HEADER = ("row", "key", "verdict", "patient", "case", "messages")


def report_csv(judged: Iterable[Judged]) -> str:
    """UTF-8 text with commas. `row` as the spreadsheet numbers it, messages joined by ` | `."""
    return _csv(
        HEADER,
        (
            (row.number, row.key, row.verdict, row.person_number, row.case_number, " | ".join(row.messages))
            for row in judged
        ),
    )


def stored_report_csv(rows: Iterable[tuple[ImportRow, str, str]]) -> str:
    """The same of a batch that came in: rows with the numbers of their patient and case."""
    lines = (
        (row.number, row.key, row.verdict, person, case, " | ".join(json.loads(row.messages)))
        for row, person, case in rows
    )
    return _csv(HEADER, lines)


def refused_csv(rows: Iterable[ImportRow]) -> str:
    """The refused rows as they came, with their sentences in a first column, to be corrected and sent again."""
    rows = [(row, json.loads(row.cells)) for row in rows]
    headers = list(dict.fromkeys(header for _row, cells in rows for header in cells))
    lines = (
        (row.number, " | ".join(json.loads(row.messages)), *(cells.get(header, "") for header in headers))
        for row, cells in rows
    )
    return _csv(("fila", "por qué", *headers), lines)


def _csv(header: tuple[str, ...], lines: Iterable[tuple]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([inert(name) for name in header])
    writer.writerows([inert("" if cell is None else str(cell)) for cell in line] for line in lines)
    return out.getvalue()
