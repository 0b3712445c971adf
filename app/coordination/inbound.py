"""What an answer from a phone sets off: one function a meaning, read from top to bottom."""

from datetime import datetime, timedelta

from flask import current_app

from app.cases import operations as cases
from app.cases.models import Appointment, Case
from app.coordination import by_number, letters, reads, relays, under_way
from app.coordination.by_number import Speaker
from app.foundation.language import _
from app.messaging import conversations, intake
from app.messaging.answers import MEANINGS, says_home
from app.messaging.intake import TakenIn
from app.messaging.models import Inbound
from app.travel import queries as travel
from app.travel.models import Trip

TODAY = timedelta(hours=2)


def on_inbound(from_number: str, body: str, sid: str, now: datetime, channel: str = "sms") -> TakenIn:
    """Takes in what a phone sent and does what it asks: at most once per SID, whatever arrives how often."""
    team = current_app.config["SETTINGS"].team_name
    speaker = by_number.heard(from_number, body) if channel == "sms" else None
    spoken = by_number.spoken(speaker, from_number, now) if speaker else None
    taken = intake.take_in(from_number, body, sid, now, channel=channel, signs=team, spoken=spoken)
    if taken.repeated or taken.inbound.unclear_whose:
        return taken
    _act(taken, speaker, now)
    return taken


def _act(taken: TakenIn, speaker: Speaker | None, now: datetime) -> None:
    meaning, relay = taken.inbound.meaning, relays.of(taken.inbound.about)
    if relay and meaning in ("confirm", "decline"):
        relays.answered(relay, meaning, now)
    elif speaker and speaker.case and speaker.said.asks_date and speaker.may_ask:
        by_number.tell_the_date(taken, speaker, now)
    elif meaning in ("confirm", "decline"):
        _going_or_not(taken, now)
    elif meaning in ("departed", "arrived"):
        _under_way(taken, speaker, now)
    elif meaning == "stop":
        _tell_of_the_others(taken.inbound, now)
    elif meaning == "start" and taken.inbound.case:
        letters.reconcile_case(taken.inbound.case, now)
    elif meaning in TASKS:
        kind, title, urgent = TASKS[meaning]
        _task(taken.inbound, kind, str(title), now, urgent)


TASKS = {
    "problem": ("urgent", MEANINGS["problem"], True),
    "no_road": ("urgent", MEANINGS["no_road"], True),
    "no_money": ("urgent", MEANINGS["no_money"], True),
    "staying": ("travel", MEANINGS["staying"], True),
    "discharge": ("travel", MEANINGS["discharge"], True),
    "call_me": ("call", MEANINGS["call_me"], False),
    "doubt": ("review", MEANINGS["doubt"], False),
}


def _going_or_not(taken: TakenIn, now: datetime) -> None:
    """1 confirms; 2 declines and somebody calls. About a date that is over, or none, a person reads it.

    The patient alone declines: a relative's 2 is a call to make, and their 1 counts until the patient has spoken (P9).
    """
    appointment = _appointment(taken.inbound)
    if appointment is None or appointment.state != "booked":
        _task(taken.inbound, "review", str(MEANINGS["doubt"]), now)
        return
    said = "confirmed" if taken.inbound.meaning == "confirm" else "declined"
    patient_speaks = taken.inbound.person_id == appointment.case.patient_id
    if patient_speaks or (said == "confirmed" and appointment.confirmation == "unknown"):
        cases.confirm_appointment(appointment, said, now)
    if said == "declined":
        _task(taken.inbound, "decline", str(MEANINGS["decline"]), now, urgent=True)


def _under_way(taken: TakenIn, speaker: Speaker | None, now: datetime) -> None:
    """3 and 4 move the trip; about the way home, or from home itself, 4 means home. Without a trip a
    person reads it."""
    inbound, asked_home = taken.inbound, taken.question is not None and taken.question.kind == "on_the_way_home"
    trip = _trip(taken, now)
    if trip is None:
        _task(inbound, "review", str(MEANINGS[inbound.meaning]), now)
        return
    from_home = speaker.said.home if speaker else says_home(inbound.body)
    under_way.move(trip, inbound.meaning, asked_home or from_home, now)


def _trip(taken: TakenIn, now: datetime) -> Trip | None:
    """The trip that the question was about; else, of the case's, the one that is under way or leaves about now."""
    asked = _appointment(taken.inbound) if taken.question is not None else None
    if asked is not None:
        return travel.trip_of(asked.id)
    inbound = taken.inbound
    trips = travel.standing_trips(inbound.case_id) if inbound.case_id else []
    return under_way.meant(trips, inbound.meaning, now)


def _tell_of_the_others(inbound: Inbound, now: datetime) -> None:
    """ALTO from a phone that several people share mutes one of them: a person asks about the rest."""
    others = [person for person in conversations.bearers(inbound.from_number) if person.id != inbound.person_id]
    if inbound.person_id and others:
        names = ", ".join(person.spoken_name for person in others)
        _task(inbound, "review", _("Escribió ALTO; en ese teléfono también está %(names)s", names=names), now)


def _task(inbound: Inbound, kind: str, what: str, now: datetime, urgent: bool = False) -> None:
    """Who, and what they mean; their own words are in the inbox."""
    who = inbound.person.spoken_name if inbound.person else inbound.from_number
    title = _("%(who)s: %(what)s", who=who, what=what)
    subject = inbound.about or f"number:{inbound.from_number}"
    due = now if urgent else now + TODAY
    key = f"answer:{kind}:{subject}:{inbound.person_id or ''}"
    reason = _("Llamada perdida.") if inbound.channel == "missed_call" else inbound.body
    cases.raise_task(_case(inbound), kind, title, due, key, now, reason=reason, urgent=urgent)


def _case(inbound: Inbound) -> Case | None:
    return reads.case_by_id(inbound.case_id) if inbound.case_id else None


def _appointment(inbound: Inbound) -> Appointment | None:
    kind, _colon, number = (inbound.about or "").partition(":")
    return reads.appointment(int(number)) if kind == "appointment" and number.isdigit() else None
