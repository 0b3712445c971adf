"""Pages of `cases`."""

from flask import Blueprint

from . import models  # noqa: F401

bp = Blueprint("cases", __name__)
BLUEPRINTS = (bp,)
