"""What the carrier calls: signed, in any order, any number of times."""

from flask import request

from app.foundation import clock
from app.foundation.db import transaction
from app.messaging import deliveries
from app.messaging.moves import TWILIO_STATES
from app.messaging.webhooks import verified

from .blueprint import bp


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
