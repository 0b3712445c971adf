"""Pages of messages: what goes out, what comes in, one number's conversation, and the phones of the simulator."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from app.cases.models import Case
from app.cases.queries import visible_to
from app.foundation import audit, clock
from app.foundation.db import db, transaction
from app.foundation.errors import NotFound
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.web import say
from app.messaging import calls, conversations, deliveries, intake, jobs, labels, operations, queries
from app.messaging.forms import ReplyForm
from app.messaging.models import Inbound, Message
from app.messaging.moves import TWILIO_STATES
from app.messaging.rules import in_window
from app.messaging.webhooks import verified

bp = Blueprint("messaging", __name__)
BLUEPRINTS = (bp,)
DID_BY_HAND = ("copied", "opened")


@bp.app_context_processor
def _words():
    """What every page with texts needs: names of states and kinds, and why a text did not arrive."""
    return {"message_labels": labels, "why_not": calls.why_not}


def _visible():
    """Ids of the cases that the reader may open."""
    return select(Case.id).where(visible_to(current_user))


def _message_or_404(message_id: int) -> Message:
    shown = select(Message).where(Message.id == message_id)
    row = db.session.scalar(shown.where(Message.case_id.is_(None) | Message.case_id.in_(_visible())))
    if row is None:
        raise NotFound(_("Ese mensaje no existe, o no es de los suyos."))
    return row


def _inbound_or_404(inbound_id: int) -> Inbound:
    shown = select(Inbound).where(Inbound.id == inbound_id)
    row = db.session.scalar(shown.where(Inbound.case_id.is_(None) | Inbound.case_id.in_(_visible())))
    if row is None:
        raise NotFound(_("Ese mensaje no existe, o no es de los suyos."))
    return row


@bp.get("/messages")
def outgoing():
    state = request.args.get("state")
    state = state if state in labels.STATES else None
    page = queries.in_state(state, request.args.get("after"), _visible())
    return render_template("messaging/outgoing.html", page=page, state=state, paused=queries.paused())


@bp.get("/messages/<int:message_id>")
def message(message_id: int):
    row = _message_or_404(message_id)
    return render_template("messaging/message.html", message=row, attempts=queries.attempts(row.id))


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


@bp.get("/inbox")
def inbox():
    box = "done" if request.args.get("box") == "done" else "open"
    page = conversations.inbox(box, request.args.get("after"), _visible())
    return render_template("messaging/inbox.html", page=page, box=box, paused=queries.paused())


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
    turns, form = conversations.conversation(number, _visible()), ReplyForm()
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


@bp.post("/channel/resume")
def resume():
    with transaction():
        operations.resume(current_user, clock.now())
    say(_("Los mensajes vuelven a salir."))
    return redirect(url_for(".outgoing"))


def _simulating() -> None:
    if current_app.config["SETTINGS"].sms_gateway != "simulator":
        raise NotFound(_("Aquí se mandan mensajes de verdad: no hay simulador."))


@bp.get("/simulator")
def simulator():
    _simulating()
    phones = conversations.simulated_phones(_visible())
    number = request.args.get("number") or (phones[0].number if phones else None)
    turns = conversations.conversation(number, _visible()) if number else []
    window = in_window(clock.now(), current_app.config["SETTINGS"].timezone)
    return render_template("messaging/simulator.html", phones=phones, number=number, turns=turns, in_window=window)


@bp.post("/simulator/send")
def send_now():
    """One round, now: what the scheduler does every few seconds."""
    _simulating()
    done = jobs.send_round(clock.now())
    say(_("Mensajes que salieron: %(count)s.", count=done.accepted))
    return redirect(url_for(".simulator", number=request.form.get("number") or None))


@bp.post("/hooks/twilio/status/<int:message_id>")
def twilio_status(message_id: int):
    """Twilio tells what became of a text: signed, in any order, any number of times."""
    fields = verified(request)
    status = TWILIO_STATES.get(fields.get("MessageStatus", ""))
    sid = fields.get("MessageSid", "")
    if status is None or not sid:
        return "", 400
    with transaction():
        deliveries.take_status(
            message_id, sid, status, clock.now(), code=fields.get("ErrorCode") or None, to_number=fields.get("To")
        )
    return "", 204


SIGNED_HOOKS = (twilio_status,)
