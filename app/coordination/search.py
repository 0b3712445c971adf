"""One box: a name in any order and spelling, part of a phone, a CURP, a folio, a case number."""

import re

from sqlalchemy import Select, or_, select

from app.accounts.models import User
from app.cases import queries as cases
from app.cases.models import Case, CasePerson, Person, PersonPhone, Phone
from app.cases.spellings.text import fold
from app.foundation.db import db

MOST = 30


def find(user: User, typed: str) -> list[Case]:
    """Cases that `user` may see and that the words fit, newest first, at most thirty."""
    words = typed.strip()
    if len(words) < 2:
        return []
    fitting = _fitting(words)
    chosen = cases.visible_cases(user).where(Case.id.in_(fitting)).order_by(Case.id.desc()).limit(MOST)
    return list(db.session.scalars(chosen).unique())


def _fitting(words: str) -> Select:
    """Ids of the cases that fit, by whatever the words look like."""
    digits = re.sub(r"\D", "", words)
    upper = words.upper()
    by_identifier = [Case.number == upper, Case.folio == upper, Case.number.endswith(upper)]
    people = _people(words, digits)
    return (
        select(Case.id)
        .outerjoin(CasePerson, CasePerson.case_id == Case.id)
        .where(or_(*by_identifier, Case.patient_id.in_(people), CasePerson.person_id.in_(people)))
    )


def _people(words: str, digits: str) -> Select:
    if len(digits) >= 4 and len(digits) >= len(words.replace(" ", "")) - 3:
        held = select(PersonPhone.person_id).join(Phone)
        return held.where(or_(Phone.number.contains(digits[-10:]), Phone.typed.contains(digits)))
    if re.fullmatch(r"[A-Za-z]{4}\d{2,6}\w*", words):
        return select(Person.id).where(Person.curp.startswith(words.upper()))
    named = select(Person.id)
    for word in fold(words).split():
        named = named.where(Person.name_key.contains(word))
    return named
