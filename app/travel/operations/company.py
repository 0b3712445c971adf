"""Who joins on the way or goes home before the others: kept when the trip is chosen or planned again (P2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.foundation.db import db
from app.foundation.money import Money

from ..models import Leg, Traveller, Trip
from ..queries.party import own_ways
from ..rides import as_before, is_main, members
from ..rules import Member, same_person
from .party import ByHand, Way, full_fare, join, leave


@dataclass(frozen=True)
class OwnRide:
    """A ride of one person alone, as a value: its row goes when the trip is emptied."""

    mode: str
    departs_at: datetime
    arrives_at: datetime
    fare: Money
    by_hand: bool


@dataclass(frozen=True)
class Apart:
    """Somebody who is not of the party from beginning to end, with the rides of their own there and home."""

    member: Member
    there: tuple[OwnRide, ...]
    home: tuple[OwnRide, ...]


def apart_in(trip: Trip) -> list[Apart]:
    """Those of the trip as it stands."""
    party = zip(trip.travellers, as_before(trip, members(trip.travellers)), strict=True)
    return [
        Apart(member, _own(trip, traveller, "there"), _own(trip, traveller, "home"))
        for traveller, member in party
        if member.joins_at or member.leaves_at
    ]


def _own(trip: Trip, traveller: Traveller, direction: str) -> tuple[OwnRide, ...]:
    own = [
        leg for leg in trip.legs
        if leg.direction == direction and not is_main(leg) and any(one.traveller is traveller for one in leg.seats)
    ]  # fmt: skip
    return tuple(_value(leg) for leg in own)


def _value(leg: Leg) -> OwnRide:
    return OwnRide(leg.mode, leg.departs_at, leg.arrives_at, Money(full_fare(leg)), leg.by_hand)


def bring_back(
    trip: Trip, former: Iterable[Apart], party: Sequence[Member], shift: timedelta, by, now: datetime
) -> None:  # fmt: skip
    """Whoever of `former` is still of the party joins and leaves as before, so much later as the date moved.

    A ride of the book is looked up anew, one by hand runs that much later. Whoever finds no way of their own rides
    with the others. Without a way for the trip they stay on its list until there is one. Refused: no bed for them.
    """
    for one in former:
        member = next((member for member in party if same_person(member, one.member)), None)
        if member is not None:
            _again(trip, replace(one, member=member), shift, by, now)


def _again(trip: Trip, one: Apart, shift: timedelta, by, now: datetime) -> None:
    joins, leaves = _later(one.member.joins_at, shift), _later(one.member.leaves_at, shift)
    if trip.state == "draft":
        _keep_on_list(trip, one.member, joins, leaves)
        return
    if joins:
        way = _way(trip, one.member, one.there, "there", shift, now)
        traveller = join(trip, one.member, joins, way, by, now)
    else:
        traveller = next(row for row in trip.travellers if _is(row, one.member))
    if leaves and leaves < trip.returns_at:
        way = _way(trip, one.member, one.home, "home", shift, now)
        if way is not None:
            leave(trip, traveller, leaves, way, by, now)


def _later(moment: datetime | None, shift: timedelta) -> datetime | None:
    return None if moment is None else moment + shift


def _keep_on_list(trip: Trip, member: Member, joins: datetime | None, leaves: datetime | None) -> None:
    row = next((row for row in trip.travellers if _is(row, member)), None)
    if row is None:
        row = Traveller(
            trip=trip, person_id=member.person_id, name=member.name, kind=member.kind, fare_class=member.fare_class
        )
        db.session.add(row)
    row.joins_at, row.leaves_at = joins, leaves
    db.session.flush()


def _is(row: Traveller, member: Member) -> bool:
    return (row.person_id, row.name) == (member.person_id, member.name)


def _way(
    trip: Trip, member: Member, rides: Sequence[OwnRide], direction: str, shift: timedelta, now: datetime
) -> Way:  # fmt: skip
    """The same hours where the book still has them, else the cheapest; None: they board with the others."""
    if not rides:
        return None
    leaves, arrives = rides[0].departs_at + shift, rides[-1].arrives_at + shift
    if any(ride.by_hand for ride in rides):
        fare = sum((ride.fare for ride in rides), Money.zero())
        return ByHand(rides[0].mode, leaves, int((arrives - leaves).total_seconds() // 60), fare)
    found = own_ways(trip, [member], direction, arrives if direction == "there" else leaves, now).journeys
    alike = [way for way in found if (way.departs_at, way.arrives_at) == (leaves, arrives)]
    return min(alike or found, key=lambda way: way.cost_minor, default=None)
