"""What Twilio posts to us, believed only with its signature over our public address."""

from flask import Request, Response, abort, current_app

from app.foundation.settings import Settings


def verified(request: Request) -> dict[str, str]:
    """The posted fields, if Twilio signed them with our token; 403 otherwise.

    The address is built from NAV_PUBLIC_URL, never from Host or X-Forwarded-*: those are the caller's words.
    Signatures carry no time, so whoever uses the fields must be idempotent.
    """
    from twilio.request_validator import RequestValidator  # heavy: imported where used

    settings: Settings = current_app.config["SETTINGS"]
    fields = request.form.to_dict()
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    address = f"{settings.public_url}{request.path}{query}"
    signature = request.headers.get("X-Twilio-Signature", "")
    token = settings.twilio_auth_token
    if not token or not RequestValidator(token).validate(address, fields, signature):
        abort(Response(status=403))
    return fields


def verified_inbound(request: Request) -> dict[str, str]:
    """`from_number`, `body` and `sid` of a text that somebody sent us; 403 when forged, 400 when incomplete."""
    fields = verified(request)
    sid, sender = fields.get("MessageSid", ""), fields.get("From", "")
    if not sid or not sender:
        abort(Response(status=400))
    return {"from_number": sender, "body": fields.get("Body", ""), "sid": sid}
