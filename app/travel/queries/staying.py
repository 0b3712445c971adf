"""A stay made longer, for all or for one person: the nights like the last one, and the way home after them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.cases import queries as cases
from app.cases.models import Place
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.language import _

from ..journeys import Journey
from ..models import BedNight, Leg, Traveller, Trip
from ..planner import Question, plan
from ..rides import Sketch, going, legs_of, members, night_of, nights_of, noon_after, without
from ..rules import limits_of, paying
from .beds import full_houses
from .book import planner_book
from .on_site import BEYOND, Here, here, houses, total_of
from .proposals import Price

MOST_NIGHTS = 60


def staying(trip: Trip, staying_ids: set[int]) -> list[Traveller]:
    """Those of this trip with these ids who are still on the way; all of them where none is named. Refused: nobody."""
    people = [one for one in going(trip) if not staying_ids or one.id in staying_ids]
    if not people:
        raise Refused(_("Elija quién se queda más noches."), "who")
    return people


def longer(trip: Trip, people: Sequence[Traveller], until: date, now: datetime, price: Price) -> Sketch:
    """These people stay until this evening, included. Refused: no night later than their last; more than sixty."""
    stands, ids = here(trip, now), {one.id for one in people}
    added = [night for one in people for night in _more_nights(trip, one, until, stands)]
    if not added:
        raise Refused(_("Hasta esa noche ya está anotado: escoja una posterior."), "until")
    ridden = [leg for leg in trip.legs if leg in stands.ridden or leg.direction == "there"]
    others = [kept for leg in trip.legs if leg not in ridden and (kept := without(leg, ids))]
    rest = [*trip.nights, *added]
    if trip.open_since:
        ready = max(noon_after(until), trip.ready_at)
        return Sketch(
            trip.travellers, [*ridden, *others], rest, trip.present_at, trip.ends_at, ready, ready, trip.open_since
        )
    return _home_after(trip, people, ridden + others, rest, until, price)


def _more_nights(trip: Trip, one: Traveller, until: date, stands: Here) -> list[BedNight]:
    """Each like the last one; who has none yet sleeps where another of the trip does, or at the nearest house."""
    mine = [night for night in trip.nights if night.traveller_id == one.id]
    last = max(mine, key=lambda night: night.night, default=None)
    first = last.night + timedelta(days=1) if last else stands.tonight
    count = (until - first).days + 1
    if count > MOST_NIGHTS:
        raise Refused(_("Son más de %(most)s noches: revise la fecha.", most=MOST_NIGHTS), "until")
    kind, place = _like(trip, last or next(reversed(trip.nights), None), stands)
    return [night_of(one, first + timedelta(days=n), kind, place) for n in range(count)]


def _like(trip: Trip, last: BedNight | None, stands: Here) -> tuple[str, Place]:
    if last is not None:
        return last.kind, last.place
    house = next(houses(trip, stands, trip.hospital), None)
    return ("lodging", house) if house else ("chair", trip.hospital)


def _home_after(trip: Trip, people, legs: list[Leg], nights: list[BedNight], until: date, price: Price) -> Sketch:
    """Ready at the same hour as before, the day after the last night; the cheapest way home from there."""
    wall = trip.ready_at.astimezone(clock.zone()).timetz()
    ready = datetime.combine(until + timedelta(days=1), wall)
    last = next(night for night in reversed(nights) if night.traveller_id == people[0].id)
    start = last.place if last.kind == "lodging" else trip.hospital
    party = members(people)
    full = full_houses(until, clock.today(ready + BEYOND), party, trip.appointment_id)
    asked = Question(
        start.code, trip.origin.code, ready_at=ready, party=paying(party), full_houses=full, limits=limits_of(party)
    )
    places = {place.code: place for place in cases.places(also_inactive=True)}

    def with_home(journey: Journey | None) -> Sketch:
        home = legs_of(journey, "home", people, places)
        arrivals = [leg.arrives_at for leg in (*legs, *home) if leg.direction == "home"]
        return Sketch(
            trip.travellers, [*legs, *home], [*nights, *nights_of(journey, people, places)], trip.present_at,
            trip.ends_at, max(ready, trip.ready_at), max([*arrivals, *([] if home else [ready])]),
        )  # fmt: skip

    ways = plan(planner_book(), asked).journeys or (None,)
    return min(map(with_home, ways), key=lambda sketch: total_of(sketch, price))


def evenings_so_far(trip: Trip, now: datetime) -> list[date]:
    """Every evening since they left, up to tonight and the last that is planned."""
    first = clock.today((trip.departed_at or trip.departs_at or now) - timedelta(hours=2))
    last = max([here(trip, now).tonight, *(night.night for night in trip.nights)])
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
