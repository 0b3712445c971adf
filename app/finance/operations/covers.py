"""A receipt's picture with parts covered: a copy for annexes; the picture itself stays as it came."""

import json
from collections.abc import Sequence
from datetime import datetime

from app.accounts.models import User
from app.foundation import audit, files
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..covering import Box, check_boxes
from ..models import Receipt, ReceiptCover


def cover_picture(receipt: Receipt, boxes: Sequence[Box], by: User, now: datetime) -> ReceiptCover:
    """A copy in which these parts are black, for every report that is sealed from now on; the last copy counts. Of a
    PDF its first pages as they are drawn.

    Refused: a receipt without a picture, a PDF that cannot be drawn, no part, one outside of it.
    """
    if receipt.file is None or not files.has_pictures(receipt.file):
        raise Refused(_("Sólo se tapan partes de una foto o de un PDF: este comprobante no tiene."))
    pages = files.pages_shown(receipt.file)
    if not pages:
        raise Refused(_("Este PDF no se puede dibujar, así que no se tapa: suba una foto del papel."))
    check_boxes(boxes, pages)
    copy = files.store_covered(receipt.file, [(box.page, box.on) for box in boxes], by)
    files.ready_for_paper(copy)
    told = json.dumps([[box.left, box.top, box.width, box.height, box.page] for box in boxes])
    cover = ReceiptCover(receipt=receipt, file=copy, boxes=told, covered_at=now, covered_by_id=by.id)
    db.session.add(cover)
    db.session.flush()
    audit.record("receipt.covered", f"receipt:{receipt.id}", by, parts=len(boxes), file=copy.sha256)
    return cover
