"""The programme's vehicles: the list, a day's proposal, what was accepted, and the sheet for the driver."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import manifest, pooling
from app.coordination.vehicle_forms import ApartForm, OutForm, VehicleForm, told_choices
from app.coordination.views.blueprint import bp
from app.finance import queries as finance_queries
from app.finance.views.blueprint import attached, refusals_said
from app.foundation import audit, clock
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _, ngettext
from app.foundation.money import Money
from app.foundation.web import day_asked, say, shown_money
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.pooling import solve
from app.travel.vehicle_days import OUT_NAMES, why_not


@bp.get("/vehicles")
def vehicles():
    known, today = travel_queries.vehicles(also_inactive=True), clock.today()
    parked = {one.id: why_not(one.days, one.outs, today) for one in known}
    per_km = finance_queries.vehicle_km(today)
    return render_template("coordination/vehicles/list.html", vehicles=known, parked=parked, per_km=per_km)


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
    return _edit_page(one, form, title)


def _edit_page(one, form, title: str, out_form: OutForm | None = None) -> str:
    out_form = out_form or OutForm(None, prefix="out-")
    return render_template(
        "coordination/vehicles/edit.html", form=form, title=title, vehicle=one, out_form=out_form, out_names=OUT_NAMES
    )


@bp.post("/vehicles/<int:vehicle_id>/out")
def take_vehicle_out(vehicle_id: int):
    one, form = travel_queries.vehicle_or_404(vehicle_id), OutForm(prefix="out-")
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            out = travel.take_out(one, current_user, clock.now(), **form.told())
            _say_out(travel_queries.runs_between(one, out.starts_on, out.ends_on))
            return redirect(url_for(".vehicle", vehicle_id=one.id))
    return _edit_page(one, VehicleForm.standing(one), one.name, form)


def _say_out(days: list[date]) -> None:
    if days:
        told = ", ".join(f"{day:%d/%m/%Y}" for day in days)
        say(_("Anotado. Ya tenía recorridos aceptados: %(days)s. Deshágalos o póngalos en otro.", days=told), "warning")
    else:
        say(_("Anotado: esos días no se le pone a nadie."))


@bp.post("/vehicles/out/<int:out_id>/end")
def bring_vehicle_back(out_id: int):
    out = travel_queries.out_or_404(out_id)
    with refusals_said(), transaction():
        travel.bring_back(out, current_user, clock.now())
        say(_("Quitado: %(name)s sale otra vez esos días.", name=out.vehicle.name))
    return redirect(url_for(".vehicle", vehicle_id=out.vehicle_id))


@bp.get("/vehicles/day")
def vehicle_day():
    return _day_page(pooling.day_of(*_asked(request.args)))


def _day_page(shown: pooling.VehicleDay, form: ApartForm | None = None) -> str:
    plan, openable = solve(shown.day), cases.openable(shown.case_ids, current_user)
    return render_template(
        "coordination/vehicles/day.html", shown=shown, plan=plan, told=pooling.as_text(plan), openable=openable,
        still_rides=travel_queries.still_rides, set_out=travel_queries.leave_home(shown.taken),
        shown_minor=lambda minor: shown_money(Money(minor)),
        apart_form=form or ApartForm.of(shown.families, openable),
        as_asked={"on": shown.on, "direction": shown.direction} | request.args.to_dict(),
    )  # fmt: skip


@bp.post("/vehicles/day/apart")
def keep_apart():
    """Two families of the day that its address names."""
    shown = pooling.day_of(*_asked(request.args))
    form = ApartForm.of(shown.families, cases.openable(shown.case_ids, current_user))
    if form.validate_on_submit():
        one, other = (shown.families[int(field.data)] for field in (form.one, form.other))
        with refusals_on(form), transaction():
            travel.keep_apart(one, other, form.reason.data, current_user, clock.now())
            say(_("Anotado: no se les pone en el mismo vehículo."))
            return redirect(url_for(".vehicle_day", **request.args.to_dict()))
    return _day_page(shown, form)


@bp.post("/vehicles/apart/<int:kept_id>/lift")
def lift_apart(kept_id: int):
    """Only whoever may read the reason may say that it no longer holds."""
    kept = travel_queries.kept_apart_or_404(kept_id)
    with refusals_said(), transaction():
        if len(cases.openable({kept.case_id, kept.other_id}, current_user)) < 2:
            raise Refused(_("Eso lo quita quien puede abrir los dos casos."))
        travel.lift(kept, current_user, clock.now())
        say(_("Quitado: pueden ir juntas otra vez."))
    return redirect(url_for(".vehicle_day", **request.args.to_dict()))


@bp.post("/vehicles/day")
def accept_runs():
    asked, plan = _asked(request.form), request.form.get("plan", "")
    with refusals_said(), transaction():
        say(_accepted(pooling.accept(*asked, pooling.from_text(plan), clock.now(), current_user)))
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


def _accepted(families: int) -> str:
    return ngettext(
        "Aceptado: %(num)s familia va con el programa. Se le avisa de la hora nueva.",
        "Aceptado: %(num)s familias van con el programa. Se les avisa de la hora nueva.",
        families,
    )
