"""The facts that decide whether a person may be texted, in one statement: it runs right before every text."""

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from app.cases.models import Case, Consent, Person, PersonPhone, Phone, SafeContactPlan
from app.cases.safe_hours import SafeHours, enforced
from app.foundation import settings
from app.foundation.db import db
from app.messaging.models import OptOut
from app.messaging.reach import Line, Standing

PATIENT = aliased(Person)


def _newest_answer(purpose: str):
    answers = select(Consent.granted).where(Consent.person_id == Person.id, Consent.purpose == purpose)
    return answers.order_by(Consent.id.desc()).limit(1).scalar_subquery()


def _statement():
    consent, voice = _newest_answer("sms"), _newest_answer("voice")
    muted = exists().where(OptOut.number == Phone.number, OptOut.person_id == Person.id, OptOut.ended_at.is_(None))
    of_person = and_(PersonPhone.person_id == Person.id, PersonPhone.ended_on.is_(None))
    return (
        select(
            Person.died_on, PATIENT.died_on.label("patient_died_on"), Case.closed_at, Case.hold_reason,
            Case.restricted, SafeContactPlan.person_id.label("safe_person_id"),
            SafeContactPlan.phone_id.label("safe_phone_id"), consent.label("consent"), Phone.id.label("phone_id"),
            voice.label("voice"), Person.reads,
            SafeContactPlan.from_time, SafeContactPlan.to_time, SafeContactPlan.days, Phone.number, Phone.kind,
            PersonPhone.relay_only, Phone.delivery, Phone.suspended_at, muted.label("muted"),
        )
        .select_from(Person)
        .outerjoin(Case, Case.id == bindparam("case_id"))
        .outerjoin(PATIENT, PATIENT.id == Case.patient_id)
        .outerjoin(SafeContactPlan, and_(SafeContactPlan.case_id == Case.id, Case.restricted))
        .outerjoin(PersonPhone, of_person)
        .outerjoin(Phone, Phone.id == PersonPhone.phone_id)
        .where(Person.id == bindparam("person_id"))
        .order_by(PersonPhone.rank, PersonPhone.id)
    )  # fmt: skip


STANDING = _statement()


def standing(person_id: int, case_id: int | None) -> Standing:
    """Consent, phones in the order they are tried, opt-outs, case and safe contact, as they are now."""
    db.session.flush()
    rows = db.session.connection().execute(STANDING, {"person_id": person_id, "case_id": case_id}).all()
    first = rows[0]
    return Standing(
        consent=first.consent,
        voice=first.voice if settings.current().voice else None,
        reads=first.reads,
        lines=tuple(_line(row) for row in rows if row.phone_id is not None),
        died=bool(first.died_on or first.patient_died_on),
        closed=bool(first.closed_at),
        on_hold=bool(first.hold_reason),
        safe_person=first.safe_person_id == person_id if first.restricted else None,
        safe_phone_id=first.safe_phone_id,
        safe_hours=enforced(first.from_time, first.to_time, first.days),
    )


def _line(row) -> Line:
    return Line(row.phone_id, row.number, row.kind, row.relay_only, row.delivery == "dead", bool(row.muted),
                suspended=row.suspended_at is not None)  # fmt: skip


SAFE_HOURS = (
    select(SafeContactPlan.from_time, SafeContactPlan.to_time, SafeContactPlan.days)
    .join(Case, Case.id == SafeContactPlan.case_id)
    .where(Case.id == bindparam("case_id"), Case.restricted)
)


def safe_hours_of(case_id: int) -> SafeHours | None:
    """When a restricted case may be reached; None for an open case, and where nobody has said."""
    plan = db.session.connection().execute(SAFE_HOURS, {"case_id": case_id}).one_or_none()
    return enforced(*plan) if plan else None
