"""What the carrier asks and tells about our calls: signed, in any order, any number of times."""

from flask import Response, request

from app.foundation import clock, settings
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.messaging import jobs, ringing, simulated_calls, spoken, twiml
from app.messaging.gateways import Simulator
from app.messaging.webhooks import verified

from .blueprint import bp, visible
from .simulator import back_to, simulating

DID = ("answered", "refused", "ended")


@bp.post("/hooks/twilio/voice/<int:message_id>")
def twilio_voice(message_id: int):
    """Somebody answered: what does the call say?"""
    fields = verified(request)
    sid = fields.get("CallSid", "")
    if not sid:
        return "", 400
    with transaction():
        said = ringing.on_air(message_id, sid, clock.now(), fields.get("To"))
    return Response(twiml.nothing() if said is None else _as_markup(said, message_id), mimetype="text/xml")


def _as_markup(said: ringing.Spoken, message_id: int) -> str:
    answer_to = f"{settings.current().public_url}/hooks/twilio/voice-answer/{message_id}" if said.asks else None
    return twiml.call(said.words, spoken.ONCE_MORE, spoken.no_harm(said.asks), answer_to)


@bp.post("/hooks/twilio/voice-status/<int:message_id>")
def twilio_voice_status(message_id: int):
    """What became of a call."""
    fields = verified(request)
    sid, seconds = fields.get("CallSid", ""), fields.get("CallDuration", "")
    if not sid:
        return "", 400
    with transaction():
        known = ringing.take_report(
            message_id, sid, fields.get("CallStatus", ""), clock.now(), to_number=fields.get("To"),
            seconds=int(seconds) if seconds.isdigit() else None, code=fields.get("ErrorCode") or None,
        )  # fmt: skip
    return ("", 204) if known else ("", 400)


@bp.post("/simulator/<number>/call")
def take_call(number: str):
    """Whoever sits at the screen takes the call, lets it ring, or hangs up."""
    simulating()
    did = request.form.get("did")
    ringing_now = simulated_calls.on_screen(number, visible(), clock.now())
    if ringing_now is None or did not in DID:
        raise NotFound(_("En ese teléfono ya no hay llamada."))
    with transaction():
        simulated_calls.note(ringing_now.sid, did, clock.now())
    jobs.take_reports(Simulator(), clock.now())
    return back_to(number)
