"""A key pressed during a call of ours: it counts like the same number in a text, and gets a spoken answer."""

from dataclasses import dataclass
from datetime import datetime

from app.coordination import inbound
from app.messaging import queries, ringing, spoken


@dataclass(frozen=True)
class Reply:
    """What the voice says next. `listening`: it waits for a key once more."""

    words: str
    listening: bool = False


def on_key(message_id: int, sid: str, digit: str, now: datetime, *, again: bool = False) -> Reply | None:
    """Takes in a key, once per call and key. `again`: it was asked once more already. No key, or a 0, is no answer:
    silence becomes somebody's call. None where the carrier's `sid` is no call of this message."""
    said = ringing.on_air(message_id, sid, now)
    message = queries.message(message_id)
    if said is None or message is None:
        return None
    meaning = spoken.asked_by_key(digit, said.asks)
    if meaning is None:
        astray = digit not in ("", "0") and bool(said.asks) and not again
        return Reply(spoken.not_that_key(said.asks) if astray else spoken.no_harm(said.asks), listening=astray)
    inbound.on_inbound(message.to_number, digit, f"{sid}:{digit}", now, channel="voice", question=message)
    return Reply(spoken.thanks(message.person.spoken_name, ringing.signer(message), meaning))
