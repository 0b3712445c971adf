"""What comes in from phones: Twilio's signed post, and the simulator's keys. Both take the same path."""

import uuid

from flask import Response, current_app, request

from app.coordination import inbound
from app.coordination.views.blueprint import bp
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.messaging.views.simulator import back_to
from app.messaging.webhooks import verified_inbound

NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


@bp.post("/hooks/twilio/inbound")
def twilio_inbound():
    """A text that somebody sent us. Our own answers leave through the outbox like every other text."""
    said = verified_inbound(request)
    with transaction():
        inbound.on_inbound(said["from_number"], said["body"], said["sid"], clock.now())
    return Response(NOTHING_TO_SAY, mimetype="text/xml")


@bp.post("/simulator/<number>/answer")
def answer_as_patient(number: str):
    """The simulator's phone answers: a key, some words, or a missed call."""
    if current_app.config["SETTINGS"].sms_gateway != "simulator":
        raise NotFound(_("Aquí se mandan mensajes de verdad: no hay simulador."))
    missed = "missed" in request.form
    body = "" if missed else request.form.get("body", "").strip()
    if missed or body:
        with transaction():
            sid = f"SIM{uuid.uuid4().hex}"
            inbound.on_inbound(number, body, sid, clock.now(), "missed_call" if missed else "sms")
    return back_to(number)
