"""The verbs of acompañantes: who they are, where they serve, which case they stand by."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from app.foundation import audit
from app.foundation.clock import today
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import Acompanante, Case, CaseAcompanante, Person, Place
from ..queries import find_same_person
from ..rules import PersonFacts
from .people import add_person, add_phone, give_consent

SERVED = ("community", "clinic", "town")


def add_acompanante(
    facts: PersonFacts, phone: str, accepts_texts: bool | None, places: Iterable[Place], now: datetime, by
) -> Person:
    """A person who serves these places; somebody known with the same names and birth date is that person.

    Refused: what a person and a phone refuse, and as in `serve`.
    """
    same = find_same_person(facts.curp, facts.given_names, facts.first_surname, facts.second_surname, facts.born_on)
    person = same or add_person(facts, now, by)
    if phone:
        add_phone(person, phone, "own", now, by)
    if accepts_texts is not None:
        give_consent(person, "sms", accepts_texts, today(now), "spoken", now, by)
    serve(person, places, now, by)
    return person


def serve(person: Person, places: Iterable[Place], now: datetime, by) -> None:
    """From now on exactly these places. Refused: none, a place where nobody lives or is seen."""
    wanted = {place.id: place for place in places}
    if not wanted:
        raise Refused(_("Elija al menos una comunidad o clínica."), "places")
    if any(place.kind not in SERVED for place in wanted.values()):
        raise Refused(_("Se acompaña en comunidades y clínicas."), "places")
    held = {row.place_id: row for row in _rows(person)}
    for place_id, row in held.items():
        if place_id not in wanted:
            row.ended_on = today(now)
    for place_id in wanted.keys() - held.keys():
        db.session.add(Acompanante(person_id=person.id, place_id=place_id, since=today(now)))
    db.session.flush()
    codes = sorted(place.code for place in wanted.values())
    audit.record("acompanante.serves", f"person:{person.number}", by, places=codes)


def end_acompanante(person: Person, now: datetime, by) -> None:
    """She no longer accompanies: no place, and no case, is hers. What she did stays."""
    for row in _rows(person):
        row.ended_on = today(now)
    db.session.execute(delete(CaseAcompanante).where(CaseAcompanante.person_id == person.id))
    db.session.flush()
    db.session.expire_all()
    audit.record("acompanante.ended", f"person:{person.number}", by)


def _rows(person: Person) -> list[Acompanante]:
    live = select(Acompanante).where(Acompanante.person_id == person.id, Acompanante.ended_on.is_(None))
    return list(db.session.scalars(live))


def choose_acompanante(case: Case, person: Person | None, now: datetime, by) -> None:
    """Who stands by this case; None: nobody. Refused: who is no acompañante, the patient, who died."""
    if person is not None and not _rows(person):
        raise Refused(_("%(name)s no está en la lista de acompañantes.", name=person.full_name), "person")
    if person is not None and (person.id == case.patient_id or person.died_on):
        raise Refused(_("Elija a otra persona."), "person")
    db.session.execute(delete(CaseAcompanante).where(CaseAcompanante.case_id == case.id))
    if person is not None:
        row = CaseAcompanante(case_id=case.id, person_id=person.id, chosen_at=now)
        row.chosen_by_id = getattr(by, "id", None)
        db.session.add(row)
    db.session.flush()
    db.session.expire(case, ["acompanante"])
    audit.record("case.acompanante", f"case:{case.number}", by, person=person.number if person else None)
