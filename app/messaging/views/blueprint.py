"""What the pages of messages share: their words, and whose messages a reader may see."""

from flask import Blueprint
from flask_login import current_user
from sqlalchemy import select

from app.cases.models import Case
from app.cases.queries import visible_to
from app.messaging import calls, labels, ladder

bp = Blueprint("messaging", __name__)


@bp.app_context_processor
def _words():
    """What every page with texts needs: names of states and kinds, and why a text did not arrive."""
    return {"message_labels": labels, "why_not": calls.why_not, "carrier_says": ladder.sentence}


def visible():
    """Ids of the cases that the reader may open."""
    return select(Case.id).where(visible_to(current_user))
