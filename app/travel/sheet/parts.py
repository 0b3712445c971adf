"""The parts of the travel sheet, each drawn from `y` down; each gives back the y under it."""

from app.foundation.paper import BOLD, PLAIN, Colour, Sheet

from .pictograms import stamp
from .values import Column, Piece, Receipt, TravelSheet, Visit

MARGIN = 26.0
GUTTER = 16.0
QR_SIDE = 80.0
BLACK: Colour = (0.0, 0.0, 0.0)


def paper(sheet: TravelSheet, pages: int) -> Sheet:
    """No name is in the file's own data: its title is the case's number."""
    paper = Sheet(sheet.case_label, sheet.author, pages)
    paper.left, paper.right = MARGIN, paper.width - MARGIN
    return paper


def top(paper: Sheet) -> float:
    return paper.height - MARGIN


def _column_width(paper: Sheet) -> float:
    return (paper.right - paper.left - GUTTER) / 2


def column_x(paper: Sheet, place: int) -> float:
    return paper.left + place * (_column_width(paper) + GUTTER)


def _lines(paper: Sheet, x: float, y: float, text: str, width: float, size: float, font: str = PLAIN) -> float:
    """Wrapped lines under `y`."""
    return paper.paragraph(x, y - size, text, width, font=font, size=size, colour=BLACK, leading=size * 1.15) + size


def head(paper: Sheet, sheet: TravelSheet, size: float, y: float) -> float:
    whole = paper.right - paper.left
    paper.text(paper.right, y - size, sheet.case_label, size=size, colour=BLACK, align="right")
    y = _lines(paper, paper.left, y, sheet.title, whole - size * 11, size * 1.5, BOLD)
    side = size * 1.5
    stamp(paper.canvas, "person", paper.left, y - side, side)
    y = min(_lines(paper, paper.left + side + 8, y - 2, sheet.people, whole - side - 8, size * 1.1, BOLD), y - side)
    return _visit(paper, sheet.visit, size, y - 6) - 8


def head_again(paper: Sheet, sheet: TravelSheet, size: float, y: float) -> float:
    paper.text(paper.right, y - size, sheet.case_label, size=size, colour=BLACK, align="right")
    return _lines(paper, paper.left, y, sheet.title, paper.right - paper.left - size * 11, size, BOLD) - 10


def _visit(paper: Sheet, visit: Visit, size: float, y: float) -> float:
    """The heart of the page, in a thick frame: nobody misses it."""
    pad, side = size * 0.6, size * 4.2
    x, width = paper.left + side + pad * 2.2, paper.right - paper.left - side - pad * 3.2
    end = _lines(paper, x, y - pad, visit.day, width, size * 1.7, BOLD) - 2
    clock = size * 1.5
    stamp(paper.canvas, "clock", x, end - clock, clock)
    end = min(_lines(paper, x + clock + 6, end - 1, visit.present, width - clock - 6, size * 1.25, BOLD), end - clock)
    for line in visit.lines:
        end = _lines(paper, x, end - 1, line, width, size)
    end -= pad
    stamp(paper.canvas, "calendar", paper.left + pad, (y + end - side) / 2, side)
    _frame(paper, paper.left, end, paper.right - paper.left, y - end, 2.4)
    return end


def _frame(paper: Sheet, x: float, y: float, width: float, height: float, thickness: float, radius: float = 7) -> None:
    paper.canvas.saveState()
    paper.canvas.setStrokeGray(0)
    paper.canvas.setLineWidth(thickness)
    paper.canvas.roundRect(x, y, width, height, radius, stroke=1, fill=0)
    paper.canvas.restoreState()


def column(paper: Sheet, column: Column, size: float, x: float, y: float) -> float:
    for piece in column:
        y = (_piece if piece.picture else _heading)(paper, piece, size, x, y)
    return y


def _heading(paper: Sheet, piece: Piece, size: float, x: float, y: float) -> float:
    end = _lines(paper, x, y - 2, piece.head, _column_width(paper), size * 1.1, BOLD)
    paper.rule(x, end - 1, x + _column_width(paper), BLACK, 1.4)
    return end - 7


def _piece(paper: Sheet, piece: Piece, size: float, x: float, y: float) -> float:
    side = size * 2.5
    width = _column_width(paper) - side - 6
    end = _lines(paper, x + side + 6, y, piece.head, width, size, BOLD)
    for line in piece.lines:
        end = _lines(paper, x + side + 6, end, line, width, size)
    stamp(paper.canvas, piece.picture, x, y - side, side)
    return min(end, y - side) - 5


def foot(paper: Sheet, sheet: TravelSheet, size: float, y: float) -> float:
    paper.rule(paper.left, y, paper.right, BLACK, 1.4)
    y -= 5
    left = _titled(paper, "papers", sheet.bring_title, size, column_x(paper, 0), y)
    for line in sheet.bring:
        left = _bullet(paper, line, size, column_x(paper, 0), left)
    return _receipt(paper, sheet.receipt, size, min(left, _phones(paper, sheet, size, y)) - 5)


def _titled(paper: Sheet, picture: str, title: str, size: float, x: float, y: float) -> float:
    side = size * 1.7
    stamp(paper.canvas, picture, x, y - side, side)
    paper.text(x + side + 8, y - side * 0.72, title, font=BOLD, size=size * 1.1, colour=BLACK)
    return y - side - 3


def _bullet(paper: Sheet, line: str, size: float, x: float, y: float) -> float:
    """A box to tick, as one packs."""
    side = size * 0.72
    _frame(paper, x + 1, y - size, side, side, 1.2, radius=1)
    return _lines(paper, x + size + 5, y, line, _column_width(paper) - size - 5, size)


def _phones(paper: Sheet, sheet: TravelSheet, size: float, y: float) -> float:
    x = column_x(paper, 1)
    width = _column_width(paper) - (QR_SIDE + 8 if sheet.dial else 0)
    end = _titled(paper, "phone", sheet.phones_title, size, x, y)
    for whose, number in sheet.phones:
        end = _lines(paper, x, end, whose, width, size)
        end = _lines(paper, x, end, number, width, size * 1.2, BOLD)
    end = _lines(paper, x, end, sheet.phones_note, width, size)
    if not sheet.dial:
        return end
    paper.qr(paper.right - QR_SIDE, y - QR_SIDE, QR_SIDE, sheet.dial)
    return min(end, y - QR_SIDE)


def _receipt(paper: Sheet, receipt: Receipt, size: float, y: float) -> float:
    """A line to sign on; for who does not sign a thumbprint, somebody who signs a ruego, and a witness (P5)."""
    paper.rule(paper.left, y, paper.right, BLACK, 1.4)
    side = size * 1.5
    stamp(paper.canvas, "pen", paper.left, y - side - 3, side)
    width = paper.right - paper.left
    y = min(_lines(paper, paper.left + side + 8, y - 4, receipt.sentence, width - side - 8, size), y - side - 4)
    line, box = y - 36, 56.0
    _frame(paper, paper.left + width * 0.33, line - 2, box, 38, 1.0)
    paper.text(
        paper.left + width * 0.33 + box / 2, line - 14, receipt.thumbprint, size=10, colour=BLACK, align="centre"
    )
    for start, end, label in (
        (0.0, 0.30, receipt.signature), (0.47, 0.72, receipt.on_behalf), (0.75, 1.0, receipt.witness),
    ):  # fmt: skip
        paper.rule(paper.left + width * start, line, paper.left + width * end, BLACK, 1.0)
        paper.text(paper.left + width * start, line - 12, label, size=10, colour=BLACK)
    return line - 16
