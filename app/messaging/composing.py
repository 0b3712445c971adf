"""From plain facts to the words of one text: which variant, and what each blank is filled with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.foundation.clock import to_local
from app.messaging.facts import Earlier, Facts, Recipient
from app.messaging.spoken import aloud
from app.messaging.texts import SHIPPED, Book, Template, render
from app.messaging.tongues import TONGUES, Spanish
from app.messaging.wording import bare_name

PATIENCE = timedelta(minutes=30)
"""How long after the hour of departure a traveller waits before ringing."""
READERS = {"patient": "patient", "companion": "relative", "acompanante": "acompanante"}


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


def compose(
    kind: str, facts: Facts, recipient: Recipient, now: datetime, earlier: Earlier | None = None, book: Book = SHIPPED
) -> Composed | None:
    """The text of `kind` for `recipient`, as it is said at `now`; None where the book has none for such a reader.
    `earlier` is the date they were told before, for a move."""
    template = text_for(kind, facts, recipient, book)
    return filled(template, words_of(facts, recipient, now, earlier, template.language)) if template else None


def text_for(kind: str, facts: Facts, recipient: Recipient, book: Book) -> Template | None:
    """The template that fits this reader and what is known of the journey."""
    return book.find(kind, READERS[recipient.role], variant_of(kind, facts, recipient), recipient.language)


def compose_answer(kind: str, words: dict[str, str], book: Book = SHIPPED) -> Composed:
    """An automatic answer: stopped, started, which_one, help."""
    return filled(book.find(kind, "anyone"), words)


def filled(template: Template, words: dict[str, str]) -> Composed:
    body = render(template, words)
    spoken = aloud(template, words)
    return Composed(body, template.key, template.version, template.asks, template.promises_call, spoken)


def travels_at(facts: Facts, recipient: Recipient) -> datetime | None:
    """When this person leaves home, or those leave whom an acompañante tells; None while there is no trip, or they
    stay."""
    return facts.departs_at if recipient.travels or recipient.role == "acompanante" else None


def variant_of(kind: str, facts: Facts, recipient: Recipient) -> str:
    """Which of a kind's wordings: with or without a journey, a driver, company, a next date."""
    travelling = travels_at(facts, recipient) is not None
    if kind == "booked":
        return "no_trip" if recipient.role == "companion" and not travelling else ""
    if kind in ("seven_days_before", "two_days_before"):
        return "" if travelling else "no_trip"
    if kind == "day_before":
        with_trip = "" if facts.driver or recipient.role == "acompanante" else "no_driver"
        return with_trip if travelling else "no_trip"
    if kind in ("on_the_way", "on_the_way_home"):
        return "" if facts.companion_travels else "alone"
    if kind == "after_return":
        return "next_date" if facts.next_day and recipient.role != "acompanante" else ""
    return ""


def words_of(
    facts: Facts, recipient: Recipient, now: datetime, earlier: Earlier | None = None, language: str = "es"
) -> dict[str, str]:
    """Every blank that any template has; the ones without a fact are empty, and no chosen variant shows them."""
    tongue, said_on = TONGUES[language], to_local(now, facts.zone).date()
    words = {
        "name": recipient.address_name,
        "patient": bare_name(facts.patient_name),
        "navigator": facts.navigator_name,
        "office": facts.office,
        "city": facts.city,
        "together": tongue.together.get(facts.patient_sex or "", tongue.together[""]),
        "meeting_point": facts.meeting_point or tongue.village,
        "driver": facts.driver or "",
        "pickup": facts.pickup_when or tongue.when_you_can,
        "next_day": tongue.full_day(facts.next_day) if facts.next_day else "",
    }
    words |= _appointment_words(facts, said_on, tongue) | _earlier_words(facts, earlier, tongue)
    leaves = travels_at(facts, recipient)
    return words | _departure_words(to_local(leaves, facts.zone), said_on, tongue) if leaves else words


def _appointment_words(facts: Facts, said_on: date, tongue: Spanish) -> dict[str, str]:
    if facts.appointment_at is None:
        return {}
    at = to_local(facts.appointment_at, facts.zone)
    said = tongue.appointment_day(at, facts.precision)
    by_week = facts.precision == "week"
    return {
        "appointment": said,
        "becomes": said if by_week else tongue.on(said),
        "the_day": tongue.that_week if by_week else tongue.on(tongue.day_beside(at.date(), said_on)),
        "day": tongue.weekday(at.date()),
        "soon": tongue.soon(at.date(), said_on),
        "at_hour": f", {tongue.hour_in_words(at.time())}" if facts.precision == "datetime" else "",
    }


def _departure_words(at: datetime, said_on: date, tongue: Spanish) -> dict[str, str]:
    return {
        "departure_day": tongue.full_day(at.date()),
        "day": tongue.weekday(at.date()),
        "soon": tongue.soon(at.date(), said_on),
        "hour": tongue.hour_short(at.time()),
        "later": tongue.at_hour((at + PATIENCE).time()),
    }


def _earlier_words(facts: Facts, earlier: Earlier | None, tongue: Spanish) -> dict[str, str]:
    """What it no longer is: another day, or on the same day another hour."""
    if earlier is None or facts.appointment_at is None:
        return {}
    was, becomes = to_local(earlier.at, facts.zone), to_local(facts.appointment_at, facts.zone)
    if earlier.precision == "week":
        return {"was": tongue.appointment_day(was, "week")}
    if was.date() == becomes.date() and earlier.precision == "datetime":
        return {"was": tongue.at_hour_in_words(was.time())}
    return {"was": tongue.on(tongue.day_beside(was.date(), becomes.date()))}
