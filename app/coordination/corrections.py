"""Events of a trip that somebody changes by hand; as in workflows.py each is one function and none commits."""

from datetime import datetime

from app.accounts.models import User
from app.cases.models import Place
from app.coordination.follow import follow
from app.coordination.happened import Happened
from app.travel import operations as travel
from app.travel.models import Leg, Stay, Trip


def add_leg(trip: Trip, after: Leg | None, place: Place, joined: bool, now: datetime, by: User, **told) -> Happened:
    return follow(travel.add_leg(trip, after, place, joined, now, by, **told), now, by)


def remove_leg(leg: Leg, joined: bool, now: datetime, by: User) -> Happened:
    return follow(travel.remove_leg(leg, joined, now, by), now, by)


def change_stay(stay: Stay, house: Place, nights: int, now: datetime, by: User) -> Happened:
    return follow(travel.change_stay(stay, house, nights, now, by), now, by)
