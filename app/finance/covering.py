"""Parts of a receipt's picture that are covered before others see it, on plain values: a name, an address, a face."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.foundation.errors import Refused
from app.foundation.language import _

MOST = 12
LEAST = 5  # thousandths of a side: what is smaller covers no word
WHOLE = 1000


@dataclass(frozen=True)
class Box:
    """A rectangle in thousandths of the picture's width and height, from its upper left corner; of a PDF, on a page."""

    left: int
    top: int
    width: int
    height: int
    page: int = 1

    def on(self, wide: int, high: int) -> tuple[int, int, int, int]:
        """Its corners in a picture of so many pixels; outwards, so that no edge of a letter is left."""
        right, bottom = self.left + self.width, self.top + self.height
        return (
            self.left * wide // WHOLE, self.top * high // WHOLE, -(-right * wide // WHOLE), -(-bottom * high // WHOLE)
        )  # fmt: skip


def check_boxes(boxes: Sequence[Box], pages: int = 1) -> None:
    """Refused: none, too many, one that is too small or leaves the picture, one of a page that is not drawn."""
    if not boxes:
        raise Refused(_("Marque al menos una parte de la imagen."))
    if len(boxes) > MOST:
        raise Refused(_("Son hasta %(most)s partes: junte las que están cerca.", most=MOST))
    for number, box in enumerate(boxes, 1):
        if not 1 <= box.page <= pages:
            says = _("La parte %(number)s es de la página %(page)s, y el PDF tiene %(pages)s.", number=number,
                     page=box.page, pages=pages)  # fmt: skip
            raise Refused(says)
        if min(box.width, box.height) < LEAST:
            raise Refused(_("La parte %(number)s es demasiado pequeña: no taparía nada.", number=number))
        inside = min(box.left, box.top) >= 0 and max(box.left + box.width, box.top + box.height) <= WHOLE
        if not inside:
            raise Refused(_("La parte %(number)s se sale de la imagen.", number=number))
