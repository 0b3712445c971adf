"""The acompañantes: the directory of those who serve, and who stands by a case."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..forms import AcompananteForm, ServesForm
from .blueprint import bp


@bp.get("/acompanantes")
def acompanantes():
    page = queries.acompanantes(request.args.get("after"))
    served = queries.places_served(person.id for person in page.rows)
    return render_template("cases/acompanantes.html", page=page, served=served)


@bp.route("/acompanantes/new", methods=["GET", "POST"])
def add_acompanante():
    form = AcompananteForm.of([])
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            person = operations.add_acompanante(
                form.facts(), form.phone.data, form.accepts.answer, form.chosen(), clock.now(), current_user
            )
            say(_("%(name)s queda en la lista de acompañantes.", name=person.full_name))
            return redirect(url_for(".acompanantes"))
    return render_template("cases/acompanante.html", form=form, person=None)


@bp.route("/acompanantes/<number>", methods=["GET", "POST"])
def acompanante(number: str):
    person = queries.acompanante_or_404(number)
    form = ServesForm.of(queries.places_served([person.id])[person.id])
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.serve(person, form.chosen(), clock.now(), current_user)
            say(_("Se guardó dónde acompaña %(name)s.", name=person.full_name))
            return redirect(url_for(".acompanantes"))
    return render_template("cases/acompanante.html", form=form, person=person)


@bp.post("/acompanantes/<number>/end")
def end_acompanante(number: str):
    person = queries.acompanante_or_404(number)
    with transaction():
        operations.end_acompanante(person, clock.now(), current_user)
    say(_("%(name)s ya no acompaña; lo que hizo se conserva.", name=person.full_name))
    return redirect(url_for(".acompanantes"))
