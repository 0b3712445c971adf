"""The programme's vehicles: the list, a day's proposal, what was accepted, and the sheet for the driver."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import manifest, pooling
from app.coordination.vehicle_forms import VehicleForm, told_choices
from app.coordination.views.blueprint import bp
from app.finance.views.blueprint import attached, refusals_said
from app.foundation import audit, clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.money import Money
from app.foundation.web import day_asked, say, shown_money
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.pooling import solve


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
    shown = pooling.day_of(*_asked(request.args))
    plan = solve(shown.day)
    return render_template(
        "coordination/vehicles/day.html", shown=shown, plan=plan, told=pooling.as_text(plan),
        openable=cases.openable(shown.case_ids, current_user), still_rides=travel_queries.still_rides,
        shown_minor=lambda minor: shown_money(Money(minor)),
    )  # fmt: skip


@bp.post("/vehicles/day")
def accept_runs():
    asked, plan = _asked(request.form), request.form.get("plan", "")
    with refusals_said(), transaction():
        count = pooling.accept(*asked, pooling.from_text(plan), clock.now(), current_user)
        say(_("Aceptado: familias que van con el programa: %(count)s. Se les avisa de la hora nueva.", count=count))
    return redirect(url_for(".vehicle_day", on=asked[0], direction=asked[1]))


@bp.post("/vehicles/runs/<int:run_id>/undo")
def undo_run(run_id: int):
    run = travel_queries.run_or_404(run_id)
    with refusals_said(), transaction():
        kept = pooling.undo(run, clock.now(), current_user)
        say(_("Deshecho. Su viaje cambió después y queda como está: %(cases)s.", cases=", ".join(kept))
            if kept else _("Deshecho: todos viajan como antes."))  # fmt: skip
    return redirect(url_for(".vehicle_day", on=run.on_day, direction=run.direction))


@bp.get("/vehicles/runs/<int:run_id>/manifest.pdf")
def manifest_pdf(run_id: int):
    """Who prints it has looked at the cases that it names."""
    run, reader = travel_queries.run_or_404(run_id), current_user.id
    pdf, name = manifest.draw(run), f"chofer-{run.on_day}-{run.id}.pdf"
    named = [ride.trip.case_id for ride in run.rides if not ride.trip.case.restricted]
    with transaction():
        for case_id in named:
            audit.look(reader, f"case:{case_id}")
    return attached(pdf, "application/pdf", name)


def _asked(told) -> tuple:
    """The day, the direction and what people chose."""
    direction = "home" if told.get("direction") == "home" else "there"
    return day_asked(told, "on") or clock.today(), direction, told_choices(told)
