"""Calls that people make: what the page of a call needs, and what its outcome sets off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from app.accounts.models import User
from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Appointment, Case, Note, Person, PersonPhone, SafeContactPlan, Task
from app.coordination import letters, reads
from app.coordination.call_script import CallFacts, Line, script
from app.coordination.inbound import hear_whether_going
from app.coordination.next_try import next_try
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _, _l
from app.messaging import calls
from app.messaging.wording import bare_name

OUTCOMES = {
    "goes": _l("Contestó: sí va"), "not_going": _l("Contestó: no va"), "other": _l("Contestó: otra cosa"),
    "no_answer": _l("No contestó"), "off": _l("Apagado o sin señal"), "wrong": _l("Número equivocado"),
    "relayed": _l("Dejé recado con…"),
}  # fmt: skip
ANSWERED = ("goes", "not_going", "other")
RECENTLY = timedelta(days=3)


@dataclass(frozen=True)
class Call:
    """One call to make. `lines` are the phones to try in order: empty where the safe-contact plan bars the call, and
    then `barred` says why, `opens` when it may be made."""

    case: Case
    person: Person
    task: Task | None
    appointment: Appointment | None
    plan: SafeContactPlan | None
    lines: list[PersonPhone]
    script: list[Line]
    tries: int
    barred: str | None = None


def gather(case: Case, person: Person, task: Task | None, now: datetime, by: User) -> Call:
    """Everything that whoever calls needs on one page."""
    plan = case_queries.safe_contact_of(case) if case.restricted else None
    appointment = _appointment(case, task)
    barred = _barred(case, person, plan, now)
    facts = _facts(case, person, appointment, plan, by, now)
    return Call(
        case, person, task, appointment, plan, [] if barred else _lines(case, person, plan),
        [] if barred else script(facts), _tries(case, task, now), barred,
    )  # fmt: skip


def _appointment(case: Case, task: Task | None) -> Appointment | None:
    """What the task is about; else the date that matters now."""
    kind, _colon, number = ((task.about if task else None) or "").partition(":")
    about = reads.appointment(int(number)) if kind == "appointment" and number.isdigit() else None
    return about if about and about.case_id == case.id else case_queries.live_appointment(case)


def _barred(case: Case, person: Person, plan: SafeContactPlan | None, now: datetime) -> str | None:
    """Why nobody may call now, in words; None where somebody may (P9)."""
    if person.died_on or case.patient.died_on:
        return _("Falleció: no se llama por este caso.")
    if not case.restricted:
        return None
    if plan is None:
        return _("Caso reservado: llene el contacto seguro antes de llamar.")
    if plan.person_id != person.id or plan.phone_id is None:
        return _("Caso reservado: a esta persona no se le llama. El acuerdo nombra a otra, o pide que sea en persona.")
    if plan.safe_hours is None:
        return _("Caso reservado: el acuerdo no dice desde qué hora y hasta qué hora. Complételo antes de llamar.")
    opens = plan.safe_hours.next_from(now)
    return _("Fuera de su horario seguro (%(hours)s): no llame ahora.", hours=plan.safe_hours) if opens > now else None


def _lines(case: Case, person: Person, plan: SafeContactPlan | None) -> list[PersonPhone]:
    """Their phones by rank; then those of whoever else in the case may be called. With a plan, its phone alone."""
    own = [link for link in case_queries.phones_of(person) if link.phone.suspended_at is None]
    if plan:
        return [link for link in own if link.phone_id == plan.phone_id]
    others = [relative.person for relative in case.companions if relative.is_contact] + [case.patient]
    seen = {link.phone_id for link in own}
    also = [link for other in others if other.id != person.id and not other.died_on
            for link in case_queries.phones_of(other) if link.phone.suspended_at is None]  # fmt: skip
    return own + [link for link in also if link.phone_id not in seen and not seen.add(link.phone_id)]


def _facts(
    case: Case, person: Person, appointment: Appointment | None, plan: SafeContactPlan | None, by: User, now: datetime
) -> CallFacts:
    settings = current_app.config["SETTINGS"]
    who = {"name": person.spoken_name, "navigator": by.first_name, "office": settings.office, "zone": settings.timezone}
    if case.restricted:
        return CallFacts(**who, restricted=True, agreed_word=plan.agreed_word if plan else None)
    who["patient"] = None if person.id == case.patient_id else bare_name(case.patient.spoken_name)
    if appointment is None or appointment.state != "booked":
        return CallFacts(**who)
    told = letters.facts_of(appointment, now)
    return CallFacts(
        **who, city=told.city, appointment_at=told.appointment_at, precision=told.precision,
        departs_at=None if told.departed else told.departs_at, meeting_point=told.meeting_point, driver=told.driver,
        bring=_bring(appointment), money_ready=told.money_ready and not told.departed,
        asked=calls.asked_last(letters.about(appointment), person.id),
    )  # fmt: skip


def _bring(appointment: Appointment) -> tuple[str, ...]:
    """Papers, what is still missing, and how to prepare; a service that reveals keeps silent about itself."""
    missing = [need.detail for need in appointment.preconditions if need.done_at is None]
    service = appointment.service
    prepared = [service.preparation] if service and service.preparation and not service.reveals else []
    return _("su INE y sus papeles"), *missing, *prepared


def _tries(case: Case, task: Task | None, now: datetime) -> int:
    """Calls that nobody answered since the call was asked for."""
    since = task.raised_at if task else now - RECENTLY
    missed = select(func.count(Note.id)).where(Note.case_id == case.id, Note.kind == "call", Note.occurred_at >= since)
    return db.session.scalar(missed.where(Note.outcome.in_(("no_answer", "off")))) or 0


@dataclass(frozen=True)
class Logged:
    """What the call left behind: when the next one is due, or None where somebody answered."""

    next_at: datetime | None


def record(
    call: Call, outcome: str, text: str, link: PersonPhone | None, next_at: datetime | None, now: datetime, by: User
) -> Logged:
    """The outcome on the time line, and what follows from it. Refused: an outcome that is none, "something else" or
    a message left without saying what or with whom, a next try that has passed."""
    _check(outcome, text, next_at, now)
    words = f"{OUTCOMES[outcome]}. {text}" if outcome in ANSWERED else text
    coded = "answered" if outcome in ANSWERED else outcome
    number = link.phone.number if link else None
    cases.add_note(call.case, "call", words.strip(), now, now, by, outcome=coded, number=number)
    if outcome in ANSWERED:
        _hear(call, outcome, text, now, by)
        return Logged(None)
    if outcome == "wrong" and link and link.person_id == call.person.id:
        cases.end_phone(link, now, by)
    again = next_at or proposed(call, outcome, now)
    _call_again(call, str(OUTCOMES[outcome]), text, again, now, by)
    return Logged(again)


def _check(outcome: str, text: str, next_at: datetime | None, now: datetime) -> None:
    if outcome not in OUTCOMES:
        raise Refused(_("Diga en qué quedó la llamada."), "outcome")
    if outcome in ("other", "relayed") and not text.strip():
        raise Refused(_("Escriba qué dijo, o con quién dejó el recado."), "text")
    if next_at is not None and next_at <= now:
        raise Refused(_("El siguiente intento debe ser más tarde que ahora."), "next_at")


def proposed(call: Call, outcome: str, now: datetime) -> datetime:
    """When the program would call again after this outcome."""
    zone = current_app.config["SETTINGS"].timezone
    return next_try(outcome, call.tries + 1, now, zone, call.plan.safe_hours if call.plan else None)


def _hear(call: Call, outcome: str, text: str, now: datetime, by: User) -> None:
    """They answered: what a 1 or a 2 by text would set off, and nobody has to call again about it."""
    case, person, appointment = call.case, call.person, call.appointment
    about = letters.about(appointment) if appointment else None
    result = f"{OUTCOMES[outcome]}. {text}".strip()
    if call.task and call.task.done_at is None:
        cases.complete_task(call.task, result, now, by)
    cases.finish_calls_to(case, person.id, about, result, now, by)
    cases.finish_task_by_key(f"case:{case.id}:call-again", result, now, by)
    if appointment is None or appointment.state != "booked":
        return
    calls.answered(about, person.id, now)
    if outcome in ("goes", "not_going"):
        hear_whether_going(appointment, person.id, outcome == "goes", now, by)
    if outcome == "not_going":
        title = _("%(name)s no va: mover o cancelar la cita", name=person.spoken_name)
        cases.raise_task(
            case, "decline", title, now, f"decide:{about}", now, reason=text, urgent=True, owner=by,
            person_id=person.id, about=about,
        )  # fmt: skip


def _call_again(call: Call, what: str, text: str, at: datetime, now: datetime, by: User) -> None:
    """The same task, later; a call that no task asked for becomes one."""
    if call.task and call.task.done_at is None:
        cases.postpone_task(call.task, at, now, by)
        return
    about = letters.about(call.appointment) if call.appointment else None
    title = _("Volver a llamar a %(name)s", name=call.person.full_name)
    cases.raise_task(
        call.case, "call", title, at, f"call:{about or f'case:{call.case.id}'}:{call.person.id}", now,
        reason=f"{what}. {text}".strip(), owner=by, person_id=call.person.id, about=about,
    )  # fmt: skip
