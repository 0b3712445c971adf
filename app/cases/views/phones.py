"""A line that is suspended for a while, and comes back."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..forms import SuspendForm
from ..spellings.phones import read_aloud
from .blueprint import bp


@bp.route("/person/<number>/phones/<int:link_id>/suspend", methods=["GET", "POST"])
def suspend_phone(number: str, link_id: int):
    who = queries.person_or_404(number, current_user)
    link = queries.phone_or_404(who, link_id)
    form = SuspendForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.suspend_phone(link, form.until.data, form.why.data, clock.now(), current_user)
            say(_("Línea suspendida: no se le manda nada."))
            return redirect(url_for(".person", number=number))
    title = _("Suspender la línea %(number)s", number=read_aloud(link.phone.number or link.phone.typed))
    back = who.full_name, url_for(".person", number=number)
    return render_template("form.html", form=form, title=title, back=back)


@bp.post("/person/<number>/phones/<int:link_id>/resume")
def resume_phone(number: str, link_id: int):
    who = queries.person_or_404(number, current_user)
    link = queries.phone_or_404(who, link_id)
    with transaction():
        operations.resume_phone(link, clock.now(), current_user)
    say(_("La línea vuelve a usarse."))
    return redirect(url_for(".person", number=number))
