"""The paper that every printed page shares: letterhead, footer, type, QR, blocks to sign.

Built on ReportLab's canvas, with places computed by hand: the page count is known before the first stroke
("página 1 de 3"), and forty lines cost milliseconds. All lengths are points, y grows upwards.
"""

import io
import unicodedata
from dataclasses import dataclass

import segno

from . import pen

PAPERS = {"letter": (612.0, 792.0), "a4": (595.28, 841.89)}
MARGIN = 45.0
TOP = 84.0  # what the letterhead takes from the upper edge
BOTTOM = 56.0  # what the footer takes from the lower edge

Colour = tuple[float, float, float]
INK: Colour = (0.11, 0.14, 0.18)
MUTED: Colour = (0.40, 0.44, 0.49)
ACCENT: Colour = (0.05, 0.32, 0.36)
SOFT: Colour = (0.925, 0.953, 0.953)
RULE: Colour = (0.76, 0.80, 0.82)
WHITE: Colour = (1.0, 1.0, 1.0)
JPEG = b"\xff\xd8\xff"
PLAIN, BOLD, ITALIC = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"


@dataclass(frozen=True)
class Letterhead:
    """Whose paper it is. `rfc` and `address` may be empty."""

    name: str
    address: str = ""
    rfc: str = ""


def printable(text: str) -> str:
    """The text in the characters of the standard fonts: the saltillo (ʼ) as ’, what has no sign as ?."""
    if text.isascii() and text.isprintable():
        return text
    plain = "".join(c for c in text.replace("ʼ", "’") if unicodedata.category(c)[0] != "C")
    return plain.encode("cp1252", "replace").decode("cp1252")


