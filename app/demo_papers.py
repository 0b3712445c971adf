"""The demo's papers, photographed a little askew on the table: slips as they were printed and signed, and notas."""

import io
import math
from datetime import datetime
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont
from werkzeug.datastructures import FileStorage

from app.finance import operations as finance
from app.finance.models import Delivery
from app.finance.operations.receipts import Paper
from app.foundation import files
from app.foundation.files import StoredFile

DOTS = 1.25  # pixels a point: in full on half a page of the annex
PEN, TABLE, PRINT = (38, 54, 128), (146, 122, 98), (70, 70, 70)
NOTA = (620, 400)  # pixels
ASKEW = (-1.1, 0.6, 1.4, -0.5)  # degrees


def confirm(handed: Delivery, cast, now: datetime) -> None:
    """The signed slip is back with its photograph, and the money in hand. `cast`: the demo's."""
    photo = _stored(_signed(handed, cast.lupita.name), handed.id, handed.number, cast.fausto, now)
    finance.record_signed_slip(handed, photo, cast.fausto)
    finance.confirm_delivery(handed, cast.fausto, now)


def nota(paper: Paper, concept: str, by, now: datetime) -> StoredFile:
    """A page of the vendor's pad, filled in by hand."""
    sheet = Image.new("RGB", NOTA, (250, 247, 236))
    pen, (wide, high) = ImageDraw.Draw(sheet), NOTA
    pen.text((30, 24), paper.vendor, PRINT, ImageFont.load_default(30))
    pen.text((wide - 190, 70), f"NOTA {paper.folio}", (168, 40, 40), ImageFont.load_default(20))
    for row, words in enumerate((f"{paper.issued_on:%d / %m / %Y}", concept, f"Total   $ {paper.total.decimal}")):
        base = 150 + 58 * row
        pen.line(((30, base), (wide - 30, base)), PRINT)
        pen.text((50, base - 34), words, PEN, ImageFont.load_default(26))
    _sign(pen, paper.vendor, wide - 250, high - 60)
    return _stored(sheet, len(paper.folio) + paper.issued_on.day, f"nota-{paper.folio}", by, now)


def _stored(paper: Image.Image, turn: int, name: str, by, now: datetime) -> StoredFile:
    out = io.BytesIO()
    askew = paper.rotate(ASKEW[turn % len(ASKEW)], Image.Resampling.BILINEAR, fillcolor=TABLE)
    askew.save(out, "JPEG", quality=80)
    photo = files.store_upload(FileStorage(io.BytesIO(out.getvalue()), f"{name}.jpg"), by)
    photo.stored_at = now  # a report that was sealed since then bears it
    return photo


def _signed(handed: Delivery, giver: str) -> Image.Image:
    import pypdfium2  # heavy: imported where used

    page = pypdfium2.PdfDocument(handed.slip)[0]
    paper = page.render(scale=DOTS).to_pil()
    pen, lines = ImageDraw.Draw(paper), page.get_textpage().search("Firma")
    for name in (giver, handed.advance.holder_name):  # who hands over signs at the right, printed first
        left, bottom, _right, _top = lines.textpage.get_charbox(lines.get_next()[0])
        _sign(pen, name, left * DOTS + 16, paper.height - (bottom + 30) * DOTS)
    return paper


def _sign(pen: ImageDraw.ImageDraw, name: str, x: float, y: float) -> None:
    """A scrawl of as many loops as the name has vowels, and a stroke under it: each person's is their own."""
    loops, tall = sum(letter in "aeiouáéíóú" for letter in name.lower()), 9 + len(name) % 6
    wide, steps = 11 * loops, 12 * loops
    points = []
    for step in range(steps + 1):
        turn = step / steps
        angle = turn * loops * 2 * math.pi
        height = tall * (1.5 - turn) * (0.55 + 0.45 * math.cos(angle / 3 + len(name)))
        points.append((x + wide * turn + 7 * math.cos(angle), y - height * math.sin(angle) - 3 * turn))
    points += [(x + wide * 1.15, y + 5), (x + wide * 0.2, y + 12)]
    for one, then in pairwise(points):
        pen.line((one, then), PEN, 2)
