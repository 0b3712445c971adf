"""What goes out: the list of texts, one text and what became of it."""

from flask import redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.web import say
from app.messaging import by_hand as hands
from app.messaging import labels, operations, queries, story
from app.messaging.models import Message

from .blueprint import bp, visible

DID_BY_HAND = ("copied", "opened")


def _message_or_404(message_id: int) -> Message:
    shown = select(Message).where(Message.id == message_id)
    row = db.session.scalar(shown.where(Message.case_id.is_(None) | Message.case_id.in_(visible())))
    if row is None:
        raise NotFound(_("Ese mensaje no existe, o no es de los suyos."))
    return row


@bp.get("/messages")
def outgoing():
    state = request.args.get("state")
    state = state if state in labels.STATES else None
    page = queries.in_state(state, request.args.get("after"), visible())
    return render_template("messaging/outgoing.html", page=page, state=state, alarms=queries.alarms(clock.today()))


@bp.get("/messages/<int:message_id>")
def message(message_id: int):
    row = _message_or_404(message_id)
    where = hands.of_message(row, clock.now())
    return render_template(
        "messaging/message.html", message=row, attempts=queries.attempts(row.id), where=where,
        whatsapp=where.link(row.body), story=story.story_of(row),
    )  # fmt: skip


@bp.post("/messages/<int:message_id>/withdraw")
def withdraw(message_id: int):
    row = _message_or_404(message_id)
    with transaction():
        gone = operations.withdraw(row, current_user, clock.now())
    say(_("No se manda.") if gone else _("Ya había salido."), "success" if gone else "warning")
    return redirect(url_for(".message", message_id=message_id))


@bp.post("/messages/<int:message_id>/by-hand")
def by_hand(message_id: int):
    """The trace of WhatsApp by hand: copied, opened, sent."""
    row, did = _message_or_404(message_id), request.form.get("did")
    with transaction():
        if did in DID_BY_HAND:
            operations.log_by_hand(row, did, clock.now())
            return "", 204
        operations.sent_by_hand(row, current_user, clock.now())
    say(_("Anotado: se mandó a mano por WhatsApp."))
    return redirect(url_for(".message", message_id=message_id))


@bp.post("/channel/resume")
def resume():
    with transaction():
        operations.resume(current_user, clock.now())
    say(_("Los mensajes vuelven a salir."))
    return redirect(url_for(".outgoing"))
