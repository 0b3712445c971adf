"""The directory: places and services, listed for all, edited by whoever accompanies or administers."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..forms import PlaceForm, ServiceForm
from ..labels import PLACE_KINDS
from .blueprint import bp


@bp.get("/places")
def places():
    kind = request.args.get("kind")
    shown = queries.places(kind if kind in PLACE_KINDS else None, also_inactive=True)
    return render_template("cases/places.html", places=shown, kind=kind, kinds=PLACE_KINDS)


@bp.route("/places/new", methods=["GET", "POST"])
def add_place():
    form = PlaceForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            place = operations.add_place(form.code.data, now=clock.now(), by=current_user, **form.fields())
            say(_("%(name)s está en la lista.", name=place.name))
            return redirect(url_for(".places"))
    return render_template("cases/place.html", form=form, title=_("Agregar lugar"))


@bp.route("/places/<code>", methods=["GET", "POST"])
def place(code: str):
    known = queries.place_or_404(code)
    form = PlaceForm.of(known)
    form.code.render_kw = {"readonly": True}
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.save_place(known.code, now=clock.now(), by=current_user, **form.fields())
            say(_("Se guardó %(name)s.", name=known.name))
            return redirect(url_for(".places"))
    return render_template("cases/place.html", form=form, title=known.name, code=known.code)


@bp.get("/services")
def services():
    return render_template("cases/services.html", services=queries.services())


def _services() -> tuple[str, str]:
    return _("Servicios"), url_for(".services")


@bp.route("/services/new", methods=["GET", "POST"])
def add_service():
    form = ServiceForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.add_service(now=clock.now(), by=current_user, **form.fields())
            return redirect(url_for(".services"))
    return render_template("form.html", form=form, title=_("Agregar servicio"), back=_services())


@bp.route("/services/<int:service_id>", methods=["GET", "POST"])
def service(service_id: int):
    known = queries.service_or_404(service_id)
    form = ServiceForm(obj=known)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.correct_service(known, now=clock.now(), by=current_user, **form.fields())
            say(_("Se guardó %(name)s.", name=known.name))
            return redirect(url_for(".services"))
    return render_template("form.html", form=form, title=known.name.capitalize(), back=_services())
