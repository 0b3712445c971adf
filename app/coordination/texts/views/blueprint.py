"""What the pages of the policy and its words share."""

from flask import Blueprint

from app.messaging import spoken

bp = Blueprint("texts", __name__)


@bp.context_processor
def _names():
    return {"spoken": spoken}
