"""What a page is written with, as PDF operators: numbers, colours, and lines of type in the standard fonts.

ReportLab's canvas asks anew, for every word, what these say once; a report of forty lines has six hundred.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

CODES = "cp1252"  # what the standard fonts can show, one byte a sign
_SIGNS = {ord(sign): "\\" + sign for sign in "()\\"} | {code: f"\\{code:03o}" for code in range(127, 256)}


@lru_cache(8192)
def number(value: float) -> str:
    """A length to a thousandth of a point, without zeros at its end."""
    return f"{round(value, 3):g}"


@cache
def colour(parts: tuple[float, ...], operator: str) -> str:
    """`rg` fills with it, `RG` strokes with it."""
    return " ".join(map(number, (*parts,))) + f" {operator}"


@cache
def _widths(font: str) -> Sequence[int]:
    """Thousandths of the size, for each byte."""
    from reportlab.pdfbase import pdfmetrics  # heavy: imported where used

    return pdfmetrics.getFont(font).widths


def width_of(text: str, font: str, size: float) -> float:
    """Points that a printable line takes."""
    return sum(map(_widths(font).__getitem__, text.encode(CODES))) * 0.001 * size


def line_of_type(x: float, y: float, text: str) -> str:
    """The operators that show a printable line from (x, y), in the font that is set."""
    signs = text.encode(CODES).decode("latin-1").translate(_SIGNS)
    return f"{number(x)} {number(y)} Td ({signs}) Tj ET"
