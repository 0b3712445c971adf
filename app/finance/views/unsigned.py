"""What still has to be signed, in one list: a month's list leads here."""

from flask import render_template

from .. import unsigned
from .blueprint import bp, openable


@bp.get("/unsigned", endpoint="unsigned")
def papers_to_sign():
    """Of cases that the reader may not open, number and amount alone."""
    papers = unsigned.papers()
    return render_template("finance/unsigned.html", papers=papers, openable=openable(papers))
