"""The case: everything about one referral on one page."""

from flask import render_template
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import case_page as page_of
from app.coordination.views.blueprint import bp
from app.foundation import audit, clock
from app.foundation.db import transaction


@bp.get("/cases/<number>")
def case_page(number: str):
    """Whoever gets the page has left the trace of it: the look is kept before the answer leaves."""
    case = cases.case_or_404(number, current_user)
    page = page_of.gather(case, clock.now())
    reader, subject = current_user.id, f"case:{case.id}"
    shown = render_template("coordination/case_page.html", page=page, case=case)
    with transaction():
        audit.look(reader, subject)
    return shown
