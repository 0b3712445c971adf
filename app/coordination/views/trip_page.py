"""A trip: everything about one journey on one page."""

from flask import render_template
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import trip_page as page_of
from app.coordination.views.blueprint import bp
from app.travel import queries as travel


@bp.get("/cases/<number>/trips/<int:trip_id>")
def trip(number: str, trip_id: int):
    case = cases.case_or_404(number, current_user)
    found = travel.trip_or_404(case.id, trip_id)
    return render_template("travel/trip.html", case=case, trip=found, page=page_of.gather(found, case))
