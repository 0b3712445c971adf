"""What an answer from a phone sets off: one function a meaning, read from top to bottom."""

from datetime import datetime, timedelta

from flask import current_app

from app.cases import operations as cases
from app.cases.models import Appointment, Case
from app.coordination import letters, reads, workflows
from app.foundation.language import _
from app.messaging import conversations, intake
from app.messaging.answers import MEANINGS
from app.messaging.intake import TakenIn
from app.messaging.models import Inbound, Message
from app.travel import queries as travel
from app.travel.models import Trip

TODAY = timedelta(hours=2)


def on_inbound(
    from_number: str, body: str, sid: str, now: datetime, channel: str = "sms", question: Message | None = None
) -> TakenIn:
    """Takes in what a phone sent and does what it asks: at most once per SID, whatever arrives how often.
    `question` is the message that a key answers, where a call put it."""
    team = current_app.config["SETTINGS"].team_name
    taken = intake.take_in(from_number, body, sid, now, channel=channel, signs=team, question=question)
    if taken.repeated or taken.inbound.unclear_whose:
        return taken
    _act(taken, now)
    return taken


def _act(taken: TakenIn, now: datetime) -> None:
    meaning = taken.inbound.meaning
    if meaning in ("confirm", "decline"):
        _going_or_not(taken, now)
    elif meaning in ("departed", "arrived"):
        _under_way(taken, now)
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


def _under_way(taken: TakenIn, now: datetime) -> None:
    """3 and 4 move the trip; asked on the way home, 4 means home. Without a trip a person reads it."""
    appointment = _appointment(taken.inbound)
    trip = travel.trip_of(appointment.id) if appointment else None
    if trip is None:
        _task(taken.inbound, "review", str(MEANINGS[taken.inbound.meaning]), now)
    elif taken.question is not None and taken.question.kind == "on_the_way_home":
        _homeward(trip, taken.inbound.meaning, now)
    elif taken.inbound.meaning == "departed":
        workflows.depart(trip, now, now, None, exception=_("Avisaron por mensaje que ya salieron."))
    else:
        workflows.arrive(trip, now, now, None)


def _homeward(trip: Trip, meaning: str, now: datetime) -> None:
    """Back at home the trip is over; that they set out is only good to know."""
    if meaning == "arrived":
        workflows.come_home(trip, now, now, None)


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
    reason = {
        "missed_call": _("Llamada perdida."),
        "voice": _("Marcó %(key)s en la llamada.", key=inbound.body),
    }.get(inbound.channel, inbound.body)
    cases.raise_task(_case(inbound), kind, title, due, key, now, reason=reason, urgent=urgent)


def _case(inbound: Inbound) -> Case | None:
    return reads.case_by_id(inbound.case_id) if inbound.case_id else None


def _appointment(inbound: Inbound) -> Appointment | None:
    kind, _colon, number = (inbound.about or "").partition(":")
    return reads.appointment(int(number)) if kind == "appointment" and number.isdigit() else None
