"""Cases: the list, and the box that finds one while somebody is on the line."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.coordination import overview, search
from app.coordination.views.blueprint import bp
from app.foundation import clock


@bp.get("/cases")
def case_list():
    page = overview.listed(current_user, request.args, clock.now())
    return render_template("coordination/case_list.html", page=page)


@bp.get("/search")
def search_page():
    """A single answer opens at once."""
    typed = request.args.get("q", "")
    found = search.find(current_user, typed)
    if len(found) == 1:
        return redirect(url_for(".case_page", number=found[0].number))
    rows = overview.rows(found, clock.now())
    return render_template("coordination/search.html", rows=rows, typed=typed, most=search.MOST)
