"""The verbs of a trip before it begins: chosen, planned anew."""

from collections.abc import Sequence
from datetime import datetime

from app.cases import queries as cases
from app.cases.models import Place
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..journeys import PlannedLeg
from ..models import Leg, Seat, Traveller, Trip, TripEvent
from ..queries.proposals import Price, Proposal, chair_price, proposals
from ..queries.trips import trip_of
from ..rides import FULL_FARE, members
from ..rules import Member, Visit, check_party, ready_at, ward_nights
from . import stays


def plan_trip(visit: Visit, party: Sequence[Member], key: str, by, now: datetime, price: Price | None = None) -> Trip:
    """The proposal of this `key` becomes the trip of the appointment: rides, seats and beds are held.

    A trip that was chosen before is chosen again. Refused: they have left already; the proposal is no longer
    offered, because the book or a bed changed; a bed that somebody took meanwhile.
    """
    trip = trip_of(visit.appointment_id)
    if trip is not None and trip.state not in ("draft", "chosen"):
        raise Refused(_("Ya salieron: este viaje no se vuelve a escoger, se corrige."))
    if trip is not None:
        empty(trip)
    chosen = proposals(visit, party, now, price).by_key(key)
    if chosen is None:
        raise Refused(_("Esa propuesta ya no se puede: cambió una ruta o se ocupó una cama. Escoja otra."), "proposal")
    trip = trip or Trip(created_at=now, created_by_id=getattr(by, "id", None))
    _write(trip, visit, party, chosen, chosen.names[0] if chosen.names else "other")
    return _note(trip, "chosen", by, now)


def replan(trip: Trip, visit: Visit, by, now: datetime, price: Price | None = None) -> Trip:
    """The same party and preference for another visit. Without a way it stays a draft, and holds nothing.

    Refused once somebody has left (P1): then it is to wait there, or to come back and go again.
    """
    if trip.state not in ("draft", "chosen"):
        raise Refused(_("Ya salieron: un viaje en camino no se planea de nuevo desde casa."))
    party = members(trip.travellers)
    empty(trip)
    offered = list(proposals(visit, party, now, price))
    preferred = [one for one in offered if trip.preference in one.names]
    _write(trip, visit, party, next(iter(preferred or offered), None), trip.preference)
    return _note(trip, "replanned", by, now)


def empty(trip: Trip) -> None:
    """What the trip held is given back, so that its own beds are free to be chosen again."""
    stays.free_beds(trip)
    trip.legs.clear()
    for traveller in list(trip.travellers):
        db.session.delete(traveller)
    db.session.flush()
    db.session.expire(trip, ["travellers"])


def _write(trip: Trip, visit: Visit, party: Sequence[Member], chosen: Proposal | None, preference: str) -> None:
    check_party(party)
    zone = clock.zone()
    trip.case_id, trip.appointment_id = visit.case_id, visit.appointment_id
    trip.origin, trip.hospital = cases.place_or_404(visit.origin_code), cases.place_or_404(visit.hospital_code)
    trip.present_at, trip.ends_at, trip.ready_at = visit.present_at, visit.ends_at, ready_at(visit, zone)
    trip.preference, trip.state = preference, "chosen" if chosen else "draft"
    trip.departs_at = chosen.there.departs_at if chosen else None
    trip.returns_at = chosen.returns_at if chosen else None
    trip.travellers = [
        Traveller(person_id=m.person_id, name=m.name, kind=m.kind, fare_class=m.fare_class) for m in party
    ]
    db.session.add(trip)
    db.session.flush()
    if chosen:
        _write_journeys(trip, visit, chosen)


def _write_journeys(trip: Trip, visit: Visit, chosen: Proposal) -> None:
    places = {place.code: place for place in cases.places(also_inactive=True)}
    for direction, journey in zip(("there", "home"), chosen.journeys, strict=False):
        for leg in journey.legs:
            trip.legs.append(_leg(trip, direction, leg, places))
        for stay in journey.stays:
            stays.hold_stay(trip, stay, places[stay.place])
    chair = chair_price(visit.hospital_code)
    for night in ward_nights(visit, clock.zone()):
        for traveller in trip.travellers:
            patient = traveller.kind == "patient"
            price = Money.zero() if patient else chair
            stays.watch_night(trip, traveller, night, "hospital" if patient else "chair", price)
    stays.flush_beds()
    stays.price_rooms(trip)


def _leg(trip: Trip, direction: str, planned: PlannedLeg, places: dict[str, Place]) -> Leg:
    leg = Leg(
        direction=direction, origin=places[planned.origin], destination=places[planned.destination],
        route_id=planned.route, mode=planned.mode, departs_at=planned.departs_at, arrives_at=planned.arrives_at,
        dark_minutes=planned.dark_minutes, estimate=planned.estimate,
    )  # fmt: skip
    leg.seats = [_seat(traveller, planned.fare_each) for traveller in trip.travellers]
    return leg


def _seat(traveller: Traveller, full_fare: int) -> Seat:
    return Seat(traveller=traveller, fare=Money(FULL_FARE[traveller.fare_class].fare(full_fare)))


def _note(trip: Trip, kind: str, by, now: datetime) -> Trip:
    trip.events.append(TripEvent(kind=kind, occurred_at=now, recorded_at=now, recorded_by_id=getattr(by, "id", None)))
    db.session.flush()
    audit.record(f"trip.{kind}", f"trip:{trip.id}", by, preference=trip.preference)
    return trip
