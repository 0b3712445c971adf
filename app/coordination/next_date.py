"""One journey for two dates: what somebody who is away could wait for, and what becomes of its own journey then."""

from datetime import datetime, timedelta

from app.accounts.models import User
from app.cases.models import Appointment, Case
from app.coordination import letters, money, reads
from app.foundation.language import _
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.models import Trip

NEAR = timedelta(days=21)  # beyond it nobody waits there


def date_ahead(trip: Trip, now: datetime) -> Appointment | None:
    """What the trip's appointment was moved to, or itself, while it is still to come with an hour; once it is over, the
    case's next date within three weeks."""
    current = moved_to(trip)
    return current if _can_be_waited_for(current, now) else _next(current.case, now, now)


def moved_to(trip: Trip) -> Appointment:
    """The trip's own appointment, or what it was moved to in the end."""
    current = reads.appointment(trip.appointment_id)
    while current.next_id is not None:
        current = reads.appointment(current.next_id)
    return current


def after(one: Appointment, now: datetime) -> Appointment | None:
    """The case's next date within three weeks of this one."""
    return _next(one.case, one.starts_at, now) if one.starts_at else None


def _next(case: Case, since: datetime, now: datetime) -> Appointment | None:
    ahead = [one for one in reads.appointments_ahead(case, now) if _can_be_waited_for(one, now)]
    near = [one for one in ahead if since < one.starts_at <= since + NEAR]
    return min(near, key=lambda one: one.starts_at, default=None)


def _can_be_waited_for(one: Appointment, now: datetime) -> bool:
    dated = one.state == "booked" and one.starts_at is not None and not one.tentative
    return dated and one.hospital is not None and one.starts_at > now


def serve(trip: Trip, date: Appointment, now: datetime, by: User) -> None:
    """The trip is this date's from now on. A journey of its own that was chosen for it is not needed any more."""
    former = reads.appointment(trip.appointment_id)
    if former.id == date.id:
        return
    own = travel_queries.trip_of(date.id)
    if own is not None:
        travel.cancel_trip(own, _("Esperan allá: un solo viaje sirve a las dos citas."), by, now)
        money.give_back(own, date.case, by, now)
    trip.appointment = date
    letters.reconcile(former, now)
