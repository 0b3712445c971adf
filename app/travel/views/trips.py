"""A trip on its time line."""

from flask import render_template
from flask_login import current_user

from app.cases import queries as cases

from .. import queries
from .blueprint import bp


@bp.get("/cases/<number>/trips/<int:trip_id>")
def trip(number: str, trip_id: int):
    case = cases.case_or_404(number, current_user)
    found = queries.trip_or_404(case.id, trip_id)
    return render_template(
        "travel/trip.html", case=case, trip=found, expenses=queries.expenses(found), result=queries.result_of(found),
        given=queries.authorisations_of(found),
    )  # fmt: skip
