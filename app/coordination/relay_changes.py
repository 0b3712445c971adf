"""Relays that facts bring about: the text that reaches nobody, and the date that is no longer so."""

from datetime import datetime

from app.cases import queries as case_queries
from app.cases.models import Appointment, Relay
from app.coordination import letters, reads, relays
from app.foundation.errors import Refused
from app.foundation.language import _
from app.messaging import relay_texts
from app.messaging import relays as messaging
from app.messaging.calls import CallDue
from app.messaging.models import Message

NOBODY_CALLS_THERE = ("no_consent", "no_phone", "relay_only", "number_dead", "no_other_phone")
"""Reasons of reach.REASONS why a text does not leave, for which the acompañante is asked before somebody calls. Who
refused texts, or wrote ALTO, is called: they said with whom they speak."""


def instead_of_call(call: CallDue, now: datetime) -> Relay | None:
    """A text that reaches nobody goes by word of mouth where the case has an acompañante whom a text reaches.

    None: somebody has to call.
    """
    message = call.message
    appointment = _appointment(message)
    if appointment is None or not _goes_by_mouth(message):
        return None
    words = relay_texts.news(message.kind, letters.facts_of(appointment, now))
    try:
        return relays.send(
            message.case, words, message.event_at, now, None, key=_key(message, appointment), person=message.person,
            appointment=appointment,
        )  # fmt: skip
    except Refused:
        return None  # too late, or its words carry what a text must not


def proposed(appointment: Appointment | None, now: datetime) -> str:
    """What a person would most likely have told: the date, or the hour of leaving."""
    if appointment is None or appointment.state != "booked":
        return ""
    return relay_texts.news("day_before", letters.facts_of(appointment, now))


def _appointment(message: Message) -> Appointment | None:
    kind, _colon, number = message.about.partition(":")
    return reads.appointment(int(number)) if kind == "appointment" else None


def _goes_by_mouth(message: Message) -> bool:
    case = message.case
    if case.restricted or case.hold_reason or case.closed_at or case.acompanante is None:
        return False
    spoken = message.kind in relay_texts.BY_MOUTH and message.reason in NOBODY_CALLS_THERE
    return spoken and messaging.can_text(case.acompanante.id, case.id)


def _key(message: Message, appointment: Appointment) -> str:
    """The same news to the whole family is one relay. A date is told once, whether as new or as a correction."""
    if message.kind in relay_texts.TELLING:
        return f"told:{appointment.id}"
    _kind, _colon, stated = (message.wanted_key or "").rpartition(":")
    return f"{message.kind}:{appointment.id}:{stated}"


def follow(old: Appointment, new: Appointment | None, now: datetime) -> None:
    """A date moved, or was called off: what she has not been told goes, what she may have told is corrected."""
    told = []
    for relay in case_queries.relays_about(old.id):
        out = relay.state == "confirmed" or messaging.is_out(messaging.newest(relay.about))
        if relay.ended_at is None:
            relays.finish(relay, "cancelled", _("Cambió la cita."), now, None)
        if out:
            told.append(relay)
    if told:
        _correct(told[-1], old, new, now)


def _correct(relay: Relay, old: Appointment, new: Appointment | None, now: datetime) -> None:
    """One correction, to whom the last was meant; without an acompañante any more, a person calls."""
    before = letters.instant(old)
    if before is None or before <= now:
        return
    facts = letters.facts_of(new, now) if new is not None and new.state == "booked" else None
    words = relay_texts.correction(before, facts)
    key = f"told:{new.id}" if facts else f"gone:{old.id}"
    case = relay.case
    if case.acompanante is None or case.hold_reason or case.restricted:
        relays.call_about(relay, words, now)
        return
    until = max(before, facts.appointment_at) if facts else before
    relays.send(case, words, until, now, None, key=key, person=relay.person, appointment=new, corrects=relay)
