"""A party that changes on the way: which ways one person has, and what becomes of trip, money and texts."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from app.accounts.models import User
from app.coordination.party_change_forms import JoinForm, LeaveForm
from app.foundation.errors import Refused
from app.foundation.language import _
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.journeys import Journey
from app.travel.models import Trip
from app.travel.operations.party import Way
from app.travel.planner import Answer
from app.travel.rides import members
from app.travel.rules import Member

WITH_THEM, BY_HAND = "with_them", "hand"


def ways(trip: Trip, form: JoinForm | LeaveForm, now: datetime) -> Answer:
    """The best ways of this one person."""
    joins = isinstance(form, JoinForm)
    party: Sequence[Member] = [form.member()] if joins else members([form.traveller()])
    return travel_queries.own_ways(trip, party, "there" if joins else "home", form.at.data, now)


def key_of(journey: Journey) -> str:
    rides = "|".join(f"{leg.origin}>{leg.destination} {leg.mode} {leg.departs_at}" for leg in journey.legs)
    return sha256(rides.encode()).hexdigest()[:16]


def change(trip: Trip, form: JoinForm | LeaveForm, key: str, now: datetime, by: User) -> None:
    """Refused: a way that is no longer there, and as `travel.join` and `travel.leave` refuse."""
    way = _way(trip, form, key, now)
    if isinstance(form, JoinForm):
        travel.join(trip, form.member(), form.at.data, way, by, now)
    else:
        travel.leave(trip, form.traveller(), form.at.data, way, by, now)


def _way(trip: Trip, form: JoinForm | LeaveForm, key: str, now: datetime) -> Way:
    if key == WITH_THEM:
        return None
    if key == BY_HAND:
        return form.by_hand()
    found = next((one for one in ways(trip, form, now).journeys if key_of(one) == key), None)
    if found is None:
        raise Refused(_("Ese camino ya no se puede: cambió una ruta o se ocupó una cama. Escoja otro."))
    return found
