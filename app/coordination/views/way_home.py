"""Cómo regresaron: the way home of people who are back and whose trip had none."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import homecoming, sentences
from app.coordination.party_change_forms import WayHomeForm
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.web import say
from app.travel import queries as travel


@bp.route("/cases/<number>/trips/<int:trip_id>/way-home", methods=["GET", "POST"])
def way_home(number: str, trip_id: int):
    """The likeliest way first; one click takes it into rides, meals and budget. `hand` is the one that was typed."""
    case = cases.case_or_404(number, current_user)
    trip = travel.trip_or_404(case.id, trip_id)
    if not travel.lacks_way_home(trip):
        return redirect(url_for("coordination.trip", number=number, trip_id=trip_id))
    form, ways = WayHomeForm.of(trip), travel.ways_taken(trip)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            way = form.way(request.form.get("way", ""), ways)
            say(sentences.corrected(homecoming.note_way_home(trip, way, clock.now(), current_user)))
            return redirect(url_for(".trip_result", number=number, trip_id=trip_id))
    return render_template(
        "coordination/way_home.html", case=case, trip=trip, form=form, ways=ways, key_of=travel.key_of,
        places=travel.planner_book().places,
    )  # fmt: skip
