"""Actas de no comprobación: drawn up by one person, signed by another, kept as a PDF."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import operations, queries
from ..custody_forms import ActaForm
from ..models import Acta, Advance
from .blueprint import advance_page, attached, bp, paper_or_404, refusals_said


@bp.route("/advances/<int:advance_id>/actas/new", methods=["GET", "POST"])
def draw_up_acta(advance_id: int):
    one = paper_or_404(Advance, advance_id)
    form = ActaForm.of(one)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.draw_up_acta(
                one, form.amount.data, form.cause.data, form.facts.data, occurred_on=form.occurred_on.data,
                witness=form.witness.data or "", by=current_user, now=clock.now(),
            )  # fmt: skip
            say(_("Acta levantada: falta que otra persona la firme."))
            return redirect(url_for(".advance", advance_id=advance_id))
    title = _("Acta de no comprobación · %(number)s", number=one.number)
    return render_template("form.html", form=form, title=title, back=advance_page(one))


def _acta(acta_id: int) -> Acta:
    found = queries.one_or_404(Acta, acta_id)
    cases.case_number_visible(found.advance.case.number, current_user)
    return found


@bp.post("/actas/<int:acta_id>/sign")
def sign_acta(acta_id: int):
    drawn = _acta(acta_id)
    with refusals_said(), transaction():
        operations.sign_acta(drawn, current_user, clock.now())
        say(_("Acta firmada: imprímala para las firmas en papel."))
    return redirect(url_for(".advance", advance_id=drawn.advance_id))


@bp.post("/actas/<int:acta_id>/withdraw")
def withdraw_acta(acta_id: int):
    drawn = _acta(acta_id)
    with refusals_said(), transaction():
        operations.withdraw_acta(drawn, current_user, clock.now())
        say(_("Acta retirada."))
    return redirect(url_for(".advance", advance_id=drawn.advance_id))


@bp.get("/actas/<int:acta_id>.pdf")
def acta(acta_id: int):
    drawn = _acta(acta_id)
    if drawn.pdf is None:
        raise NotFound(_("Todavía le falta su segunda firma."))
    return attached(drawn.pdf, "application/pdf", f"{drawn.number}.pdf")
