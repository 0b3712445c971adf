"""A case's texts, ahead and behind, with phones and reasons: the piece that the case page brings in."""

from flask import render_template
from flask_login import current_user

from app.cases import queries as cases
from app.coordination.texts import coming
from app.foundation import audit, clock
from app.foundation.db import transaction

from .blueprint import bp


@bp.get("/cases/<number>/texts")
def case_texts(number: str):
    """A restricted case leaves the trace of each look, by this door too."""
    case = cases.case_or_404(number, current_user)
    reader, restricted, subject = current_user.id, case.restricted, f"case:{case.id}"
    shown = render_template("coordination/texts/coming.html", coming=coming.gather(case, clock.now()), case=case)
    if restricted:
        with transaction():
            audit.look(reader, subject)
    return shown
