"""Who is on a telephone, with their cases, and the WhatsApp that a person wrote or read on their own."""

import uuid

from flask import redirect, render_template, url_for
from flask_login import current_user

from app.cases import operations as cases
from app.coordination import inbound
from app.coordination import on_phone as telephones
from app.coordination.forms import WhatsAppForm
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import NotFound, Refused
from app.foundation.language import _
from app.foundation.web import say
from app.messaging import by_hand, conversations, talks
from app.messaging.models import Inbound
from app.messaging.views.blueprint import visible


@bp.get("/conversations/<number>/people")
def people_on_phone(number: str):
    """A piece of the conversation's page: each person, their cases with stage and next date, and a way to call."""
    rows = telephones.on_phone(number, current_user, clock.now())
    return render_template("coordination/people_on_phone.html", rows=rows, number=number)


@bp.post("/conversations/<number>/whatsapp")
def whatsapp(number: str):
    """What was written by hand, in either direction, stands in the conversation; what they wrote is understood."""
    rows, form = conversations.on_number(number, visible()), WhatsAppForm(prefix="wa-")
    if not rows:
        raise NotFound(_("Con ese número no hay conversación."))
    if not form.validate_on_submit():
        say(_("Escriba qué decía el WhatsApp."), "danger")
        return redirect(url_for("messaging.conversation", number=number))
    try:
        with transaction():
            _log(rows[0], form.said_by.data, form.text.data)
            say(_("Anotado en la conversación."))
    except Refused as refusal:
        say(str(refusal), "danger")
    return redirect(url_for("messaging.conversation", number=number))


def _log(last: Inbound, said_by: str, text: str) -> None:
    now, number = clock.now(), last.from_number
    if said_by == "them":
        taken = inbound.on_inbound(number, text, f"WA{uuid.uuid4().hex}", now, "whatsapp")
        talks.take([taken.inbound], current_user, now)
        return
    where = by_hand.to_number(last.case, last.person_id, number, now)
    if where.refusal:
        raise Refused(where.refusal)
    cases.add_note(last.case, "whatsapp", text, now, now, current_user, number=number)
    talks.take(conversations.on_number(number, visible()), current_user, now)
