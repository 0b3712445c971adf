"""The verbs of a trip before it begins: chosen, planned anew."""

from collections.abc import Sequence
from datetime import datetime, timedelta

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
from ..queries.together import together
from ..queries.trips import trip_of
from ..rides import FULL_FARE, as_before, members
from ..rules import Member, Visit, check_party, ready_at, starting, ward_nights
from . import stays
from .company import apart_in, bring_back
from .dates import serve


def plan_trip(
    visit: Visit, party: Sequence[Member], key: str, by, now: datetime, price: Price | None = None,
    then: Sequence[Visit] = (),
) -> Trip:  # fmt: skip
    """The proposal of this `key` becomes the trip of the appointment: rides, seats and beds are held.

    `then`: the dates after it that the same journey serves, with the nights between; no other trip has them.

    A trip that was chosen before is chosen again; who joins or leaves on the way does so still. Refused: they have
    left already; the proposal is no longer offered, because the book or a bed changed; a bed that somebody took
    meanwhile.
    """
    trip = trip_of(visit.appointment_id)
    if trip is not None and trip.state not in ("draft", "chosen"):
        raise Refused(_("Ya salieron: este viaje no se vuelve a escoger, se corrige."))
    if trip is not None and trip.appointment_id != visit.appointment_id:
        raise Refused(_("Esta cita va en el viaje de una cita anterior: elija el viaje desde aquella."), "proposal")
    party, apart = as_before(trip, party), apart_in(trip) if trip else []
    if trip is not None:
        empty(trip)
    offered = together([visit, *then], party, now, price) if then else proposals(visit, party, now, price)
    chosen = offered.by_key(key)
    if chosen is None:
        raise Refused(_("Esa propuesta ya no se puede: cambió una ruta o se ocupó una cama. Escoja otra."), "proposal")
    trip = trip or Trip(created_at=now, created_by_id=getattr(by, "id", None))
    preference = "cheapest" if then else chosen.names[0] if chosen.names else "other"
    _write(trip, [visit, *then], party, chosen, preference)
    trip.evenings_before = trip.evenings_after = 0
    bring_back(trip, apart, party, timedelta(), by, now)
    return _note(trip, "chosen", by, now)


def replan(
    trip: Trip, visit: Visit, by, now: datetime, price: Price | None = None, then: Sequence[Visit] = ()
) -> Trip:  # fmt: skip
    """The same party and preference for another visit, and for those `then`. Without a way, or without a house for
    the nights between, it stays a draft, and holds nothing.

    Refused once somebody has left (P1): then it is to wait there, or to come back and go again.
    """
    if trip.state not in ("draft", "chosen"):
        raise Refused(_("Ya salieron: un viaje en camino no se planea de nuevo desde casa."))
    party, apart = as_before(trip, members(trip.travellers)), apart_in(trip)
    shift = visit.present_at - trip.present_at
    empty(trip)
    if then:
        offered = together([visit, *then], party, now, price, trip.preference).offers
    else:
        offered = list(proposals(visit, party, now, price))
        offered = [one for one in offered if trip.preference in one.names] or offered
    _write(trip, [visit, *then], party, next(iter(offered), None), trip.preference)
    bring_back(trip, apart, party, shift, by, now)
    return _note(trip, "replanned", by, now)


def empty(trip: Trip) -> None:
    """What the trip held is given back, so that its own beds are free to be chosen again."""
    stays.free_beds(trip)
    trip.legs.clear()
    for traveller in list(trip.travellers):
        db.session.delete(traveller)
    db.session.flush()
    db.session.expire(trip, ["travellers"])


def _write(
    trip: Trip, visits: Sequence[Visit], party: Sequence[Member], chosen: Proposal | None, preference: str
) -> None:
    check_party(party)
    visit, last = visits[0], visits[-1]
    trip.case_id, trip.appointment_id = visit.case_id, visit.appointment_id
    trip.origin, trip.hospital = cases.place_or_404(visit.origin_code), cases.place_or_404(visit.hospital_code)
    trip.present_at, trip.ends_at, trip.ready_at = visit.present_at, last.ends_at, ready_at(last, clock.zone())
    trip.preference, trip.state = preference, "chosen" if chosen else "draft"
    trip.departs_at = chosen.there.departs_at if chosen else None
    trip.returns_at = chosen.returns_at if chosen else None
    trip.travellers = [
        Traveller(person_id=m.person_id, name=m.name, kind=m.kind, fare_class=m.fare_class) for m in starting(party)
    ]
    db.session.add(trip)
    db.session.flush()
    serve(trip, visits)
    if chosen:
        _write_journeys(trip, visits, chosen)


def _write_journeys(trip: Trip, visits: Sequence[Visit], chosen: Proposal) -> None:
    """All that comes before the last date is the way there."""
    places = {place.code: place for place in cases.places(also_inactive=True)}
    for journey in chosen.journeys:
        direction = "home" if journey is chosen.home else "there"
        for leg in journey.legs:
            trip.legs.append(_leg(trip, direction, leg, places))
    held = [stay for journey in chosen.journeys for stay in journey.stays]
    held += [gap.stay for gap in chosen.between if gap.stay]
    for stay in sorted(held, key=lambda stay: stay.check_in):
        stays.hold_stay(trip, stay, places[stay.place])
    for visit in visits:
        _watch_in_ward(trip, visit, places[visit.hospital_code])
    stays.flush_beds()
    stays.price_rooms(trip)


def _watch_in_ward(trip: Trip, visit: Visit, hospital: Place) -> None:
    chair = chair_price(visit.hospital_code)
    for night in ward_nights(visit, clock.zone()):
        for traveller in trip.travellers:
            stays.watch_night(trip, traveller, night, hospital, chair)


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
