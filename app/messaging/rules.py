"""Which texts should exist, when, and for whom. Pure: facts and `now` in, values out.

The policy is data (`Reminder` rows, docs/rules-messages.md); `wanted` reads it against the facts. Nothing is
wanted about the past, in a closed, held or uncleared restricted case, or for a date that is only tentative.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from hashlib import sha256

from app.foundation.clock import at_wall, to_local
from app.messaging.answers import Answer, understand
from app.messaging.composing import Composed, compose, travels_at
from app.messaging.facts import Earlier, Facts, Recipient
from app.messaging.gsm7 import segments, transliterate
from app.messaging.reminders import DEFAULT_POLICY, FAMILY, LASTS_AFTERWARDS, Reminder, due, on_allowed_day
from app.messaging.texts import SHIPPED, Book

__all__ = [
    "DEFAULT_POLICY", "Answer", "Earlier", "Facts", "Recipient", "Reminder", "Wanted", "in_window", "into_window",
    "segments", "transliterate", "understand", "wanted",
]  # fmt: skip

OPENS, CLOSES = time(9), time(20)
SILENCE, SILENCE_ON_THE_EVE = timedelta(hours=24), timedelta(hours=4)


@dataclass(frozen=True)
class Wanted:
    """One text that should exist. `material` is a digest of the facts it states: the same text twice has the
    same `key`; another hour is another text. `at_once` was due when the event happened."""

    kind: str
    person_id: int
    role: str
    not_before: datetime
    expires_at: datetime
    body: str
    template: str
    version: int
    material: str
    at_once: bool
    event_at: datetime | None
    asks: tuple[str, ...] = ()
    promises_call: bool = False
    spoken: str | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.person_id}:{self.material}"


def in_window(now: datetime, zone: str) -> bool:
    """Whether texts may go out: from 9 to 20 on the wall clock (avoid 21:00–09:00, DOMAIN.md, SMS)."""
    return OPENS <= to_local(now, zone).time() < CLOSES


def into_window(moment: datetime, zone: str) -> datetime:
    """`moment`, or the next opening of the window when it falls outside."""
    local = to_local(moment, zone)
    if local.time() >= CLOSES:
        return at_wall(local.date() + timedelta(days=1), OPENS, zone)
    return at_wall(local.date(), OPENS, zone) if local.time() < OPENS else moment


def call_due(sent_at: datetime, event_at: datetime | None, zone: str) -> datetime:
    """When silence becomes a call: a day after the question, four hours on the eve of what it asks about and on
    the day itself (P8)."""
    patient = sent_at + SILENCE
    if event_at is None:
        return patient
    eve = at_wall(to_local(event_at, zone).date() - timedelta(days=1), OPENS, zone)
    return min(patient, max(sent_at + SILENCE_ON_THE_EVE, eve))


def wanted(
    facts: Facts, now: datetime, policy: tuple[Reminder, ...] = DEFAULT_POLICY, book: Book = SHIPPED
) -> list[Wanted]:
    """The texts that should exist for these facts at `now`, in the order of the policy and the words of the book."""
    if silence_of(facts):
        return []
    found = []
    for reminder in policy:
        if reminder.active:
            for recipient in audience(reminder, facts):
                text = _one(reminder, facts, recipient, now, book)
                if text:
                    found.append(text)
    return found


def silence_of(facts: Facts) -> str | None:
    """Why nobody at all is texted about this: a code of explaining.WHY_NOT; None where the policy may speak."""
    checks = (
        ("closed", facts.closed),
        ("on_hold", facts.on_hold),
        ("not_cleared", not facts.cleared),
        ("recorded_late", facts.recorded_late),
        ("tentative", facts.tentative),
        ("waiting", facts.appointment_at is None or facts.precision == "waiting"),
        ("no_safe_plan", facts.restricted and facts.safe_contact is None),
    )
    return next((why for why, holds in checks if holds), None)


def audience(reminder: Reminder, facts: Facts) -> list[Recipient]:
    """Who a line speaks to; of a restricted case only whom its plan allows. Their language is the line's, if forced."""
    people = [person for person in facts.recipients if (person.role == "acompanante") != (reminder.audience in FAMILY)]
    if facts.restricted:
        people = [person for person in people if person.person_id in (facts.safe_contact or ())]
    chosen = _chosen(reminder.audience, people)
    return [replace(person, language=reminder.language) for person in chosen] if reminder.language else chosen


def _chosen(audience: str, people: list[Recipient]) -> list[Recipient]:
    if audience == "money_recipient":
        return [person for person in people if person.receives_money]
    if audience == "one_traveller":
        return sorted((p for p in people if p.travels), key=lambda person: person.role != "companion")[:1]
    role = {"patient": "patient", "companions": "companion"}.get(audience)
    return [person for person in people if role in (None, person.role)]


def _one(reminder: Reminder, facts: Facts, recipient: Recipient, now: datetime, book: Book) -> Wanted | None:
    earlier = told_before(facts, recipient)
    if not applies(reminder, facts, recipient, earlier):
        return None
    times = span(reminder, facts, recipient, now)
    if times is None or now >= times[1] or times[0] >= times[1]:
        return None
    text = compose(reminder.kind, facts, recipient, max(now, times[0]), earlier, book)
    if text is None:
        return None
    material = _material(reminder, facts, recipient)
    return _wanted(reminder, recipient, times, text, material, _anchor(reminder, facts, recipient))


