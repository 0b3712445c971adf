"""Who stands by a case, what is sent with her, and how it ended."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.cases.forms import ChooseAcompananteForm
from app.coordination import relay_changes, relays, workflows
from app.coordination.relay_forms import RelayForm, done_form
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.messaging import relays as messaging


@bp.route("/cases/<number>/acompanante", methods=["GET", "POST"])
def choose_acompanante(number: str):
    """The one who is nearest stands first."""
    case = cases.case_or_404(number, current_user)
    form = ChooseAcompananteForm.of(case)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            workflows.choose_acompanante(case, form.chosen, clock.now(), current_user)
            say(_("Se guardó quién acompaña este caso."))
            return redirect(url_for(".case_page", number=number))
    return render_template("form.html", form=form, case=case, title=_("Acompañante"))


@bp.route("/cases/<number>/relays/new", methods=["GET", "POST"])
def send_relay(number: str):
    case = cases.case_or_404(number, current_user)
    appointment, now = cases.live_appointment(case), clock.now()
    form = RelayForm.of(case, relay_changes.proposed(appointment, now), relays.default_until(appointment, now))
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            sent = relays.send(
                case, form.words.data, form.until.data, now, current_user, person=form.chosen, appointment=appointment
            )
            say(_("Recado encargado a %(who)s.", who=sent.acompanante.full_name))
            return redirect(url_for(".relay", number=number, relay_id=sent.id))
    return render_template("coordination/send_relay.html", form=form, case=case)


@bp.route("/cases/<number>/relays/<int:relay_id>", methods=["GET", "POST"])
def relay(number: str, relay_id: int):
    """What she was asked, what is known of it, and, while it is open, how it ended. A visit shows what to look at."""
    case = cases.case_or_404(number, current_user)
    asked = cases.relay_or_404(case, relay_id)
    form = done_form(asked)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            relays.finish(asked, form.outcome.data, form.result.data, clock.now(), current_user, **form.answers())
            say(_("Queda anotado."))
            return redirect(url_for(".case_page", number=number))
    text, answers = messaging.newest(asked.about), cases.counter_referrals_of(case) if asked.kind == "visit" else []
    return render_template(
        "coordination/relay.html", form=form, case=case, relay=asked, text=text, answers=answers
    )  # fmt: skip
