"""The verbs of a trip that a person writes over the plan: a ride corrected, added, taken out; another house."""

from collections.abc import Sequence
from datetime import date, datetime

from app.cases.models import Place
from app.foundation import audit, clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..models import Leg, Route, Stay, Trip, TripEvent
from ..queries.staying_places import same_town
from ..rides import FULL_FARE, evenings, going, is_main, seat
from ..rules import check_leg, check_no_gap, dark_minutes
from . import stays

LEG_FIELDS = ("mode", "departs_at", "arrives_at", "meeting_point", "driver", "note")


def correct_leg(leg: Leg, now: datetime, by, **changes) -> Trip:
    """What a person knows better than the book: LEG_FIELDS, and `fare` (Money, full fare of one person).

    Refused: hours that the rides before and after do not allow, an arrival on another night than the bed's, a trip
    that is over.
    """
    trip = _not_over(leg.trip)
    told = {name: changes[name] for name in LEG_FIELDS if name in changes}
    before, after = _around(leg)
    departs_at, arrives_at = told.get("departs_at", leg.departs_at), told.get("arrives_at", leg.arrives_at)
    check_leg(departs_at, arrives_at, before and before.arrives_at, after and after.departs_at)
    moved = (departs_at, arrives_at) != (leg.departs_at, leg.arrives_at)
    _move_check_in(leg, arrives_at)
    _check_beds(before, departs_at)
    for name, value in told.items():
        setattr(leg, name, value)
    if (fare := changes.get("fare")) is not None:
        for one in leg.seats:
            one.fare = Money(FULL_FARE[one.traveller.fare_class].fare(fare.amount_minor))
    if moved:
        leg.dark_minutes = _dark(leg)
    leg.by_hand = True
    audit.record("leg.corrected", f"trip:{trip.id}", by, leg=leg.id, fields=sorted(changes))
    return corrected(trip, None, by, now)


def add_leg(
    trip: Trip, after: Leg | None, place: Place, joined: bool, now: datetime, by, *, fare: Money, **told
) -> Trip:  # fmt: skip
    """A ride to `place` behind `after`; without one, from `place` to where the first ride leaves. `told`: LEG_FIELDS.

    `joined`: the next ride leaves from `place`. Refused: a gap, an outward way that does not end at the hospital,
    hours that the rides around it or a bed do not allow, a trip that is over.
    """
    _not_over(trip)
    if not trip.legs:
        raise Refused(_("Este viaje no tiene camino: primero escoja uno."))
    following = _around(after)[1] if after else trip.legs[0]
    check_leg(
        told["departs_at"], told["arrives_at"], after and after.arrives_at, following and following.departs_at
    )  # fmt: skip
    origin, destination = (after.destination, place) if after else (place, following.origin)
    direction = after.direction if after else following.direction
    if origin.id == destination.id:
        raise Refused(_("El tramo sale de un lugar y llega a otro."), "place")
    if after:
        _check_beds(after, told["departs_at"])
        _meet(trip, direction, destination, following, joined)
    leg = Leg(direction=direction, origin=origin, destination=destination, by_hand=True, **told)
    leg.seats = [seat(one, fare.amount_minor) for one in going(trip)]
    leg.dark_minutes = _dark(leg)
    trip.legs.append(leg)
    words = _("se agregó %(from_)s → %(to)s", from_=origin.name, to=destination.name)
    return corrected(trip, words, by, now)


def remove_leg(leg: Leg, joined: bool, now: datetime, by) -> Trip:
    """`joined`: the next ride leaves from where this one left. At the ends they come, or go on, by themselves.

    Refused: the only ride of its direction, a gap, a ride that brings them to a bed, a trip that is over.
    """
    trip = _not_over(leg.trip)
    if len([one for one in trip.legs if one.direction == leg.direction]) == 1:
        raise Refused(_("Es el único tramo de esa dirección: corríjalo en lugar de quitarlo."))
    if any(stay.place_id == leg.to_id and stay.check_in == leg.arrives_at for stay in trip.stays):
        raise Refused(_("Con este tramo llegan a donde duermen: cambie antes el hospedaje."))
    before, after = _around(leg)
    if joined or (before and before.direction == leg.direction) or leg.direction == "home":
        start = leg.origin if joined or before is None else before.destination
        _meet(trip, leg.direction, start, after, joined)
    words = _("se quitó %(from_)s → %(to)s", from_=leg.origin.name, to=leg.destination.name)
    trip.legs.remove(leg)
    return corrected(trip, words, by, now)


