"""A number that nobody has: who it turns out to be. Linking it is a person's work; no text ever names a patient."""

from datetime import datetime

from app.accounts.models import User
from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Case, Person
from app.foundation.clock import today
from app.foundation.db import db
from app.messaging import talks
from app.messaging.models import Inbound

MOST = 8


def find(typed: str, user: User) -> list[Case]:
    """Open cases that the words fit (a name, a number, a folio) and that this user may open, with their people."""
    if len(typed) < 2:
        return []
    filters = case_queries.CaseFilters(text=typed)
    wanted = case_queries.narrowed(case_queries.visible_cases(user), filters).order_by(Case.id.desc()).limit(MOST)
    return list(db.session.scalars(case_queries.with_party(wanted)).unique())


def name(
    number: str, rows: list[Inbound], case: Case, person: Person, belongs_to: str, sms: bool | None, now: datetime,
    by: User,
) -> Person:  # fmt: skip
    """The number is this person's from now on, and what came in from it is theirs. `sms`: what they said about
    texts, asked on the telephone; None while nobody asked."""
    cases.add_phone(person, number, belongs_to, now, by)
    if sms is not None:
        cases.give_consent(person, "sms", sms, today(now), "spoken", now, by)
    for row in rows:
        if row.person_id is None and row.case_id is None:
            row.person_id, row.case_id = person.id, case.id
    talks.ours_after_all(number)
    return person
