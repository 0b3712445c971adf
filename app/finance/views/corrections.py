"""Corrections of the books: asked for by one person, confirmed or not by another."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say

from .. import books, correcting, operations, queries
from ..books_forms import DeclineForm, ReclassForm, ReversalForm
from ..models import Correction, Fund
from ..operations import reclassifying
from .blueprint import bp, refusals_said


@bp.get("/corrections")
def corrections():
    state = request.args.get("state", "")
    page = correcting.correction_page(state, request.args.get("after"))
    return render_template("finance/corrections.html", page=page, state=state)


@bp.get("/corrections/<int:correction_id>")
def correction(correction_id: int):
    return _page(correcting.correction_or_404(correction_id), DeclineForm())


def _page(asked: Correction, form: DeclineForm):
    reports = correcting.reports_that_ask(asked.entry) if asked.kind == "reclass" and asked.state == "asked" else []
    own = asked.asked_by_id == current_user.id
    return render_template("finance/correction.html", asked=asked, form=form, own=own, reports=reports)


@bp.route("/ledger/<int:seq>/reverse", methods=["GET", "POST"])
def ask_reversal(seq: int):
    found, form = books.dossier(seq), ReversalForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            asked = operations.ask_reversal(found.entry, form.reason.data, by=current_user, now=clock.now())
            return _asked(asked)
    return render_template("finance/ask_reversal.html", found=found, form=form)


@bp.route("/ledger/<int:seq>/reclassify", methods=["GET", "POST"])
def ask_reclassification(seq: int):
    found = books.dossier(seq)
    funds = reclassifying.funds_of(found.entry)
    if not funds:
        say(_("Este asiento no tiene rubro ni fondo que cambiar."), "warning")
        return redirect(url_for(".entry", seq=seq))
    form = ReclassForm.of(reclassifying.spending(found.entry), funds)
    reports = correcting.reports_that_ask(found.entry)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            payers = {fund_id: queries.one_or_404(Fund, then) for fund_id, then in form.goes().items()}
            one = next(iter(payers.values()), None) if len(funds) == 1 else None
            asked = operations.ask_reclassification(
                found.entry, form.changes(), one, form.reason.data, by=current_user, now=clock.now(), payers=payers
            )
            return _asked(asked)
    return render_template("finance/ask_reclassification.html", found=found, form=form, reports=reports)


def _asked(asked: Correction):
    say(_("Pedido: se asienta cuando otra persona lo confirme."))
    return redirect(url_for(".correction", correction_id=asked.id))


@bp.post("/corrections/<int:correction_id>/confirm")
def confirm_correction(correction_id: int):
    asked = queries.one_or_404(Correction, correction_id)
    with refusals_said(), transaction():
        posted = operations.confirm_correction(asked, by=current_user, now=clock.now())
        say(_("Asentado con el número %(seq)s.", seq=posted.seq))
    return redirect(url_for(".correction", correction_id=correction_id))


@bp.post("/corrections/<int:correction_id>/decline")
def decline_correction(correction_id: int):
    asked, form = queries.one_or_404(Correction, correction_id), DeclineForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            operations.decline_correction(asked, form.answer.data, by=current_user, now=clock.now())
            say(_("Queda anotado: no se asentó nada."))
            return redirect(url_for(".correction", correction_id=correction_id))
    return _page(asked, form)
