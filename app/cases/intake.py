"""Many referrals taken in at once: people, phones, consents, cases and appointments, one statement a table.

Who is who has been decided by the caller. Nobody is texted: the cases wait until a person confirms their texts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, update

from app.accounts.models import User
from app.foundation import clock
from app.foundation.bulk import Values, in_blocks, insert_many, new_ids
from app.foundation.db import db
from app.foundation.language import _

from . import rules
from .intake_known import KnownAlready
from .models import Appointment, Case, CaseAccess, CasePerson, Consent, Person, PersonPhone, Phone, Service, Task
from .operations.numbers import case_number, next_numbers, person_number
from .referral import Referral
from .spellings.names import person_key
from .spellings.text import Typed, fold

CHASE_AFTER = timedelta(days=2)
Made = dict[str, list[int]]


@dataclass(slots=True)
class TakenIn:
    """What one referral became. `made`: table → ids of every row written for it, so that it can be undone."""

    person_id: int
    case: Values
    made: Made = field(default_factory=dict)


class Intake:
    """Gathers referrals with `take`, writes them all with `write`. Inside the caller's transaction.

    `staff` are named on the restricted cases; a navigator among them who brings the sheet owns the cases.
    """

    def __init__(self, known: KnownAlready, now: datetime, by: User | None, staff: Iterable[int]):
        self.known, self.now, self.by_id, self.staff = known, now, getattr(by, "id", None), tuple(staff)
        self.navigator_id = by.id if by is not None and by.role == "navigator" else None
        self.today, self.zone = clock.today(now), str(clock.zone())
        self.past_reason, self.ask = _("Venía en la hoja de referencias."), _("Registrar qué pasó en la cita")
        self._rows: dict[type, list[Values]] = {model: [] for model in _WRITTEN_IN_ORDER}
        self._ids = {model: new_ids(model) for model in _WRITTEN_IN_ORDER}

    def take(self, folio: str, said: Referral, patient_id: int | None, flags: list[str], *, past: bool) -> TakenIn:
        """One referral. `patient_id` None: a new person. `past`: its appointment is history."""
        made: Made = {}
        if patient_id is None:
            patient_id = self._person(made, _patient(said))
        case = self._case(made, folio, said, patient_id, flags)
        self._phone(made, patient_id, said.phone, said.phone_owner or "own")
        self._consent(made, patient_id, said)
        self._companion(made, case["id"], patient_id, said)
        self._appointment(made, case, said, past)
        return TakenIn(patient_id, case, made)

    def write(self) -> dict[int, str]:
        """One insert a table, parents first. Gives the numbers of the new people by id."""
        people, cases = self._rows[Person], self._rows[Case]
        year = self.today.year
        for person, at in zip(people, _series("person", people), strict=True):
            person["number"] = person_number(at)
        for case, at in zip(cases, _series(f"case-{year}", cases), strict=True):
            case["number"] = case_number(year, at)
        self._order_answers()
        for model in _WRITTEN_IN_ORDER:
            insert_many(model, self._rows[model])
        for phone in self.known.changed_phones():
            db.session.execute(update(Phone).where(Phone.id == phone["id"]).values(phone))
        return {person["id"]: person["number"] for person in people}

    def _order_answers(self) -> None:
        """The newest answer rules, and newest is the highest id: in the order of their days, whatever the rows'."""
        answers = self._rows[Consent]
        ids = [row["id"] for row in answers]
        answers.sort(key=lambda row: row["given_on"])
        for row, at in zip(answers, ids, strict=True):
            row["id"] = at

    def _add(self, made: Made, model: type, **values: object) -> Values:
        values["id"] = at = next(self._ids[model])
        self._rows[model].append(values)
        made.setdefault(model.__tablename__, []).append(at)
        return values

    def _person(self, made: Made, values: Values) -> int:
        return self._add(made, Person, **values, created_at=self.now, number="")["id"]

    def _case(self, made: Made, folio: str, said: Referral, patient_id: int, flags: list[str]) -> Values:
        restricted = rules.restricted_by_diagnosis(said.diagnosis_code, said.diagnosis)
        case = self._add(
            made, Case, folio=_clip(folio, 40), patient_id=patient_id, clinic_id=said.clinic_id,
            hospital_id=said.hospital_id, hospital_typed=_clip(said.hospital_typed, 120),
            service_id=self.service(said.service, made), navigator_id=self.navigator_id, referred_on=said.referred_on,
            referred_by=said.origin, diagnosis_code=_clip(said.diagnosis_code, 8),
            diagnosis=_clip(said.diagnosis, 200), urgent=said.urgent, insurance=said.insurance, restricted=restricted,
            summary=said.notes, flags="\n".join(flags), texts_confirmed=False, created_at=self.now,
            created_by_id=self.by_id, number="",
        )  # fmt: skip
        for user_id in self.staff if restricted else ():
            self._add(made, CaseAccess, case_id=case["id"], user_id=user_id)
        return case

    def service(self, name: str | None, made: Made) -> int | None:
        """The service of that name; a new one where nobody spelled it before."""
        key = fold(name or "")
        if key and key not in self.known.services:
            self.known.services[key] = self._add(made, Service, name=_clip(name.lower(), 80))["id"]
        return self.known.services.get(key)

    def _phone(self, made: Made, person_id: int, typed: Typed | None, owner: str) -> None:
        """Links the person to the phone of that number; a second person on it makes it shared."""
        if typed is None:
            return
        links = self.known.links.setdefault(person_id, set())
        phone = self.known.phones.get(typed.value or "")
        if phone is None:
            phone = self._new_phone(made, typed)
        elif phone["id"] not in links:
            phone["shared"] = True
        if owner == "caseta":
            phone["kind"], phone["shared"] = "caseta", True
        if phone["id"] not in links:
            links.add(phone["id"])
            self._add(
                made, PersonPhone, person_id=person_id, phone_id=phone["id"], belongs_to=owner,
                relay_only=phone["kind"] == "caseta", rank=len(links),
            )  # fmt: skip

    def _new_phone(self, made: Made, typed: Typed) -> Values:
        phone = self._add(
            made, Phone, number=typed.value, typed=_clip(typed.typed, 40), kind="mobile", shared=False
        )  # fmt: skip
        if typed.value:
            self.known.phones[typed.value] = phone
        return phone

    def _consent(self, made: Made, patient_id: int, said: Referral) -> None:
        """The sheet's answer is the patient's alone, dated with the referral; a blank cell is no answer."""
        given_on = said.referred_on or self.today
        newest = self.known.asked_on.get(patient_id)
        if said.accepts_texts is None or (newest and newest > given_on):
            return
        self._add(
            made, Consent, person_id=patient_id, purpose="sms", granted=said.accepts_texts, given_on=given_on,
            method="sheet", recorded_at=self.now, recorded_by_id=self.by_id,
        )  # fmt: skip

    def _companion(self, made: Made, case_id: int, patient_id: int, said: Referral) -> None:
        if not said.companion:
            return
        given, surname = names_of(said.companion)
        key = (patient_id, person_key(given, surname))
        at = self.known.companions.get(key)
        if at is None:
            at = self.known.companions[key] = self._person(made, relative(said.companion))
        self._add(made, CasePerson, case_id=case_id, person_id=at, relation=said.kinship)
        self._phone(made, at, said.companion_phone, "own")

    def _appointment(self, made: Made, case: Values, said: Referral, past: bool) -> None:
        slot = slot_of(said)
        at = self._add(
            made, Appointment, case_id=case["id"], hospital_id=said.hospital_id, service_id=case["service_id"],
            zone=self.zone, created_at=self.now, created_by_id=self.by_id,
            past_reason=self.past_reason if past else None, **slot,
        )["id"]  # fmt: skip
        if slot["state"] == "requested":
            missing = _("Pedir fecha de cita") if said.hospital_id else _("Decidir el hospital y pedir la cita")
            due_at = self.now if said.urgent else self.now + CHASE_AFTER
            self._task(made, case["id"], "date", missing, f"case:{case['id']}:date", due_at, said.urgent)
        elif past:
            self._task(made, case["id"], "outcome", self.ask, f"outcome:{at}", self.now, False)

    def _task(self, made: Made, case_id: int, kind: str, title: str, key: str, due_at: datetime, urgent: bool) -> None:
        self._add(
            made, Task, case_id=case_id, kind=kind, title=title, key=key, due_at=due_at, urgent=urgent,
            owner_id=self.navigator_id, raised_at=self.now,
        )  # fmt: skip


