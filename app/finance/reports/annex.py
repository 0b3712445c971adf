"""The annex: a picture of every receipt, two to a page, each with the number that its line names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.foundation.paper import ACCENT, BOLD, BOTTOM, MUTED, RULE, SOFT, Sheet

PER_PAGE, TITLE, CAPTION = 2, 26.0, 30.0


@dataclass(frozen=True)
class Annex:
    """One receipt's file: `sha256` of it as it is kept, and its picture for paper.

    `kind` is its media type; a PDF or XML has no picture: its `facts` and its hash are told.
    """

    number: int
    caption: str
    kind: str
    sha256: str
    picture: bytes = b""
    facts: tuple[tuple[str, str], ...] = ()


def pages_of(annexes: Sequence[Annex]) -> int:
    return -(-len(annexes) // PER_PAGE)


def draw_annex(sheet: Sheet, annexes: Sequence[Annex], furniture: Callable[[], float]) -> None:
    """Draws each receipt; `furniture` puts letterhead and footer on a fresh page and gives its top."""
    for start in range(0, len(annexes), PER_PAGE):
        sheet.next_page()
        y = furniture()
        sheet.text(sheet.left, y - 14, "Anexo: comprobantes", font=BOLD, size=11, colour=ACCENT)
        height = (y - TITLE - BOTTOM) / PER_PAGE - 12
        for place, annex in enumerate(annexes[start : start + PER_PAGE]):
            _draw_one(sheet, annex, y - TITLE - (place + 1) * (height + 10), height)


def _draw_one(sheet: Sheet, annex: Annex, y: float, height: float) -> None:
    width = sheet.right - sheet.left
    sheet.box(sheet.left, y, width, height, None, RULE)
    sheet.box(sheet.left, y + height - CAPTION, width, CAPTION, SOFT)
    at = y + height - 13
    sheet.text(sheet.left + 8, at, f"A-{annex.number}", font=BOLD, size=10, colour=ACCENT)
    sheet.text(sheet.left + 46, at, annex.caption, size=8.8, width=width - 60)
    sheet.text(sheet.left + 46, at - 11, f"SHA-256 {annex.sha256}", size=6.6, colour=MUTED)
    if annex.picture:
        sheet.picture(annex.picture, sheet.left + 8, y + 8, width - 16, height - CAPTION - 16)
        return
    what = {"application/pdf": "PDF", "application/xml": "XML del CFDI"}.get(annex.kind, annex.kind)
    at = y + height - CAPTION - 30
    for label, value in annex.facts:
        sheet.text(sheet.left + 46, at, label.upper(), size=6.8, colour=MUTED, font=BOLD)
        sheet.text(sheet.left + 46, at - 13, value, size=10, width=width - 92)
        at -= 32
    says = f"Es un archivo ({what}): va en el expediente del informe como A-{annex.number}, con la huella de arriba."
    sheet.paragraph(sheet.left + 46, at - 8, says, width - 92, colour=MUTED)
