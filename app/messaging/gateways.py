"""The ways to a carrier. The base owns timing, logging and what an outcome means; a gateway adds two methods."""

import logging
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging.models import Message, SimulatedText

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """One text that is about to leave. `fresh` says, at the last moment, whether it still may."""

    message_id: int
    attempt_id: int
    token: str
    to_number: str
    body: str
    began_at: datetime
    valid_seconds: int
    fresh: Callable[[], bool]


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
    to_number: str
    code: str | None = None


STALE = Outcome("not_sent", detail="the worker woke up too late")


class Gateway:
    """Base of all gateways."""

    name = "none"
    paced = True

    def send(self, letter: Letter) -> Outcome:
        """Hands the text over, once. Whatever the client throws after bytes may have left is `unknown`."""
        started = clock.monotonic()
        try:
            outcome = self.hand_over(letter) if letter.fresh() else STALE
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

    def reports(self) -> list[Report]:
        """States that nobody calls back about; none where the carrier calls back."""
        return []

    def hand_over(self, letter: Letter) -> Outcome:
        raise NotImplementedError

    def look_up(self, to_number: str, body: str, since: datetime) -> Sighting:
        raise NotImplementedError


def told(failure: Exception) -> str:
    """Which failure, and where in the code. Its own words may hold the number of a recipient (an address with
    `?To=`): they stay out of the log."""
    where = "".join(traceback.format_tb(failure.__traceback__))
    return f"{type(failure).__name__}\n{where}"


class Simulator(Gateway):
    """A carrier on screen: it keeps its own append-only log of what it accepted, and delivers everything."""

    name = "simulator"
    paced = False

    def hand_over(self, letter: Letter) -> Outcome:
        sid = f"SM{uuid.uuid4().hex}"
        row = SimulatedText(sid=sid, message_id=letter.message_id, to_number=letter.to_number, body=letter.body)
        row.accepted_at = letter.began_at
        with transaction():
            db.session.add(row)
        return Outcome("accepted", sid=sid)

    def look_up(self, to_number: str, body: str, since: datetime) -> Sighting:
        seen = select(SimulatedText.sid).where(
            SimulatedText.to_number == to_number, SimulatedText.body == body, SimulatedText.accepted_at >= since
        )
        return Sighting(readable=True, sids=tuple(db.session.scalars(seen.order_by(SimulatedText.id))))

    def reports(self) -> list[Report]:
        rows = select(Message.id, Message.sid, Message.to_number).where(Message.state.in_(("accepted", "sent")))
        rows = rows.join(SimulatedText, SimulatedText.sid == Message.sid)
        return [Report(message_id, sid, "delivered", to) for message_id, sid, to in db.session.execute(rows)]
