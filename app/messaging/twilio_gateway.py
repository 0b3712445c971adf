"""Twilio: what its answers and its silences prove about a text."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from requests.exceptions import RequestException

from app.foundation.money import half_up
from app.foundation.settings import Settings
from app.messaging import ladder, wire
from app.messaging.gateways import STALE, Gateway, Letter, Outcome, Price, Sighting

LONGEST_VALIDITY = 36000
LEAST_WAIT, LONGEST_WAIT = 30, 3600
PAGE, MOST_PAGES = 100, 10
PRICES_A_PAGE = 1000
MICROS = 1_000_000
TWILIO_CODES = range(10_000, 100_000)
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
        return exchanged(letter, self.client.messages.create, self._request(letter), answered)

    def look_up(self, to_number: str, body: str, since: datetime) -> Sighting:
        """Reads on until a whole page is older than the attempt. Not filtered by DateSent: what waits in Twilio's
        queue has none yet. More pages than anybody gets texts in a day prove nothing."""
        earliest, page, sids = since - CLOCKS_DIFFER, self.client.messages.page(to=to_number, page_size=PAGE), []
        for _page in range(MOST_PAGES):
            recent = [text for text in page if text.date_created >= earliest]
            sids += [text.sid for text in recent if text.body == body]
            page = page.next_page() if recent else None
            if page is None:
                return Sighting(readable=True, sids=tuple(sids))
        return Sighting(readable=False)

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


def exchanged(letter: Letter, create: Callable, request: dict[str, object], meaning: Callable[..., Outcome]) -> Outcome:
    """Asks Twilio once to `create` a text or a call. `meaning(status, code, retry_after)` says what an error proves."""
    from twilio.base.exceptions import TwilioRestException, TwilioServiceException  # heavy: imported where used

    with wire.exchange(letter.fresh) as exchange:
        try:
            created = create(**request)
        except (TwilioRestException, TwilioServiceException) as answer:
            return meaning(answer.status, answer.code, exchange.retry_after)
        except wire.Stale:
            return STALE
        except RequestException as failure:
            return broken(failure, exchange.begun)
    return Outcome("accepted", sid=created.sid)


def micros(price: str) -> int:
    """Twilio writes what it takes as `-0.03670`; to us that is 36,700 millionths owed."""
    return -half_up(Decimal(price) * MICROS)


def answered(status: int, code: int | None, retry_after: int = 0) -> Outcome:
    """What an error answer means: too fast, a full queue and a refused account were not sent, another 4xx that
    Twilio explains never will be. After a 5xx, or words that are not Twilio's (a proxy's), nobody knows."""
    known = str(code) if code in TWILIO_CODES else None
    if status == 429 or (status < 500 and known in ladder.NOT_NOW):
        wait = max(LEAST_WAIT, min(retry_after, LONGEST_WAIT))
        return Outcome("not_sent", code=known or ladder.TOO_FAST, wait_seconds=wait)
    if known is None or not 400 <= status < 500:
        return Outcome("unknown", code=known, detail=f"HTTP {status}")
    if known in ladder.CHANNEL_BROKEN:
        return Outcome("not_sent", code=known)
    if status in (401, 403) and known not in ladder.NUMBER_IS_WRONG | ladder.OPTED_OUT:
        return Outcome("not_sent", code=ACCOUNT_REFUSED)
    return Outcome("refused", code=known)


def broken(failure: RequestException, begun: bool) -> Outcome:
    """No name, no connection, no encryption: the body stayed here. Once it began to leave, nobody knows."""
    name = type(failure).__name__
    return Outcome("unknown", detail=name) if begun else Outcome("not_sent", detail=name, wait_seconds=LEAST_WAIT)


def from_settings(settings: Settings, timeouts: tuple[float, float] = wire.TIMEOUTS) -> TwilioGateway:
    """The gateway of an installation. `twilio_api_base` points it at a conformance server instead of Twilio."""
    from twilio.rest import Client  # heavy: imported where used

    client = Client(settings.twilio_account_sid, settings.twilio_auth_token, http_client=wire.Wire(timeouts))
    if settings.twilio_api_base:
        client.api.base_url = settings.twilio_api_base
    return TwilioGateway(client, settings.twilio_from, settings.public_url)
