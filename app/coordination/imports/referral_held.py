"""What the cases of changed rows hold now, in the words of a referral. Reads, a few statements for all of them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from app.cases import queries as cases
from app.cases.models import Appointment, Case, CasePerson, Person, PersonPhone
from app.cases.referral import Referral
from app.cases.spellings.text import Typed
from app.foundation.bulk import in_blocks
from app.foundation.db import db

from .referral_changes import ANOTHERS, IDENTITY, bare

OVER = object()  # stands for an appointment that has an outcome, or was called off


class Held:
    """`held(case id, before)`: field → value now. `before`, what the sheet last said, picks the phone and relative."""

    def __init__(self, case_ids: Iterable[int]):
        self.cases: dict[int, Case] = {}
        self._first_cases: dict[int, int] = {}
        for block in in_blocks(sorted(set(case_ids))):
            self._read(block)

    def _read(self, ids: list[int]) -> None:
        wanted = cases.with_party(select(Case).where(Case.id.in_(ids)))
        found = {case.id: case for case in db.session.scalars(wanted)}
        self.cases |= found
        patients = {case.patient_id for case in found.values()}
        first = select(Case.patient_id, func.min(Case.id)).where(Case.patient_id.in_(patients))
        self._first_cases |= dict(db.session.execute(first.group_by(Case.patient_id)).all())

    def __call__(self, case_id: int, before: Referral) -> dict[str, Any]:
        case = self.cases[case_id]
        held = {**_of_patient(case.patient, before), **_of_case(case), **_of_companion(case, before)}
        held |= _of_appointment(appointment_of(case))
        if self._first_cases[case.patient_id] != case.id:
            held |= dict.fromkeys(IDENTITY, ANOTHERS)
        return held


def _of_patient(person: Person, before: Referral) -> dict[str, Any]:
    link = link_of(person, before.phone)
    consent = cases.consents_now(person).get("sms")
    return {
        **{name: getattr(person, name) for name in ("given_names", "first_surname", "second_surname", "sex")},
        "born_on": person.born_on, "curp": person.curp, "language": person.language, "reads": person.reads,
        "phone": bare(before.phone) if link else None,
        "phone_owner": (link.belongs_to if before.phone_owner else None) if link else before.phone_owner,
        "accepts_texts": consent.granted if consent else None,
    }  # fmt: skip


def link_of(person: Person, typed: Typed | None) -> PersonPhone | None:
    """The person's phone of that number, if they still have it."""
    wanted = bare(typed)
    in_use = cases.phones_of(person)
    return next((link for link in in_use if wanted and wanted in (link.phone.number, link.phone.typed)), None)


def _of_case(case: Case) -> dict[str, Any]:
    return {
        "clinic_id": case.clinic_id, "referred_on": case.referred_on, "origin": case.referred_by,
        "diagnosis_code": case.diagnosis_code, "diagnosis": case.diagnosis, "urgent": case.urgent,
        "service": case.service.name if case.service else None, "insurance": case.insurance,
        "hospital_id": case.hospital_id, "hospital_typed": case.hospital_typed, "notes": case.summary,
    }  # fmt: skip


def companion_of(case: Case, name: str | None) -> CasePerson | None:
    """The relative of that name; with no name said, nobody."""
    return next((link for link in case.companions if name and link.person.full_name == name), None)


def _of_companion(case: Case, before: Referral) -> dict[str, Any]:
    link = companion_of(case, before.companion)
    if link is None:
        others = case.companions[0].person.full_name if case.companions else None
        return {"companion": others, "kinship": before.kinship, "companion_phone": before.companion_phone}
    phone = link_of(link.person, before.companion_phone)
    return {
        "companion": before.companion,
        "kinship": link.relation,
        "companion_phone": bare(before.companion_phone) if phone else None,
    }


def appointment_of(case: Case) -> Appointment | None:
    """The one that matters now, else the last there was."""
    live = cases.live_appointment(case)
    if live is not None:
        return live
    last = select(Appointment).where(Appointment.case_id == case.id).order_by(Appointment.id.desc()).limit(1)
    return db.session.scalar(last)


def _of_appointment(appointment: Appointment | None) -> dict[str, Any]:
    if appointment is None:
        return {"appointment_on": None, "appointment_at": None}
    if appointment.state not in ("requested", "waitlisted", "booked"):
        return {"appointment_on": OVER, "appointment_at": OVER}
    return {"appointment_on": appointment.on_day, "appointment_at": appointment.at_time}
