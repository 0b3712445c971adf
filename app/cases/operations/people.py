"""The verbs of people: adding and correcting them, their phones, what they consented to, their death."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select

from app.foundation import audit
from app.foundation.clock import today
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import rules
from ..labels import CONSENT_METHODS, PHONE_KINDS, PHONE_OWNERS, PURPOSES
from ..models import Appointment, Case, Consent, Person, PersonPhone, Phone, Task, TravelLimit
from ..rules import PersonFacts
from ..spellings.curp import valid_curp
from ..spellings.names import person_key
from ..spellings.phones import mexican_number
from ..spellings.text import tidy
from .numbers import next_number, person_number

DEATH = "Fallecimiento"  # the stored reason by which a death's effects are found again, to undo them


def add_person(facts: PersonFacts, now: datetime, by) -> Person:
    """A new person with the next number. Refused: what `rules.check_person` refuses. Odd CURPs are kept."""
    rules.check_person(facts, today(now))
    person = Person(number=person_number(next_number("person")), created_at=now)
    _write(person, facts)
    db.session.add(person)
    db.session.flush()
    audit.record("person.added", f"person:{person.number}", by)
    return person


def correct_person(person: Person, facts: PersonFacts, now: datetime, by) -> Person:
    """Writes what is now known over what was. Refused: as for a new person."""
    rules.check_person(facts, today(now))
    before = {name: getattr(person, name) for name in facts.__dataclass_fields__}
    _write(person, facts)
    changed = sorted(name for name in before if getattr(person, name) != before[name])
    audit.record("person.corrected", f"person:{person.number}", by, changed=changed)
    return person


def _write(person: Person, facts: PersonFacts) -> None:
    person.given_names = tidy(facts.given_names)
    person.first_surname = tidy(facts.first_surname)
    person.second_surname = tidy(facts.second_surname or "") or None
    person.name_key = person_key(person.given_names, person.first_surname, person.second_surname)
    person.sex, person.born_on = facts.sex or None, facts.born_on
    person.curp = tidy(facts.curp or "").upper()[:40] or None
    person.curp_valid = bool(person.curp and valid_curp(person.curp))
    person.language, person.reads = facts.language or None, facts.reads
    person.village = tidy(facts.village or "") or None
    person.address = tidy(facts.address or "") or None


def add_phone(person: Person, typed: str, belongs_to: str, now: datetime, by, kind: str | None = None) -> PersonPhone:
    """Links a person to a number, kept as typed where it is none of Mexico's.

    The same number is the same phone: a second person on it makes it shared. A caseta is shared and takes
    messages by word only. `belongs_to`: own, relative, caseta. Refused: nothing typed.
    """
    typed = tidy(typed)[:40]
    if not any(letter.isalnum() for letter in typed):
        raise Refused(_("Escriba el número de teléfono."), "phone")
    if belongs_to not in PHONE_OWNERS or (kind is not None and kind not in PHONE_KINDS):
        raise Refused(_("Diga de quién es el teléfono."), "belongs_to")
    kind = "caseta" if belongs_to == "caseta" else kind
    phone = _phone(typed, kind)
    link = _link(person, phone, belongs_to)
    audit.record("phone.added", f"person:{person.number}", by, phone=phone.id, belongs_to=belongs_to)
    return link


def _phone(typed: str, kind: str | None) -> Phone:
    number = mexican_number(typed)
    phone = db.session.scalar(select(Phone).where(Phone.number == number)) if number else None
    if phone is None:
        phone = Phone(number=number, typed=typed, kind=kind or "mobile", shared=False)
        db.session.add(phone)
        db.session.flush()
    phone.kind = kind or phone.kind
    phone.shared = phone.shared or phone.kind == "caseta"
    return phone


def _link(person: Person, phone: Phone, belongs_to: str) -> PersonPhone:
    links = list(db.session.scalars(select(PersonPhone).where(PersonPhone.phone_id == phone.id)))
    link = next((one for one in links if one.person_id == person.id), None)
    if link is None:
        highest = select(func.max(PersonPhone.rank)).where(PersonPhone.person_id == person.id)
        rank = (db.session.scalar(highest) or 0) + 1
        link = PersonPhone(person_id=person.id, phone_id=phone.id, rank=rank)
        db.session.add(link)
    phone.shared = phone.shared or any(one.person_id != person.id and one.ended_on is None for one in links)
    link.belongs_to, link.ended_on = belongs_to, None
    link.relay_only = phone.kind == "caseta"
    db.session.flush()
    db.session.expire(person, ["phones"])
    return link


def end_phone(link: PersonPhone, now: datetime, by) -> None:
    """The person is no longer reached there; the link stays in the history."""
    link.ended_on = today(now)
    audit.record("phone.ended", f"person:{link.person.number}", by, phone=link.phone_id)


def correct_phone(link: PersonPhone, kind: str, signal_hours: str, relay_only: bool, now: datetime, by) -> None:
    """What the phone is, when it has signal, and whether only word of mouth goes there."""
    if kind not in PHONE_KINDS:
        raise Refused(_("Diga qué clase de teléfono es."), "kind")
    link.phone.kind, link.phone.signal_hours = kind, tidy(signal_hours) or None
    link.phone.shared = link.phone.shared or kind == "caseta"
    link.relay_only = relay_only or kind == "caseta"
    audit.record("phone.corrected", f"person:{link.person.number}", by, phone=link.phone_id, kind=kind)


def prefer_phone(link: PersonPhone, by) -> None:
    """This number first, the others behind it in their order."""
    for one in link.person.phones:
        one.rank = 1 if one is link else one.rank + 1
    audit.record("phone.preferred", f"person:{link.person.number}", by, phone=link.phone_id)


def give_consent(
    person: Person, purpose: str, granted: bool, given_on: date, method: str, now: datetime, by,
    witness: str | None = None,
) -> Consent:  # fmt: skip
    """One more answer; the newest per purpose rules. Refused: a day to come, a thumbprint without witness."""
    if purpose not in PURPOSES or method not in CONSENT_METHODS:
        raise Refused(_("Diga para qué y cómo dio su consentimiento."), "purpose")
    if given_on > today(now):
        raise Refused(_("La fecha no puede ser posterior a hoy."), "given_on")
    if method == "thumbprint" and not (witness or "").strip():
        raise Refused(_("Con huella hace falta el nombre de un testigo."), "witness")
    consent = Consent(
        person_id=person.id, purpose=purpose, granted=granted, given_on=given_on, method=method,
        witness=(witness or "").strip() or None, recorded_at=now, recorded_by_id=getattr(by, "id", None),
    )  # fmt: skip
    db.session.add(consent)
    db.session.flush()
    db.session.expire(person, ["consents"])
    audit.record("consent.given", f"person:{person.number}", by, purpose=purpose, granted=granted)
    return consent


def set_limits(
    person: Person, no_dark: bool, riding_minutes: int | None, barred_modes: Iterable[str], now: datetime, by, *,
    wheelchair: bool = False,
) -> None:  # fmt: skip
    """What somebody cannot do on the way, on this trip and the next ones. Refused: a day without a minute of road."""
    if riding_minutes is not None and riding_minutes < 1:
        raise Refused(_("Las horas de camino al día son más de cero; vacío: sin límite."), "riding_hours")
    told = {"no_dark": no_dark, "riding_minutes": riding_minutes, "barred_modes": " ".join(sorted(barred_modes))}
    told["wheelchair"] = wheelchair
    known = person.limits or TravelLimit(no_dark=False, riding_minutes=None, barred_modes="", wheelchair=False)
    if all(getattr(known, name) == value for name, value in told.items()):
        return
    for name, value in told.items():
        setattr(known, name, value)
    person.limits = known
    db.session.flush()
    audit.record("person.limits", f"person:{person.number}", by)


def record_death(person: Person, on: date, now: datetime, by) -> None:
    """Closes quietly what was open: live appointments are cancelled, tasks end. Refused: twice, in the future."""
    if person.died_on:
        raise Refused(_("Su fallecimiento ya está registrado."), "on")
    if on > today(now):
        raise Refused(_("La fecha no puede ser posterior a hoy."), "on")
    person.died_on = on
    for appointment in db.session.scalars(_appointments(person, rules.LIVE_STATES)):
        appointment.state, appointment.changed_by = "cancelled_patient", "patient"
        appointment.change_reason = DEATH
    for task in db.session.scalars(_tasks(person).where(Task.done_at.is_(None), Task.kind != "money")):
        task.done_at, task.result, task.done_by_id = now, DEATH, getattr(by, "id", None)
    audit.record("person.died", f"person:{person.number}", by, on=on)


def undo_death(person: Person, now: datetime, by) -> None:
    """It was a mistake: what the death had cancelled and ended is open again. Refused: no death recorded."""
    if not person.died_on:
        raise Refused(_("No hay un fallecimiento registrado."))
    person.died_on = None
    for appointment in db.session.scalars(_appointments(person, ("cancelled_patient",))):
        if appointment.change_reason == DEATH:
            appointment.state = "requested" if appointment.precision == "waiting" else "booked"
            appointment.changed_by = appointment.change_reason = None
    for task in db.session.scalars(_tasks(person).where(Task.result == DEATH)):
        task.done_at = task.result = task.done_by_id = None
    audit.record("person.death_undone", f"person:{person.number}", by)


def _appointments(person: Person, states: tuple[str, ...]):
    wanted = select(Appointment).join(Case, Case.id == Appointment.case_id)
    return wanted.where(Case.patient_id == person.id, Appointment.state.in_(states))


def _tasks(person: Person):
    return select(Task).where(Task.case_id.in_(select(Case.id).where(Case.patient_id == person.id)))
