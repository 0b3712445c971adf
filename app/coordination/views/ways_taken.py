"""Cómo llegaron, cómo regresaron: rides that people have ridden already, where the trip has others or none."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import arrival, homecoming, sentences
from app.coordination.party_change_forms import TakenForm
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
    ways, form = travel.ways_taken(trip), TakenForm.by(trip.returned_at)
    return _taken(case, trip, "home", ways, form, homecoming.note_way_home, ".trip_result")


@bp.route("/cases/<number>/trips/<int:trip_id>/way-there", methods=["GET", "POST"])
def way_there(number: str, trip_id: int):
    """The same for who was there before the rides that were planned."""
    case = cases.case_or_404(number, current_user)
    trip = travel.trip_or_404(case.id, trip_id)
    if not travel.not_ridden(trip):
        return redirect(url_for("coordination.trip", number=number, trip_id=trip_id))
    ways, form = travel.ways_there(trip), TakenForm.by(trip.departed_at)
    return _taken(case, trip, "there", ways, form, arrival.note_way_there, "coordination.trip")


def _taken(case, trip, which: str, ways, form, note, then: str):
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            way = form.way(request.form.get("way", ""), ways)
            say(sentences.corrected(note(trip, way, clock.now(), current_user)))
            return redirect(url_for(then, number=case.number, trip_id=trip.id))
    return render_template(
        "coordination/way_taken.html", case=case, trip=trip, which=which, form=form, ways=ways, key_of=travel.key_of,
        places=travel.planner_book().places, left=travel.not_ridden(trip),
    )  # fmt: skip
