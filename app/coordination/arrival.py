"""They are there before the rides that were planned: how they came is asked, once, and set right in one step."""

from datetime import datetime

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


def ask(trip: Trip, now: datetime) -> None:
    """A task while planned rides leave after they were there; told the right hour instead, nothing is to ask."""
    if travel_queries.not_ridden(trip):
        case, title = reads.case_by_id(trip.case_id), _("Llegaron antes que sus tramos: anotar cómo llegaron")
        cases.raise_task(case, "travel", title, now, _key(trip), now)
    else:
        cases.finish_task_by_key(_key(trip), _("La hora se corrigió."), now)


def note_way_there(trip: Trip, way: Journey | travel.ByHand, now: datetime, by: User) -> Happened:
    """What brought them there is the way of the trip: its rides, meals and budget."""
    travel.note_way_there(trip, way, by, now)
    cases.finish_task_by_key(_key(trip), _("Se anotó."), now, by)
    return follow(trip, now, by)


def _key(trip: Trip) -> str:
    return f"way_there:{money.source(trip)}"
