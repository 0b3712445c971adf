"""Many referrals taken in at once: people, phones, consents, cases and appointments, one statement a table.

Who is who has been decided by the caller. Nobody is texted: the cases wait until a person confirms their texts.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.foundation import clock
from app.foundation.bulk import Values, in_blocks, insert_many, new_ids
from app.foundation.db import db
from app.foundation.language import _

from .models import Appointment, Case, CasePerson, Consent, Note, Person, PersonPhone, Phone, Service, Task
from .referral import Referral
from .spellings.names import person_key
from .spellings.text import Typed, fold

CHASE_AFTER = timedelta(days=2)


@dataclass(slots=True)
class TakenIn:
    """What one referral became; `made` names every row written for it, so that it can be undone."""

    person_id: int
    case_id: int
    made: dict[str, list[int]] = field(default_factory=dict)

    @property
    def person_number(self) -> str:
        return person_number(self.person_id)

    @property
    def case_number(self) -> str:
        return case_number(self.case_id)


def person_number(person_id: int) -> str:
    return f"P-{person_id:06d}"


def case_number(case_id: int) -> str:
    return f"C-{case_id:06d}"


class Intake:
    """Gathers referrals with `take`, writes them all with `write`. Inside the caller's transaction."""

    def __init__(self, now: datetime, by_id: int | None, navigator_id: int | None = None):
        self.now, self.by_id, self.navigator_id = now, by_id, navigator_id
        self.today, self.zone = clock.today(now), clock.zone().key
        self._rows: dict[type, list[Values]] = {model: [] for model in _WRITTEN_IN_ORDER}
        self._ids = {model: new_ids(model) for model in _WRITTEN_IN_ORDER}
        self._phones: dict[str, Values] = {}
        self._known_phones: dict[str, tuple[int, str]] = {}
        self._shared: set[int] = set()
        self._links: dict[int, set[int]] = {}
        self._companions: dict[tuple[int, str], int] = {}
        self._services = {fold(name): at for at, name in db.session.execute(select(Service.id, Service.name))}

    def expect(self, referrals: list[Referral], patient_ids: list[int]) -> None:
        """Looks up at once what these referrals may share: numbers that exist, and what known patients have."""
        typed = (number for item in referrals for number in (item.phone, item.companion_phone))
        numbers = {number.value for number in typed if number and number.value}
        for block in in_blocks(sorted(numbers)):
            rows = db.session.execute(select(Phone.number, Phone.id, Phone.kind).where(Phone.number.in_(block)))
            self._known_phones |= {number: (at, kind) for number, at, kind in rows}
        for block in in_blocks(sorted(set(patient_ids))):
            self._expect_patients(block)

    def _expect_patients(self, ids: list[int]) -> None:
        links = select(PersonPhone.person_id, PersonPhone.phone_id).where(PersonPhone.person_id.in_(ids))
        for person_id, phone_id in db.session.execute(links):
            self._links.setdefault(person_id, set()).add(phone_id)
        relatives = (
            select(Case.patient_id, Person.name_key, Person.id)
            .join(CasePerson, CasePerson.person_id == Person.id)
            .join(Case, Case.id == CasePerson.case_id)
            .where(Case.patient_id.in_(ids))
        )
        for patient_id, name_key, person_id in db.session.execute(relatives):
            self._companions.setdefault((patient_id, name_key), person_id)

    def take(self, said: Referral, patient_id: int | None, flags: list[str], *, past: bool) -> TakenIn:
        """One referral. `patient_id` None: a new person. `past`: its appointment is history."""
        made: dict[str, list[int]] = {}
        if patient_id is None:
            patient_id = self._person(made, _patient(said))
        case_id = self._case(made, said, patient_id, flags)
        self._phone(made, patient_id, said.phone, said.phone_owner or "own")
        self._consent(made, patient_id, said)
        self._companion(made, case_id, patient_id, said)
        self._appointment(made, case_id, said, past)
        if said.notes:
            self._add(made, Note, case_id=case_id, kind="note", text=said.notes, outcome=None, occurred_at=self.now,
                      recorded_at=self.now, author_id=self.by_id)  # fmt: skip
        return TakenIn(patient_id, case_id, made)

    def write(self) -> None:
        """One insert a table, parents first."""
        self._rows[Consent].sort(key=lambda row: row["given_on"])  # the newest answer rules, and is the last
        for model in _WRITTEN_IN_ORDER:
            insert_many(model, self._rows[model])
        for block in in_blocks(sorted(self._shared)):
            db.session.execute(update(Phone).where(Phone.id.in_(block)).values(shared=True))

    def _add(self, made: dict[str, list[int]], model: type, **values: object) -> int:
        values["id"] = at = next(self._ids[model])
        self._rows[model].append(values)
        made.setdefault(model.__tablename__, []).append(at)
        return at

    def _person(self, made, values: Values) -> int:
        at = self._add(made, Person, **values, created_at=self.now)
        self._rows[Person][-1]["number"] = person_number(at)
        return at

    def _case(self, made, said: Referral, patient_id: int, flags: list[str]) -> int:
        at = self._add(
            made, Case, patient_id=patient_id, clinic_id=said.clinic_id, hospital_id=said.hospital_id,
            hospital_typed=_clip(said.hospital_typed, 120), service_id=self.service(said.service, made),
            navigator_id=self.navigator_id, referred_on=said.referred_on, referred_by=said.origin,
            diagnosis_code=_clip(said.diagnosis_code, 8), diagnosis=_clip(said.diagnosis, 200), urgent=said.urgent,
            insurance=said.insurance, flags="\n".join(flags), texts_confirmed=False, created_at=self.now,
            created_by_id=self.by_id,
        )  # fmt: skip
        self._rows[Case][-1]["number"] = case_number(at)
        return at

    def service(self, name: str | None, made: dict[str, list[int]]) -> int | None:
        """The service of that name; a new one where nobody spelled it before."""
        if not name:
            return None
        key = fold(name)
        if key not in self._services:
            self._services[key] = self._add(made, Service, name=_clip(name, 80))
        return self._services[key]

    def _phone(self, made, person_id: int, typed: Typed | None, owner: str) -> None:
        if typed is None:
            return
        phone_id, kind = self._phone_of(made, typed, owner)
        links = self._links.setdefault(person_id, set())
        if phone_id in links:
            return
        links.add(phone_id)
        self._add(
            made, PersonPhone, person_id=person_id, phone_id=phone_id, belongs_to=owner,
            relay_only=kind == "caseta", rank=len(links),
        )  # fmt: skip

    def _phone_of(self, made, typed: Typed, owner: str) -> tuple[int, str]:
        """The phone of that number, shared from now on if it was known; a new one otherwise."""
        number, kind = typed.value, "caseta" if owner == "caseta" else "mobile"
        if number in self._known_phones:
            self._shared.add(self._known_phones[number][0])
            return self._known_phones[number]
        if number in self._phones:
            phone = self._phones[number]
            phone["shared"] = True
            return phone["id"], phone["kind"]
        at = self._add(
            made, Phone, number=number, typed=_clip(typed.typed, 40), kind=kind, shared=kind == "caseta",
        )  # fmt: skip
        if number:
            self._phones[number] = self._rows[Phone][-1]
        return at, kind

    def _consent(self, made, patient_id: int, said: Referral) -> None:
        """The sheet's answer is the patient's alone, dated with the referral; a blank cell is no answer."""
        if said.accepts_texts is not None:
            self._add(
                made, Consent, person_id=patient_id, purpose="sms", granted=said.accepts_texts,
                given_on=said.referred_on or self.today, method="sheet", recorded_at=self.now,
                recorded_by_id=self.by_id,
            )  # fmt: skip

    def _companion(self, made, case_id: int, patient_id: int, said: Referral) -> None:
        if not said.companion:
            return
        given, surname = _names_of(said.companion)
        key = person_key(given, surname)
        at = self._companions.get((patient_id, key))
        if at is None:
            at = self._person(made, _relative(given, surname, key))
            self._companions[patient_id, key] = at
        self._add(made, CasePerson, case_id=case_id, person_id=at, relation=_clip(said.kinship, 30))
        self._phone(made, at, said.companion_phone, "own")

    def _appointment(self, made, case_id: int, said: Referral, past: bool) -> None:
        day, hour = said.appointment_on, said.appointment_at if said.appointment_on else None
        booked = bool(day and said.hospital_id)
        at = self._add(
            made, Appointment, case_id=case_id, hospital_id=said.hospital_id,
            service_id=self.service(said.service, made), on_day=day, at_time=hour, zone=self.zone,
            precision="waiting" if day is None else "date" if hour is None else "datetime",
            state="booked" if booked else "requested", created_at=self.now, created_by_id=self.by_id,
            past_reason=_("Venía en la hoja de referencias.") if past else None,
        )  # fmt: skip
        if not booked:
            missing = _("Pedir fecha de cita") if said.hospital_id else _("Decidir el hospital y pedir la cita")
            self._task(made, case_id, "date", missing, f"date:{case_id}", self.now + CHASE_AFTER, said.urgent)
        elif past:
            self._task(made, case_id, "outcome", _("Registrar qué pasó en la cita"), f"outcome:{at}", self.now)

    def _task(self, made, case_id: int, kind: str, title: str, key: str, due_at: datetime, urgent=False) -> None:
        self._add(
            made, Task, case_id=case_id, kind=kind, title=title, key=key, due_at=due_at, urgent=urgent,
            owner_id=self.navigator_id, raised_at=self.now, reason=None,
        )  # fmt: skip


