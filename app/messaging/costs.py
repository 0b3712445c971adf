"""What the carrier asks for each text and call: looked up some time after it left, kept to the millionth.

A price that changes later is a charge of its own, of the difference. Which money pays is not known here:
coordination takes what has not been posted, and says under which key it went to the books.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from app.foundation.db import db
from app.messaging.gateways import Price
from app.messaging.models import Charge, Message

MICROS = 1_000_000
FIRST_LOOK = timedelta(minutes=10)
"""The carrier prices a text some minutes after its final state."""
LAST_WORD = timedelta(days=3)
"""A price is read once more after this long: fees of the networks come late."""
PATIENCE = timedelta(days=7)
TOLD_FOR = timedelta(days=30)
MOST = 5000
BILLED = ("accepted", "sent", "delivered", "undelivered")


@dataclass(frozen=True)
class Window:
    """One reading of the carrier's list: what left on this channel between two instants."""

    voice: bool
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Waiting:
    """A charge that is not in the books yet."""

    id: int
    case_id: int | None
    micros: int
    currency: str
    known_at: datetime


def windows(now: datetime) -> list[Window]:
    """Which lists to read for the prices that are due: one for each day (UTC) and channel, however many texts."""
    due = select(Message.channel, Message.sent_at).where(Message.price_look_at <= now, Message.sent_at.is_not(None))
    days: dict[tuple[bool, date], list[datetime]] = {}
    for channel, sent_at in db.session.execute(due.order_by(Message.price_look_at).limit(MOST)):
        days.setdefault((channel == "voice", sent_at.astimezone(UTC).date()), []).append(sent_at)
    hour = timedelta(hours=1)
    return [Window(voice, min(at) - hour, max(at) + hour) for (voice, _day), at in sorted(days.items())]


def record(window: Window, prices: Iterable[Price], now: datetime) -> int:
    """Writes down the prices that are news, and when to ask again for the others. Returns how many were news."""
    known = {price.sid: price for price in prices}
    due = select(Message).where(
        Message.price_look_at <= now,
        Message.sent_at.between(window.since, window.until),
        (Message.channel == "voice") if window.voice else (Message.channel != "voice"),
    )
    mine = list(db.session.scalars(due.limit(MOST).with_for_update(skip_locked=True, of=Message)))
    return sum(_learn(message, known.get(message.sid), now) for message in mine)


def _learn(message: Message, price: Price | None, now: datetime) -> bool:
    if price is None:
        _ask_again(message, now)
        return False
    again = message.priced_at is not None
    message.price_look_at = None if again else now + LAST_WORD
    if again and (message.price_micros, message.price_currency) == (price.micros, price.currency):
        return False
    for micros, currency in _news(message, price):
        ordinal = db.session.scalar(select(func.count(Charge.id)).where(Charge.message_id == message.id))
        charge = Charge(message_id=message.id, ordinal=ordinal, micros=micros, currency=currency, known_at=now)
        db.session.add(charge)
        db.session.flush()
    message.price_micros, message.price_currency = price.micros, price.currency
    message.priced_at, message.price_given_up_at = now, None
    return True


def _news(message: Message, price: Price) -> list[tuple[int, str]]:
    """The difference to what was known; in another currency, the old price back and the new one whole."""
    before = message.price_micros
    if before is None:
        return [(price.micros, price.currency)]
    if message.price_currency == price.currency:
        return [(price.micros - before, price.currency)]
    return [news for news in ((-before, message.price_currency), (price.micros, price.currency)) if news[0]]


def _ask_again(message: Message, now: datetime) -> None:
    """Each pause is as long as the text is old, so they double; in the end nobody is asked any more."""
    age = now - message.sent_at
    if message.priced_at is not None:
        message.price_look_at = None
    elif age < PATIENCE:
        message.price_look_at = now + max(age, FIRST_LOOK)
    else:
        message.price_look_at, message.price_given_up_at = None, now


def waiting(before: datetime) -> list[Waiting]:
    """Charges that were known before this instant and are not in the books, oldest first."""
    rows = (
        select(Charge.id, Message.case_id, Charge.micros, Charge.currency, Charge.known_at)
        .join(Message, Message.id == Charge.message_id)
        .where(Charge.posted_key.is_(None), Charge.known_at < before)
        .order_by(Charge.known_at, Charge.id)
    )
    return [Waiting(*row) for row in db.session.execute(rows)]


def mark_posted(charge_ids: Sequence[int], key: str, now: datetime) -> None:
    """These charges are in the books under `key`. RuntimeError when one of them was already."""
    rows = update(Charge).where(Charge.id.in_(charge_ids), Charge.posted_key.is_(None))
    marked = db.session.execute(rows.values(posted_key=key, posted_at=now)).rowcount
    if marked != len(charge_ids):
        raise RuntimeError(f"{len(charge_ids) - marked} charges of {key} were posted before")


def posted_micros() -> dict[str, int]:
    """What the charges of each posting come to, in millionths."""
    sums = select(Charge.posted_key, func.sum(Charge.micros)).where(Charge.posted_key.is_not(None))
    return {key: int(micros) for key, micros in db.session.execute(sums.group_by(Charge.posted_key))}


def with_case():
    """For lists of charges: each with its text and the case of that."""
    return joinedload(Charge.message, innerjoin=True).joinedload(Message.case)


def shown(micros: int | None, currency: str | None) -> str:
    """`$0.0367 USD`: as exact as the carrier says it, with two decimals at least."""
    if micros is None:
        return "—"
    amount = (Decimal(micros) / MICROS).normalize()
    places = max(2, -int(amount.as_tuple().exponent))
    return f"{'-' if amount < 0 else ''}${abs(amount):,.{places}f} {currency}"


def verify(now: datetime) -> Iterator[str]:
    """Findings for `flask check`: prices that the carrier never gave, and charges that do not make the price."""
    silent = select(func.count(Message.id), func.min(Message.id), func.max(Message.id)).where(
        Message.price_given_up_at >= now - TOLD_FOR, Message.state.in_(BILLED)
    )
    count, first, last = db.session.execute(silent).one()
    if count:
        yield f"the carrier gave no price in {PATIENCE.days} days for {count} messages, from {first} to {last}"
    sums = (
        select(Message.id, Message.price_micros, func.sum(Charge.micros))
        .join(Charge, (Charge.message_id == Message.id) & (Charge.currency == Message.price_currency))
        .group_by(Message.id, Message.price_micros)
        .having(func.sum(Charge.micros) != Message.price_micros)
    )
    for message_id, price, charged in db.session.execute(sums):
        yield f"message {message_id} costs {price} millionths, its charges come to {int(charged)}"
