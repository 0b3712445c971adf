"""Beds: which are taken, by whom, and the call that confirms them."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import day_asked, say

from .. import operations, queries
from ..forms import StayForm
from .blueprint import bp

NIGHTS_SHOWN = 14


@bp.get("/beds")
def beds():
    """Two weeks of every lodging, from today or the day that was asked for."""
    first = day_asked(request.args, "from") or clock.today()
    shown = queries.occupancy(first, NIGHTS_SHOWN)
    step = timedelta(days=NIGHTS_SHOWN)
    return render_template("travel/beds.html", beds=shown, before=first - step, after=first + step)


@bp.route("/cases/<number>/trips/<int:trip_id>/stays/<int:stay_id>", methods=["GET", "POST"])
def confirm_stay(number: str, trip_id: int, stay_id: int):
    trip = queries.trip_or_404(cases.case_or_404(number, current_user).id, trip_id)
    stay, form = queries.stay_or_404(trip, stay_id), StayForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.confirm_stay(stay, form.confirmed_with.data, current_user, clock.now())
            say(_("Cama confirmada en %(place)s.", place=stay.place.name))
            return redirect(url_for("coordination.trip", number=number, trip_id=trip_id))
    return render_template("travel/confirm_stay.html", form=form, number=number, trip=trip, stay=stay)
