"""Events of a trip that somebody changes by hand; as in workflows.py each is one function and none commits."""

from datetime import datetime

from app.accounts.models import User
from app.cases.models import Place
from app.coordination import letters, money, reads
from app.coordination.workflows import Happened
from app.travel import operations as travel
from app.travel.models import Leg, Stay, Trip


def add_leg(trip: Trip, after: Leg | None, place: Place, joined: bool, now: datetime, by: User, **told) -> Happened:
    return _followed(travel.add_leg(trip, after, place, joined, now, by, **told), now, by)


def remove_leg(leg: Leg, joined: bool, now: datetime, by: User) -> Happened:
    return _followed(travel.remove_leg(leg, joined, now, by), now, by)


def change_stay(stay: Stay, house: Place, nights: int, now: datetime, by: User) -> Happened:
    return _followed(travel.change_stay(stay, house, nights, now, by), now, by)


def _followed(trip: Trip, now: datetime, by: User) -> Happened:
    """The money and the hour in the texts follow the trip."""
    appointment = reads.appointment(trip.appointment_id)
    budget = money.budget_for(trip, appointment.case, by, now)
    return Happened(appointment, trip, budget, letters.reconcile(appointment, now))
