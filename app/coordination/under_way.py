"""Which trip "ya salimos", "ya llegamos", "ya regresamos" speaks of, and what it does. Pure choice, then the event."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.coordination import workflows
from app.foundation.language import _
from app.travel import queries as travel
from app.travel.models import Trip

NEAR = timedelta(hours=24)
"""How far from its planned hour a departure told by text is believed without asking."""


def meant(trips: Iterable[Trip], meaning: str, now: datetime) -> Trip | None:
    """Of a case's trips: who is away, if anybody is; else the one that leaves about now, or has just come back.

    None: a person asks. Nobody arrives on a trip whose hour has not come.
    """
    trips = list(trips)
    away = [trip for trip in trips if travel.under_way(trip)]
    if away:
        return min(away, key=lambda trip: (trip.returns_at or now, trip.id))
    from_when = now if meaning == "arrived" else now + NEAR
    leaving = [trip for trip in trips if travel.ahead(trip) and trip.departs_at and trip.departs_at <= from_when]
    leaving += [trip for trip in trips if trip.returned_at and trip.returned_at > now - NEAR]
    return min(leaving, key=lambda trip: (abs(trip.departs_at - now), trip.id), default=None)


def move(trip: Trip, meaning: str, homeward: bool, now: datetime) -> None:
    """`departed` or `arrived`, as it was said; `homeward`: it was said, or asked, about the way home.

    Said twice it is once; where nobody knows when they come home, only their words are the way home. Whoever is already
    home moves nothing. That they set out for home is only good to know.
    """
    if trip.state in ("returned", "cancelled"):
        return
    starts = travel.way_home_starts(trip)
    back = homeward or (trip.state == "arrived" and starts is not None and now >= starts)
    if meaning == "arrived":
        (workflows.come_home if back else workflows.arrive)(trip, now, now, None)
    elif not homeward and trip.departed_at is None:
        workflows.depart(trip, now, now, None, exception=_("Avisaron por mensaje que ya salieron."))
