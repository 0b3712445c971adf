"""What an answer from a phone sets off: one function a meaning, read from top to bottom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from app.cases import operations as cases
from app.cases.models import Appointment
from app.coordination import by_number, letters, reads, relays, under_way
from app.coordination.by_number import Speaker
from app.foundation.language import _
from app.messaging import conversations, intake
from app.messaging.answers import MEANINGS, says_home
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
    settings = current_app.config["SETTINGS"]
    speaker = by_number.heard(from_number, body) if channel == "sms" else None
    for_case = by_number.spoken(speaker, from_number, now) if speaker else None
    taken = intake.take_in(
        from_number, body, sid, now, channel=channel, signs=settings.team_name, office=settings.office,
        for_case=intake.by_key(body, question) if question else for_case,
    )  # fmt: skip
    inbound = taken.inbound
    if taken.repeated or inbound.state == "done" and inbound.person_id is None:
        return taken
    if taken.for_a_person:
        _task(_said(inbound), "review", _("hay que preguntarle de quién es su respuesta"), now)
    elif speaker and speaker.case and speaker.said.asks_date and speaker.may_ask:
        by_number.tell_the_date(taken, speaker, now)
    elif not inbound.unclear_whose:
        for said in _each(taken):
            _act(said, speaker, now)
    return taken


@dataclass(frozen=True)
class Said:
    """What one answer means for one person and one appointment; "los dos" is two of these."""

    inbound: Inbound
    person_id: int | None
    case_id: int | None
    about: str | None
    question: Message | None = None


def _each(taken: TakenIn) -> list[Said]:
    asked = [Said(taken.inbound, one.person_id, one.case_id, one.about, one) for one in taken.questions]
    return asked or [_said(taken.inbound)]


def _said(inbound: Inbound) -> Said:
    return Said(inbound, inbound.person_id, inbound.case_id, inbound.about)


def _act(said: Said, speaker: Speaker | None, now: datetime) -> None:
    meaning, relay = said.inbound.meaning, relays.of(said.about)
    if relay and meaning in ("confirm", "decline"):
        relays.answered(relay, meaning, now)
    elif meaning in ("confirm", "decline"):
        _going_or_not(said, now)
    elif meaning in ("departed", "arrived"):
        _under_way(said, speaker, now)
    elif meaning == "stop":
        _tell_of_the_others(said, now)
    elif meaning == "start" and said.inbound.case:
        letters.reconcile_case(said.inbound.case, now)
    elif meaning in TASKS:
        kind, title, urgent = TASKS[meaning]
        _task(said, kind, str(title), now, urgent)


TASKS = {
    "problem": ("urgent", MEANINGS["problem"], True),
    "no_road": ("urgent", MEANINGS["no_road"], True),
    "no_money": ("urgent", MEANINGS["no_money"], True),
    "staying": ("travel", MEANINGS["staying"], True),
    "discharge": ("travel", MEANINGS["discharge"], True),
    "call_me": ("call", MEANINGS["call_me"], False),
    "doubt": ("review", MEANINGS["doubt"], False),
}


def _going_or_not(said: Said, now: datetime) -> None:
    """1 confirms; 2 declines and somebody calls. About a date that is over, or none, a person reads it."""
    appointment = _appointment(said)
    if appointment is None or appointment.state != "booked":
        _task(said, "review", str(MEANINGS["doubt"]), now)
        return
    goes = said.inbound.meaning == "confirm"
    hear_whether_going(appointment, said.person_id, goes, now)
    if not goes:
        _task(said, "decline", str(MEANINGS["decline"]), now, urgent=True)


def hear_whether_going(appointment: Appointment, person_id: int | None, goes: bool, now: datetime, by=None) -> None:
    """Somebody says that they go or not, by text or on the telephone. The patient alone declines: a relative's no
    is a matter to talk about, and their yes counts until the patient has spoken (P9)."""
    patient_speaks = person_id == appointment.case.patient_id
    if patient_speaks or (goes and appointment.confirmation == "unknown"):
        cases.confirm_appointment(appointment, "confirmed" if goes else "declined", now, by)


def _under_way(said: Said, speaker: Speaker | None, now: datetime) -> None:
    """3 and 4 move the trip; about the way home, or from home itself, 4 means home. Without a trip a
    person reads it."""
    inbound, asked_home = said.inbound, said.question is not None and said.question.kind == "on_the_way_home"
    trip = _trip(said, now)
    if trip is None:
        _task(said, "review", str(MEANINGS[inbound.meaning]), now)
        return
    from_home = speaker.said.home if speaker else says_home(inbound.body)
    under_way.move(trip, inbound.meaning, asked_home or from_home, now)


def _trip(said: Said, now: datetime) -> Trip | None:
    """The trip that the question was about; else, of the case's, the one that is under way or leaves about now."""
    asked = _appointment(said) if said.question is not None else None
    if asked is not None:
        return travel.trip_of(asked.id)
    trips = travel.standing_trips(said.case_id) if said.case_id else []
    return under_way.meant(trips, said.inbound.meaning, now)


def _tell_of_the_others(said: Said, now: datetime) -> None:
    """ALTO from a phone that several people share mutes one of them: a person asks about the rest."""
    others = [person for person in conversations.bearers(said.inbound.from_number) if person.id != said.person_id]
    if said.person_id and others:
        names = ", ".join(person.spoken_name for person in others)
        _task(said, "review", _("Escribió ALTO; en ese teléfono también está %(names)s", names=names), now)


def _task(said: Said, kind: str, what: str, now: datetime, urgent: bool = False) -> None:
    """Who, and what they mean; their own words are in the inbox."""
    inbound = said.inbound
    who = said.question.person if said.question else inbound.person
    title = _("%(who)s: %(what)s", who=who.spoken_name if who else inbound.from_number, what=what)
    subject = said.about or f"number:{inbound.from_number}"
    due = now if urgent else now + TODAY
    key = inbound.task_key(kind, said.about, said.person_id)
    reason = {
        "missed_call": _("Llamada perdida."),
        "voice": _("Marcó %(key)s en la llamada.", key=inbound.body),
    }.get(inbound.channel, inbound.body)
    case = reads.case_by_id(said.case_id) if said.case_id else None
    cases.raise_task(
        case, kind, title, due, key, now, reason=reason, urgent=urgent, person_id=said.person_id, about=subject
    )


def _appointment(said: Said) -> Appointment | None:
    kind, _colon, number = (said.about or "").partition(":")
    return reads.appointment(int(number)) if kind == "appointment" and number.isdigit() else None
