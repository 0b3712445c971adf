"""The annex: a picture of every receipt with the number that its line names. Photographs stand two to a sheet, a PDF's
pages each on one of their own, for they are full of small type."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.foundation.paper import ACCENT, BOLD, BOTTOM, MUTED, RULE, SOFT, Sheet

from .parts import counted

PER_SHEET, TITLE, CAPTION = 2, 26.0, 30.0


@dataclass(frozen=True)
class Annex:
    """One receipt's file: `sha256` of it as it is kept, and its picture for paper.

    `kind` is its media type. `pages`: a PDF's first pages as pictures, of `total_pages`. What has neither is told by
    its `facts` and its hash. `slip`: the number of a signed slip, which needs no other. `covered`: a copy with parts
    made black, which has no more pages than these.
    """

    number: int
    caption: str
    kind: str
    sha256: str
    picture: bytes = b""
    facts: tuple[tuple[str, str], ...] = ()
    pages: tuple[bytes, ...] = ()
    total_pages: int = 0
    slip: str = ""
    covered: bool = False

    @property
    def label(self) -> str:
        return self.slip or f"A-{self.number}"


@dataclass(frozen=True)
class _Part:
    """What stands in one frame: a receipt, or the page of it with this index."""

    annex: Annex
    page: int | None = None


def laid_out(annexes: Sequence[Annex]) -> list[list[_Part]]:
    """The frames of each sheet, in the order of the numbers."""
    sheets: list[list[_Part]] = []
    for annex in annexes:
        if annex.pages:
            sheets.extend([_Part(annex, index)] for index in range(len(annex.pages)))
        elif sheets and sheets[-1][0].page is None and len(sheets[-1]) < PER_SHEET:
            sheets[-1].append(_Part(annex))
        else:
            sheets.append([_Part(annex)])
    return sheets


def draw_annex(sheet: Sheet, sheets: Sequence[list[_Part]], furniture: Callable[[], float]) -> None:
    """Draws each sheet; `furniture` puts letterhead and footer on a fresh one and gives its top."""
    for parts in sheets:
        sheet.next_page()
        y = furniture()
        sheet.text(sheet.left, y - 14, "Anexo: comprobantes", font=BOLD, size=11, colour=ACCENT)
        frames = PER_SHEET if parts[0].page is None else 1
        height = (y - TITLE - BOTTOM) / frames - 12
        for place, part in enumerate(parts):
            _draw_one(sheet, part, y - TITLE - (place + 1) * (height + 10), height)


def _draw_one(sheet: Sheet, part: _Part, y: float, height: float) -> None:
    width, annex = sheet.right - sheet.left, part.annex
    sheet.box(sheet.left, y, width, height, None, RULE)
    sheet.box(sheet.left, y + height - CAPTION, width, CAPTION, SOFT)
    _caption(sheet, part, y + height - 13, width)
    picture = annex.picture if part.page is None else annex.pages[part.page]
    if picture:
        sheet.picture(picture, sheet.left + 8, y + 8, width - 16, height - CAPTION - 16)
    else:
        _told(sheet, annex, y + height - CAPTION - 30, width)


def _caption(sheet: Sheet, part: _Part, at: float, width: float) -> None:
    annex, aside = part.annex, 82 if part.annex.slip else 46
    sheet.text(sheet.left + 8, at, annex.label, font=BOLD, size=10, colour=ACCENT)
    sheet.text(sheet.left + aside, at, annex.caption, size=8.8, width=width - aside - 86)
    sheet.text(sheet.left + aside, at - 11, f"SHA-256 {annex.sha256}", size=6.6, colour=MUTED)
    if part.page is None or annex.total_pages == 1:
        return
    edge, more = sheet.right - 8, annex.total_pages - len(annex.pages)
    sheet.text(edge, at, f"Página {part.page + 1} de {annex.total_pages}", size=8.8, font=BOLD, align="right")
    if more and part.page == len(annex.pages) - 1:
        where = "No se muestran" if annex.covered else "En el ZIP del informe"
        sheet.text(edge, at - 11, f"{where}: {counted(more, 'página')} más", size=8, font=BOLD, align="right")


def _told(sheet: Sheet, annex: Annex, at: float, width: float) -> None:
    """Of a file without a picture: what is known of it, and where it is."""
    what = {"application/pdf": "PDF", "application/xml": "XML del CFDI"}.get(annex.kind, annex.kind)
    for label, value in annex.facts:
        sheet.text(sheet.left + 46, at, label.upper(), size=8, colour=MUTED, font=BOLD)
        sheet.text(sheet.left + 46, at - 13, value, size=10, width=width - 92)
        at -= 32
    says = f"Es un archivo ({what}): va en el expediente del informe como {annex.label}, con la huella de arriba."
    sheet.paragraph(sheet.left + 46, at - 8, says, width - 92, colour=MUTED)
