"""After the way home: how it went is asked two days later, once, however the return was told (P7)."""

from datetime import datetime, timedelta

from app.accounts.models import User
from app.cases import operations as cases
from app.coordination import money, reads
from app.foundation.language import _
from app.travel import operations as travel
from app.travel.models import Trip
from app.travel.records import TripResult

ASKED_AFTER = timedelta(days=2)


def ask_result(trip: Trip, came_home_at: datetime, now: datetime) -> None:
    """A task for the navigator; nobody is asked how it went for somebody who died."""
    case = reads.case_by_id(trip.case_id)
    if case.patient.died_on is None:
        title = _("Preguntar cómo les fue en el viaje")
        cases.raise_task(case, "travel", title, came_home_at + ASKED_AFTER, _key(trip), now)


def record_result(trip: Trip, now: datetime, by: User, **told) -> TripResult:
    """What they tell about the trip; whoever had to ask need not any more."""
    result = travel.record_result(trip, by=by, now=now, **told)
    cases.finish_task_by_key(_key(trip), _("Se registró."), now, by)
    return result


def _key(trip: Trip) -> str:
    return f"result:{money.source(trip)}"
