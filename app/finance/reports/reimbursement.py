"""The reimbursement report: what was spent from a fund in a period, line by line, ready to be believed.

Case numbers stand for patients; names stand under them only where somebody asked for it. Lines are grouped by
category with a subtotal each, the total is in figures and in words, every receipt has its number in the annex, and
the QR opens the page that verifies the document.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from app.foundation.money import Money, in_words, total
from app.foundation.paper import (
    ACCENT,
    BOLD,
    ITALIC,
    MUTED,
    PAPERS,
    RULE,
    SOFT,
    TOP,
    WHITE,
    Letterhead,
    Sheet,
)

from . import parts
from .annex import Annex, draw_annex, laid_out
from .parts import about_lines, counted, draw_facts, facts_height, figures, long_moment
from .table import (
    CONCEPT,
    CONCEPT_ROW,
    CONCEPT_WIDE,
    NOTE,
    SUMMARY_ROW,
    TABLE_HEAD,
    Line,
    Row,
    in_column,
    in_order,
    paged,
    rows_of,
)

FACTS_WIDE, BOX_LEAST, PERSON_WIDE = 262.0, 104.0, 126.0


@dataclass(frozen=True)
class Report:
    """Everything that the paper says. Two equal reports print the same bytes.

    `payee` and `case_number` narrow what it is about; `names_reason` is why it names patients; `notes` are sentences
    about other documents: what it replaces, where some of its expenses stand too.
    """

    number: str
    letterhead: Letterhead
    fund: str
    donor: str
    starts_on: date
    ends_on: date
    lines: tuple[Line, ...]
    annexes: tuple[Annex, ...]
    prepared_by: str
    sealed_at: datetime  # on the programme's wall clock
    verify_url: str
    payee: str = ""
    case_number: str = ""
    names_reason: str = ""
    notes: tuple[str, ...] = ()
    paper: str = "letter"

    @cached_property
    def total(self) -> Money:
        return total((line.amount for line in self.lines), self.lines[0].amount.currency if self.lines else "MXN")

    @cached_property
    def total_in_words(self) -> str:
        return in_words(self.total)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over number, what it is about, every line and every receipt's file, as printed beside the QR."""
        head = (self.number, *(value for _label, value in self.about), str(self.total), *self.notes)
        rows = ("\x1f".join(map(str, vars(line).values())) for line in self.lines)
        files = (f"{annex.label}\x1f{annex.sha256}" for annex in self.annexes)
        return hashlib.sha256("\n".join(("\x1f".join(head), *rows, *files)).encode()).hexdigest()

    @cached_property
    def about(self) -> list[tuple[str, str]]:
        """Label and value of what it is about, and why it names patients."""
        told = about_lines(self.fund, self.donor, self.starts_on, self.ends_on, self.payee, self.case_number)
        return told + ([("Lleva nombres de pacientes porque", self.names_reason)] if self.names_reason else [])

    @cached_property
    def facts(self) -> list[tuple[str, str]]:
        """What the box on the first page says, top to bottom."""
        sealed = [("Sellado", long_moment(self.sealed_at))]
        return [*self.about, *sealed, *([("Nota", " ".join(self.notes))] if self.notes else [])]


def draw(report: Report) -> bytes:
    """The PDF. Linear in its lines; a report of none says so."""
    sheet = Sheet(f"Informe de reembolso {report.number}", report.letterhead.name, 0, report.paper)
    table, closing_apart = paged(
        list(rows_of(report.lines, sheet)), PAPERS[report.paper][1] - TOP, _head(sheet, report)
    )
    annex = laid_out(report.annexes)
    sheet.pages = len(table) + closing_apart + len(annex)
    y = sheet.top
    for index, rows in enumerate(table):
        y = _table_page(sheet, report, rows, first=index == 0)
        if index < len(table) - 1 or closing_apart:
            sheet.next_page()
    if closing_apart:
        y = _furniture(sheet, report)
    _closing(sheet, report, y)
    draw_annex(sheet, annex, lambda: _furniture(sheet, report))
    return sheet.finished()


def _head(sheet: Sheet, report: Report) -> float:
    """What the first page's box takes, with the air around it."""
    return max(facts_height(sheet, report.facts, FACTS_WIDE), BOX_LEAST) + 24


def _table_page(sheet: Sheet, report: Report, rows: list[Row], *, first: bool) -> float:
    y = _furniture(sheet, report)
    if first:
        y = _summary(sheet, report, y)
    if not report.lines:
        sheet.text(sheet.left, y - 24, "En este periodo no hay gastos aprobados de este fondo.", font=ITALIC, size=10)
        return y - 40
    y = _table_head(sheet, y)
    for row in rows:
        y -= row.height
        {"line": _line, "heading": _heading, "subtotal": _subtotal}[row.kind](sheet, row, y)
    return y


def _furniture(sheet: Sheet, report: Report) -> float:
    sheet.letterhead(report.letterhead, "Informe de reembolso", report.number)
    sheet.footer(f"{report.number}  ·  Huella del contenido (SHA-256) {report.content_hash}")
    return sheet.top


