"""A case as other clinical programs read it: one FHIR R4 bundle (release 4B), each resource checked by its schema.

Who goes in: the patient, the relatives of the case, the clinic and the hospitals, the referral as a ServiceRequest,
each date as an Appointment, and the hospital's answers as Communications. No money, no journey, no phone that is
somebody else's. References are `urn:uuid` of our stable numbers: the same case gives the same bundle.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from app.foundation import clock

from .models import Appointment, Case, CasePerson, CounterReferral, Person, Place
from .queries import appointments_of, counter_referrals_of

if TYPE_CHECKING:
    from fhir.resources.R4B.resource import Resource

CURP = "urn:oid:2.16.840.1.113883.4.629"
ICD_10 = "http://hl7.org/fhir/sid/icd-10"
OURS = "urn:acompana"
APPOINTMENT_STATUS = {
    "requested": "proposed", "waitlisted": "waitlist", "booked": "booked", "attended": "fulfilled",
    "not_seen": "arrived", "no_show": "noshow", "cancelled_hospital": "cancelled", "cancelled_patient": "cancelled",
    "rescheduled": "cancelled",
}  # fmt: skip
PARTICIPATION = {
    "confirmed": "accepted", "declined": "declined", "unknown": "needs-action", "unreachable": "needs-action",
}  # fmt: skip
ROLE_CODES = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
KINSHIP_CODES = {
    "spouse": "SPS", "parent": "PRN", "child": "CHILD", "sibling": "SIB", "grandparent": "GRPRN",
    "grandchild": "GRNDCHILD", "uncle_aunt": "EXT", "other": "FAMMEMB",
}  # fmt: skip


def bundle(case: Case) -> str:
    """The collection of one case, as JSON."""
    from fhir.resources.R4B.bundle import Bundle  # heavy: imported where used

    entries = [{"fullUrl": url, "resource": resource} for url, resource in _entries(case)]
    return Bundle(type="collection", entry=entries).model_dump_json(indent=2) + "\n"


def _entries(case: Case) -> Iterator[tuple[str, "Resource"]]:
    appointments = appointments_of(case)
    yield from _places([case.clinic, case.hospital, *(one.hospital for one in appointments)])
    yield _url("Patient", case.patient.number), _patient(case.patient)
    for companion in case.companions:
        yield _url("RelatedPerson", f"{case.number}/{companion.person.number}"), _relative(companion, case.patient)
    yield _url("ServiceRequest", case.number), _referral(case)
    for appointment in appointments:
        yield _url("Appointment", str(appointment.id)), _appointment(appointment)
    for answer in counter_referrals_of(case):
        yield _url("Communication", str(answer.id)), _answer(answer, case)


def _url(kind: str, number: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{OURS}:{kind}:{number}").urn


def _reference(kind: str, number: str, display: str) -> dict[str, str]:
    return {"reference": _url(kind, number), "display": display}


def _places(places: Iterable[Place | None]) -> Iterator[tuple[str, "Resource"]]:
    from fhir.resources.R4B.organization import Organization  # heavy: imported where used

    for place in {place.code: place for place in places if place}.values():
        identifier = [_identifier("place", place.code)]
        yield _url("Organization", place.code), Organization(identifier=identifier, name=place.name)


def _identifier(kind: str, value: str) -> dict[str, str]:
    return {"system": f"{OURS}:{kind}", "value": value}


def _name(person: Person) -> dict[str, object]:
    surnames = " ".join(part for part in (person.first_surname, person.second_surname) if part)
    return {"text": person.full_name, "given": person.given_names.split()} | ({"family": surnames} if surnames else {})


def _phones(person: Person) -> list[dict[str, str]]:
    """Their own numbers alone: a neighbour's phone and the caseta are nobody's to pass on."""
    own = [line.phone for line in person.phones if line.belongs_to == "own" and not line.ended_on and line.phone.number]
    return [{"system": "phone", "value": phone.number, "use": "mobile"} for phone in own]


def _patient(person: Person) -> "Resource":
    from fhir.resources.R4B.patient import Patient  # heavy: imported where used

    language = [{"system": "urn:ietf:bcp:47", "code": person.language}] if person.language else []
    curp = [{"system": CURP, "value": person.curp}] if person.curp and person.curp_valid else []
    return Patient(
        identifier=[_identifier("person", person.number), *curp], name=[_name(person)],
        gender=person.sex or "unknown", birthDate=person.born_on, telecom=_phones(person) or None,
        address=[{"text": person.village}] if person.village else None, deceasedDateTime=person.died_on,
        communication=[{"language": {"coding": language}, "preferred": True}] if language else None,
    )  # fmt: skip


def _relative(companion: CasePerson, patient: Person) -> "Resource":
    from fhir.resources.R4B.relatedperson import RelatedPerson  # heavy: imported where used

    person = companion.person
    code = KINSHIP_CODES.get(companion.relation, KINSHIP_CODES["other"])
    return RelatedPerson(
        identifier=[_identifier("person", person.number)], name=[_name(person)],
        patient=_reference("Patient", patient.number, patient.full_name), telecom=_phones(person) or None,
        relationship=[{"coding": [{"system": ROLE_CODES, "code": code}]}],
    )  # fmt: skip


def _referral(case: Case) -> "Resource":
    from fhir.resources.R4B.servicerequest import ServiceRequest  # heavy: imported where used

    folio = [_identifier("folio", case.folio)] if case.folio else []
    return ServiceRequest(
        identifier=[_identifier("case", case.number), *folio],
        status="completed" if case.closed_at else "on-hold" if case.hold_until else "active", intent="order",
        priority="urgent" if case.urgent else "routine", authoredOn=case.referred_on,
        subject=_reference("Patient", case.patient.number, case.patient.full_name),
        code={"text": case.service.name} if case.service else None, reasonCode=_diagnosis(case),
        requester=_reference("Organization", case.clinic.code, case.clinic.name),
        performer=[_reference("Organization", case.hospital.code, case.hospital.name)] if case.hospital else None,
    )  # fmt: skip


def _diagnosis(case: Case) -> list[dict[str, object]] | None:
    if not (case.diagnosis_code or case.diagnosis):
        return None
    coding = {"coding": [{"system": ICD_10, "code": case.diagnosis_code}]} if case.diagnosis_code else {}
    return [coding | ({"text": case.diagnosis} if case.diagnosis else {})]


def _appointment(one: Appointment) -> "Resource":
    """A date without an hour is proposed for its day: FHIR gives a booked one both its ends."""
    from fhir.resources.R4B.appointment import Appointment as Date  # heavy: imported where used

    starts = one.starts_at.astimezone(clock.zone()) if one.starts_at else None
    lasts = timedelta(minutes=one.service.usual_minutes if one.service else 0)
    ended = one.state.startswith("cancelled") or one.state in ("rescheduled", "no_show")
    proposed = one.tentative or (starts is None and not ended)
    return Date(
        identifier=[_identifier("appointment", str(one.id))], participant=list(_participants(one)),
        status="proposed" if proposed else APPOINTMENT_STATUS[one.state],
        start=starts, end=starts + lasts if starts else None,
        requestedPeriod=[{"start": one.on_day, "end": one.on_day}] if one.on_day and not starts else None,
        basedOn=[_reference("ServiceRequest", one.case.number, one.case.number)],
        serviceType=[{"text": one.service.name}] if one.service else None,
    )  # fmt: skip


def _participants(one: Appointment) -> Iterator[dict[str, object]]:
    patient = one.case.patient
    who = _reference("Patient", patient.number, patient.full_name)
    yield {"actor": who, "status": PARTICIPATION[one.confirmation]}
    if one.hospital:
        yield {"actor": _reference("Organization", one.hospital.code, one.hospital.name), "status": "accepted"}


def _answer(answer: CounterReferral, case: Case) -> "Resource":
    from fhir.resources.R4B.communication import Communication  # heavy: imported where used

    return Communication(
        status="completed", received=answer.recorded_at,
        payload=[{"contentString": text} for text in (answer.findings, answer.instructions) if text],
        subject=_reference("Patient", case.patient.number, case.patient.full_name),
        basedOn=[_reference("ServiceRequest", case.number, case.number)],
    )  # fmt: skip
