"""The verbs of a case: referring, who goes along, pausing, closing, the hospital's answer, who may see it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit
from app.foundation.clock import to_local, today
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.files import store_upload
from app.foundation.language import _

from .. import queries, rules
from ..labels import INSURANCES, KINSHIPS, ORIGINS
from ..models import Case, CaseAccess, CasePerson, CounterReferral, Person, Place, SafeContactPlan, Service
from ..rules import PersonFacts
from ..safe_hours import SafeHours
from ..spellings.text import tidy
from .numbers import case_number, next_number
from .people import add_person
from .work import finish_task_by_key, raise_task


def refer(
    *, patient: PersonFacts | Person, clinic: Place | None, service: Service | None, hospital: Place | None,
    urgent: bool, diagnosis_code: str | None, diagnosis: str | None, referred_on: date | None,
    referred_by: str | None, insurance: str | None, summary: str | None, folio: str | None = None,
    restricted: bool | None = None, navigator: User | None = None, now: datetime, by,
    hospital_typed: str | None = None, flags: Sequence[str] = (), texts_confirmed: bool = True,
) -> Case:  # fmt: skip
    """A new case with the next number of the local year. Facts of a person already known find that person.

    `restricted`: None lets the diagnosis decide; the creator and the navigator are then named. Refused: no
    clinic, a day to come, a folio given before, somebody who died, unknown codes.
    """
    _check_referral(clinic, referred_on, referred_by, insurance, folio, today(now))
    person = patient if isinstance(patient, Person) else _known_or_new(patient, now, by)
    if person.died_on:
        raise Refused(_("Esta persona falleció: no se le abre otro caso."))
    code = tidy(diagnosis_code or "").upper()[:8] or None
    if restricted is None:
        restricted = rules.restricted_by_diagnosis(code, diagnosis)
    case = Case(
        number=_case_number(now), folio=tidy(folio or "") or None, patient=person, clinic=clinic, service=service,
        hospital=hospital, hospital_typed=hospital_typed, urgent=urgent, diagnosis_code=code,
        diagnosis=tidy(diagnosis or "")[:200] or None, referred_on=referred_on, referred_by=referred_by,
        insurance=insurance, summary=(summary or "").strip() or None, restricted=restricted, navigator=navigator,
        flags="\n".join(flags), texts_confirmed=texts_confirmed, created_at=now, created_by_id=getattr(by, "id", None),
    )  # fmt: skip
    db.session.add(case)
    db.session.flush()
    for user in {user.id: user for user in (by, navigator) if restricted and isinstance(user, User)}.values():
        db.session.add(CaseAccess(case_id=case.id, user_id=user.id))
    audit.record("case.referred", f"case:{case.number}", by, clinic=clinic.code, urgent=urgent)
    return case


def _check_referral(clinic, referred_on, referred_by, insurance, folio, day: date) -> None:
    if clinic is None:
        raise Refused(_("Esa clínica no está en la lista de lugares."), "clinic")
    if referred_on and referred_on > day:
        raise Refused(_("La fecha de referencia no puede ser posterior a hoy."), "referred_on")
    if referred_by and referred_by not in ORIGINS:
        raise Refused(_("Diga quién refiere."), "referred_by")
    if insurance and insurance not in INSURANCES:
        raise Refused(_("Esa afiliación no existe."), "insurance")
    if folio and db.session.scalar(select(Case.id).where(Case.folio == tidy(folio))):
        raise Refused(_("Ya hay un caso con el folio %(folio)s.", folio=folio), "folio")


def _known_or_new(facts: PersonFacts, now: datetime, by) -> Person:
    same = queries.find_same_person(
        facts.curp, facts.given_names, facts.first_surname, facts.second_surname, facts.born_on
    )
    return same or add_person(facts, now, by)


def _case_number(now: datetime) -> str:
    year = to_local(now).year
    return case_number(year, next_number(f"case-{year}"))


def add_companion(
    case: Case, person: PersonFacts | Person, relation: str | None, now: datetime, by, *, travels: bool = True,
    gets_texts: bool = True, is_contact: bool = True, receives_money: bool = False, decides: bool = False,
) -> CasePerson:  # fmt: skip
    """A relative in the case; told, given money, and deciding are separate. Refused: the patient, somebody twice."""
    if not isinstance(person, Person):
        person = _known_or_new(person, now, by)
    if person.id == case.patient_id:
        raise Refused(_("El familiar no puede ser la misma persona que el paciente."), "companion_given_names")
    if db.session.scalar(select(CasePerson.id).filter_by(case_id=case.id, person_id=person.id)):
        raise Refused(_("Esa persona ya está en el caso."), "companion_given_names")
    link = CasePerson(case=case, person=person)
    db.session.add(link)
    change_companion(
        link, relation, now, by, travels=travels, gets_texts=gets_texts, is_contact=is_contact,
        receives_money=receives_money, decides=decides,
    )  # fmt: skip
    return link


def change_companion(link: CasePerson, relation: str | None, now: datetime, by, **roles: bool) -> CasePerson:
    """The relation, and the roles `travels gets_texts is_contact receives_money decides`."""
    if relation and relation not in KINSHIPS:
        raise Refused(_("Diga qué es del paciente."), "relation")
    link.relation = relation or None
    for role in ("travels", "gets_texts", "is_contact", "receives_money", "decides"):
        if role in roles:
            setattr(link, role, roles[role])
    db.session.flush()
    audit.record("companion.saved", f"case:{link.case.number}", by, person=link.person.number, **roles)
    return link


def remove_companion(link: CasePerson, now: datetime, by) -> None:
    """No longer goes along in this case; the person and their phones stay."""
    audit.record("companion.removed", f"case:{link.case.number}", by, person=link.person.number)
    db.session.delete(link)
    db.session.flush()


def correct_case(case: Case, now: datetime, by, **fields: object) -> Case:
    """Writes over the case: service, hospital, navigator, urgent, insurance, diagnosis, summary."""
    for name in (
        "service",
        "hospital",
        "navigator",
        "urgent",
        "insurance",
        "diagnosis_code",
        "diagnosis",
        "summary",
    ):
        if name in fields:
            setattr(case, name, fields[name])
    if case.restricted and case.navigator:
        name_staff(case, case.navigator, by)
    elif rules.restricted_by_diagnosis(case.diagnosis_code, case.diagnosis) and not case.restricted:
        restrict(case, by)
    db.session.flush()
    audit.record("case.corrected", f"case:{case.number}", by, changed=sorted(fields))
    return case


def receive_counter_referral(
    case: Case, received_on: date, findings: str, instructions: str | None, upload, now: datetime, by
) -> CounterReferral:
    """The hospital's answer, with its paper (a werkzeug upload, or None). Its instructions become a task.

    Refused: a day to come, nothing written, a file that is neither picture nor PDF.
    """
    if received_on > today(now):
        raise Refused(_("La fecha no puede ser posterior a hoy."), "received_on")
    if not findings.strip():
        raise Refused(_("Escriba qué encontró el hospital."), "findings")
    file = store_upload(upload, by) if upload else None
    answer = CounterReferral(
        case_id=case.id, received_on=received_on, findings=findings.strip(), file=file,
        instructions=(instructions or "").strip(), recorded_at=now, recorded_by_id=getattr(by, "id", None),
    )  # fmt: skip
    db.session.add(answer)
    db.session.flush()
    finish_task_by_key(f"case:{case.id}:counter_referral", _("Llegó la contrarreferencia"), now, by)
    if answer.instructions:
        title = _("Indicaciones del hospital para %(name)s", name=case.patient.full_name)
        raise_task(case, "review", title, now, f"counter_referral:{answer.id}", now, reason=answer.instructions)
    audit.record("case.counter_referral", f"case:{case.number}", by, counter_referral=answer.id)
    return answer


def fill_safe_contact(
    case: Case, person: Person, phone, hours: str, agreed_word: str | None, never_know: str, now: datetime, by, *,
    safe_hours: SafeHours,
) -> SafeContactPlan:  # fmt: skip
    """Who may be reached, on which phone, when, and who must never know (P9). `hours` is what else there is to
    say about the hours. Refused: hours that end before they begin."""
    if safe_hours.opens >= safe_hours.closes:
        raise Refused(_("La hora en que termina debe ser después de la hora en que empieza."), "to_time")
    plan = db.session.scalar(select(SafeContactPlan).filter_by(case_id=case.id)) or SafeContactPlan(case_id=case.id)
    plan.person_id, plan.phone_id, plan.hours = person.id, phone.id if phone else None, (hours or "").strip()
    plan.from_time, plan.to_time = safe_hours.opens, safe_hours.closes
    plan.days = "".join(str(day) for day in sorted(safe_hours.days))
    plan.agreed_word, plan.never_know = (agreed_word or "").strip() or None, (never_know or "").strip()
    plan.filled_at, plan.filled_by_id = now, getattr(by, "id", None)
    db.session.add(plan)
    db.session.flush()
    audit.record("case.safe_contact", f"case:{case.number}", by)
    return plan


def restrict(case: Case, by) -> None:
    """From now on only named staff see it; whoever restricts it and its navigator are named."""
    case.restricted = True
    audit.record("case.restricted", f"case:{case.number}", by)
    for user in (by, case.navigator):
        if isinstance(user, User):
            name_staff(case, user, by)


def name_staff(case: Case, user: User, by) -> None:
    """This person may see the restricted case; naming them twice changes nothing."""
    if not db.session.scalar(select(CaseAccess.id).filter_by(case_id=case.id, user_id=user.id)):
        db.session.add(CaseAccess(case_id=case.id, user_id=user.id))
        db.session.flush()
        audit.record("case.staff_named", f"case:{case.number}", by, user=user.id)


def unname_staff(case: Case, user: User, by) -> None:
    """Refused: the last one named, or nobody could open the case."""
    named = list(db.session.scalars(select(CaseAccess).filter_by(case_id=case.id)))
    if len(named) == 1:
        raise Refused(_("Es la última persona con acceso: nombre a otra antes."), "user")
    for access in named:
        if access.user_id == user.id:
            db.session.delete(access)
    db.session.flush()
    audit.record("case.staff_unnamed", f"case:{case.number}", by, user=user.id)
