"""What follows whenever a trip's plan changed: its budget, and the hours in its texts."""

from datetime import datetime

from app.accounts.models import User
from app.coordination import letters, money, reads
from app.coordination.happened import Happened
from app.travel.models import Trip


def follow(trip: Trip, now: datetime, by: User) -> Happened:
    appointment = reads.appointment(trip.appointment_id)
    budget = money.budget_for(trip, appointment.case, by, now)
    return Happened(appointment, trip, budget, letters.reconcile_trip(trip, now))
