"""The reminder policy as sentences, changed line by line; a new kind is proposed by one and decided by another."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.coordination.texts import operations, policy_page, sentences
from app.coordination.texts.forms import KindForm, LineForm
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.messaging import policy_lines, queries

from .blueprint import bp


@bp.get("/messages/policy")
def policy():
    return render_template(
        "coordination/texts/policy.html", page=policy_page.gather(), alarms=queries.alarms(clock.today())
    )


@bp.route("/messages/policy/add", methods=["GET", "POST"])
def add_line():
    return _line_page(None)


@bp.route("/messages/policy/<int:line_id>", methods=["GET", "POST"])
def edit_line(line_id: int):
    return _line_page(policy_lines.line_or_404(line_id))


def _line_page(row):
    """First it says what the change would do; sent again unchanged, it is saved."""
    form, impact = LineForm.of(row), None
    if form.validate_on_submit():
        line = form.line()
        with refusals_on(form):
            policy_lines.refuse_unfit(line, row)
            if form.was_seen(line):
                return _saved(line, row)
            impact = _impact(line, row)
    return render_template("coordination/texts/line.html", form=form, row=row, impact=impact)


def _impact(line, row) -> str:
    wanting = operations.Plan(policy_lines.with_line(line, row), operations.words_now())
    return sentences.would(operations.would_change(wanting, clock.now()))


def _saved(line, row):
    with transaction():
        say(sentences.did(operations.save_line(line, row, current_user, clock.now())))
    return redirect(url_for(".policy"))


@bp.route("/messages/policy/<int:line_id>/switch", methods=["GET", "POST"])
def switch_line(line_id: int):
    """On if it was off, off if it was on; the page says first what that does."""
    row = policy_lines.line_or_404(line_id)
    line = policy_lines.switched(row)
    policy_lines.refuse_unfit(line, row)
    if request.method == "POST":
        return _saved(line, row)
    return render_template("coordination/texts/switch.html", line=line, impact=_impact(line, row))


@bp.route("/messages/policy/new-kind", methods=["GET", "POST"])
def propose_kind():
    form = KindForm()
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            kind = policy_lines.propose(form.name.data, form.line(), form.words(), current_user, clock.now())
            say(_("Propuesto. Otra persona tiene que aprobarlo antes de que salga algún mensaje."))
            return redirect(url_for(".kind", kind_id=kind.id))
    return render_template("coordination/texts/propose.html", form=form)


@bp.get("/messages/policy/kinds/<int:kind_id>")
def kind(kind_id: int):
    return render_template("coordination/texts/kind.html", page=policy_page.kind_of(kind_id, clock.now()))


@bp.post("/messages/policy/kinds/<int:kind_id>/decide")
def decide_kind(kind_id: int):
    yes = request.form.get("yes") == "1"
    with transaction():
        change = operations.decide_kind(policy_lines.kind_or_404(kind_id), yes, current_user, clock.now())
    say(sentences.did(change) if yes else _("No se aprobó: no se manda nada de este aviso."))
    return redirect(url_for(".policy"))
