"""What there is already and new referrals may share: numbers, services, relatives, answers about texts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from app.foundation.bulk import Values, in_blocks
from app.foundation.db import db

from .models import Case, CasePerson, Consent, Person, PersonPhone, Phone, Service
from .spellings.text import fold


@dataclass(slots=True)
class KnownAlready:
    """`phones`: number → id, kind, shared. `links`: person → phones. `companions`: (patient, name key) → person.

    `asked_on`: patient → day of the newest answer about texts.
    """

    services: dict[str, int] = field(default_factory=dict)
    phones: dict[str, Values] = field(default_factory=dict)
    links: dict[int, set[int]] = field(default_factory=dict)
    companions: dict[tuple[int, str], int] = field(default_factory=dict)
    asked_on: dict[int, date] = field(default_factory=dict)
    before: dict[str, Values] = field(default_factory=dict)

    def remember(self, number: str, **phone: object) -> None:
        self.phones[number], self.before[number] = phone, dict(phone)

    def changed_phones(self) -> list[Values]:
        """Those that were there before and are shared, or a caseta, only now."""
        return [self.phones[number] for number, phone in self.before.items() if self.phones[number] != phone]


def known_already(numbers: Iterable[str], patient_ids: Iterable[int]) -> KnownAlready:
    """A handful of statements for any number of referrals."""
    known = KnownAlready({fold(name): at for at, name in db.session.execute(select(Service.id, Service.name))})
    for block in in_blocks(sorted(set(numbers))):
        found = select(Phone.number, Phone.id, Phone.kind, Phone.shared).where(Phone.number.in_(block))
        for number, at, kind, shared in db.session.execute(found):
            known.remember(number, id=at, kind=kind, shared=shared)
    for block in in_blocks(sorted(set(patient_ids))):
        _patients(known, block)
    return known


def _patients(known: KnownAlready, ids: list[int]) -> None:
    relatives = (
        select(Case.patient_id, Person.name_key, Person.id)
        .join(CasePerson, CasePerson.case_id == Case.id)
        .join(Person, Person.id == CasePerson.person_id)
        .where(Case.patient_id.in_(ids))
    )
    for patient_id, name_key, person_id in db.session.execute(relatives):
        known.companions.setdefault((patient_id, name_key), person_id)
    everybody = [*ids, *(at for (patient_id, _key), at in known.companions.items() if patient_id in set(ids))]
    links = select(PersonPhone.person_id, PersonPhone.phone_id).where(PersonPhone.person_id.in_(everybody))
    for person_id, phone_id in db.session.execute(links):
        known.links.setdefault(person_id, set()).add(phone_id)
    asked = select(Consent.person_id, func.max(Consent.given_on)).where(
        Consent.person_id.in_(ids), Consent.purpose == "sms"
    )
    known.asked_on |= dict(db.session.execute(asked.group_by(Consent.person_id)).all())
