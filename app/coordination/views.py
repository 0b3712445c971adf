"""Pages that show several parts: today's work, a case, booking and moving."""

from flask import Blueprint, render_template

bp = Blueprint("coordination", __name__)
BLUEPRINTS = (bp,)
SIGNED_HOOKS = ()


@bp.get("/")
def home():
    return render_template("coordination/home.html")
