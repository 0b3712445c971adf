"""What the pages of finance share: words for codes, who may see a case's papers, refusals said on the next page."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import IO

from flask import Blueprint, Response, send_file, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import audit
from app.foundation.db import transaction
from app.foundation.errors import NotFound, Refused
from app.foundation.language import _
from app.foundation.web import say

from .. import cash_slips, labels, queries, receipt_queries
from ..models import Advance, Budget, Claim, Delivery, DirectPayment, Receipt

bp = Blueprint("finance", __name__)
TONES = {
    "draft": ("wait", "◐"), "submitted": ("act", "▲"), "approved": ("good", "●"), "paid": ("wait", "◐"),
    "quoted": ("act", "▲"), "authorised": ("good", "●"), "closed": ("calm", "✓"),
    "rejected": ("act", "▲"), "settled": ("calm", "✓"), "cancelled": ("stop", "■"), "released": ("stop", "■"),
}  # fmt: skip


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {
        "category_name": lambda code: labels.CATEGORIES[code],
        "money_words": labels,
        "state_tone": lambda code: TONES[code],
        "may_see_case": lambda case: cases.may_open(case, current_user),
    }


def openable(rows: Iterable[Advance | Budget | Claim | DirectPayment]) -> set[int]:
    """Ids of the rows' cases that the reader may open; of the others a list shows the number alone."""
    return cases.openable((row.case_id for row in rows), current_user)


def paper_or_404(model: type[Advance] | type[Claim], key: int):
    """An advance or claim, if this person may at least know its case's number."""
    row = queries.one_or_404(model, key)
    cases.case_number_visible(row.case.number, current_user)
    return row


def handed_or_404(delivery_id: int) -> Delivery:
    """A hand-over to a family, if this person may open its case: the slip bears a name."""
    handed = queries.one_or_404(Delivery, delivery_id)
    if handed.advance is None or not cases.may_open(handed.advance.case, current_user):
        raise NotFound(_("Eso no existe."))
    return handed


def note_look(paper: Receipt | Delivery, subject: str) -> None:
    """Somebody looks at its picture whole: written down where parts of it were covered."""
    reader = current_user.id
    if receipt_queries.cover_of(paper):
        with transaction():
            audit.look(reader, subject)


def case_page(number: str) -> tuple[str, str]:
    """Name and address, for the way back from a form; as the two below."""
    return _("Caso %(number)s", number=number), url_for("coordination.case_page", number=number)


def advance_page(advance: Advance) -> tuple[str, str]:
    return _("Apoyo %(number)s", number=advance.number), url_for("finance.advance", advance_id=advance.id)


def claim_page(claim: Claim) -> tuple[str, str]:
    return _("Comprobación %(number)s", number=claim.number), url_for("finance.claim", claim_id=claim.id)


def slips_to_sign(papers: Iterable[Claim | Advance], at: datetime) -> list[str]:
    """A sentence for each slip of cash that moved at that moment: which, and on whose page its photograph goes."""
    slips = [slip for paper in papers for slip in cash_slips.slips_of(paper) if slip.handled_at == at]
    return [
        _(
            "Imprima %(number)s, que lo firmen, y suba la foto en %(paper)s.",
            number=slip.number,
            paper=slip.paper.number,
        )
        for slip in slips
    ]


@contextmanager
def refusals_said(about: str = "") -> Iterator[None]:
    """For buttons without a form: the refusal is the sentence on the next page; `about`: which of several it is of."""
    try:
        yield
    except Refused as refusal:
        say(f"{about}: {refusal}" if about else str(refusal), "danger")


def attached(content: bytes | IO[bytes], kind: str, name: str) -> Response:
    """A file to keep, interpreted by no browser."""
    file = BytesIO(content) if isinstance(content, bytes) else content
    response = send_file(file, mimetype=kind, as_attachment=True, download_name=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
