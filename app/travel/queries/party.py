"""Reads for a party that changes: the ways of one person, there by a moment or home after it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.language import _

from ..journeys import Journey
from ..models import Trip
from ..planner import Answer, Question, plan
from ..rules import Member, limits_of, paying
from .beds import full_houses
from .book import planner_book

AROUND = timedelta(days=5)
NOBODYS = 0  # no appointment's beds count as free: the others of the trip sleep in theirs


def own_ways(trip: Trip, party: Sequence[Member], direction: str, at: datetime, now: datetime) -> Answer:
    """`there`: from home to the hospital by then, leaving after now; `home`: back after it."""
    full = full_houses(clock.today(at - AROUND), clock.today(at + AROUND), list(party), NOBODYS)
    shared = {"party": paying(party), "limits": limits_of(party), "full_houses": full}
    home, hospital, book = trip.origin.code, trip.hospital.code, planner_book()
    if direction == "home":
        return plan(book, Question(hospital, home, ready_at=at, **shared))
    answer = plan(book, Question(home, hospital, arrive_by=at, **shared))
    return Answer(tuple(one for one in answer.journeys if one.departs_at >= now), answer.missing)


def soonest_there(trip: Trip, now: datetime) -> datetime | None:
    """When somebody at home who leaves by the next departures can be with them; None where the book has no way."""
    alone = [Member(None, "", "companion", "full")]
    full = full_houses(clock.today(now), clock.today(now + AROUND), alone, NOBODYS)
    asked = Question(trip.origin.code, trip.hospital.code, ready_at=now, full_houses=full)
    return min((one.arrives_at for one in plan(planner_book(), asked).journeys), default=None)


def key_of(journey: Journey) -> str:
    """What names it in a form."""
    rides = "|".join(f"{leg.origin}>{leg.destination} {leg.mode} {leg.departs_at}" for leg in journey.legs)
    return sha256(rides.encode()).hexdigest()[:16]


def own_way(answer: Answer, key: str) -> Journey:
    """The way of this key. Refused: it is no longer there."""
    found = next((one for one in answer.journeys if key_of(one) == key), None)
    if found is None:
        raise Refused(_("Ese camino ya no se puede: cambió una ruta o se ocupó una cama. Escoja otro."))
    return found
