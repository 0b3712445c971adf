"""The programme's vehicles: the list, a day's proposal, what was accepted, and the sheet for the driver."""

from datetime import date

from flask import Response, redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import manifest, pooling
from app.coordination.vehicle_forms import VehicleForm
from app.coordination.views.blueprint import bp
from app.finance.views.blueprint import refusals_said
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.money import Money
from app.foundation.web import say, shown_money
from app.travel import operations as travel
from app.travel import queries as travel_queries

DETOUR, MOST = 60, 240


@bp.get("/vehicles")
def vehicles():
    return render_template("coordination/vehicles/list.html", vehicles=travel_queries.vehicles(also_inactive=True))


@bp.route("/vehicles/new", methods=["GET", "POST"])
def new_vehicle():
    return _edit(None, _("Vehículo nuevo"))


@bp.route("/vehicles/<int:vehicle_id>", methods=["GET", "POST"])
def vehicle(vehicle_id: int):
    one = travel_queries.vehicle_or_404(vehicle_id)
    return _edit(one, one.name)


def _edit(one, title: str):
    form = VehicleForm.of(one)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            travel.save_vehicle(one, current_user, **form.told())
            say(_("Guardado."))
            return redirect(url_for(".vehicles"))
    return render_template("coordination/vehicles/edit.html", form=form, title=title)


@bp.get("/vehicles/day")
def vehicle_day():
    shown = _shown(request.args)
    return render_template(
        "coordination/vehicles/day.html", shown=shown, plan=pooling.as_text(shown.plan),
        openable=cases.openable(shown.case_ids, current_user), still_rides=travel_queries.still_rides,
        shown_minor=lambda minor: shown_money(Money(minor)),
    )  # fmt: skip


@bp.post("/vehicles/day")
def accept_runs():
    shown = _shown(request.form)
    with refusals_said(), transaction():
        count = pooling.accept(shown, pooling.from_text(request.form.get("plan", "")), clock.now(), current_user)
        say(_("Aceptado: familias que van con el programa: %(count)s. Se les avisa de la hora nueva.", count=count))
    return redirect(url_for(".vehicle_day", on=shown.on, direction=shown.direction))


@bp.post("/vehicles/runs/<int:run_id>/undo")
def undo_run(run_id: int):
    run = travel_queries.run_or_404(run_id)
    with refusals_said(), transaction():
        kept = pooling.undo(run, clock.now(), current_user)
        say(_("Deshecho. Su viaje cambió después y queda como está: %(names)s.", names=", ".join(kept))
            if kept else _("Deshecho: todos viajan como antes."))  # fmt: skip
    return redirect(url_for(".vehicle_day", on=run.on_day, direction=run.direction))


@bp.get("/vehicles/runs/<int:run_id>/manifest.pdf")
def manifest_pdf(run_id: int):
    run = travel_queries.run_or_404(run_id)
    answer = Response(manifest.draw(run), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{run.on_day}-{run.direction}-{run.vehicle_id}.pdf"'
    return answer


def _shown(told) -> pooling.Sketch:
    """The day that was asked for, with what people chose for each family."""
    on = told.get("on", type=date.fromisoformat) or clock.today()
    direction = "home" if told.get("direction") == "home" else "there"
    chosen = {
        int(name.removeprefix("trip-")): int(value)
        for name, value in told.items()
        if name.startswith("trip-") and name.removeprefix("trip-").isdigit() and value.isdigit()
    }
    detour = told.get("detour", DETOUR, type=int)
    return pooling.sketch(on, direction, travel_queries.Choices(chosen, min(max(detour, 0), MOST)))
