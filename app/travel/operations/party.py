"""The verbs of a party that changes: somebody joins, is born, or goes home before the others (P2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.cases import queries as cases
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..journeys import Journey
from ..models import BedNight, Leg, Traveller, Trip, TripEvent
from ..rides import evenings, is_main, legs_of, night_of, nights_of, seat
from ..rules import IN_ARMS, Member
from . import stays
from .on_site import drop_nights, take_nights


@dataclass(frozen=True)
class ByHand:
    """A ride that the book does not know, between home and the hospital."""

    mode: str
    leaves_at: datetime
    minutes: int
    fare: Money

    @property
    def arrives_at(self) -> datetime:
        return self.leaves_at + timedelta(minutes=self.minutes)


Way = Journey | ByHand | None


def join(trip: Trip, member: Member, since: datetime, way: Way, by, now: datetime) -> Traveller:
    """Somebody is of the party since then: `way` there, or none where they board with the others or are born there.

    A seat on every ride of the patient from then on, at their own fare, and a bed each night like the others'.
    Refused: whoever goes already, a trip that is over, a house without a bed or that does not take them.
    """
    _refuse_over(trip)
    if member.person_id is not None and any(one.person_id == member.person_id for one in trip.travellers):
        raise Refused(_("%(name)s ya va en este viaje.", name=member.name), "person")
    arrives = way.arrives_at if way else since
    traveller = Traveller(
        trip=trip, person_id=member.person_id, name=member.name, kind=member.kind, fare_class=member.fare_class,
        joins_at=_departs(way) if way else since,
    )  # fmt: skip
    db.session.add(traveller)
    db.session.flush()
    nights = _like_the_others(trip, traveller, arrives)
    for leg in trip.legs:
        if leg.departs_at >= arrives and is_main(leg):
            leg.seats.append(seat(traveller, full_fare(leg)))
    _ride(trip, traveller, way, "there")
    _take(trip, [*_on_the_way(way, traveller), *nights])
    return _noted(trip, traveller, _("Se suma %(name)s.", name=traveller.name), by, now)


def leave(trip: Trip, traveller: Traveller, at: datetime, way: Way, by, now: datetime) -> Traveller:
    """Somebody goes home before the others: no seat with them, bed or meal from then on, but an own way home.

    Refused: the patient, whoever left already, no way home, a trip that is over.
    """
    _refuse_over(trip)
    if traveller.kind == "patient":
        raise Refused(_("El viaje es del paciente: si regresa, use «Esperar o regresar»."), "who")
    if traveller.leaves_at is not None or traveller.away_until is not None:
        raise Refused(_("%(name)s ya no está en este viaje.", name=traveller.name), "who")
    if way is None:
        raise Refused(_("Elija cómo regresa."), "way")
    evening = clock.today(_departs(way) - timedelta(hours=2))
    mine = [one for one in trip.nights if one.traveller_id == traveller.id]
    drop_nights(trip, [one for one in mine if one.night >= evening])
    for leg in list(trip.legs):
        if leg.departs_at >= at:
            leg.seats = [one for one in leg.seats if one.traveller_id != traveller.id]
            if not leg.seats:
                trip.legs.remove(leg)
    traveller.leaves_at = at
    _ride(trip, traveller, way, "home")
    _take(trip, _on_the_way(way, traveller))
    return _noted(trip, traveller, _("%(name)s regresa antes.", name=traveller.name), by, now)


def _departs(way: Journey | ByHand) -> datetime:
    return way.departs_at if isinstance(way, Journey) else way.leaves_at


def _refuse_over(trip: Trip) -> None:
    if trip.state not in ("chosen", "departed", "arrived"):
        raise Refused(_("Ese viaje no está en marcha: no cambia quién va."))


def full_fare(leg: Leg) -> int:
    """What one pays in full: as somebody does, else twice a half."""
    paid = {one.traveller.fare_class: one.fare.amount_minor for one in leg.seats}
    return paid.get("full", 2 * paid.get("half", 0))


def _ride(trip: Trip, traveller: Traveller, way: Way, direction: str) -> None:
    if isinstance(way, ByHand):
        ends = (trip.origin, trip.hospital) if direction == "there" else (trip.hospital, trip.origin)
        leg = Leg(
            direction=direction, origin=ends[0], destination=ends[1], mode=way.mode, departs_at=way.leaves_at,
            arrives_at=way.arrives_at, by_hand=True,
        )  # fmt: skip
        leg.seats = [seat(traveller, way.fare.amount_minor)]
        trip.legs.append(leg)
    elif way is not None:
        places = {place.code: place for place in cases.places(also_inactive=True)}
        trip.legs.extend(legs_of(way, direction, [traveller], places))
    db.session.flush()


def _on_the_way(way: Way, traveller: Traveller) -> list[BedNight]:
    if not isinstance(way, Journey):
        return []
    return nights_of(way, [traveller], {place.code: place for place in cases.places(also_inactive=True)})


def _like_the_others(trip: Trip, traveller: Traveller, arrives: datetime) -> list[BedNight]:
    """Who is carried sleeps where the patient does; the others where a companion does, or on a chair by the ward."""
    ends = max((night.night for night in trip.nights), default=None)
    if ends is None:
        return []
    return [
        night
        for evening in evenings(arrives, arrives + timedelta(days=max(0, (ends - clock.today(arrives)).days + 2)))
        if (night := _like(trip, traveller, evening))
    ]


def _like(trip: Trip, traveller: Traveller, evening: date) -> BedNight | None:
    tonight = [one for one in trip.nights if one.night == evening]
    patients = [one for one in tonight if one.traveller.kind == "patient"]
    others = [one for one in tonight if one.traveller.kind not in ("patient", *IN_ARMS)]
    model = next(iter(patients or others if traveller.kind in IN_ARMS else others or patients), None)
    if model is None:
        return None
    kind = "chair" if model.kind == "hospital" and traveller.kind not in IN_ARMS else model.kind
    return night_of(traveller, evening, kind, model.place)


def _take(trip: Trip, nights: Sequence[BedNight]) -> None:
    take_nights(trip, nights)
    stays.price_rooms(trip)


def _noted(trip: Trip, traveller: Traveller, words: str, by, now: datetime) -> Traveller:
    told_by = getattr(by, "id", None)
    trip.events.append(
        TripEvent(kind="replanned", occurred_at=now, recorded_at=now, recorded_by_id=told_by, reason=words[:200])
    )
    db.session.flush()
    db.session.expire(trip, ["legs", "nights", "stays", "travellers"])
    audit.record("trip.party", f"trip:{trip.id}", by, traveller=traveller.id)
    return traveller
