"""Writing what a referral sheet says: new cases all at once, changed fields one by one."""

from datetime import datetime

from app.accounts.models import User
from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.intake import Intake, names_of, slot_of
from app.cases.intake_known import known_already
from app.cases.models import Appointment, Case, Person
from app.cases.referral import Referral
from app.cases.rules import PersonFacts
from app.cases.spellings.text import Typed
from app.coordination import letters, workflows
from app.foundation.clock import to_local, today
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _, _l

from . import queries
from .referral_changes import IDENTITY, Change
from .referral_checks import is_past
from .referral_held import appointment_of, companion_of, link_of
from .referrals import NewCase
from .verdicts import Judged

_PLAIN = {
    "clinic_id": "clinic_id", "referred_on": "referred_on", "origin": "referred_by", "urgent": "urgent",
    "insurance": "insurance", "notes": "summary", "diagnosis_code": "diagnosis_code", "diagnosis": "diagnosis",
    "hospital_id": "hospital_id", "hospital_typed": "hospital_typed",
}  # fmt: skip
_REASON = _l("Venía en la hoja de referencias.")
_VISIT = {"appointment_on", "appointment_at", "hospital_id", "hospital_typed"}


def write(judged: list[Judged], now: datetime, by: User | None) -> None:
    """Writes every row that has a plan, and says on each row what it became."""
    new = [row for row in judged if isinstance(row.plan, NewCase)]
    if new:
        _write_new(new, now, by)
    for row in judged:
        if row.plan is not None and not isinstance(row.plan, NewCase):
            _write_changed(row, now, by)


def _write_changed(row: Judged, now: datetime, by: User | None) -> None:
    """What the case no longer allows (it is closed, say) is not written, and its sentence stays with the row."""
    try:
        with db.session.begin_nested():
            case = db.session.get(Case, row.prior.case_id)
            write_changes(case, row.plan.before, row.plan.fields, row.plan.changes, now, by)
    except Refused as refusal:
        row.messages.append(str(refusal))


def _write_new(rows: list[Judged], now: datetime, by: User | None) -> None:
    said = [row.plan.fields for row in rows]
    typed = (phone for one in said for phone in (one.phone, one.companion_phone))
    known = known_already(
        (phone.value for phone in typed if phone and phone.value),
        (row.plan.patient.id for row in rows if row.plan.patient.id is not None),
    )
    intake = Intake(known, now, by, queries.staff_for_restricted(by))
    taken = []
    for row in rows:
        plan = row.plan
        one = intake.take(row.key, plan.fields, plan.patient.id, row.messages, past=plan.past)
        plan.patient.id = one.person_id
        taken.append(one)
    numbers = intake.write()
    for row, one in zip(rows, taken, strict=True):
        row.person_id, row.case_id, row.made = one.person_id, one.case["id"], one.made
        row.case_number = one.case["number"]
        row.person_number = numbers.get(one.person_id) or row.plan.patient.number or ""


def write_changes(
    case: Case, before: Referral, now_said: Referral, changes: list[Change], now: datetime, by: User | None
) -> None:
    """Each field that the sheet may change; an appointment moves with all that hangs on it, and texts nobody."""
    names = {change.field for change in changes}
    for change in changes:
        if change.field in _PLAIN:
            setattr(case, _PLAIN[change.field], change.new)
    if "service" in names:
        case.service = _service(now_said.service, now, by)
    _change_patient(case.patient, before, now_said, names, now, by)
    _change_companion(case, before, now_said, names, now, by)
    if names & {"diagnosis_code", "diagnosis"}:
        _change_diagnosis(case, now, by)
    db.session.flush()
    db.session.expire(case, ["clinic", "hospital"])
    if names & _VISIT:
        _move(case, now_said, now, by)


def _change_diagnosis(case: Case, now: datetime, by: User | None) -> None:
    """A diagnosis may make the case restricted; somebody must still be able to open it."""
    was_restricted = case.restricted
    cases.correct_case(case, now, by, diagnosis_code=case.diagnosis_code, diagnosis=case.diagnosis)
    if case.restricted and not was_restricted and case.navigator is None:
        for user_id in queries.staff_for_restricted(by):
            cases.name_staff(case, db.session.get(User, user_id), by)


def _service(name: str | None, now: datetime, by: User | None):
    if not name:
        return None
    return case_queries.service_by_name(name) or cases.save_service(name, now=now, by=by)


