"""The route book: looked through, edited, warned about."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..forms import AlertForm, FilterForm, NewRouteForm, RouteForm
from .blueprint import bp


@bp.get("/routes")
def route_book():
    filters = FilterForm(request.args)
    page = queries.route_page(filters.place.data or "", filters.mode.data or "", request.args.get("after"))
    return render_template("travel/route_book.html", filters=filters, page=page, today=clock.today())


@bp.route("/routes/new", methods=["GET", "POST"])
def add_route():
    form = NewRouteForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            ends = _place(form.from_place), _place(form.to_place)
            operations.save_route(*ends, form.mode.data, None, by=current_user, now=clock.now(), **form.typed())
            say(_("Ruta añadida al libro."))
            return redirect(url_for(".route_book", place=form.from_place.data))
    return render_template("travel/route_form.html", form=form, title=_("Ruta nueva"))


@bp.route("/routes/<int:route_id>", methods=["GET", "POST"])
def edit_route(route_id: int):
    route = queries.route_or_404(route_id)
    form = RouteForm(obj=route)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.save_route(
                route.origin, route.destination, route.mode, route.ordinal, by=current_user, now=clock.now(),
                **form.typed(),
            )  # fmt: skip
            say(_("Ruta guardada."))
            return redirect(url_for(".edit_route", route_id=route_id))
    return render_template("travel/route.html", form=form, route=route, today=clock.today())


@bp.route("/routes/<int:route_id>/alerts", methods=["GET", "POST"])
def add_alert(route_id: int):
    route, form = queries.route_or_404(route_id), AlertForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.add_alert(route, by=current_user, now=clock.now(), **form.typed())
            say(_("Aviso puesto. Los viajes nuevos ya lo toman en cuenta."))
            return redirect(url_for(".edit_route", route_id=route_id))
    return render_template("travel/alert.html", form=form, route=route)


@bp.post("/routes/<int:route_id>/alerts/<int:alert_id>/end")
def end_alert(route_id: int, alert_id: int):
    """Today is the last day of it."""
    alert = queries.alert_or_404(queries.route_or_404(route_id), alert_id)
    with transaction():
        operations.end_alert(alert, clock.today(), current_user, clock.now())
    say(_("Aviso terminado: desde mañana hay paso."))
    return redirect(url_for(".edit_route", route_id=route_id))


def _place(field):
    place = cases.place_by_code_or_name(field.data)
    if place is None:
        raise Refused(_("Ese lugar no está en la lista: añádalo primero, o escríbalo de otro modo."), field.name)
    return place