_WRITTEN_IN_ORDER = (
    Service, Person, Phone, PersonPhone, Case, CaseAccess, CasePerson, Consent, Appointment, Task,
)  # fmt: skip


def _series(name: str, rows: list[Values]) -> range:
    return next_numbers(name, len(rows)) if rows else range(0)


def slot_of(said: Referral) -> Values:
    """When and how sure: without a date or without a hospital it is only asked for."""
    day, hour = said.appointment_on, said.appointment_at if said.appointment_on else None
    return {
        "on_day": day,
        "at_time": hour,
        "precision": "waiting" if day is None else "date" if hour is None else "datetime",
        "state": "booked" if day and said.hospital_id else "requested",
    }


def _patient(said: Referral) -> Values:
    return {
        "given_names": _clip(said.given_names, 80), "first_surname": _clip(said.first_surname, 60),
        "second_surname": _clip(said.second_surname, 60), "sex": said.sex, "born_on": said.born_on,
        "name_key": person_key(said.given_names, said.first_surname, said.second_surname)[:220],
        "curp": _clip(said.curp.value or said.curp.typed, 40) if said.curp else None,
        "curp_valid": bool(said.curp and said.curp.value), "language": _clip(said.language, 20), "reads": said.reads,
    }  # fmt: skip


def relative(full_name: str) -> Values:
    """A person of whom a sheet tells the name alone."""
    given, surname = names_of(full_name)
    unknown = dict.fromkeys(("second_surname", "sex", "born_on", "curp", "language", "reads"))
    return {
        "given_names": _clip(given, 80), "first_surname": _clip(surname, 60) or "", "curp_valid": False,
        "name_key": person_key(given, surname)[:220], **unknown,
    }  # fmt: skip


