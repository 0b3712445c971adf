"""A paper's picture with parts covered: a copy for annexes; the picture itself stays as it came."""

import json
from collections.abc import Sequence
from datetime import datetime

from app.accounts.models import User
from app.foundation import audit, files
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..covering import Box, check_boxes
from ..models import Cover, Delivery, Receipt, ReceiptCover, SlipCover


def cover_picture(paper: Receipt | Delivery, boxes: Sequence[Box], by: User, now: datetime) -> Cover:
    """A copy in which these parts are black, for every report that is sealed from now on; the last copy counts. Of a
    PDF its first pages as they are drawn. A hand-over's paper is its signed slip.

    Refused: a paper without a picture, a PDF that cannot be drawn, no part, one outside of it.
    """
    is_slip = isinstance(paper, Delivery)
    file = paper.signed_file if is_slip else paper.file
    if file is None or not files.has_pictures(file):
        raise Refused(_("Sólo se tapan partes de una foto o de un PDF: este comprobante no tiene."))
    pages = files.pages_shown(file)
    if not pages:
        raise Refused(_("Este PDF no se puede dibujar, así que no se tapa: suba una foto del papel."))
    check_boxes(boxes, pages)
    copy = files.store_covered(file, [(box.page, box.on) for box in boxes], by)
    files.ready_for_paper(copy)
    told = json.dumps([[box.left, box.top, box.width, box.height, box.page] for box in boxes])
    about = {"file": copy, "boxes": told, "covered_at": now, "covered_by_id": by.id}
    cover = SlipCover(delivery=paper, **about) if is_slip else ReceiptCover(receipt=paper, **about)
    db.session.add(cover)
    db.session.flush()
    what = "delivery" if is_slip else "receipt"
    audit.record(f"{what}.covered", f"{what}:{paper.id}", by, parts=len(boxes), file=copy.sha256)
    return cover
