"""Who is on a telephone, as whoever answers it needs to know: cases, stage, next date, departure."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app.accounts.models import User
from app.cases import queries as cases
from app.cases.models import Case, CasePerson, Person, PersonPhone, Phone
from app.coordination.overview import Row, rows
from app.foundation.db import db
from app.travel import queries as travel
from app.travel.models import Trip

MOST = 10


@dataclass(frozen=True)
class OnPhone:
    """Somebody who is reached on a number, and one of their open cases with its stage and next date."""

    person: Person
    row: Row
    trip: Trip | None


def on_phone(number: str, user: User, now: datetime) -> list[OnPhone]:
    """Who is reached on a number, with the open cases of theirs that this user may open."""
    held = select(PersonPhone.person_id).join(Phone).where(Phone.number == number, PersonPhone.ended_on.is_(None))
    ids = set(db.session.scalars(held))
    along = select(CasePerson.case_id).where(CasePerson.person_id.in_(ids))
    wanted = cases.visible_cases(user).where(or_(Case.patient_id.in_(ids), Case.id.in_(along)))
    found = list(db.session.scalars(cases.with_party(wanted.where(Case.closed_at.is_(None))).limit(MOST)).unique())
    trips = travel.live_trips_of_cases(case.id for case in found)
    return [
        OnPhone(person, row, trips.get(row.case.id))
        for row in rows(found, now)
        for person in (row.case.patient, *(link.person for link in row.case.companions))
        if person.id in ids
    ]