def names_of(full_name: str) -> tuple[str, str]:
    """`Miguel Ángel Muñoz` → given names and surnames: the last word, the last two of four or more."""
    parts = full_name.split()
    at = 1 if len(parts) == 1 else len(parts) - (2 if len(parts) > 3 else 1)
    return " ".join(parts[:at]), " ".join(parts[at:])


def _clip(text: str | None, length: int) -> str | None:
    """As much as its column holds; the whole cell stays with the row of the sheet."""
    return text[:length] if text else None


def remove(made: Made) -> None:
    """Takes out what `take` had written, children first. A phone that others use, a used service, stay.

    The database refuses (IntegrityError) where something was built on it since.
    """
    tables = {model.__tablename__: model for model in _WRITTEN_IN_ORDER}
    for name, model in reversed(tables.items()):
        ids = made.get(name, [])
        for block in in_blocks(ids if model not in (Phone, Service) else ()):
            db.session.execute(delete(model).where(model.id.in_(block)))
    unused = (
        (Phone, ~exists().where(PersonPhone.phone_id == Phone.id)),
        (Service, ~exists().where(Case.service_id == Service.id)),
    )
    for model, condition in unused:
        for block in in_blocks(made.get(model.__tablename__, [])):
            db.session.execute(delete(model).where(model.id.in_(block), condition))