_WRITTEN_IN_ORDER = (Service, Person, Phone, PersonPhone, Case, CasePerson, Consent, Appointment, Task, Note)


def _patient(said: Referral) -> Values:
    return {
        "given_names": _clip(said.given_names, 80), "first_surname": _clip(said.first_surname, 60),
        "second_surname": _clip(said.second_surname, 60), "sex": said.sex, "born_on": said.born_on,
        "name_key": person_key(said.given_names, said.first_surname, said.second_surname)[:220],
        "curp": _clip(said.curp.value or said.curp.typed, 40) if said.curp else None,
        "curp_valid": bool(said.curp and said.curp.value), "language": _clip(said.language, 20), "reads": said.reads,
    }  # fmt: skip


def _relative(given: str, surname: str, key: str) -> Values:
    """A relative is a person of whom a sheet tells the name alone."""
    nothing = dict.fromkeys(("second_surname", "sex", "born_on", "curp", "language", "reads"))
    return {
        "given_names": _clip(given, 80), "first_surname": _clip(surname, 60), "name_key": key[:220],
        "curp_valid": False, **nothing,
    }  # fmt: skip


def _names_of(full_name: str) -> tuple[str, str]:
    """`Miguel Ángel Muñoz` → given names and surnames: the last word, the last two of four or more."""
    parts = full_name.split()
    at = 1 if len(parts) == 1 else len(parts) - (2 if len(parts) > 3 else 1)
    return " ".join(parts[:at]), " ".join(parts[at:])


def _clip(text: str | None, length: int) -> str | None:
    """As much as its column holds; the whole cell stays with the row of the sheet."""
    return text[:length] if text else None
