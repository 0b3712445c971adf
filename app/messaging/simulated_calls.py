"""Calls of the simulated carrier: which telephone is ringing on screen, and what became of each call."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from app.foundation.db import db
from app.messaging.models import Message, SimulatedRing, SimulatedText
from app.messaging.voice import NO_ANSWER

RINGS_FOR = timedelta(minutes=2)
"""A call that nobody at the screen takes up rings as long as this."""
TALKS_FOR = timedelta(minutes=5)
"""A call that was taken up and left open is over after this."""


@dataclass(frozen=True)
class ScreenCall:
    """A call on a telephone of the screen: ringing, or being listened to when `talking`."""

    sid: str
    message_id: int
    words: str
    talking: bool
    wrong_key: bool


def on_screen(number: str, cases, now: datetime) -> ScreenCall | None:
    """The call that is under way on a number. `cases` selects the ids of the cases that the reader may open."""
    rows = (
        select(SimulatedText)
        .join(Message, Message.id == SimulatedText.message_id)
        .where(SimulatedText.to_number == number, SimulatedText.channel == "voice")
        .where(SimulatedText.accepted_at > now - TALKS_FOR - RINGS_FOR)
        .where(or_(Message.case_id.is_(None), Message.case_id.in_(cases)))
    )
    row = db.session.scalar(rows.order_by(SimulatedText.id.desc()).limit(1))
    if row is None:
        return None
    events = _events([row.sid])[row.sid]
    if _outcome(row.accepted_at, events, now) not in (None, ("sent", None)):
        return None
    return ScreenCall(row.sid, row.message_id, row.body, "answered" in events, "wrong_key" in events)


def note(sid: str, event: str, now: datetime) -> bool:
    """Writes down what was done with a call; False where that was done before, or the call was refused or over."""
    done = _events([sid])[sid]
    if event in done or done.keys() & {"refused", "ended"}:
        return False
    db.session.add(SimulatedRing(sid=sid, event=event, at=now))
    db.session.flush()
    return True


def outcomes(now: datetime) -> list[tuple[Message, str, str | None]]:
    """(message, status, code) of every call that our messages do not know the end of."""
    rows = select(Message, SimulatedText.accepted_at).join(SimulatedText, SimulatedText.sid == Message.sid)
    rows = rows.where(SimulatedText.channel == "voice", Message.state.in_(("accepted", "sent")))
    open_ones = list(db.session.execute(rows.order_by(Message.id)))
    events = _events([message.sid for message, _at in open_ones])
    told = [(message, _outcome(at, events[message.sid], now)) for message, at in open_ones]
    return [(message, *outcome) for message, outcome in told if outcome]


def _outcome(rang_at: datetime, events: dict[str, datetime], now: datetime) -> tuple[str, str | None] | None:
    """What the carrier would report by now; None while it only rings."""
    answered = events.get("answered")
    if answered:
        over = "ended" in events or now > answered + TALKS_FOR
        return ("delivered" if over else "sent"), None
    if "refused" in events or now > rang_at + RINGS_FOR:
        return "undelivered", NO_ANSWER
    return None


def _events(sids: list[str]) -> dict[str, dict[str, datetime]]:
    """sid → event → when."""
    found: dict[str, dict[str, datetime]] = {sid: {} for sid in sids}
    for row in db.session.scalars(select(SimulatedRing).where(SimulatedRing.sid.in_(sids))):
        found[row.sid][row.event] = row.at
    return found
