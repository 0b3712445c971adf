"""One number's conversation: read, answered, taken, handed on, finished, opened again."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from app.accounts.queries import user_or_404
from app.cases import operations as cases
from app.foundation import audit, clock
from app.foundation.db import transaction
from app.foundation.errors import NotFound, Refused
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.messaging import conversations, gsm7, inbox, lint, queries, strangers, talks
from app.messaging.forms import MOST_PARTS, ConversationTaskForm, HandForm, ReplyForm, WhoForm
from app.messaging.models import Inbound

from .blueprint import bp, visible


def _rows_or_404(number: str) -> list[Inbound]:
    """What came in on the number and this reader may open, newest first."""
    rows = conversations.on_number(number, visible())
    if not rows:
        raise NotFound(_("Con ese número no hay conversación."))
    return rows


@bp.route("/conversations/<number>", methods=["GET", "POST"])
def conversation(number: str):
    rows, form = conversations.on_number(number, visible()), ReplyForm()
    turns = conversations.thread(number, visible())
    if not turns:
        raise NotFound(_("Con ese número no hay conversación."))
    if rows and form.validate_on_submit():
        with refusals_on(form), transaction():
            reply = talks.reply(rows[0], form.body.data, current_user, clock.now())
            if "done" in request.form:
                talks.finish(rows, current_user, clock.now())
            say(_leaves(reply))
            return redirect(url_for(".inbox") if "done" in request.form else url_for(".conversation", number=number))
    with transaction():
        audit.look(current_user.id, f"number:{number}")
        talks.read(conversations.on_number(number, visible()) if current_user.role != "auditor" else ())
    return _page(number, form)


def _leaves(reply) -> str:
    opens = queries.safe_opening(reply.case, clock.now())
    if opens:
        return _("Su respuesta sale dentro de su horario seguro: %(at)s.", at=clock.to_local(opens).strftime("%H:%M"))
    return _("Su respuesta sale en un momento.")


def _page(number: str, form: ReplyForm, task_form: ConversationTaskForm | None = None) -> str:
    rows = conversations.on_number(number, visible())
    names = inbox.names_on([number], visible()).get(number, "")
    known = dict.fromkeys(row.person.full_name for row in rows if row.person)
    return render_template(
        "messaging/conversation.html", number=number, names=names or ", ".join(known),
        turns=conversations.thread(number, visible()), form=form, asked=rows[0] if rows else None,
        waiting=any(row.state != "done" for row in rows), talk=conversations.talk_of(number), now=clock.now(),
        hand_form=HandForm.besides(current_user.id), task_form=task_form or ConversationTaskForm(None, prefix="task-"),
        stranger=not conversations.bearers(number), measured=_measured(form.body.data or ""),
    )  # fmt: skip


@bp.post("/conversations/measure")
def measure():
    """Parts and findings of a reply while it is being written."""
    return render_template("messaging/measured.html", measured=_measured(request.form.get("body", "")))


def _measured(body: str) -> dict[str, object]:
    signed = f"{body} - {current_user.first_name}" if body.strip() else ""
    text = gsm7.transliterate(signed)
    findings = lint.privacy(body) + lint.air(text, MOST_PARTS)
    return {"letters": len(text), "parts": gsm7.segments(text) if text else 0, "findings": findings}


@bp.post("/conversations/<number>/take")
def take(number: str):
    rows = _rows_or_404(number)
    with transaction():
        talks.take(rows, current_user, clock.now())
    say(_("Es de usted. Mientras escribe, los avisos automáticos esperan."))
    return redirect(url_for(".conversation", number=number))


@bp.post("/conversations/<number>/hand")
def hand(number: str):
    rows, form = _rows_or_404(number), HandForm.besides(current_user.id)
    if form.validate_on_submit():
        to = user_or_404(form.to.data)
        try:
            with transaction():
                talks.hand(rows, to, current_user)
                say(_("Ahora es de %(name)s.", name=to.first_name))
        except Refused as refusal:
            say(str(refusal), "danger")
    return redirect(url_for(".inbox"))


@bp.post("/conversations/<number>/done")
def finish(number: str):
    rows = _rows_or_404(number)
    with transaction():
        talks.finish(rows, current_user, clock.now())
    say(_("Atendido."))
    return redirect(url_for(".inbox"))


@bp.post("/conversations/<number>/reopen")
def reopen(number: str):
    rows = _rows_or_404(number)
    with transaction():
        talks.reopen(rows, current_user, clock.now())
        talks.ours_after_all(number)
    say(_("Vuelve a lo que está por atender."))
    return redirect(url_for(".conversation", number=number))


@bp.post("/conversations/<number>/task")
def conversation_task(number: str):
    """Something to do, on the case that the conversation is about; without one it is everybody's."""
    rows, form = _rows_or_404(number), ConversationTaskForm(prefix="task-")
    if not form.validate_on_submit():
        return _page(number, ReplyForm(None), form)
    case, now = rows[0].case, clock.now()
    with transaction():
        key = f"talk:{number}:{form.title.data[:40]}"
        cases.raise_task(
            case, "other", form.title.data, form.due_at.data, key, now, owner=current_user, person_id=rows[0].person_id
        )
    say(_("Queda en los pendientes."))
    return redirect(url_for(".conversation", number=number))


@bp.post("/conversations/<number>/not-ours")
def not_ours(number: str):
    rows = _rows_or_404(number)
    with transaction():
        talks.not_ours(rows, current_user, clock.now())
    say(_("Anotado: no es de nuestra gente. Lo que escriba ya no pide atención."))
    return redirect(url_for(".inbox"))


@bp.route("/conversations/<number>/who", methods=["GET", "POST"])
def who(number: str):
    """Whose number is it: somebody of a case that this reader may open."""
    rows, typed = _rows_or_404(number), request.args.get("q", "").strip()
    form = WhoForm.of(strangers.find(typed, current_user))
    if form.validate_on_submit():
        with refusals_on(form), transaction():
            person = strangers.name(number, rows, *form.chosen(), clock.now(), current_user)
            say(_("Ese teléfono ya es de %(name)s.", name=person.full_name))
            return redirect(url_for(".conversation", number=number))
    return render_template("messaging/who.html", number=number, form=form, typed=typed, said=rows[0])
