"""The verb of a way home that is written down after it was ridden."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.cases import queries as cases
from app.cases.models import Place
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..journeys import Journey
from ..models import Leg, Traveller, Trip
from ..queries.on_site import here
from ..queries.way_home import lacks_way_home
from ..rides import going, legs_of, nights_of, seat
from .by_hand import corrected
from .on_site import drop_nights, take_nights
from .party import ByHand


def note_way_home(trip: Trip, way: Journey | ByHand, by, now: datetime) -> Trip:
    """The rides by which they came home: seats, meals and nights until then, and the trip is no longer open.

    Refused: nobody is back, the way home is known already, a ride before they were there or after they were home.
    """
    if trip.state != "returned":
        raise Refused(_("Primero registre que ya regresaron."))
    if not lacks_way_home(trip):
        raise Refused(_("El regreso de este viaje ya está anotado."))
    people, stands = going(trip), here(trip, trip.returned_at)
    if isinstance(way, ByHand):
        _check_hours(trip, way, stands)
        leaves, nights, legs = way.leaves_at, [], [typed(way, "home", (stands.place, trip.origin), people)]
    else:
        places = {place.code: place for place in cases.places(also_inactive=True)}
        leaves, legs = way.departs_at, legs_of(way, "home", people, places)
        nights = nights_of(way, people, places)
    evening = clock.today(leaves - timedelta(hours=2))
    drop_nights(trip, [one for one in trip.nights if one.night >= evening and one.traveller in people])
    trip.legs.extend(legs)
    db.session.flush()
    take_nights(trip, nights)
    trip.open_since = None
    return corrected(trip, _("Se anotó cómo regresaron."), by, now)


def _check_hours(trip: Trip, way: ByHand, stands) -> None:
    if way.leaves_at < stands.ridden[-1].arrives_at:
        raise Refused(_("A esa hora todavía no llegaban allá."), "leaves_at")
    if way.arrives_at > trip.returned_at:
        at = f"{clock.to_local(trip.returned_at):%d/%m %H:%M}"
        raise Refused(_("Así llegan después de que ya estaban en casa (%(at)s): corrija la hora o los minutos.", at=at),
                      "minutes")  # fmt: skip


def typed(way: ByHand, direction: str, ends: tuple[Place, Place], people: Sequence[Traveller]) -> Leg:
    """One ride from place to place with a seat for each of them."""
    leg = Leg(
        direction=direction, origin=ends[0], destination=ends[1], mode=way.mode, departs_at=way.leaves_at,
        arrives_at=way.arrives_at, by_hand=True,
    )  # fmt: skip
    leg.seats = [seat(one, way.fare.amount_minor) for one in people]
    return leg
