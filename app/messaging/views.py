"""Pages of `messaging`."""

from flask import Blueprint

bp = Blueprint("messaging", __name__)
BLUEPRINTS = (bp,)
SIGNED_HOOKS = ()
