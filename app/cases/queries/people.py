"""Reads of people: who is the same, who might be, where they are reached, what they consented to."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from app.accounts.models import User
from app.foundation.db import db
from app.foundation.errors import NotFound
from app.foundation.language import _

from ..models import Acompanante, Case, CasePerson, Consent, Person, PersonPhone, Phone
from ..rules import PersonFacts
from ..spellings.curp import valid_curp
from ..spellings.names import person_key
from ..spellings.phones import mexican_number
from ..spellings.text import tidy
from .cases import visible_to


def find_same_person(
    curp: str | None, given_names: str, first_surname: str, second_surname: str | None, born_on: date | None
) -> Person | None:
    """The same valid CURP, unless names and birth date both differ; or the same names and birth date.

    Accents, case and the order of the surnames do not count. A phone never identifies.
    """
    key = person_key(given_names, first_surname, second_surname)
    for person in _with_curp(curp):
        if person.name_key == key or person.born_on is None or born_on is None or person.born_on == born_on:
            return person
    if born_on is None:
        return None
    same = select(Person).where(Person.name_key == key, Person.born_on == born_on).order_by(Person.id).limit(1)
    return db.session.scalar(same)


def _with_curp(curp: str | None) -> list[Person]:
    number = tidy(curp or "").upper()
    if not number or valid_curp(number) is None:
        return []
    return list(db.session.scalars(select(Person).where(Person.curp == number, Person.curp_valid).order_by(Person.id)))


@dataclass(frozen=True)
class Lookalike:
    """Somebody already known who may be the same, why, and their cases: only those this user may open."""

    person: Person
    reasons: tuple[str, ...]
    cases: tuple[Case, ...]
    hidden_numbers: tuple[str, ...]

    @property
    def nameable(self) -> bool:
        """Whether the name may be shown: not where every case of theirs is hidden from this user (P9)."""
        return bool(self.cases) or not self.hidden_numbers


def lookalikes(facts: PersonFacts, phones: list[str], user: User) -> list[Lookalike]:
    """At most five people with the same CURP, or names, or phone and birth date; with the reasons."""
    key = person_key(facts.given_names, facts.first_surname, facts.second_surname)
    numbers = [number for number in map(mexican_number, filter(None, phones)) if number]
    curp = tidy(facts.curp or "").upper()
    on_phone = select(PersonPhone.person_id).join(Phone).where(Phone.number.in_(numbers))
    alike = [Person.name_key == key]
    alike += [Person.curp == curp] if curp else []
    alike += [and_(Person.born_on == facts.born_on, Person.id.in_(on_phone))] if facts.born_on and numbers else []
    found = db.session.scalars(select(Person).where(or_(*alike)).order_by(Person.id.desc()).limit(5)).all()
    cases = _cases_of(found, user)
    return [Lookalike(person, _reasons(person, facts, key, curp), *cases.get(person.id, ((), ()))) for person in found]


def _reasons(person: Person, facts: PersonFacts, key: str, curp: str) -> tuple[str, ...]:
    same_day = facts.born_on is not None and person.born_on == facts.born_on
    reasons = (
        (bool(curp) and person.curp == curp, _("la misma CURP")),
        (person.name_key == key, _("los mismos nombres")),
        (same_day, _("la misma fecha de nacimiento")),
    )
    return tuple(reason for holds, reason in reasons if holds)


def _cases_of(people, user: User) -> dict[int, tuple[tuple[Case, ...], tuple[str, ...]]]:
    wanted = select(Case, visible_to(user).label("mine")).where(Case.patient_id.in_([one.id for one in people]))
    grouped: dict[int, tuple[tuple[Case, ...], tuple[str, ...]]] = {}
    for case, mine in db.session.execute(wanted.order_by(Case.id.desc())):
        open_ones, hidden = grouped.get(case.patient_id, ((), ()))
        grouped[case.patient_id] = (open_ones + (case,), hidden) if mine else (open_ones, hidden + (case.number,))
    return grouped


def person_or_404(number: str, user: User) -> Person:
    """The person, with phones and consents: an acompañante, or somebody of a case that this user may see."""
    own = select(Case.patient_id).where(visible_to(user))
    along = select(CasePerson.person_id).join(Case, Case.id == CasePerson.case_id).where(visible_to(user))
    serving = select(Acompanante.person_id)
    known = or_(Person.id.in_(own), Person.id.in_(along), Person.id.in_(serving))
    wanted = select(Person).where(Person.number == number, known)
    person = db.session.scalar(wanted.options(selectinload(Person.phones), selectinload(Person.consents)))
    if person is None:
        raise NotFound(_("Esa persona no está, o no es de sus casos."))
    return person


def phone_or_404(person: Person, link_id: int) -> PersonPhone:
    link = next((one for one in person.phones if one.id == link_id), None)
    if link is None:
        raise NotFound(_("Ese teléfono no es de esta persona."))
    return link


def phones_of(person: Person) -> list[PersonPhone]:
    """Those in use, the preferred one first."""
    return [link for link in sorted(person.phones, key=lambda link: link.rank) if link.ended_on is None]


def phones_to_text(person: Person) -> list[PersonPhone]:
    """Phones in use that a text can reach: a valid number, no landline, nobody in between; by rank."""
    return [
        link for link in phones_of(person)
        if link.phone.number and not link.relay_only and link.phone.kind == "mobile"
    ]  # fmt: skip


def consents_now(person: Person) -> dict[str, Consent]:
    """The answer that rules, by purpose: the newest."""
    return {consent.purpose: consent for consent in sorted(person.consents, key=lambda consent: consent.id)}


def may_text(person: Person) -> bool:
    """Whether the newest answer about texts is yes; not having been asked is no."""
    newest = consents_now(person).get("sms")
    return newest is not None and newest.granted and person.died_on is None
