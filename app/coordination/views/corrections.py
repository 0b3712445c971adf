"""A trip changed by hand: each page shows what would change in time and money before it is saved."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import corrections, foresight, sentences, workflows
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import rehearsal, transaction
from app.foundation.errors import Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.travel import queries as travel
from app.travel.forms import AddLegForm, ChangeStayForm, LegForm, RemoveLegForm


@bp.route("/cases/<number>/legs/<int:leg_id>", methods=["GET", "POST"])
def correct_leg(number: str, leg_id: int):
    case = cases.case_or_404(number, current_user)
    leg = travel.leg_or_404(case.id, leg_id)
    form = LegForm.of(leg)
    return _edited(
        case, leg.trip, form, _("Corregir un tramo"), _ride(leg),
        lambda now: workflows.correct_leg(leg, now, current_user, **form.corrected()), leg=leg,
    )  # fmt: skip


@bp.route("/cases/<number>/trips/<int:trip_id>/legs", methods=["GET", "POST"])
def add_leg(number: str, trip_id: int):
    case, trip = _trip(number, trip_id)
    form = AddLegForm.of(trip, request.args.get("after", 0, type=int))
    return _edited(
        case, trip, form, _("Agregar un tramo"), "",
        lambda now: corrections.add_leg(
            trip, form.behind(trip), form.named_place(), form.joined.data, now, current_user, **form.told()
        ),
    )  # fmt: skip


@bp.route("/cases/<number>/legs/<int:leg_id>/remove", methods=["GET", "POST"])
def remove_leg(number: str, leg_id: int):
    case = cases.case_or_404(number, current_user)
    leg = travel.leg_or_404(case.id, leg_id)
    form = RemoveLegForm()
    return _edited(
        case, leg.trip, form, _("Quitar un tramo"), _ride(leg),
        lambda now: corrections.remove_leg(leg, form.joined.data, now, current_user),
    )  # fmt: skip


@bp.route("/cases/<number>/trips/<int:trip_id>/stays/<int:stay_id>/change", methods=["GET", "POST"])
def change_stay(number: str, trip_id: int, stay_id: int):
    case, trip = _trip(number, trip_id)
    stay = travel.stay_or_404(trip, stay_id)
    form = ChangeStayForm.of(stay)
    return _edited(
        case, trip, form, _("Cambiar el hospedaje"), stay.place.name,
        lambda now: corrections.change_stay(stay, form.chosen_house(), form.nights.data, now, current_user),
    )  # fmt: skip


def _edited(case, trip, form, title: str, line: str, act, **more):
    """One shape: typed, looked at, saved. `look` plays it and keeps nothing."""
    foreseen = None
    if form.validate_on_submit() and form.look.data:
        with refusals_on(form), rehearsal():
            foreseen = foresight.foresee(trip, case, lambda: act(clock.now()))
    elif form.is_submitted() and not form.errors:
        with refusals_on(form), transaction():
            say(sentences.corrected(act(clock.now())))
            return redirect(url_for(".trip", number=case.number, trip_id=trip.id))
    return render_template(
        "coordination/correct_trip.html", case=case, trip=trip, form=form, title=title, line=line, foreseen=foreseen,
        **more,
    )  # fmt: skip


def _ride(leg) -> str:
    return f"{leg.origin.name} → {leg.destination.name}"


def _trip(number: str, trip_id: int):
    case = cases.case_or_404(number, current_user)
    trip = travel.trip_or_404(case.id, trip_id)
    if not trip.legs:
        raise Refused(_("Este viaje no tiene camino: primero escoja uno."))
    return case, trip
