"""The route book: looked through, edited in its place, added to."""

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
from ..forms import FilterForm, NewRouteForm, RouteForm
from ..models import Route
from .blueprint import bp


@bp.get("/routes")
def route_book():
    filters, today = FilterForm(request.args), clock.today()
    page = queries.route_page(today=today, after=request.args.get("after"), **filters.wanted())
    return render_template(
        "travel/route_book.html", filters=filters, page=page, today=today, rains=queries.rains(today),
        notices=queries.in_force(today),
    )  # fmt: skip


@bp.route("/routes/new", methods=["GET", "POST"])
def add_route():
    form = NewRouteForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            ends = _place(form.from_place), _place(form.to_place)
            operations.save_route(*ends, form.mode.data, None, by=current_user, now=clock.now(), **form.typed())
            say(_("Ruta agregada al libro."))
            return redirect(url_for(".route_book", place=form.from_place.data))
    return render_template("travel/route_form.html", form=form, title=_("Ruta nueva"))


@bp.get("/routes/<int:route_id>/row")
def route_row(route_id: int):
    """A row of the table as it stands: what Escape puts back."""
    return _row(queries.route_or_404(route_id))


@bp.route("/routes/<int:route_id>/in-place", methods=["GET", "POST"])
def route_in_place(route_id: int):
    """The row as a form, and once it is saved the row again, with how many trips ride by what it said before."""
    route = queries.route_or_404(route_id)
    form = RouteForm(obj=route, prefix=f"r{route_id}-")
    if form.validate_on_submit():
        with refusals_on(form):
            _save(route, form)
            return _row(route, queries.how_many_use(route, clock.now()))
    return render_template("travel/route_in_place.html", form=form, route=route)


@bp.route("/routes/<int:route_id>", methods=["GET", "POST"])
def edit_route(route_id: int):
    """The same on a page of its own, with the alerts of the route."""
    route = queries.route_or_404(route_id)
    form = RouteForm(obj=route)
    if form.validate_on_submit():
        with refusals_on(form):
            _save(route, form)
            say(_("Ruta guardada."))
            return redirect(url_for(".edit_route", route_id=route_id))
    riding = queries.how_many_use(route, clock.now())
    return render_template("travel/route.html", form=form, route=route, today=clock.today(), riding=riding)


@bp.post("/routes/<int:route_id>/alerts/<int:alert_id>/end")
def end_alert(route_id: int, alert_id: int):
    """Today is the last day of it, on this route alone."""
    alert = queries.alert_or_404(queries.route_or_404(route_id), alert_id)
    with transaction():
        operations.end_alert(alert, clock.today(), current_user, clock.now())
    say(_("Aviso terminado: desde mañana hay paso."))
    return redirect(url_for(".edit_route", route_id=route_id))


def _save(route: Route, form: RouteForm) -> None:
    with transaction():
        operations.save_route(
            route.origin, route.destination, route.mode, route.ordinal, by=current_user, now=clock.now(),
            **form.typed(),
        )  # fmt: skip


def _row(route: Route, riding: int | None = None):
    """`riding` None: nothing was saved."""
    today = clock.today()
    return render_template("travel/route_row.html", route=route, riding=riding, today=today, rains=queries.rains(today))


def _place(field):
    place = cases.place_by_code_or_name(field.data)
    if place is None:
        raise Refused(_("Ese lugar no está en la lista: agréguelo primero, o escríbalo de otro modo."), field.name)
    return place
