"""One journey for several dates: what somebody who is away could wait for, and what becomes of its own journey then."""

from datetime import datetime, timedelta

from app.accounts.models import User
from app.cases.models import Appointment, Case
from app.coordination import journeys, letters, money, reads
from app.foundation.language import _
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.models import Trip

NEAR = timedelta(days=21)  # beyond it nobody waits there
GONE = ("rescheduled", "cancelled_hospital", "cancelled_patient")


def date_ahead(trip: Trip, now: datetime) -> Appointment | None:
    """What the trip's appointment was moved to, or itself, while it is still to come with an hour, or another date of
    the trip that comes before it; once all are over, the case's next date within three weeks."""
    ahead = {one.id: one for one in (moved_to(trip), *served_by(trip)) if can_be_waited_for(one, now)}
    return min(ahead.values(), key=_hour) if ahead else _next(moved_to(trip).case, now, now)


def moved_to(trip: Trip) -> Appointment:
    """The trip's own appointment, or what it was moved to in the end."""
    return _in_the_end(trip.appointment_id)


def _in_the_end(appointment_id: int) -> Appointment:
    current = reads.appointment(appointment_id)
    while current.next_id is not None:
        current = reads.appointment(current.next_id)
    return current


def trip_for(date: Appointment) -> Trip | None:
    """The trip that serves it; else that of who is away and whose date was moved to it."""
    served = travel_queries.trip_of(date.id)
    if served is not None:
        return served
    away = (one for one in travel_queries.trips_of_case(date.case_id) if travel_queries.under_way(one))
    return next((one for one in away if moved_to(one).id == _in_the_end(date.id).id), None)


def served_by(trip: Trip) -> list[Appointment]:
    """The dates of the trip, those that are over too, in order."""
    return [date.appointment for date in trip.dates]


def still_to_serve(trip: Trip, but: Appointment, now: datetime) -> list[Appointment]:
    """The trip's dates that are to come, without this one."""
    return [one for one in served_by(trip) if one.id != but.id and can_be_waited_for(one, now)]


def _next(case: Case, since: datetime, now: datetime) -> Appointment | None:
    return next((one for one in dates_of(case, now) if since < one.starts_at <= since + NEAR), None)


def dates_of(case: Case, now: datetime) -> list[Appointment]:
    """Its dates to come that one can plan for, in the order of their hours."""
    ahead = (one for one in reads.appointments_ahead(case, now) if can_be_waited_for(one, now))
    return sorted(ahead, key=_hour)


def can_be_waited_for(one: Appointment, now: datetime) -> bool:
    dated = one.state == "booked" and one.starts_at is not None and not one.tentative
    return dated and one.hospital is not None and one.starts_at > now


def _hour(one: Appointment) -> tuple[datetime, int]:
    return one.starts_at, one.id


def serve(trip: Trip, date: Appointment, now: datetime, by: User) -> None:
    """The trip goes on to this date, after those that it has served. A journey of its own that was chosen for it is
    not needed any more; a later date of the trip waits for another decision."""
    former = reads.appointment(trip.appointment_id)
    give_up_own(date, trip, now, by)
    later = still_to_serve(trip, date, now)
    travel.serve_also(trip, {one.id for one in _served_before(trip, date)}, journeys.visit_of(date))
    trip.appointment = date
    for one in {one.id: one for one in (former, *later) if one.id != date.id}.values():
        letters.reconcile(one, now)


def give_up_own(date: Appointment, trip: Trip | None, now: datetime, by: User) -> None:
    """The date goes along in `trip`: a journey that it has of its own gives its money and beds back."""
    own = travel_queries.trip_of(date.id)
    if own is not None and (trip is None or own.id != trip.id):
        travel.cancel_trip(own, _("Esperan allá: un solo viaje sirve a las dos citas."), by, now)
        money.give_back(own, date.case, by, now)


def comes_again(trip: Trip, date: Appointment) -> bool:
    """Whether somebody who goes home now comes back for this date by a journey of its own: the trip was for another
    date, or has served one."""
    return date.id != trip.appointment_id or bool(_served_before(trip, date))


def leave_out(trip: Trip, date: Appointment) -> None:
    """They go home before it: the trip is that of the dates it has served."""
    served = _served_before(trip, date)
    if served:
        travel.serve_also(trip, {one.id for one in served}, None)
        trip.appointment = served[-1]


def _served_before(trip: Trip, date: Appointment) -> list[Appointment]:
    """Those of the trip that came before this date; an urgent one has a day without an hour."""
    told = ((one, letters.instant(one)) for one in served_by(trip) if one.state not in GONE and one.id != date.id)
    return [one for one, at in told if at is not None and at < date.starts_at]


def forget(trip: Trip, gone: Appointment) -> None:
    """A later date was moved or called off while they are away: whatever is decided, the trip does not serve it."""
    if trip.appointment_id != gone.id:
        travel.serve_also(trip, {one.id for one in served_by(trip)} - {gone.id}, None)


def move_on(trip: Trip, told: Appointment, now: datetime) -> bool:
    """One visit is over: the next date of this very trip is its own now. False: there is none."""
    rows = [row for row in trip.dates if row.appointment_id != told.id and can_be_waited_for(row.appointment, now)]
    if not rows:
        return False
    travel.move_on(trip, rows[0])
    return True
