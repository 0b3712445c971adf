"""Who goes along: relatives of a case, and how a restricted case may be reached."""

from flask import render_template
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..forms import CompanionForm, NewCompanionForm, SafeContactForm
from .blueprint import back_to, bp


@bp.route("/cases/<number>/companions/new", methods=["GET", "POST"])
def add_companion(number: str):
    case = queries.case_or_404(number, current_user)
    form = NewCompanionForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            link = operations.bring_along(case, form.relative(), clock.now(), current_user)
            say(_("%(name)s queda en el caso.", name=link.person.full_name))
            return back_to(case)
    return render_template("cases/companion.html", form=form, case=case)


@bp.route("/cases/<number>/companions/<int:link_id>", methods=["GET", "POST"])
def companion(number: str, link_id: int):
    case = queries.case_or_404(number, current_user)
    link = queries.companion_or_404(case, link_id)
    form = CompanionForm.of(link)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.change_companion(link, form.relation.data, clock.now(), current_user, **form.roles())
            say(_("Se guardó lo de %(name)s.", name=link.person.full_name))
            return back_to(case)
    return render_template("form.html", form=form, case=case, title=link.person.full_name)


@bp.post("/cases/<number>/companions/<int:link_id>/remove")
def remove_companion(number: str, link_id: int):
    case = queries.case_or_404(number, current_user)
    link = queries.companion_or_404(case, link_id)
    with transaction():
        operations.remove_companion(link, clock.now(), current_user)
    say(_("Ya no está en el caso; sus datos se conservan."))
    return back_to(case)


@bp.route("/cases/<number>/safe-contact", methods=["GET", "POST"])
def safe_contact(number: str):
    case = queries.case_or_404(number, current_user)
    form = SafeContactForm.of(case, queries.party_of(case), queries.safe_contact_of(case))
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.fill_safe_contact(case, **form.plan(), now=clock.now(), by=current_user)
            say(_("El acuerdo de contacto quedó escrito."))
            return back_to(case)
    return render_template("form.html", form=form, case=case, title=_("Contacto seguro"))
