"""The verb of a way there that was another than the planned one, written down after they arrived by it."""

from datetime import datetime

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..journeys import Journey
from ..models import Leg, Trip
from ..queries.way_there import not_ridden, outward
from ..rides import going, legs_of, nights_of
from . import stays
from .by_hand import corrected
from .on_site import drop_nights, take_nights
from .party import ByHand
from .way_home import typed


def note_way_there(trip: Trip, way: Journey | ByHand, by, now: datetime) -> Trip:
    """The rides that nobody was on give way to those that brought them; beds on the old way are given back, and the
    bed where they arrived waits for them from then on.

    Refused: no ride is left over, a typed ride that arrives after they said that they were there.
    """
    former = outward(trip)
    if not not_ridden(trip):
        raise Refused(_("Los tramos de ida ya son los que hicieron."))
    people, last = going(trip), former[-1]
    if isinstance(way, ByHand):
        _check_hours(trip, way)
        legs, nights = [typed(way, "there", (trip.origin, last.destination), people)], []
    else:
        places = {place.code: place for place in cases.places(also_inactive=True)}
        legs, nights = legs_of(way, "there", people, places), nights_of(way, people, places)
    on_the_way, until = {leg.to_id for leg in former[:-1]}, clock.today(last.arrives_at)
    drop_nights(trip, [one for one in trip.nights if one.place_id in on_the_way and one.night <= until])
    _wait_from(trip, last, legs[-1].arrives_at)
    for leg in former:
        trip.legs.remove(leg)
    db.session.flush()
    trip.legs.extend(legs)
    db.session.flush()
    take_nights(trip, nights)
    return corrected(trip, _("Se anotó cómo llegaron."), by, now)


def _check_hours(trip: Trip, way: ByHand) -> None:
    if way.arrives_at > trip.arrived_at:
        at = f"{clock.to_local(trip.arrived_at):%d/%m %H:%M}"
        raise Refused(_("Así llegan después de que ya estaban allá (%(at)s): corrija la hora o los minutos.", at=at),
                      "minutes")  # fmt: skip


def _wait_from(trip: Trip, last: Leg, arrives_at: datetime) -> None:
    """A bed of that same evening begins when they come; one of a later evening stays as it was kept."""
    same_evening = stays.nights_of(arrives_at, 1) == stays.nights_of(last.arrives_at, 1)
    for stay in trip.stays:
        if same_evening and stay.place_id == last.to_id and stay.check_in == last.arrives_at:
            stay.check_in = arrives_at