def _wanted(
    reminder: Reminder, recipient: Recipient, span, text: Composed, material: str, event_at: datetime | None
) -> Wanted:
    return Wanted(
        reminder.kind, recipient.person_id, recipient.role, *span, text.body, text.template, text.version, material,
        at_once=reminder.anchor == "now", event_at=event_at, asks=text.asks, promises_call=text.promises_call,
        spoken=text.spoken,
    )  # fmt: skip


def told_before(facts: Facts, recipient: Recipient) -> Earlier | None:
    """The newest former date that this person was told of."""
    return next((was for was in facts.earlier if (was.about, recipient.person_id) in facts.told), None)


def applies(reminder: Reminder, facts: Facts, recipient: Recipient, earlier: Earlier | None) -> bool:
    """Whether the event behind a line has happened, for this person."""
    if facts.event == "cancelled_hospital":
        told = earlier is not None or (facts.about, recipient.person_id) in facts.told
        return reminder.kind == "cancelled" and told and not facts.departed
    if facts.event == "attended":
        return reminder.anchor == "home" and facts.returned
    if facts.event != "booked":
        return False
    still_home = not facts.departed
    shipped = {
        "booked": still_home and earlier is None,
        "moved": still_home and earlier is not None,
        "cancelled": False,
        "money_ready": still_home and facts.money_ready,
        "on_the_way": travels_at(facts, recipient) is not None and not facts.arrived and not facts.returned,
        "on_the_way_home": facts.departed and facts.returns_at is not None and not facts.returned,
        "after_visit": facts.departed,
    }
    return shipped.get(reminder.kind, _by_its_anchor(reminder, facts, recipient))


def _by_its_anchor(reminder: Reminder, facts: Facts, recipient: Recipient) -> bool:
    """A kind without a rule of its own goes by what its line counts from."""
    if reminder.anchor == "home":
        return facts.returned
    if reminder.anchor == "return":
        return facts.departed and not facts.returned
    if not reminder.before:
        return facts.departed
    day_known = travels_at(facts, recipient) is not None or facts.precision != "week"
    return not facts.departed and day_known


def span(reminder: Reminder, facts: Facts, recipient: Recipient, now: datetime) -> tuple[datetime, datetime] | None:
    """From when and until when the text may go, or None where its anchor is not known."""
    anchor = _anchor(reminder, facts, recipient)
    if anchor is None:
        return None
    if reminder.anchor == "now":
        return on_allowed_day(reminder, into_window(now, facts.zone), facts.zone), _end(facts, anchor)
    goes = into_window(due(reminder, anchor, facts.zone), facts.zone)
    goes = on_allowed_day(reminder, goes, facts.zone)
    if reminder.lasts_minutes is not None:
        return goes, goes + timedelta(minutes=reminder.lasts_minutes)
    return goes, _end(facts, anchor) if reminder.before else goes + LASTS_AFTERWARDS


def _anchor(reminder: Reminder, facts: Facts, recipient: Recipient) -> datetime | None:
    """The moment that a line of the policy counts from; for what goes at once, the one it must precede."""
    if reminder.anchor == "return":
        return facts.returns_at
    if reminder.anchor == "home":
        return facts.returned_at
    if reminder.anchor == "appointment":
        return facts.appointment_at
    return travels_at(facts, recipient) or facts.appointment_at


def _end(facts: Facts, anchor: datetime) -> datetime:
    """When there is nothing left to announce. Without an hour of the visit: the end of its day."""
    if anchor == facts.appointment_at and facts.precision != "datetime":
        return at_wall(to_local(anchor, facts.zone).date(), CLOSES, facts.zone)
    return anchor


def _material(reminder: Reminder, facts: Facts, recipient: Recipient) -> str:
    """Twelve hexadecimal digits over what the text states. A corrected spelling is not another text."""
    leaves = travels_at(facts, recipient)
    anchor = _anchor(reminder, facts, recipient)
    stated = {
        "booked": (facts.appointment_at, facts.precision),
        "moved": (facts.appointment_at, facts.precision),
        "cancelled": (facts.appointment_at,),
        "money_ready": (facts.about,),
        "seven_days_before": (to_local(leaves or facts.appointment_at, facts.zone).date(),),
        "two_days_before": (to_local(leaves or facts.appointment_at, facts.zone).date(),),
        "day_before": (leaves or facts.appointment_at, facts.meeting_point, facts.driver),
        "on_the_way": (to_local(leaves or facts.appointment_at, facts.zone).date(),),
        "on_the_way_home": (to_local(facts.returns_at or facts.appointment_at, facts.zone).date(),),
        "after_visit": (facts.about,),
        "after_return": (facts.about,),
    }.get(reminder.kind, (to_local(anchor, facts.zone).date(),))
    return sha256(repr([_stable(part) for part in stated]).encode()).hexdigest()[:12]


def _stable(part: object) -> str:
    return str(int(part.timestamp())) if isinstance(part, datetime) else str(part)
