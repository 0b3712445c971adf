"""What the pages of the policy and its words share."""

from flask import Blueprint

from app.messaging import policy_words

bp = Blueprint("texts", __name__)


@bp.context_processor
def _names():
    return {"policy_words": policy_words}
