"""A case rests, ends, opens again."""

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import queries as cases
from app.coordination import workflows
from app.coordination.forms import CloseForm, DeathForm, HoldForm, ReopenForm
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say


def _page(number: str, form, title: str, lead: str, done: str, act):
    """The one shape of these pages: a sentence before it, a form, one call."""
    case = cases.case_or_404(number, current_user)
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            act(case, form, clock.now())
            say(done)
            return redirect(url_for(".case_page", number=number))
    return render_template("form.html", form=form, case=case, title=title, lead=lead)


@bp.route("/cases/<number>/hold", methods=["GET", "POST"])
def hold(number: str):
    lead = _("Mientras está en pausa no se le escribe a nadie. El día que elija vuelve a sus pendientes.")
    return _page(
        number, HoldForm(), _("Poner en pausa"), lead, _("En pausa."),
        lambda case, form, now: workflows.hold_case(case, form.reason.data, form.until.data, now, current_user),
    )  # fmt: skip


@bp.post("/cases/<number>/resume")
def resume(number: str):
    case = cases.case_or_404(number, current_user)
    with transaction():
        workflows.resume_case(case, clock.now(), current_user)
    say(_("El caso sigue."))
    return redirect(url_for(".case_page", number=number))


@bp.route("/cases/<number>/close", methods=["GET", "POST"])
def close(number: str):
    lead = _("Se cierra cuando ya hay respuesta del hospital y cuentas claras. Se puede reabrir.")
    return _page(
        number, CloseForm(), _("Cerrar el caso"), lead, _("Caso cerrado."),
        lambda case, form, now: workflows.close_case(case, form.reason.data, now, current_user),
    )  # fmt: skip


@bp.route("/cases/<number>/reopen", methods=["GET", "POST"])
def reopen(number: str):
    lead = _("Queda registrado quién lo reabrió y por qué.")
    return _page(
        number, ReopenForm(), _("Reabrir el caso"), lead, _("Caso reabierto."),
        lambda case, form, now: workflows.reopen_case(case, form.reason.data, now, current_user),
    )  # fmt: skip


@bp.route("/cases/<number>/death", methods=["GET", "POST"])
def death(number: str):
    lead = _("Se detiene todo mensaje para esta persona o sobre ella. Quien la acompaña conserva su regreso.")
    return _page(
        number, DeathForm(), _("Registrar un fallecimiento"), lead, _("Quedó registrado."),
        lambda case, form, now: workflows.record_death(case, form.on.data, now, current_user),
    )  # fmt: skip


@bp.post("/cases/<number>/death/undo")
def undo_death(number: str):
    """It was written down by mistake."""
    case = cases.case_or_404(number, current_user)
    with transaction():
        workflows.undo_death(case, clock.now(), current_user)
    say(_("Se quitó: la persona vive. Revise sus citas, su viaje y su cama."), "warning")
    return redirect(url_for(".case_page", number=number))
