"""Twilio. Its client has no timeout by default and writes recipients to the log: both are put right here."""

import logging
from datetime import datetime, timedelta
from decimal import Decimal

from requests import exceptions as network

from app.foundation.money import half_up
from app.foundation.settings import Settings
from app.messaging.gateways import Gateway, Letter, Outcome, Price, Sighting
from app.messaging.ladder import QUEUE_FULL, TOO_FAST

CONNECT_AND_READ_SECONDS = 10
LONGEST_VALIDITY = 36000
LIST_LENGTH = 100
PRICES_A_PAGE = 1000
MICROS = 1_000_000
CLOCKS_DIFFER = timedelta(seconds=5)
"""Twilio dates to the second, on its own clock; an equal text to the number is minutes away (outbox)."""
ACCOUNT_REFUSED = "20003"


class TwilioGateway(Gateway):
    """`client` is a twilio.rest.Client. Callbacks go to our public address, with our own id in it."""

    name = "twilio"

    def __init__(self, client, sender: str, public_url: str):
        self.client = client
        self.sender = sender
        self.public_url = public_url

    def hand_over(self, letter: Letter) -> Outcome:
        from twilio.base.exceptions import TwilioRestException  # heavy: imported where used

        try:
            created = self.client.messages.create(**self._request(letter))
        except TwilioRestException as answer:
            return answered(answer.status, str(answer.code or answer.status))
        except network.RequestException as failure:
            return broken(failure)
        return Outcome("accepted", sid=created.sid)

    def look_up(self, to_number: str, body: str, since: datetime) -> Sighting:
        seen = self.client.messages.list(to=to_number, limit=LIST_LENGTH, page_size=LIST_LENGTH)
        earliest = since - CLOCKS_DIFFER
        ours = [text for text in seen if text.body == body and text.date_created >= earliest]
        return Sighting(readable=True, sids=tuple(text.sid for text in ours))

    def read_prices(self, since: datetime, until: datetime, voice: bool) -> list[Price]:
        if voice:
            seen = self.client.calls.list(start_time_after=since, start_time_before=until, page_size=PRICES_A_PAGE)
        else:
            seen = self.client.messages.list(date_sent_after=since, date_sent_before=until, page_size=PRICES_A_PAGE)
        return [Price(one.sid, micros(one.price), one.price_unit.upper()) for one in seen if one.price is not None]

    def _request(self, letter: Letter) -> dict[str, object]:
        sender = "messaging_service_sid" if self.sender.startswith("MG") else "from_"
        return {
            "to": letter.to_number,
            "body": letter.body,
            sender: self.sender,
            "status_callback": f"{self.public_url}/hooks/twilio/status/{letter.message_id}",
            "validity_period": max(1, min(LONGEST_VALIDITY, letter.valid_seconds)),
        }


def micros(price: str) -> int:
    """Twilio writes what it takes as `-0.03670`; to us that is 36,700 millionths owed."""
    return -half_up(Decimal(price) * MICROS)


def answered(status: int, code: str) -> Outcome:
    """What an error answer means: 429, a full queue and a refused account were not sent, other 4xx never will be,
    and after a 5xx nobody knows."""
    if status == 429:
        return Outcome("not_sent", code=TOO_FAST, wait_seconds=30)
    if status in (401, 403):
        return Outcome("not_sent", code=ACCOUNT_REFUSED)
    if code == QUEUE_FULL:
        return Outcome("not_sent", code=code, wait_seconds=60)
    if 400 <= status < 500:
        return Outcome("refused", code=code)
    return Outcome("unknown", code=code)


def broken(failure: network.RequestException) -> Outcome:
    """Nothing left before there was a connection; once there was one, nobody knows."""
    name = type(failure).__name__
    never_connected = isinstance(failure, network.ConnectTimeout) or "NewConnectionError" in repr(failure)
    if never_connected or "CertificateVerif" in repr(failure):
        return Outcome("not_sent", detail=name, wait_seconds=30)
    return Outcome("unknown", detail=name)


def from_settings(settings: Settings) -> TwilioGateway:
    """The gateway of an installation. `twilio_api_base` points it at a conformance server instead of Twilio."""
    from twilio.http.http_client import TwilioHttpClient  # heavy: imported where used
    from twilio.rest import Client

    logging.getLogger("twilio.http_client").setLevel(logging.WARNING)
    http = TwilioHttpClient(timeout=CONNECT_AND_READ_SECONDS)
    client = Client(settings.twilio_account_sid, settings.twilio_auth_token, http_client=http)
    if settings.twilio_api_base:
        client.api.base_url = settings.twilio_api_base
    return TwilioGateway(client, settings.twilio_from, settings.public_url)
