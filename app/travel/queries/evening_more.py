"""One evening more at the destination, before the first date or after the last: the house, the rides, the price.

Nothing is written; docs/rules-travel.md tells it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.cases import queries as cases
from app.cases.models import Place
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..journeys import Journey
from ..models import Leg, Traveller, Trip
from ..rides import Sketch, evenings, going, is_main, legs_of, members, night_of, nights_of, without
from .asking import HORIZON, Asking, Full
from .beds import full_houses
from .on_site import total_of
from .proposals import Price
from .staying import longer
from .staying_places import houses_by, same_town

HOUSES_LOOKED_AT = 4
LATEST, MORNING = time(23, 59), time(6)  # they are at the house that evening; the next day begins
ONE = timedelta(days=1)


@dataclass(frozen=True)
class EveningMore:
    """`code` names it in a form; `before` the first date, else after the last. `total`: the whole trip's budget.
    `leaves_run`: a vehicle of the programme would come for them, on another day."""

    code: str
    before: bool
    house: Place | None
    sketch: Sketch
    total: Money
    leaves_run: bool = False


@dataclass(frozen=True)
class _Asked:
    """What the questions of one trip share. `places` by code, for the rows of rides."""

    trip: Trip
    people: list[Traveller]
    places: dict[str, Place]
    full: Full
    asking: Asking
    price: Price

    def ways(self, origin: str, destination: str, **when: datetime) -> tuple[Journey, ...]:
        return self.asking.answer(origin, destination, members(self.people), self.full, **when).journeys

    def open_all(self, house: Place, nights: list[date]) -> bool:
        return not any(night in self.full.get(house.code, ()) for night in nights)

    def cheapest(self, sketches: list[Sketch]) -> tuple[Sketch, Money] | None:
        priced = [(sketch, total_of(sketch, self.price)) for sketch in sketches]
        return min(priced, key=lambda one: (one[1], one[0].returns_at - one[0].legs[0].departs_at), default=None)


def evenings_more(trip: Trip, now: datetime, price: Price) -> list[EveningMore]:
    """What can be had, cheapest first: the house where they sleep already, else up to four of the town.

    Refused: a trip without a way, or one that is over; one whose end nobody knows.
    """
    if trip.state not in ("chosen", "departed", "arrived") or not trip.legs or trip.open_since:
        raise Refused(_("Este viaje no tiene una noche más que ofrecer: no hay camino, o se decide día con día."))
    if trip.state != "chosen":
        return list(_there_longer(trip, now, price))
    asked = _asked(trip, price)
    found = [*_before(asked, now), *_after(asked)]
    return sorted(found, key=lambda one: (not one.before, one.total))


def _asked(trip: Trip, price: Price) -> _Asked:
    people = going(trip)
    first, last = clock.today(trip.departs_at - HORIZON - ONE), clock.today(trip.returns_at + HORIZON + ONE)
    full = full_houses(
        first, last, members(people), *{trip.appointment_id, *(one.appointment_id for one in trip.dates)}
    )
    places = {place.code: place for place in cases.places(also_inactive=True)}
    return _Asked(trip, people, places, full, Asking(), price)


def _there_longer(trip: Trip, now: datetime, price: Price) -> Iterator[EveningMore]:
    """Who has left stays like the last night of each, and goes home the day after."""
    last = max((night.night for night in trip.nights), default=clock.today(trip.ready_at) - ONE)
    sketch = longer(trip, going(trip), last + ONE, now, price)
    slept = [night.place for night in sketch.nights if night.night == last + ONE]
    yield EveningMore("after", False, next(iter(slept), None), sketch, total_of(sketch, price))


def _before(asked: _Asked, now: datetime) -> Iterator[EveningMore]:
    """There by the evening before that of today's plan. Not where somebody joins on the way: that hour is theirs."""
    trip = asked.trip
    first = min(trip.dates, key=lambda one: one.present_at, default=trip)
    rides = [leg for leg in trip.legs if leg.departs_at < first.present_at]
    if any(one.joins_at or one.leaves_at for one in trip.travellers):
        return
    day = clock.today(first.present_at)
    slept = _slept(trip, first.hospital, lambda night: night < day)
    evening = (min(slept, default=day)) - ONE
    kept = [leg for leg in trip.legs if leg.departs_at >= first.present_at]
    rest = [night for night in trip.nights if night.night >= day]
    for house in _houses(slept, first.hospital):
        go = _on_the_day(asked.ways(house.code, first.hospital.code, arrive_by=first.present_at))
        until = clock.at_wall(evening, LATEST)
        come = [
            way for way in asked.ways(trip.origin.code, house.code, arrive_by=until)
            if way.departs_at >= now and not evenings(way.arrives_at, until)
        ]  # fmt: skip
        beds = evenings(until, go.departs_at) if go else []
        if go and beds and asked.open_all(house, beds):
            sketches = [_arriving(asked, way, go, house, beds, (kept, rest)) for way in come]
            yield from _offered(f"before:{house.code}", True, house, asked.cheapest(sketches), _driven(rides))


