"""The demo's signed slips: each as it was printed, signed by both, and photographed a little askew on the table."""

import io
import math
from datetime import datetime
from itertools import pairwise

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from app.finance import operations as finance
from app.finance.models import Delivery
from app.foundation import files

DOTS = 1.25  # pixels a point: in full on half a page of the annex
PEN, TABLE = (38, 54, 128), (146, 122, 98)
ASKEW = (-1.1, 0.6, 1.4, -0.5)  # degrees


def confirm(handed: Delivery, cast, now: datetime) -> None:
    """The signed slip is back with its photograph, and the money in hand. `cast`: the demo's."""
    picture = FileStorage(io.BytesIO(_photograph(handed, cast.lupita.name)), f"{handed.number}.jpg")
    photo = files.store_upload(picture, cast.fausto)
    photo.stored_at = now  # a report that was sealed since then bears it
    finance.record_signed_slip(handed, photo, cast.fausto)
    finance.confirm_delivery(handed, cast.fausto, now)


def _photograph(handed: Delivery, giver: str) -> bytes:
    import pypdfium2  # heavy: imported where used

    page = pypdfium2.PdfDocument(handed.slip)[0]
    paper = page.render(scale=DOTS).to_pil()
    pen, lines = ImageDraw.Draw(paper), page.get_textpage().search("Firma")
    for name in (giver, handed.advance.holder_name):  # who hands over signs at the right, printed first
        left, bottom, _right, _top = lines.textpage.get_charbox(lines.get_next()[0])
        _sign(pen, name, left * DOTS + 16, paper.height - (bottom + 30) * DOTS)
    out = io.BytesIO()
    askew = ASKEW[handed.id % len(ASKEW)]
    paper.rotate(askew, Image.Resampling.BILINEAR, fillcolor=TABLE).save(out, "JPEG", quality=80)
    return out.getvalue()


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
