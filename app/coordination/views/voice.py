"""The key that answers a call: from Twilio's signed post, and from the simulator's telephone."""

from flask import Response, request

from app.coordination import voice
from app.coordination.views.blueprint import bp
from app.foundation import clock, settings
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.web import say
from app.messaging import jobs, simulated_calls, spoken, twiml
from app.messaging.gateways import Simulator
from app.messaging.views.blueprint import visible
from app.messaging.views.simulator import back_to
from app.messaging.webhooks import verified


@bp.post("/hooks/twilio/voice-answer/<int:message_id>")
def twilio_voice_answer(message_id: int):
    """Which key was pressed; `?again=1` where it was asked once more."""
    fields = verified(request)
    sid, again = fields.get("CallSid", ""), request.args.get("again") == "1"
    if not sid:
        return "", 400
    with transaction():
        reply = voice.on_key(message_id, sid, fields.get("Digits", ""), clock.now(), again=again)
    return Response(_as_markup(reply, message_id), mimetype="text/xml")


def _as_markup(reply: voice.Reply | None, message_id: int) -> str:
    if reply is None:
        return twiml.nothing()
    if not reply.listening:
        return twiml.farewell(reply.words)
    here = f"{settings.current().public_url}/hooks/twilio/voice-answer/{message_id}?again=1"
    return twiml.asked_again(reply.words, spoken.GOODBYE, here)


@bp.post("/simulator/<number>/key")
def key_as_patient(number: str):
    """The simulator's telephone presses a key during a call."""
    call = simulated_calls.on_screen(number, visible(), clock.now())
    if call is None or not call.talking:
        raise NotFound(_("En ese teléfono ya no hay llamada."))
    with transaction():
        key = request.form.get("key", "")
        reply = voice.on_key(call.message_id, call.sid, key, clock.now(), again=call.wrong_key)
        simulated_calls.note(call.sid, "wrong_key" if reply and reply.listening else "ended", clock.now())
    jobs.take_reports(Simulator(), clock.now())
    if reply:
        say(_("Se oye: «%(words)s»", words=reply.words))
    return back_to(number)
