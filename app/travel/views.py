"""Pages of `travel`."""

from flask import Blueprint

bp = Blueprint("travel", __name__)
BLUEPRINTS = (bp,)
