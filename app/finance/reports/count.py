"""The sheet of a cash count: each piece, the sum, the books, the difference in words, and two lines to sign on."""

from dataclasses import dataclass
from datetime import datetime

from app.foundation.money import Money, in_words
from app.foundation.paper import ACCENT, BOLD, ITALIC, MUTED, RULE, SOFT, WHITE, Letterhead, Sheet

from ..cash import Piece
from .parts import figures

NAMES = {"bill": "Billete", "coin": "Moneda"}


@dataclass(frozen=True)
class Counted:
    """One count; `pieces` in the order in which they are printed, those of which there is none included."""

    number: str
    letterhead: Letterhead
    box: str
    pieces: tuple[tuple[Piece, int], ...]
    counted: Money
    book: Money
    counted_by: str
    witness: str
    counted_at: datetime  # on the programme's wall clock
    note: str = ""


def draw(count: Counted) -> bytes:
    """The PDF, one page."""
    sheet = Sheet(f"Arqueo de caja {count.number}", count.letterhead.name, 1)
    sheet.letterhead(count.letterhead, "Arqueo de caja", count.number)
    sheet.footer(f"{count.number}  ·  {count.box}  ·  Original: finanzas. Copia: quien guarda la caja.")
    y = sheet.top - 24
    sheet.text(sheet.left, y, count.box, font=BOLD, size=13, width=330)
    sheet.text(sheet.right, y, f"{count.counted_at:%d/%m/%Y, %H:%M} h", size=10, align="right")
    y = _pieces(sheet, count, y - 18)
    y = _sums(sheet, count, y - 14)
    half = (sheet.right - sheet.left - 30) / 2
    sheet.to_sign(sheet.left, y - 90, half, "Contó", count.counted_by, "Nombre y firma")
    sheet.to_sign(sheet.left + half + 30, y - 90, half, "Testigo", count.witness, "Nombre y firma")
    return sheet.finished()


def _pieces(sheet: Sheet, count: Counted, y: float) -> float:
    columns = (sheet.left + 8, sheet.left + 250, sheet.right - 8)
    sheet.box(sheet.left, y - 20, sheet.right - sheet.left, 20, ACCENT)
    for x, title, align in zip(columns, ("Pieza", "Cuántas", "Suma"), ("left", "right", "right"), strict=True):
        sheet.text(x, y - 13.5, title, font=BOLD, size=8.5, colour=WHITE, align=align)
    y -= 20
    for piece, number in count.pieces:
        y -= 20
        sheet.text(columns[0], y + 6, f"{NAMES[piece.kind]} de {piece.name}", size=10)
        sheet.text(columns[1], y + 6, f"{number:,}", size=10, align="right")
        sheet.text(columns[2], y + 6, figures(piece.value * number), size=10, align="right")
        sheet.rule(sheet.left, y, sheet.right, RULE)
    return y


def _sums(sheet: Sheet, count: Counted, y: float) -> float:
    difference = count.counted - count.book
    sheet.box(sheet.left, y - 74, sheet.right - sheet.left, 74, SOFT)
    named = "Sin diferencia" if not difference else "Sobra" if difference > Money.zero(difference.currency) else "Falta"
    apart = difference if difference > Money.zero(difference.currency) else -difference
    rows = [("Contado", count.counted), ("En el libro", count.book), (named, apart)]
    for index, (label, amount) in enumerate(rows):
        at, last = y - 20 - index * 22, index == len(rows) - 1
        sheet.text(sheet.left + 12, at, label, font=BOLD, size=11 if last else 10)
        sheet.text(sheet.right - 12, at, str(amount), font=BOLD, size=12 if last else 10.5, align="right")
    sheet.text(sheet.right, y - 88, in_words(count.counted), font=ITALIC, size=8.5, align="right")
    if count.note:
        sheet.text(sheet.left, y - 88, count.note, size=8.5, colour=MUTED, width=240)
    return y - 100
