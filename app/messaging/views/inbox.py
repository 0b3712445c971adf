"""What comes in: the inbox, and one number's conversation."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from app.foundation import audit, clock
from app.foundation.db import db, transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.messaging import conversations, intake, queries
from app.messaging.forms import ReplyForm
from app.messaging.models import Inbound

from .blueprint import bp, visible


def _inbound_or_404(inbound_id: int) -> Inbound:
    shown = select(Inbound).where(Inbound.id == inbound_id)
    row = db.session.scalar(shown.where(Inbound.case_id.is_(None) | Inbound.case_id.in_(visible())))
    if row is None:
        raise NotFound(_("Ese mensaje no existe, o no es de los suyos."))
    return row


@bp.get("/inbox")
def inbox():
    box = "done" if request.args.get("box") == "done" else "open"
    page = conversations.inbox(box, request.args.get("after"), visible())
    return render_template("messaging/inbox.html", page=page, box=box, alarms=queries.alarms(clock.today()))


@bp.post("/inbox/<int:inbound_id>/take")
def take(inbound_id: int):
    row = _inbound_or_404(inbound_id)
    with transaction():
        intake.assign(row, current_user.id)
    return redirect(url_for(".conversation", number=row.from_number))


@bp.post("/inbox/<int:inbound_id>/done")
def finish(inbound_id: int):
    row = _inbound_or_404(inbound_id)
    with transaction():
        intake.finish(row, current_user.id, clock.now())
    say(_("Atendido."))
    return redirect(url_for(".inbox"))


@bp.route("/conversations/<number>", methods=["GET", "POST"])
def conversation(number: str):
    turns, form = conversations.conversation(number, visible()), ReplyForm()
    if not turns:
        raise NotFound(_("Con ese número no hay conversación."))
    asked = next((turn for turn in reversed(turns) if isinstance(turn, Inbound)), None)
    if asked and form.validate_on_submit():
        with refusals_on(form), transaction():
            intake.reply(asked, form.body.data, current_user, clock.now())
            say(_("Su respuesta sale en un momento."))
            return redirect(url_for(".conversation", number=number))
    with transaction():
        audit.look(current_user.id, f"number:{number}")
    names = ", ".join(dict.fromkeys(turn.person.full_name for turn in turns if turn.person))
    return render_template(
        "messaging/conversation.html", number=number, names=names, turns=turns, form=form, asked=asked
    )
