"""Quién va: somebody joins a trip, or goes home before the others."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import workflows
from app.coordination.party_change_forms import JoinForm, LeaveForm
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.travel import queries as travel
from app.travel.journeys import shortlist


@bp.route("/cases/<number>/trips/<int:trip_id>/party", methods=["GET", "POST"])
def change_party(number: str, trip_id: int):
    """`look` asks for the ways of one person; `way` is the one that was picked."""
    case, now = cases.case_or_404(number, current_user), clock.now()
    trip = travel.trip_or_404(case.id, trip_id)
    joining, leaving = JoinForm.of(case, trip), LeaveForm.of(trip)
    form, act = (joining, _join) if request.form.get("act") == "join" else (leaving, _leave)
    ways = None
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            ways = travel.own_ways(trip, form.party(), form.direction, form.at.data, now)
            if request.form.get("way"):
                happened = act(trip, form, form.way(request.form["way"], ways), now)
                say(_("Quedó anotado quién va. El viaje cuesta ahora %(total)s.", total=str(happened.budget.total)))
                return redirect(url_for("coordination.trip", number=number, trip_id=trip_id))
    return render_template(
        "coordination/party.html", case=case, trip=trip, joining=joining, leaving=leaving, asked=form, ways=ways,
        key_of=travel.key_of, places=travel.planner_book().places, shortlist=shortlist,
    )  # fmt: skip


def _join(trip, form: JoinForm, way, now):
    return workflows.join_trip(trip, form.member(), form.at.data, way, now, current_user)


def _leave(trip, form: LeaveForm, way, now):
    return workflows.leave_trip(trip, form.traveller(), form.at.data, way, now, current_user)
