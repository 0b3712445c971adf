"""The table of a reimbursement report: its lines, the rows that they take, and which rows stand on which page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from app.foundation.money import Money, total
from app.foundation.paper import BOTTOM, ITALIC, PLAIN, Sheet

ROW, BAND = 23.0, 20.0  # heights: a line of two rows of type; a category's heading or subtotal
CONCEPT, CONCEPT_ROW, CONCEPT_WIDE = 8.0, 9.0, 148.0  # a concept's type, each further row of it, and its width
NOTE = 8.0  # a note's type
TABLE_HEAD = 20.0
CLOSING, SUMMARY_ROW = 234.0, 15.0  # the closing block, and one category in its summary


@dataclass(frozen=True)
class Line:
    """One accepted expense. `category`, `proof` as shown; `annex` its receipt's number in the annex, or None.

    `rfc` is the vendor's; `person` the patient's name, empty where it was not asked for. `note`: what was cut of it and
    why, where its signed slip is; `slips`: the numbers of those that the annex bears.
    """

    on: date
    case_number: str
    category: str
    concept: str
    vendor: str
    proof: str
    folio: str
    amount: Money
    annex: int | None = None
    rfc: str = ""
    person: str = ""
    note: str = ""
    slips: tuple[str, ...] = ()

    @property
    def annexed(self) -> str:
        """Under which number, or numbers, the annex has its proof."""
        return f"A-{self.annex}" if self.annex else ", ".join(self.slips)


def in_order(lines: Iterable[Line]) -> list[Line]:
    """As they are printed and numbered: by category, then day."""
    return sorted(lines, key=place)


def place(line: Line) -> tuple:
    """What decides where a line is printed."""
    return line.category, line.on, line.case_number, line.folio, line.amount.amount_minor


def in_column(line: Line) -> str:
    """What the column has room for: several slips stand in the note."""
    return f"{len(line.slips)} recibos" if len(line.slips) > 1 else line.annexed or "—"


@dataclass(frozen=True)
class Row:
    kind: str  # "heading", "line", "subtotal"
    height: float
    label: str = ""
    line: Line | None = None
    number: int = 0
    amount: Money | None = None
    concept: tuple[str, ...] = ()
    note: tuple[str, ...] = ()


def rows_of(lines: Iterable[Line], sheet: Sheet) -> Iterable[Row]:
    number = 0
    for category, group in groupby(in_order(lines), key=lambda line: line.category):
        group = list(group)
        yield Row("heading", BAND, category)
        for line in group:
            number += 1
            concept = tuple(sheet.wrapped(line.concept, PLAIN, CONCEPT, CONCEPT_WIDE))
            note = tuple(sheet.wrapped(line.note, ITALIC, NOTE, CONCEPT_WIDE))
            typed = len(concept) + len(note) + bool(line.vendor or line.rfc)
            height = ROW + CONCEPT_ROW * max(typed - 2, 0)
            yield Row("line", height, line=line, number=number, concept=concept, note=note)
        yield Row("subtotal", BAND, category, amount=total((line.amount for line in group), group[0].amount.currency))


def paged(rows: list[Row], height: float, head: float) -> tuple[list[list[Row]], bool]:
    """Rows by page, no heading left alone at a foot and no subtotal at a head; and whether the closing needs a page of
    its own."""
    pages: list[list[Row]] = [[]]
    closing = CLOSING + SUMMARY_ROW * sum(row.kind == "heading" for row in rows)
    room = height - head - TABLE_HEAD - BOTTOM
    for index, row in enumerate(rows):
        if _together(rows, index) > room:
            pages.append([])
            room = height - TABLE_HEAD - BOTTOM
        pages[-1].append(row)
        room -= row.height
    return pages, room < closing


def _together(rows: list[Row], index: int) -> float:
    """The height of a row and of what stays with it: a heading with its first line, the last line with its subtotal."""
    stays = rows[index].kind == "heading" or (rows[index].kind == "line" and rows[index + 1].kind == "subtotal")
    return rows[index].height + (_together(rows, index + 1) if stays else 0)