def _arriving(asked: _Asked, come: Journey, go: Journey, house: Place, beds: list[date], then) -> Sketch:
    (kept, rest), people, trip = then, asked.people, asked.trip
    rides = [*legs_of(come, "there", people, asked.places), *legs_of(go, "there", people, asked.places), *kept]
    there = [night_of(one, bed, "lodging", house) for bed in beds for one in people]
    nights = [*nights_of(come, people, asked.places), *there, *rest]
    return Sketch(trip.travellers, rides, nights, trip.present_at, trip.ends_at, trip.ready_at, trip.returns_at)


def _after(asked: _Asked) -> Iterator[EveningMore]:
    """Home from the house, the morning after that evening. Who goes home before the others keeps that way."""
    trip, ids = asked.trip, {one.id for one in asked.people}
    driven = _driven(leg for leg in trip.legs if leg.direction == "home")
    last = max(trip.dates, key=lambda one: one.present_at, default=trip)
    day = clock.today(trip.ready_at)
    slept = _slept(trip, last.hospital, lambda night: night >= day)
    evening = max(slept, default=day - ONE) + ONE
    kept = [leg for leg in trip.legs if leg.direction == "there"]
    kept += [own for leg in trip.legs if leg.direction == "home" and (own := without(leg, ids))]
    rest = [one for one in trip.nights if one.night < day or one.traveller_id not in ids]
    for house in _houses(slept, last.hospital):
        ways = asked.ways(last.hospital.code, house.code, ready_at=trip.ready_at)
        come = min(ways, key=lambda way: (way.nights, way.arrives_at, way.cost_minor), default=None)
        beds = evenings(come.arrives_at, clock.at_wall(evening + ONE, MORNING)) if come else []
        homes = asked.ways(house.code, trip.origin.code, ready_at=clock.at_wall(evening + ONE, MORNING))
        homes = [way for way in homes if not evenings(clock.at_wall(evening + ONE, MORNING), way.departs_at)]
        if come and beds and asked.open_all(house, beds):
            sketches = [_leaving(asked, come, way, house, beds, (kept, rest)) for way in homes]
            yield from _offered(f"after:{house.code}", False, house, asked.cheapest(sketches), driven)


def _leaving(asked: _Asked, come: Journey, home: Journey, house: Place, beds: list[date], before) -> Sketch:
    (kept, rest), people, trip = before, asked.people, asked.trip
    rides = [*kept, *legs_of(come, "home", people, asked.places), *legs_of(home, "home", people, asked.places)]
    rides.sort(key=lambda leg: leg.departs_at)
    there = [night_of(one, bed, "lodging", house) for bed in beds for one in people]
    nights = [*rest, *there, *nights_of(home, people, asked.places)]
    returns = max(leg.arrives_at for leg in rides if is_main(leg))
    return Sketch(trip.travellers, rides, nights, trip.present_at, trip.ends_at, trip.ready_at, returns)


def _driven(rides: Iterable[Leg]) -> bool:
    """A vehicle of the programme comes for them."""
    return any(leg.mode == "vehicle" for leg in rides)


def _on_the_day(ways: tuple[Journey, ...]) -> Journey | None:
    return min(ways, key=lambda one: (one.nights, one.cost_minor, -one.departs_at.timestamp()), default=None)


def _slept(trip: Trip, hospital: Place, on: Callable[[date], bool]) -> dict[date, Place]:
    """Evening → the house of the hospital's town in which they sleep, of the evenings that `on` takes."""
    return {
        night.night: night.place
        for night in trip.nights
        if night.kind == "lodging" and on(night.night) and same_town(night.place, hospital)
    }


def _houses(slept: dict[date, Place], hospital: Place) -> list[Place]:
    """Where they sleep already: nobody moves house for one night."""
    mine = list({place.id: place for place in slept.values()}.values())
    return mine or houses_by(hospital)[:HOUSES_LOOKED_AT]


def _offered(
    code: str, before: bool, house: Place, best: tuple[Sketch, Money] | None, driven: bool
) -> Iterator[EveningMore]:  # fmt: skip
    if best is not None:
        yield EveningMore(code, before, house, *best, driven)
