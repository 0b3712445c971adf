"""The ways to a carrier. The base owns timing, logging and what an outcome means; a gateway adds two methods."""

import logging
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation import clock, settings
from app.foundation.db import db, transaction
from app.messaging import gsm7, simulated_calls
from app.messaging.models import Message, SimulatedLine, SimulatedText

log = logging.getLogger(__name__)
MICROS_PER_CENTAVO = 10_000


@dataclass(frozen=True)
class Letter:
    """One text, or the words of one call, about to leave. `fresh` says, at the last moment, whether it still may."""

    message_id: int
    attempt_id: int
    token: str
    to_number: str
    body: str
    began_at: datetime
    valid_seconds: int
    fresh: Callable[[], bool]
    channel: str = "sms"


@dataclass(frozen=True)
class Outcome:
    """`accepted` (with its `sid`) · `not_sent`: certainly not · `refused`: a documented 4xx · `unknown`."""

    kind: str
    sid: str | None = None
    code: str | None = None
    detail: str | None = None
    wait_seconds: int = 0


@dataclass(frozen=True)
class Sighting:
    """What the carrier's list shows of one text: its ids, none, or that the list could not be read."""

    readable: bool
    sids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """A state that a carrier tells when asked instead of calling back."""

    message_id: int
    sid: str
    status: str
    code: str | None = None
    to_number: str = ""


@dataclass(frozen=True)
class Price:
    """What the carrier asks for one text or call: millionths of `currency`, above zero when we owe them."""

    sid: str
    micros: int
    currency: str


STALE = Outcome("not_sent", detail="the worker woke up too late")


class Gateway:
    """Base of all gateways."""

    name = "none"
    paced = True
    calls = False  # whether it can say a text aloud: `ring` and `look_up_call`

    def send(self, letter: Letter) -> Outcome:
        """Hands the text over, once. Whatever the client throws after bytes may have left is `unknown`."""
        started = clock.monotonic()
        try:
            hand_over = self.ring if letter.channel == "voice" else self.hand_over
            outcome = hand_over(letter) if letter.fresh() else STALE
        except Exception as failure:  # noqa: BLE001 a client's surprise must never count as "not sent"
            log.error("message %s: the gateway failed: %s", letter.message_id, told(failure))
            outcome = Outcome("unknown", detail=type(failure).__name__)
        spent = (clock.monotonic() - started) * 1000
        log.info("message %s: %s %s in %.0f ms", letter.message_id, outcome.kind, outcome.code or "", spent)
        return outcome

    def find(self, to_number: str, body: str, since: datetime) -> Sighting:
        """Looks for a text in the carrier's own list: this number, exactly this body, created since `since`."""
        try:
            return self.look_up(to_number, body, since)
        except Exception as failure:  # noqa: BLE001 a list that cannot be read proves nothing
            log.error("the carrier's list could not be read: %s", told(failure))
            return Sighting(readable=False)

    def find_call(self, to_number: str, since: datetime) -> Sighting:
        """Looks for calls to a number in the carrier's own list, oldest first. There words are not listed: that
        at most one call to a number is under way makes it unique."""
        try:
            return self.look_up_call(to_number, since)
        except Exception:  # a list that cannot be read proves nothing
            log.exception("the carrier's list of calls could not be read")
            return Sighting(readable=False)

    def reports(self, now: datetime) -> list[Report]:
        """States that nobody calls back about; none where the carrier calls back."""
        return []

    def prices(self, since: datetime, until: datetime, *, voice: bool) -> list[Price] | None:
        """Prices of what left between two instants, as far as they are known. None: the list cannot be read."""
        try:
            return self.read_prices(since, until, voice)
        except Exception:  # what was not read today is read later
            log.exception("the carrier's prices could not be read")
            return None

    def read_prices(self, since: datetime, until: datetime, voice: bool) -> list[Price]:
        return []

    def hand_over(self, letter: Letter) -> Outcome:
        raise NotImplementedError

    def look_up(self, to_number: str, body: str, since: datetime) -> Sighting:
        raise NotImplementedError

    def ring(self, letter: Letter) -> Outcome:
        raise NotImplementedError

    def look_up_call(self, to_number: str, since: datetime) -> Sighting:
        raise NotImplementedError


def told(failure: Exception) -> str:
    """Which failure, and where in the code. Its own words may hold the number of a recipient (an address with
    `?To=`): they stay out of the log."""
    where = "".join(traceback.format_tb(failure.__traceback__))
    return f"{type(failure).__name__}\n{where}"


ARRIVES = {"on": ("delivered", None), "off": ("undelivered", "30003"), "dead": ("undelivered", "30005")}
"""What the simulated carrier tells of a text, by how the telephone is: (state, code)."""


class Simulator(Gateway):
    """A carrier on screen: it keeps its own append-only log of what it accepted, delivers every text, of a call tells
    what whoever sits there did, and asks what `NAV_SMS_PRICE` estimates."""

    name = "simulator"
    paced = False
    calls = True

    def hand_over(self, letter: Letter) -> Outcome:
        return self._accept(letter, f"SM{uuid.uuid4().hex}")

    def ring(self, letter: Letter) -> Outcome:
        return self._accept(letter, f"CA{uuid.uuid4().hex}")

    def _accept(self, letter: Letter, sid: str) -> Outcome:
        row = SimulatedText(sid=sid, message_id=letter.message_id, to_number=letter.to_number, body=letter.body)
        row.accepted_at, row.channel = letter.began_at, letter.channel
        with transaction():
            db.session.add(row)
        return Outcome("accepted", sid=sid)

    def look_up(self, to_number: str, body: str, since: datetime) -> Sighting:
        seen = select(SimulatedText.sid).where(
            SimulatedText.to_number == to_number, SimulatedText.body == body, SimulatedText.accepted_at >= since
        )
        return Sighting(readable=True, sids=tuple(db.session.scalars(seen.order_by(SimulatedText.id))))

    def look_up_call(self, to_number: str, since: datetime) -> Sighting:
        seen = select(SimulatedText.sid).where(
            SimulatedText.to_number == to_number, SimulatedText.channel == "voice", SimulatedText.accepted_at >= since
        )
        return Sighting(readable=True, sids=tuple(db.session.scalars(seen.order_by(SimulatedText.id))))

    def read_prices(self, since: datetime, until: datetime, voice: bool) -> list[Price]:
        chosen = settings.current()
        seen = select(SimulatedText.sid, SimulatedText.body).where(
            SimulatedText.accepted_at.between(since, until),
            (SimulatedText.channel == "voice") if voice else (SimulatedText.channel != "voice"),
        )
        micros = chosen.sms_price * MICROS_PER_CENTAVO
        return [Price(sid, micros * gsm7.segments(body), chosen.currency) for sid, body in db.session.execute(seen)]

    def reports(self, now: datetime) -> list[Report]:
        rows = select(Message.id, Message.sid, Message.to_number, SimulatedLine.condition).where(
            Message.state.in_(("accepted", "sent")), SimulatedText.channel == "sms"
        )
        rows = rows.join(SimulatedText, SimulatedText.sid == Message.sid)
        rows = rows.outerjoin(SimulatedLine, SimulatedLine.number == SimulatedText.to_number)
        texts = [
            Report(message_id, sid, *told, to_number=to)
            for message_id, sid, to, condition in db.session.execute(rows)
            if (told := ARRIVES[condition or "on"])
        ]
        calls = [
            Report(call.id, call.sid, status, code, call.to_number)
            for call, status, code in simulated_calls.outcomes(now)
        ]
        return texts + calls