class Sheet:
    """One document in the making. `pages` is the count that the footers promise."""

    def __init__(self, title: str, author: str, pages: int, paper: str = "letter"):
        from reportlab import rl_config  # heavy: imported where used
        from reportlab.pdfgen.canvas import Canvas  # heavy: imported where used

        rl_config.useA85 = 0  # binary streams: a quarter smaller, and a third of the time
        self.width, self.height = PAPERS[paper]
        self.left, self.right = MARGIN, self.width - MARGIN
        self.top = self.height - TOP
        self.pages, self.page = pages, 1
        self._pen: dict[str, object] = {}  # what the page's pen is set to, so that it is said once
        self._strokes: list[str] = []  # what the canvas has not been given yet
        self._out = io.BytesIO()
        self._canvas = Canvas(self._out, pagesize=(self.width, self.height), invariant=1, pageCompression=1)
        self._canvas.setTitle(printable(title))
        self._canvas.setAuthor(printable(author))
        self._canvas.setCatalogEntry("Lang", "(es-MX)")

    @property
    def canvas(self):
        """ReportLab's, with everything on it that was drawn up to now. Who changes its pen puts it back."""
        if self._strokes:
            self._canvas.addLiteral("\n".join(self._strokes))
            self._strokes.clear()
        return self._canvas

    def text(
        self, x: float, y: float, text: str, *, font: str = PLAIN, size: float = 9, colour: Colour = INK,
        align: str = "left", width: float | None = None,
    ) -> None:  # fmt: skip
        """One line; what is wider than `width` ends in an ellipsis."""
        shown = printable(text)
        if width:
            shown = self.fitted(shown, font, size, width)
        if not shown:
            return
        if align != "left":
            x -= pen.width_of(shown, font, size) * (1 if align == "right" else 0.5)
        self._set("fill", colour, "rg")
        typed = f"BT {self._font(font, size)}{pen.line_of_type(x, y, shown)}"
        self._strokes.append(typed)

    def _font(self, font: str, size: float) -> str:
        """The operator that sets it, where another is set."""
        if self._pen.get("font") == (font, size):
            return ""
        self._pen["font"] = (font, size)
        return f"{self._canvas._doc.getInternalFontName(font)} {pen.number(size)} Tf "  # nothing public names a font

    def _set(self, name: str, value: tuple[float, ...], operator: str) -> None:
        if self._pen.get(name) != value:
            self._strokes.append(pen.colour(value, operator))
            self._pen[name] = value

    def fitted(self, text: str, font: str, size: float, width: float) -> str:
        if pen.width_of(text, font, size) <= width:
            return text
        keep = int(len(text) * width / pen.width_of(text, font, size)) + 1
        while keep and pen.width_of(text[:keep] + "…", font, size) > width:
            keep -= 1
        return text[:keep].rstrip() + "…"

    def legible(self, text: str, width: float) -> float:
        """The size of small type: 8 points, which everybody reads, or 7 where the line would not be whole."""
        return 8 if pen.width_of(printable(text), PLAIN, 8) <= width else 7

    def wrapped(self, text: str, font: str, size: float, width: float) -> list[str]:
        """The lines that `text` takes; a word wider than a line stands alone."""
        lines, line = [], ""
        for word in printable(text).split():
            longer = f"{line} {word}".strip()
            if line and pen.width_of(longer, font, size) > width:
                lines.append(line)
                longer = word
            line = longer
        return [*lines, line] if line else lines

    def paragraph(
        self, x: float, y: float, text: str, width: float, *, font: str = PLAIN, size: float = 9.5,
        colour: Colour = INK, leading: float | None = None,
    ) -> float:  # fmt: skip
        """Wrapped lines from `y` down; gives back the y under the last one."""
        for line in self.wrapped(text, font, size, width):
            self.text(x, y, line, font=font, size=size, colour=colour)
            y -= leading or size * 1.4
        return y

    def box(self, x: float, y: float, width: float, height: float, fill: Colour | None, stroke: Colour | None = None):
        self._set("line", (0.6,), "w")
        if fill:
            self._set("fill", fill, "rg")
        if stroke:
            self._set("stroke", stroke, "RG")
        paint = {(False, True): "f", (True, False): "S", (True, True): "B"}[bool(stroke), bool(fill)]
        self._strokes.append(f"{_lengths(x, y, width, height)} re {paint}")

    def rule(self, x: float, y: float, to: float, colour: Colour = RULE, thickness: float = 0.5) -> None:
        self._set("stroke", colour, "RG")
        self._set("line", (thickness,), "w")
        self._strokes.append(f"{_lengths(x, y)} m {_lengths(to, y)} l S")

    def letterhead(self, head: Letterhead, title: str, number: str) -> None:
        edge = self.height - 48
        self.box(0, self.height - 10, self.width, 10, ACCENT)
        self.text(self.left, edge, head.name, font=BOLD, size=15, colour=ACCENT, width=300)
        small = "  ·  ".join(part for part in (head.address, head.rfc and f"RFC {head.rfc}") if part)
        self.text(self.left, edge - 14, small, size=8, colour=MUTED, width=330)
        self.text(self.right, edge + 2, title.upper(), font=BOLD, size=9, colour=MUTED, align="right")
        self.text(self.right, edge - 15, number, font=BOLD, size=15, align="right")
        self.rule(self.left, edge - 25, self.right, ACCENT, 1.2)

    def footer(self, left: str) -> None:
        self.rule(self.left, 40, self.right)
        width = self.right - self.left - 80
        self.text(self.left, 28, left, size=self.legible(left, width), colour=MUTED, width=width)
        self.text(self.right, 28, f"Página {self.page} de {self.pages}", size=8, colour=MUTED, align="right")

    def next_page(self) -> None:
        self.canvas.showPage()
        self._pen.clear()
        self.page += 1

    def qr(self, x: float, y: float, side: float, address: str) -> None:
        """A QR whose dark runs are drawn as rectangles: sharp at any size, no picture inside the file."""
        matrix = segno.make(address, error="m", micro=False, mask=3).matrix  # any mask is valid: none is weighed
        size = len(matrix)
        runs = ((start, size - row - 1, length) for row, cells in enumerate(matrix) for start, length in _runs(cells))
        self._set("fill", INK, "rg")
        scale = side / size
        drawn = "\n".join(f"{start} {up} {length} 1 re" for start, up, length in runs)
        self._strokes.append(f"q {scale:.6f} 0 0 {scale:.6f} {_lengths(x, y)} cm\n{drawn}\nf Q")

    def picture(self, content: bytes, x: float, y: float, width: float, height: float) -> None:
        """A JPEG or PNG, whole and in proportion, in the middle of the rectangle."""
        from reportlab.lib.utils import ImageReader  # heavy: imported where used

        image = ImageReader(io.BytesIO(content))
        if content.startswith(JPEG):
            image._data, image._dataA = content, None  # it goes in as it is: its pixels are not unpacked for its name
        wide, high = image.getSize()
        scale = min(width / wide, height / high)
        at_x, at_y = x + (width - wide * scale) / 2, y + (height - high * scale) / 2
        self.canvas.drawImage(image, at_x, at_y, wide * scale, high * scale)

    def to_sign(
        self, x: float, y: float, width: float, role: str, name: str = "", note: str = "", size: float = 9
    ) -> None:  # fmt: skip
        """A line to sign on, the role above in type of this size, the printed name under it."""
        self.text(x, y + 50, role, font=BOLD, size=size, colour=MUTED, width=width)
        self.rule(x, y + 10, x + width, INK, 0.7)
        self.text(x, y - 1, name, size=9, width=width)
        self.text(x, y - 12, note, size=8, colour=MUTED, width=width)

    def finished(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self._out.getvalue()


def _lengths(*values: float) -> str:
    return " ".join(map(pen.number, values))


def _runs(cells) -> list[tuple[int, int]]:
    """(start, length) of every run of dark cells in one row of a QR."""
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(cells):
        if dark and runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((column, 1))
    return runs