def change_stay(stay: Stay, place: Place, nights: int, now: datetime, by) -> Trip:
    """Another house of the same town, or other nights, before they leave; the rides to and from the house follow.

    To be confirmed anew; an evening more that is taken out is wished for no longer. Refused: they have left, more
    nights than until the next ride, a house elsewhere or full.
    """
    trip = stay.trip
    if trip.state != "chosen":
        raise Refused(_("Ya salieron: las noches se cambian en «Noches y estancia»."))
    if place.kind != "lodging" or not same_town(place, stay.place):
        raise Refused(_("Ese hospedaje no está en %(city)s.", city=stay.place.city_name), "house")
    leaves = next((leg.departs_at for leg in trip.legs if leg.departs_at >= stay.check_in), None)
    most = len(evenings(stay.check_in, leaves)) if leaves else nights
    if not 1 <= nights <= most:
        raise Refused(_("De 1 a %(most)s noches: después sale el tramo siguiente.", most=most), "nights")
    for leg in trip.legs:
        _rehouse(leg, stay.place, place)
    _wish_less(stay, stays.nights_of(stay.check_in, stay.nights)[nights:])
    stays.hold_anew(stay, place, nights)
    words = _("hospedaje: %(place)s, noches: %(nights)s", place=place.name, nights=nights)
    return corrected(trip, words, by, now)


def _not_over(trip: Trip) -> Trip:
    if trip.state in ("returned", "cancelled"):
        raise Refused(_("Ese viaje ya terminó: no se corrige."))
    return trip


def _around(leg: Leg) -> tuple[Leg | None, Leg | None]:
    """The rides before and after it of those who are on it."""
    riders = {one.traveller_id for one in leg.seats}
    legs = [one for one in leg.trip.legs if one is leg or riders & {other.traveller_id for other in one.seats}]
    position = legs.index(leg)
    return (legs[position - 1] if position else None), next(iter(legs[position + 1 :]), None)


def _meet(trip: Trip, direction: str, arrives: Place, following: Leg | None, joined: bool) -> None:
    """They are at `arrives` and the next ride leaves from there, or is made to. Outward it ends at the hospital."""
    ends = following is None or following.direction != direction
    hospitals = {trip.hospital_id, *(date.hospital_id for date in trip.dates)}
    if direction == "there" and ends and arrives.id not in hospitals:
        raise Refused(_("La ida termina en %(hospital)s.", hospital=trip.hospital.name), "place")
    if following is None:
        return
    if joined and following.from_id != arrives.id:
        following.origin, following.route_id, following.by_hand = arrives, None, True
    check_no_gap(arrives.name, following.origin.name)


def _move_check_in(leg: Leg, arrives_at: datetime) -> None:
    for stay in leg.trip.stays:
        if stay.place_id == leg.to_id and stay.check_in == leg.arrives_at:
            if stays.nights_of(arrives_at, 1) != stays.nights_of(stay.check_in, 1):
                raise Refused(
                    _("La cama de %(place)s es de otra noche: cambie antes el hospedaje.", place=stay.place.name),
                    "arrives_at",
                )  # fmt: skip
            stay.check_in = arrives_at


def _check_beds(before: Leg | None, departs_at: datetime) -> None:
    """Nobody leaves a house before the nights that are kept there are over."""
    for stay in before.trip.stays if before else ():
        here = stay.place_id == before.to_id and stay.check_in == before.arrives_at
        if here and len(evenings(stay.check_in, departs_at)) < stay.nights:
            raise Refused(
                _("Todavía tienen noches apartadas en %(place)s: cambie antes las noches.", place=stay.place.name),
                "departs_at",
            )  # fmt: skip


def _rehouse(leg: Leg, former: Place, place: Place) -> None:
    for end, other in (("origin", leg.destination), ("destination", leg.origin)):
        if former.id != place.id and getattr(leg, end).id == former.id and other.id != place.id:
            setattr(leg, end, place)
            leg.route_id, leg.by_hand = None, True


def _wish_less(stay: Stay, given_up: Sequence[date]) -> None:
    """Evenings more that are taken out, before the first date or after the last, are wished for no longer."""
    trip = stay.trip
    first = min(trip.dates, key=lambda one: one.present_at, default=trip)
    last = max(trip.dates, key=lambda one: one.present_at, default=trip)
    begins, ends = clock.today(first.present_at), clock.today(trip.ready_at)
    if same_town(stay.place, first.hospital):
        trip.evenings_before = max(0, trip.evenings_before - sum(night < begins for night in given_up))
    if same_town(stay.place, last.hospital):
        trip.evenings_after = max(0, trip.evenings_after - sum(night >= ends for night in given_up))


def _dark(leg: Leg) -> int:
    """Nothing on a route that the book calls safe after dark."""
    route = db.session.get(Route, leg.route_id) if leg.route_id else None
    if route is not None and route.mode == leg.mode and route.safe_after_dark:
        return 0
    return dark_minutes(leg.departs_at, leg.arrives_at, clock.zone())


def corrected(trip: Trip, words: str | None, by, now: datetime, kind: str = "corrected") -> Trip:
    """The plan was written over: it says so, and leaves and comes home when the patient's rides do now."""
    told_by = getattr(by, "id", None)
    trip.events.append(TripEvent(kind=kind, occurred_at=now, recorded_at=now, recorded_by_id=told_by, reason=words))
    db.session.flush()
    db.session.expire(trip, ["legs", "stays", "nights"])
    together = [leg for leg in trip.legs if is_main(leg)] or trip.legs
    trip.departs_at = together[0].departs_at
    last = together[-1]
    trip.returns_at = last.arrives_at if last.direction == "home" else trip.ready_at
    db.session.flush()
    audit.record("trip.corrected", f"trip:{trip.id}", by, preference=trip.preference, what=words)
    return trip
