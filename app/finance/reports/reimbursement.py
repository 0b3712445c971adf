"""The reimbursement report: what was spent from a fund in a period, line by line, ready to be believed.

Case numbers stand for patients. Lines are grouped by category with a subtotal each, the total is in figures
and in words, every receipt has its number in the annex, and the QR opens the page that verifies the document.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from babel.dates import format_date

from app.foundation.money import Money, in_words, total
from app.foundation.paper import ACCENT, BOLD, BOTTOM, ITALIC, MUTED, PAPERS, RULE, SOFT, TOP, WHITE, Letterhead, Sheet

from .annex import Annex, draw_annex, pages_of

ROW, BAND = 23.0, 20.0  # heights: a line of two rows of type; a category's heading or subtotal
FIRST_PAGE_HEAD, TABLE_HEAD = 158.0, 20.0
CLOSING, SUMMARY_ROW = 300.0, 15.0  # the closing block, and one category in its summary


@dataclass(frozen=True)
class Line:
    """One accepted expense. `category`, `proof` as shown; `annex` its receipt's number in the annex, or None."""

    on: date
    case_number: str
    category: str
    concept: str
    vendor: str
    proof: str
    folio: str
    amount: Money
    annex: int | None = None


@dataclass(frozen=True)
class Report:
    """Everything that the paper says. Two equal reports print the same bytes."""

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
    replaces: str = ""
    paper: str = "letter"

    @cached_property
    def total(self) -> Money:
        return total((line.amount for line in self.lines), self.lines[0].amount.currency if self.lines else "MXN")

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over number, fund, period and every line, as printed beside the QR."""
        head = (self.number, self.fund, self.starts_on.isoformat(), self.ends_on.isoformat(), str(self.total))
        rows = ("\x1f".join(map(str, vars(line).values())) for line in self.lines)
        return hashlib.sha256("\n".join(("\x1f".join(head), *rows)).encode()).hexdigest()


@dataclass(frozen=True)
class _Row:
    kind: str  # "heading", "line", "subtotal"
    height: float
    label: str = ""
    line: Line | None = None
    number: int = 0
    amount: Money | None = None


def draw(report: Report) -> bytes:
    """The PDF. Linear in its lines; a report of none says so."""
    height = PAPERS[report.paper][1] - TOP
    table, closing_apart = _paged(list(_rows(report)), height)
    pages = len(table) + closing_apart + pages_of(report.annexes)
    sheet = Sheet(f"Informe de reembolso {report.number}", report.letterhead.name, pages, report.paper)
    y = sheet.top
    for index, rows in enumerate(table):
        y = _table_page(sheet, report, rows, first=index == 0)
        if index < len(table) - 1 or closing_apart:
            sheet.next_page()
    if closing_apart:
        y = _furniture(sheet, report)
    _closing(sheet, report, y)
    draw_annex(sheet, report.annexes, lambda: _furniture(sheet, report))
    return sheet.finished()


def _rows(report: Report) -> Iterable[_Row]:
    number = 0
    for category, lines in groupby(sorted(report.lines, key=_order), key=lambda line: line.category):
        group = list(lines)
        yield _Row("heading", BAND, category)
        for line in group:
            number += 1
            yield _Row("line", ROW, line=line, number=number)
        yield _Row("subtotal", BAND, category, amount=total((line.amount for line in group), group[0].amount.currency))


def _order(line: Line) -> tuple:
    return line.category, line.on, line.case_number, line.folio, line.amount.amount_minor


def _paged(rows: list[_Row], height: float) -> tuple[list[list[_Row]], bool]:
    """Rows by page, no heading left alone at a foot; and whether the closing needs a page of its own."""
    pages: list[list[_Row]] = [[]]
    closing = CLOSING + SUMMARY_ROW * sum(row.kind == "heading" for row in rows)
    room = height - FIRST_PAGE_HEAD - TABLE_HEAD - BOTTOM
    for index, row in enumerate(rows):
        needed = row.height + (rows[index + 1].height if row.kind == "heading" else 0)
        if needed > room:
            pages.append([])
            room = height - TABLE_HEAD - BOTTOM
        pages[-1].append(row)
        room -= row.height
    return pages, room < closing


def _table_page(sheet: Sheet, report: Report, rows: list[_Row], *, first: bool) -> float:
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
    """The box of the first page: fund, donor, period, and the total in figures and in words."""
    top, right = y - 8, sheet.right
    sheet.box(sheet.left, top - 132, right - sheet.left, 132, SOFT)
    period = f"{_long(report.starts_on)} al {_long(report.ends_on)}"
    sealed = f"{_long(report.sealed_at.date())}, {report.sealed_at:%H:%M} h"
    facts = [("Fondo", report.fund), ("Donante", report.donor), ("Periodo", period), ("Sellado", sealed)]
    for index, (label, value) in enumerate(facts):
        at = top - 20 - index * 25
        sheet.text(sheet.left + 12, at, label.upper(), size=6.8, colour=MUTED, font=BOLD)
        sheet.text(sheet.left + 12, at - 12, value, size=10, width=250)
    sheet.text(right - 12, top - 20, "TOTAL POR REEMBOLSAR", size=6.8, colour=MUTED, font=BOLD, align="right")
    sheet.text(right - 12, top - 45, str(report.total), size=21, font=BOLD, colour=ACCENT, align="right")
    at = top - 62
    for words in sheet.wrapped(in_words(report.total), ITALIC, 8, 225):
        sheet.text(right - 12, at, words, size=8, font=ITALIC, align="right")
        at -= 11
    count, cases = len(report.lines), len({line.case_number for line in report.lines})
    scope = f"{counted(count, 'gasto')} de {counted(cases, 'caso')}"
    sheet.text(right - 12, top - 107, scope, size=8.5, colour=MUTED, align="right")
    if report.replaces:
        note = f"Sustituye al informe {report.replaces}"
        sheet.text(right - 12, top - 120, note, size=8, font=BOLD, align="right")
    return y - FIRST_PAGE_HEAD


def _columns(sheet: Sheet) -> dict[str, float]:
    """Left edges (right edge for figures), for the paper's width."""
    left, right = sheet.left, sheet.right
    return {
        "number": left + 20, "on": left + 30, "case": left + 88, "concept": left + 158, "proof": right - 196,
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


def _heading(sheet: Sheet, row: _Row, y: float) -> None:
    sheet.text(sheet.left + 6, y + 6, row.label, font=BOLD, size=9.5, colour=ACCENT)
    sheet.rule(sheet.left, y, sheet.right, ACCENT, 0.6)


def _line(sheet: Sheet, row: _Row, y: float) -> None:
    line, at = row.line, _columns(sheet)
    wide = at["proof"] - at["concept"] - 10
    sheet.text(at["number"], y + 12, str(row.number), size=8, colour=MUTED, align="right")
    sheet.text(at["on"], y + 12, f"{line.on:%d/%m/%Y}", size=8.5)
    sheet.text(at["case"], y + 12, line.case_number, size=8.5, width=66)
    sheet.text(at["concept"], y + 12, line.concept, size=8.5, width=wide)
    sheet.text(at["concept"], y + 3, line.vendor, size=7.2, colour=MUTED, width=wide)
    sheet.text(at["proof"], y + 12, line.proof, size=8.5, width=92)
    sheet.text(at["proof"], y + 3, line.folio, size=6.6, colour=MUTED, width=92)
    sheet.text(at["annex"], y + 12, f"A-{line.annex}" if line.annex else "—", size=8.5, colour=MUTED, align="right")
    sheet.text(at["amount"], y + 12, figures(line.amount), size=9, align="right")
    sheet.rule(sheet.left, y, sheet.right, RULE, 0.35)


def _subtotal(sheet: Sheet, row: _Row, y: float) -> None:
    sheet.box(sheet.left, y, sheet.right - sheet.left, row.height - 2, SOFT)
    at = _columns(sheet)
    sheet.text(at["annex"], y + 6, f"Subtotal {row.label.lower()}", size=8.5, font=BOLD, align="right")
    sheet.text(at["amount"], y + 6, figures(row.amount), size=9, font=BOLD, align="right")


def _closing(sheet: Sheet, report: Report, y: float) -> None:
    """Categories, total, words, verification and signatures, kept together."""
    y = _by_category(sheet, report, y - 26) - 30
    sheet.box(sheet.left, y, sheet.right - sheet.left, 26, ACCENT)
    sheet.text(sheet.left + 8, y + 9, "TOTAL", font=BOLD, size=10.5, colour=WHITE)
    sheet.text(sheet.right - 6, y + 9, str(report.total), font=BOLD, size=12, colour=WHITE, align="right")
    sheet.text(sheet.right, y - 14, in_words(report.total), font=ITALIC, size=8.5, align="right")
    _verification(sheet, report, y - 108)
    width = (sheet.right - sheet.left - 40) / 3
    people = [("Elaboró", report.prepared_by), ("Autorizó", ""), ("Recibió por el donante", "")]
    for index, (role, name) in enumerate(people):
        sheet.to_sign(sheet.left + index * (width + 20), y - 196, width, role, name, "Nombre, firma y fecha")


def _by_category(sheet: Sheet, report: Report, y: float) -> float:
    """One line a category: how many expenses and how much; gives back the y under the last."""
    at = _columns(sheet)
    for category, lines in groupby(sorted(report.lines, key=_order), key=lambda line: line.category):
        amounts = [line.amount for line in lines]
        sheet.text(sheet.left + 8, y, category, size=9)
        sheet.text(at["annex"], y, counted(len(amounts), "gasto"), size=8.5, colour=MUTED, align="right")
        sheet.text(at["amount"], y, figures(total(amounts, amounts[0].currency)), size=9, align="right")
        y -= SUMMARY_ROW
    return y + SUMMARY_ROW - 6


def _verification(sheet: Sheet, report: Report, y: float) -> None:
    sheet.qr(sheet.left, y, 78, report.verify_url)
    x = sheet.left + 92
    sheet.text(x, y + 66, "Verifique este documento", font=BOLD, size=9.5, colour=ACCENT)
    says = "Abra el código o la dirección: la página muestra número, fecha, total y huella de lo que se selló."
    below = sheet.paragraph(x, y + 52, says, 400, size=8.2, colour=MUTED)
    sheet.text(x, below - 2, report.verify_url, size=7.6, width=400)
    sheet.text(x, below - 14, f"SHA-256 {report.content_hash}", size=7, colour=MUTED, width=420)


def counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def figures(amount: Money) -> str:
    """`1,250.50`: the currency stands in the total and is the same for every line."""
    return f"{amount.decimal:,.2f}"


def _long(day: date) -> str:
    return format_date(day, "d 'de' MMMM 'de' y", locale="es_MX")