def _change_patient(person: Person, before, said: Referral, names: set[str], now: datetime, by) -> None:
    if names & {*IDENTITY, "language", "reads"}:
        facts = {name: getattr(person, name) for name in PersonFacts.__dataclass_fields__}
        told = names & facts.keys()
        facts |= {name: _text(getattr(said, name)) for name in told}
        cases.correct_person(person, PersonFacts(**facts), now, by)
    if names & {"phone", "phone_owner"}:
        _change_phone(person, before.phone, said.phone, said.phone_owner or "own", now, by)
    if "accepts_texts" in names and said.accepts_texts is not None:
        given_on = said.referred_on or today(now)
        cases.give_consent(person, "sms", said.accepts_texts, given_on, "sheet", now, by)


def _text(value):
    return (value.value or value.typed) if isinstance(value, Typed) else value


def _change_phone(person: Person, old: Typed | None, new: Typed | None, owner: str, now: datetime, by) -> None:
    if old and _text(old) != _text(new) and (link := link_of(person, old)):
        cases.end_phone(link, now, by)
    if new:
        cases.add_phone(person, new.value or new.typed, owner, now, by)


def _change_companion(case: Case, before: Referral, said: Referral, names: set[str], now: datetime, by) -> None:
    if not names & {"companion", "kinship", "companion_phone"}:
        return
    link = companion_of(case, before.companion)
    if link and said.companion is None:
        cases.remove_companion(link, now, by)
        return
    if said.companion is None:
        return
    if link is None:
        given, surname = names_of(said.companion)
        link = cases.add_companion(case, PersonFacts(given, surname), said.kinship, now, by)
    elif "companion" in names:
        given, surname = names_of(said.companion)
        cases.correct_person(link.person, PersonFacts(given, surname), now, by)
    link.relation = said.kinship
    if "companion_phone" in names:
        _change_phone(link.person, before.companion_phone, said.companion_phone, "own", now, by)


def _move(case: Case, said: Referral, now: datetime, by: User | None) -> None:
    """The sheet gives another date or hospital. Texts wait again until a person confirms the batch."""
    case.texts_confirmed = False
    slot, appointment = slot_of(said), appointment_of(case)
    asked_for = appointment is None or appointment.state in ("requested", "waitlisted")
    if slot["state"] == "requested":
        _ask_again(case, appointment, slot, now, by)
    elif asked_for:
        appointment = cases.book(
            case, case.hospital, case.service, slot["on_day"], slot["at_time"], None, slot["precision"], now, by,
            past_reason=_past_reason(slot, now),
        )  # fmt: skip
        cases.finish_task_by_key(f"case:{case.id}:date", _("Hay fecha."), now, by)
        letters.reconcile(appointment, now)
    else:
        _reschedule(appointment, slot["on_day"], slot["at_time"], case, now, by)


def _ask_again(case: Case, appointment: Appointment | None, slot: dict, now: datetime, by: User | None) -> None:
    """The date or the hospital is missing (again): what is only asked for keeps what there is, with a task."""
    if appointment is not None and appointment.state == "booked":
        appointment = _reschedule(appointment, None, None, case, now, by)
    if appointment is None:
        appointment = cases.request_date(case, case.hospital, case.service, now, by)
    appointment.hospital = case.hospital
    for name in ("on_day", "at_time", "precision"):
        setattr(appointment, name, slot[name])
    missing = _("Pedir fecha de cita") if case.hospital else _("Decidir el hospital y pedir la cita")
    cases.raise_task(case, "date", missing, now, f"case:{case.id}:date", now, urgent=case.urgent)


def _reschedule(appointment: Appointment, on_day, at_time, case: Case, now: datetime, by: User | None) -> Appointment:
    moved = workflows.reschedule_appointment(
        appointment, "hospital", _REASON, now, by, on_day=on_day, at_time=at_time, present_at=None,
        hospital=case.hospital, past_reason=_past_reason({"on_day": on_day, "at_time": at_time}, now),
    )  # fmt: skip
    return moved.appointment


def _past_reason(slot: dict, now: datetime) -> str | None:
    """History needs a reason and texts nobody; what is to come has none."""
    day, wall = slot["on_day"], to_local(now).replace(tzinfo=None)
    return str(_REASON) if day and is_past(day, slot["at_time"], wall) else None
