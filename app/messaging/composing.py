"""From plain facts to the words of one text: which variant, and what each blank is filled with."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.foundation.clock import to_local
from app.messaging import texts
from app.messaging.facts import Earlier, Facts, Recipient
from app.messaging.spoken import aloud
from app.messaging.wording import (
    appointment_day,
    at_hour,
    bare_name,
    day_beside,
    full_day,
    hour_in_words,
    hour_short,
    weekday,
)

PATIENCE = timedelta(minutes=30)
"""How long after the hour of departure a traveller waits before ringing."""


@dataclass(frozen=True)
class Composed:
    """A text for one person. `asks` and `promises_call` come from its template, as does `template` (its key).
    `spoken` is how a call says it."""

    body: str
    template: str
    version: int
    asks: tuple[str, ...]
    promises_call: bool
    spoken: str | None = None


def compose(kind: str, facts: Facts, recipient: Recipient, now: datetime, earlier: Earlier | None = None) -> Composed:
    """The text of `kind` for `recipient`. `earlier` is the date they were told before, for a move."""
    role = "patient" if recipient.role == "patient" else "relative"
    template = texts.template_for(kind, role, _variant(kind, facts, recipient), recipient.language)
    words = _words(facts, recipient, now, earlier)
    body, spoken = texts.render(template, words), aloud(template, words)
    return Composed(body, template.key, template.version, template.asks, template.promises_call, spoken)


def compose_answer(kind: str, words: dict[str, str]) -> Composed:
    """An automatic answer: stopped, started, which_one, help."""
    template = texts.template_for(kind, "anyone")
    body = texts.render(template, words)
    return Composed(body, template.key, template.version, template.asks, template.promises_call)


def travels_at(facts: Facts, recipient: Recipient) -> datetime | None:
    """When this person leaves home; None while there is no trip, or they stay."""
    return facts.departs_at if recipient.travels else None


def _variant(kind: str, facts: Facts, recipient: Recipient) -> str:
    travelling = travels_at(facts, recipient) is not None
    if kind == "booked":
        return "no_trip" if recipient.role == "companion" and not travelling else ""
    if kind == "two_days_before":
        return "" if travelling else "no_trip"
    if kind == "day_before":
        with_trip = "" if facts.driver else "no_driver"
        return with_trip if travelling else "no_trip"
    if kind in ("on_the_way", "on_the_way_home"):
        return "" if facts.companion_travels else "alone"
    return ""


def _words(facts: Facts, recipient: Recipient, now: datetime, earlier: Earlier | None) -> dict[str, str]:
    """Every blank that any template has; the ones without a fact are empty, and no chosen variant shows them."""
    words = {
        "name": recipient.address_name,
        "patient": bare_name(facts.patient_name),
        "navigator": facts.navigator_name,
        "office": facts.office,
        "city": facts.city,
        "together": _together(facts.patient_sex),
        "meeting_point": facts.meeting_point or "su comunidad",
        "driver": facts.driver or "",
        "pickup": facts.pickup_when or "cuando pueda",
    }
    words |= _appointment_words(facts, now) | _earlier_words(facts, earlier)
    leaves = travels_at(facts, recipient)
    return words | _departure_words(to_local(leaves, facts.zone)) if leaves else words


def _together(sex: str | None) -> str:
    return {"female": "usted va con ella", "male": "usted va con él"}.get(sex or "", "van juntos")


def _appointment_words(facts: Facts, now: datetime) -> dict[str, str]:
    if facts.appointment_at is None:
        return {}
    at = to_local(facts.appointment_at, facts.zone)
    said = appointment_day(at, facts.precision)
    today = to_local(now, facts.zone).date()
    return {
        "appointment": said,
        "becomes": said if facts.precision == "week" else f"el {said}",
        "the_day": "esa semana" if facts.precision == "week" else f"el {day_beside(at.date(), today)}",
        "day": weekday(at.date()),
        "at_hour": f", {hour_in_words(at.time())}" if facts.precision == "datetime" else "",
    }


def _departure_words(at: datetime) -> dict[str, str]:
    return {
        "departure_day": full_day(at.date()),
        "day": weekday(at.date()),
        "hour": hour_short(at.time()),
        "later": at_hour((at + PATIENCE).time()),
    }


def _earlier_words(facts: Facts, earlier: Earlier | None) -> dict[str, str]:
    """What it no longer is: another day, or on the same day another hour."""
    if earlier is None or facts.appointment_at is None:
        return {}
    was, becomes = to_local(earlier.at, facts.zone), to_local(facts.appointment_at, facts.zone)
    if earlier.precision == "week":
        return {"was": appointment_day(was, "week")}
    if was.date() == becomes.date() and earlier.precision == "datetime":
        return {"was": f"{at_hour(was.time())} {hour_in_words(was.time()).split(' ', 1)[1]}"}
    return {"was": f"el {day_beside(was.date(), becomes.date())}"}
