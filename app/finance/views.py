"""Pages of `finance`."""

from flask import Blueprint

bp = Blueprint("finance", __name__)
BLUEPRINTS = (bp,)
