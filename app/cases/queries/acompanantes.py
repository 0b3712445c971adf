"""Reads of acompañantes: who serves where, who stands by a case, and what was sent with them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload, lazyload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _

from ..models import Acompanante, Case, CaseAcompanante, CasePerson, Person, Place, Relay
from ..spellings.names import place_key


@dataclass(frozen=True)
class Helpers:
    """`chosen`: the acompañante of a case. While nobody is chosen, `proposed`: who serves its village or clinic."""

    chosen: Person | None = None
    proposed: list[Person] = field(default_factory=list)


def _serving():
    return select(Acompanante.person_id).where(Acompanante.ended_on.is_(None))


def acompanantes(after: str | None = None) -> KeysetPage[Person]:
    """The directory, oldest first, each with phones and consents: three statements."""
    wanted = select(Person).where(Person.id.in_(_serving()))
    return keyset_page(wanted.options(selectinload(Person.phones), selectinload(Person.consents)), Person.id, after)


def places_served(person_ids: Iterable[int]) -> dict[int, list[Place]]:
    """Person → the places they serve now, by name."""
    wanted = select(Acompanante).where(Acompanante.person_id.in_(list(person_ids)), Acompanante.ended_on.is_(None))
    served: dict[int, list[Place]] = {}
    for row in sorted(db.session.scalars(wanted), key=lambda row: row.place.name):
        served.setdefault(row.person_id, []).append(row.place)
    return served


def acompanante_or_404(number: str) -> Person:
    person = db.session.scalar(select(Person).where(Person.number == number, Person.id.in_(_serving())))
    if person is None:
        raise NotFound(_("Esa persona no está en la lista de acompañantes."))
    return person


def to_choose_from(case: Case) -> list[tuple[Person, list[Place]]]:
    """Every acompañante with the places they serve: first who serves the patient's village, then the clinic."""
    people = db.session.scalars(select(Person).where(Person.id.in_(_serving()), Person.died_on.is_(None))).all()
    served = places_served(person.id for person in people)
    ranked = [(_nearness(case, served[person.id]), person.full_name, person) for person in people]
    return [(person, served[person.id]) for _near, _name, person in sorted(ranked, key=lambda one: one[:2])]


def _nearness(case: Case, places: list[Place]) -> int:
    """0: the village where the patient lives; 1: the clinic; 2: elsewhere."""
    village = place_key(case.patient.village or "")
    if village and village in {place_key(place.name) for place in places}:
        return 0
    return 1 if case.clinic_id in {place.id for place in places} else 2


def party_and_helpers(case: Case) -> tuple[list[CasePerson], Helpers]:
    """The relatives of a case and its acompañante, or who could be; with the patient they come with phones and
    consents: one statement for all."""
    chosen = exists().where(CaseAcompanante.case_id == case.id, CaseAcompanante.person_id == Person.id)
    anybody = exists().where(CaseAcompanante.case_id == case.id)
    near = and_(~anybody, Person.id.in_(_near(case)), Person.id != case.patient_id, Person.died_on.is_(None))
    those = union_all(
        select(literal(case.patient_id)),
        select(CasePerson.person_id).where(CasePerson.case_id == case.id).correlate(None),
        select(CaseAcompanante.person_id).where(CaseAcompanante.case_id == case.id), _near(case).where(~anybody),
    )  # fmt: skip
    link = and_(CasePerson.person_id == Person.id, CasePerson.case_id == case.id)
    wanted = select(Person, CasePerson, chosen.label("chosen"), near.label("near")).outerjoin(CasePerson, link)
    wanted = wanted.where(Person.id.in_(those)).options(lazyload(CasePerson.person)).order_by(Person.id)
    rows = db.session.execute(wanted.options(joinedload(Person.phones), joinedload(Person.consents))).unique().all()
    for person, relative, _mine, _near_by in rows:
        if relative:
            set_committed_value(relative, "person", person)
    links = sorted((row.CasePerson for row in rows if row.CasePerson), key=lambda relative: relative.id)
    mine = next((row.Person for row in rows if row.chosen), None)
    return links, Helpers(mine, [row.Person for row in rows if row.near])


def _near(case: Case):
    village = func.lower(Place.name) == (case.patient.village or "").lower()
    return _serving().join(Place).where(or_(Acompanante.place_id == case.clinic_id, village))


def relay_or_404(case: Case, relay_id: int) -> Relay:
    relay = db.session.scalar(select(Relay).where(Relay.id == relay_id, Relay.case_id == case.id))
    if relay is None:
        raise NotFound(_("Ese recado no es de este caso."))
    return relay


def relay(relay_id: int) -> Relay | None:
    return db.session.get(Relay, relay_id)


def relay_by_key(key: str) -> Relay | None:
    """The relay about this, unless it was cancelled."""
    return db.session.scalar(select(Relay).where(Relay.key == key, Relay.state != "cancelled"))


def open_relays(case: Case) -> list[Relay]:
    """Those that nobody has confirmed yet, oldest first."""
    wanted = select(Relay).where(Relay.case_id == case.id, Relay.ended_at.is_(None)).order_by(Relay.id)
    return list(db.session.scalars(wanted))


def all_open_relays() -> list[Relay]:
    return list(db.session.scalars(select(Relay).where(Relay.ended_at.is_(None)).order_by(Relay.id)))


def last_relay(case: Case, acompanante_id: int) -> Relay | None:
    """What this person was last asked to tell or to look at in a case."""
    wanted = select(Relay).where(Relay.case_id == case.id, Relay.acompanante_id == acompanante_id)
    return db.session.scalar(wanted.order_by(Relay.id.desc()).limit(1))


def relays_about(appointment_id: int) -> list[Relay]:
    """What was told, or is being told, about an appointment."""
    wanted = select(Relay).where(Relay.appointment_id == appointment_id, Relay.kind == "message")
    return list(db.session.scalars(wanted.where(Relay.state.in_(("open", "sent", "confirmed"))).order_by(Relay.id)))