def _summary(sheet: Sheet, report: Report, y: float) -> float:
    """The box of the first page: what it is about, and the total in figures and in words."""
    top, right = y - 8, sheet.right
    draw_facts(sheet, report.facts, top, FACTS_WIDE, BOX_LEAST)
    sheet.text(right - 12, top - 20, "TOTAL POR REEMBOLSAR", size=8, colour=MUTED, font=BOLD, align="right")
    sheet.text(right - 12, top - 45, str(report.total), size=21, font=BOLD, colour=ACCENT, align="right")
    at = top - 62
    for words in sheet.wrapped(report.total_in_words, ITALIC, 8, 225):
        sheet.text(right - 12, at, words, size=8, font=ITALIC, align="right")
        at -= 11
    count, cases = len(report.lines), len({line.case_number for line in report.lines})
    scope = f"{counted(count, 'gasto')} de {counted(cases, 'caso')}"
    sheet.text(right - 12, at - 5, scope, size=8.5, colour=MUTED, align="right")
    return y - _head(sheet, report)


def _columns(sheet: Sheet) -> dict[str, float]:
    """Left edges (right edge for figures), for the paper's width."""
    left, right = sheet.left, sheet.right
    return {
        "number": left + 20, "on": left + 30, "case": left + 88, "concept": left + 158, "proof": right - 210,
        "annex": right - 78, "amount": right - 6,
    }  # fmt: skip


def _table_head(sheet: Sheet, y: float) -> float:
    at = _columns(sheet)
    sheet.box(sheet.left, y - TABLE_HEAD, sheet.right - sheet.left, TABLE_HEAD, ACCENT)
    titles = {"on": "Fecha", "case": "Caso", "concept": "Concepto y proveedor", "proof": "Comprobante"}
    for name, title in titles.items():
        sheet.text(at[name], y - 13, title, font=BOLD, size=8, colour=WHITE)
    for name, title in {"number": "N.º", "annex": "Anexo", "amount": "Importe"}.items():
        sheet.text(at[name], y - 13, title, font=BOLD, size=8, colour=WHITE, align="right")
    return y - TABLE_HEAD


def _heading(sheet: Sheet, row: Row, y: float) -> None:
    sheet.text(sheet.left + 6, y + 6, row.label, font=BOLD, size=9.5, colour=ACCENT)
    sheet.rule(sheet.left, y, sheet.right, ACCENT, 0.6)


def _line(sheet: Sheet, row: Row, y: float) -> None:
    line, at, first = row.line, _columns(sheet), y + row.height - 11
    sheet.text(at["number"], first, str(row.number), size=8, colour=MUTED, align="right")
    sheet.text(at["on"], first, f"{line.on:%d/%m/%Y}", size=8.5)
    sheet.text(at["case"], first, line.case_number, size=8.5, width=66)
    sheet.text(at["on"], first - 9, line.person, size=sheet.legible(line.person, PERSON_WIDE), width=PERSON_WIDE)
    for index, words in enumerate(row.concept):
        sheet.text(at["concept"], first - index * CONCEPT_ROW, words, size=CONCEPT)
    under = first - len(row.concept) * CONCEPT_ROW
    for index, words in enumerate(row.note):
        sheet.text(at["concept"], under - index * CONCEPT_ROW, words, size=NOTE, font=ITALIC)
    vendor = " · ".join(part for part in (line.rfc, line.vendor) if part)
    sheet.text(
        at["concept"], y + 3, vendor, size=sheet.legible(vendor, CONCEPT_WIDE), colour=MUTED, width=CONCEPT_WIDE
    )  # fmt: skip
    sheet.text(at["proof"], first, line.proof, size=8.5, width=104)
    sheet.text(at["proof"], first - 9, line.folio, size=8, colour=MUTED, width=204)  # a UUID, whole
    sheet.text(at["annex"], first, in_column(line), size=8.5, colour=MUTED, align="right")
    sheet.text(at["amount"], first, figures(line.amount), size=9, align="right")
    sheet.rule(sheet.left, y, sheet.right, RULE, 0.35)


def _subtotal(sheet: Sheet, row: Row, y: float) -> None:
    sheet.box(sheet.left, y, sheet.right - sheet.left, row.height - 2, SOFT)
    at = _columns(sheet)
    sheet.text(at["annex"], y + 6, f"Subtotal {row.label.lower()}", size=8.5, font=BOLD, align="right")
    sheet.text(at["amount"], y + 6, figures(row.amount), size=9, font=BOLD, align="right")


def _closing(sheet: Sheet, report: Report, y: float) -> None:
    """Categories, total, words, verification and signatures, kept together."""
    y = _by_category(sheet, report, y - 20) - 30
    sheet.box(sheet.left, y, sheet.right - sheet.left, 26, ACCENT)
    sheet.text(sheet.left + 8, y + 9, "TOTAL", font=BOLD, size=10.5, colour=WHITE)
    sheet.text(sheet.right - 6, y + 9, str(report.total), font=BOLD, size=12, colour=WHITE, align="right")
    sheet.text(sheet.right, y - 14, report.total_in_words, font=ITALIC, size=8.5, align="right")
    parts.draw_verification(sheet, y - 108, report.verify_url, report.content_hash)
    people = [("Elaboró", report.prepared_by), ("Autorizó", ""), ("Recibió por el donante", "")]
    parts.draw_signatures(sheet, y - 178, people)


def _by_category(sheet: Sheet, report: Report, y: float) -> float:
    """One line a category: how many expenses and how much; gives back the y under the last."""
    at = _columns(sheet)
    for category, lines in groupby(in_order(report.lines), key=lambda line: line.category):
        amounts = [line.amount for line in lines]
        sheet.text(sheet.left + 8, y, category, size=9)
        sheet.text(at["annex"], y, counted(len(amounts), "gasto"), size=8.5, colour=MUTED, align="right")
        sheet.text(at["amount"], y, figures(total(amounts, amounts[0].currency)), size=9, align="right")
        y -= SUMMARY_ROW
    return y + SUMMARY_ROW - 6
