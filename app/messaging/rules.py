"""Which texts should exist, when, and for whom. Pure: facts and `now` in, values out.

The policy is data (`Reminder` rows, docs/rules-messages.md); `wanted` reads it against the facts. Nothing is
wanted about the past, in a closed, held or uncleared restricted case, or for a date that is only tentative.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256

from app.foundation.clock import at_wall, to_local
from app.messaging.answers import Answer, understand
from app.messaging.composing import Composed, compose, travels_at
from app.messaging.facts import Earlier, Facts, Recipient
from app.messaging.gsm7 import segments, transliterate

__all__ = [
    "DEFAULT_POLICY", "Answer", "Earlier", "Facts", "Recipient", "Reminder", "Wanted", "in_window", "into_window",
    "segments", "transliterate", "understand", "wanted",
]  # fmt: skip

OPENS, CLOSES = time(9), time(20)
SILENCE, SILENCE_ON_THE_EVE = timedelta(hours=24), timedelta(hours=4)
ANCHORS = ("now", "leaving", "return", "appointment")
AUDIENCES = ("everyone", "one_traveller", "money_recipient")


@dataclass(frozen=True)
class Reminder:
    """One line of the policy. `anchor` + `days` at `at` o'clock local, or + `minutes` where `at` is None.

    `leaving` is the departure of who travels, else the appointment. `lasts_minutes` None: until the anchor
    itself; else so long after the moment it is due. `now` goes at once.
    """

    kind: str
    anchor: str
    audience: str = "everyone"
    days: int = 0
    minutes: int = 0
    at: time | None = None
    lasts_minutes: int | None = None
    active: bool = True


DEFAULT_POLICY = (
    Reminder("booked", "now"),
    Reminder("moved", "now"),
    Reminder("cancelled", "now"),
    Reminder("money_ready", "now", "money_recipient"),
    Reminder("two_days_before", "leaving", days=-2, at=time(10), lasts_minutes=600),
    Reminder("day_before", "leaving", days=-1, at=time(10)),
    Reminder("on_the_way", "leaving", "one_traveller", minutes=60, lasts_minutes=360),
    Reminder("on_the_way_home", "return", "one_traveller", minutes=60, lasts_minutes=360),
    Reminder("after_visit", "appointment", "one_traveller", days=1, at=time(10), lasts_minutes=600),
)


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


def wanted(facts: Facts, now: datetime, policy: tuple[Reminder, ...] = DEFAULT_POLICY) -> list[Wanted]:
    """The texts that should exist for these facts at `now`, in the order of the policy."""
    if _silent(facts):
        return []
    found = []
    for reminder in policy:
        if reminder.active:
            for recipient in _audience(reminder, facts):
                text = _one(reminder, facts, recipient, now)
                if text:
                    found.append(text)
    return found


def _silent(facts: Facts) -> bool:
    """Cases that nobody is texted about."""
    unclear = facts.appointment_at is None or facts.precision == "waiting" or facts.tentative
    uncleared = facts.restricted and facts.safe_contact is None
    return facts.closed or facts.on_hold or facts.recorded_late or not facts.cleared or unclear or uncleared


def _audience(reminder: Reminder, facts: Facts) -> list[Recipient]:
    people = list(facts.recipients)
    if facts.restricted:
        people = [person for person in people if person.person_id in (facts.safe_contact or ())]
    if reminder.audience == "money_recipient":
        return [person for person in people if person.receives_money]
    if reminder.audience == "one_traveller":
        return sorted((p for p in people if p.travels), key=lambda person: person.role != "companion")[:1]
    return people


def _one(reminder: Reminder, facts: Facts, recipient: Recipient, now: datetime) -> Wanted | None:
    earlier = _told_before(facts, recipient)
    if not _applies(reminder.kind, facts, recipient, earlier):
        return None
    span = _span(reminder, facts, recipient, now)
    if span is None or now >= span[1] or span[0] >= span[1]:
        return None
    text = compose(reminder.kind, facts, recipient, now, earlier)
    material = _material(reminder.kind, facts, recipient)
    return _wanted(reminder, recipient, span, text, material, _anchor(reminder, facts, recipient))


def _wanted(
    reminder: Reminder, recipient: Recipient, span, text: Composed, material: str, event_at: datetime | None
) -> Wanted:
    return Wanted(
        reminder.kind, recipient.person_id, recipient.role, *span, text.body, text.template, text.version, material,
        at_once=reminder.anchor == "now", event_at=event_at, asks=text.asks, promises_call=text.promises_call,
        spoken=text.spoken,
    )  # fmt: skip


def _told_before(facts: Facts, recipient: Recipient) -> Earlier | None:
    """The newest former date that this person was told of."""
    return next((was for was in facts.earlier if (was.about, recipient.person_id) in facts.told), None)


def _applies(kind: str, facts: Facts, recipient: Recipient, earlier: Earlier | None) -> bool:
    """Whether the event behind a kind has happened, for this person."""
    if facts.event == "cancelled_hospital":
        told = earlier is not None or (facts.about, recipient.person_id) in facts.told
        return kind == "cancelled" and told and not facts.departed
    if facts.event != "booked":
        return False
    still_home = not facts.departed
    day_known = travels_at(facts, recipient) is not None or facts.precision != "week"
    return {
        "booked": still_home and earlier is None,
        "moved": still_home and earlier is not None,
        "money_ready": still_home and facts.money_ready,
        "two_days_before": still_home and day_known,
        "day_before": still_home and day_known,
        "on_the_way": travels_at(facts, recipient) is not None and not facts.returned,
        "on_the_way_home": facts.departed and facts.returns_at is not None and not facts.returned,
        "after_visit": facts.departed,
    }.get(kind, False)


def _span(reminder: Reminder, facts: Facts, recipient: Recipient, now: datetime) -> tuple[datetime, datetime] | None:
    """From when and until when the text may go, or None where its anchor is not known."""
    anchor = _anchor(reminder, facts, recipient)
    if anchor is None:
        return None
    if reminder.anchor == "now":
        return into_window(now, facts.zone), _end(facts, anchor)
    due = into_window(_due(reminder, anchor, facts), facts.zone)
    if reminder.lasts_minutes is None:
        return due, _end(facts, anchor)
    return due, due + timedelta(minutes=reminder.lasts_minutes)


def _anchor(reminder: Reminder, facts: Facts, recipient: Recipient) -> datetime | None:
    """The moment that a line of the policy counts from; for what goes at once, the one it must precede."""
    if reminder.anchor == "return":
        return facts.returns_at
    if reminder.anchor == "appointment":
        return facts.appointment_at
    return travels_at(facts, recipient) or facts.appointment_at


def _due(reminder: Reminder, anchor: datetime, facts: Facts) -> datetime:
    moved = anchor + timedelta(minutes=reminder.minutes)
    if reminder.at is None:
        return moved + timedelta(days=reminder.days)
    day = to_local(moved, facts.zone).date() + timedelta(days=reminder.days)
    return at_wall(day, reminder.at, facts.zone)


def _end(facts: Facts, anchor: datetime) -> datetime:
    """When there is nothing left to announce. Without an hour of the visit: the end of its day."""
    if anchor == facts.appointment_at and facts.precision != "datetime":
        return at_wall(to_local(anchor, facts.zone).date(), CLOSES, facts.zone)
    return anchor


def _material(kind: str, facts: Facts, recipient: Recipient) -> str:
    """Twelve hexadecimal digits over what the text states. A corrected spelling is not another text."""
    leaves = travels_at(facts, recipient)
    stated = {
        "booked": (facts.appointment_at, facts.precision),
        "moved": (facts.appointment_at, facts.precision),
        "cancelled": (facts.appointment_at,),
        "money_ready": (facts.about,),
        "two_days_before": (to_local(leaves or facts.appointment_at, facts.zone).date(),),
        "day_before": (leaves or facts.appointment_at, facts.meeting_point, facts.driver),
        "on_the_way": (to_local(leaves or facts.appointment_at, facts.zone).date(),),
        "on_the_way_home": (to_local(facts.returns_at or facts.appointment_at, facts.zone).date(),),
        "after_visit": (facts.about,),
    }[kind]
    return sha256(repr([_stable(part) for part in stated]).encode()).hexdigest()[:12]


def _stable(part: object) -> str:
    return str(int(part.timestamp())) if isinstance(part, datetime) else str(part)
