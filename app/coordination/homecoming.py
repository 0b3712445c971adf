"""After the way home: how they came is asked where nobody planned it, and two days later how it went (P7)."""

from datetime import datetime, timedelta

from app.accounts.models import User
from app.cases import operations as cases
from app.coordination import money, reads
from app.coordination.follow import follow
from app.coordination.happened import Happened
from app.foundation.language import _
from app.travel import operations as travel
from app.travel import queries as travel_queries
from app.travel.journeys import Journey
from app.travel.models import Trip
from app.travel.records import TripResult

ASKED_AFTER = timedelta(days=2)


def ask(trip: Trip, came_home_at: datetime, now: datetime) -> None:
    """Tasks for the navigator, once, however the return was told: the way home of an open trip, whose fares are in no
    budget yet; and how it went. Nobody is asked how it went for somebody who died."""
    case = reads.case_by_id(trip.case_id)
    if travel_queries.lacks_way_home(trip):
        title = _("Anotar cómo regresaron: esos pasajes no están en el presupuesto")
        cases.raise_task(case, "travel", title, now, _way_key(trip), now)
    if case.patient.died_on is None:
        title = _("Preguntar cómo les fue en el viaje")
        cases.raise_task(case, "travel", title, came_home_at + ASKED_AFTER, _key(trip), now)


def note_way_home(trip: Trip, way: Journey | travel.ByHand, now: datetime, by: User) -> Happened:
    """What brought them home is part of the trip: its rides, meals and budget."""
    travel.note_way_home(trip, way, by, now)
    cases.finish_task_by_key(_way_key(trip), _("Se anotó."), now, by)
    return follow(trip, now, by)


def record_result(trip: Trip, now: datetime, by: User, **told) -> TripResult:
    """What they tell about the trip; whoever had to ask need not any more."""
    result = travel.record_result(trip, by=by, now=now, **told)
    cases.finish_task_by_key(_key(trip), _("Se registró."), now, by)
    return result


def _key(trip: Trip) -> str:
    return f"result:{money.source(trip)}"


def _way_key(trip: Trip) -> str:
    return f"way_home:{money.source(trip)}"
