"""Calls at Twilio: created with our own id in every address, found again in its list of calls."""

from datetime import datetime

from app.foundation.settings import Settings
from app.messaging import twilio_gateway
from app.messaging.gateways import Letter, Outcome, Sighting
from app.messaging.twilio_gateway import ACCOUNT_REFUSED, CLOCKS_DIFFER, PAGE, TwilioGateway, answered, exchanged

RINGS_SECONDS = 30
EVENTS = ["initiated", "ringing", "answered", "completed"]


class SpeakingTwilio(TwilioGateway):
    """Twilio for texts and calls. `caller` is the number that calls."""

    calls = True

    def __init__(self, client, sender: str, public_url: str, caller: str):
        super().__init__(client, sender, public_url)
        self.caller = caller

    def ring(self, letter: Letter) -> Outcome:
        """Twilio asks us for the words when somebody answers: none of them leave before."""
        return exchanged(letter, self.client.calls.create, self._call(letter), call_answered)

    def look_up_call(self, to_number: str, since: datetime) -> Sighting:
        seen = self.client.calls.list(to=to_number, from_=self.caller, limit=PAGE, page_size=PAGE)
        ours = [call for call in seen if call.date_created >= since - CLOCKS_DIFFER]
        oldest_first = sorted(ours, key=lambda call: call.date_created)
        return Sighting(readable=True, sids=tuple(call.sid for call in oldest_first))

    def _call(self, letter: Letter) -> dict[str, object]:
        hooks = f"{self.public_url}/hooks/twilio"
        return {
            "to": letter.to_number,
            "from_": self.caller,
            "url": f"{hooks}/voice/{letter.message_id}",
            "method": "POST",
            "status_callback": f"{hooks}/voice-status/{letter.message_id}",
            "status_callback_event": EVENTS,
            "status_callback_method": "POST",
            "timeout": RINGS_SECONDS,
        }


def call_answered(status: int, code: int | None, retry_after: int = 0) -> Outcome:
    """As for texts; but a 403 that is not the account's bars this number alone."""
    if status == 403 and code and str(code) != ACCOUNT_REFUSED:
        return Outcome("refused", code=str(code))
    return answered(status, code, retry_after)


def from_settings(settings: Settings) -> TwilioGateway:
    """The gateway of an installation, which calls only where that is switched on."""
    texts = twilio_gateway.from_settings(settings)
    if not settings.voice:
        return texts
    return SpeakingTwilio(texts.client, texts.sender, texts.public_url, settings.twilio_voice_from)
