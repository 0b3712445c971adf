"""What people who have left can do now: wait there, turn back, or stay without an end. docs/rules-travel.md tells it.

Nothing is written; each answer is a Sketch, priced by the same `expenses` as the trip's budget.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.cases import queries as cases
from app.cases.models import Place
from app.foundation import clock
from app.foundation.money import Money

from ..journeys import Journey
from ..models import BedNight, Leg, Trip
from ..planner import Question, plan
from ..rides import Sketch, apart, evenings, going, legs_of, members, night_of, nights_of, noon_after
from ..rules import Visit, limits_of, paying, ready_at, ward_nights
from .beds import full_houses
from .book import planner_book
from .expenses import expenses
from .proposals import Price
from .staying_places import houses_by, same_town
from .trips import NIGHT_BEGINS_AT

HOUSES_LOOKED_AT = 6
BEYOND = timedelta(days=5)  # the way home may spend nights too: the planner looks 96 hours ahead


@dataclass(frozen=True)
class Here:
    """Where they are by what is known, from when they can move, and what cannot be changed any more."""

    place: Place
    free_at: datetime
    tonight: date
    ridden: list[Leg]
    slept: list[BedNight]


@dataclass(frozen=True)
class Choice:
    """`code` names it in a form. `house`: where they wait, None at the hospital; `full`: it has no room, why in words
    is the page's. `total`: the whole trip's budget if it is chosen."""

    code: str
    sketch: Sketch
    total: Money
    house: Place | None = None


@dataclass(frozen=True)
class Waiting:
    """The ways to wait, cheapest first; `full`: houses without room on some night; `missing`: no way, in words."""

    choices: list[Choice]
    full: list[tuple[Place, date]]
    missing: str | None = None


def here(trip: Trip, now: datetime) -> Here:
    """From the rides that have begun; who has arrived is at the hospital, or at the house of last night."""
    arrived = trip.arrived_at is not None
    own = [leg for leg in trip.legs if apart(leg, now)]
    together = [leg for leg in trip.legs if leg not in own]
    reached = _to_first_hospital(together) if arrived else []
    begun = [leg for leg in together if leg.departs_at <= now or leg in reached]
    begun = begun or together[:1]
    ridden = sorted([*begun, *own], key=lambda leg: leg.departs_at)
    tonight = clock.today(now - timedelta(hours=NIGHT_BEGINS_AT))
    slept = [night for night in trip.nights if night.night < tonight or night.traveller.leaves_at]
    last = begun[-1]
    mine = [one for one in slept if one.traveller.leaves_at is None]
    beds = [one for one in mine if one.kind == "lodging" and one.night >= clock.today(last.arrives_at)]
    place = beds[-1].place if beds else last.destination
    return Here(place, max(now, last.arrives_at), tonight, ridden, slept)


def _to_first_hospital(legs: list[Leg]) -> list[Leg]:
    """The rides that brought whoever has arrived there; those from a house to a later date are still to come."""
    there = [leg for leg in legs if leg.direction == "there"]
    end = next((n for n, leg in enumerate(there, 1) if leg.destination.kind == "hospital"), len(there))
    return there[:end]


def total_of(sketch: Trip | Sketch, price: Price) -> Money:
    """Fares, nights, meals and stipend: what the budget would say."""
    spent = expenses(sketch)
    return spent.known + price(spent.meals, spent.stipend)


def waiting(trip: Trip, visit: Visit, now: datetime, price: Price) -> Waiting:
    """Every house of the hospital's city with beds for all until the visit, and where they sleep now; the ward."""
    stands = here(trip, now)
    ready = ready_at(visit, clock.zone())
    full = full_houses(stands.tonight, clock.today(ready + BEYOND), members(going(trip)), trip.appointment_id)
    places = {place.code: place for place in cases.places(also_inactive=True)}
    homes = _ask(trip, full, places[visit.hospital_code], trip.origin, ready_at=ready)
    missing = None if homes.journeys else homes.missing
    choices, shut = [], []
    for house in houses(trip, stands, places[visit.hospital_code]):
        nights = _at_house(trip, visit, stands, house, places, full)
        if isinstance(nights, date):
            shut.append((house, nights))
        elif nights is not None:
            choices.append(_cheapest(trip, visit, stands, nights, homes.journeys, places, price, house))
    if stays_in_ward(trip, stands):
        nights = _in_ward(trip, visit, stands)
        choices.append(_cheapest(trip, visit, stands, nights, homes.journeys, places, price, None))
    return Waiting(sorted(choices, key=lambda one: one.total), shut, missing)


def going_home(trip: Trip, now: datetime, price: Price) -> tuple[Choice | None, str | None]:
    """The way home from where they are, the cheapest of the best; or None and why, in words."""
    stands = here(trip, now)
    if stands.place.id == trip.origin_id:
        return Choice("home", _back(trip, stands, None, {}), Money.zero()), None
    until = clock.today(stands.free_at + BEYOND)
    full = full_houses(stands.tonight, until, members(going(trip)), trip.appointment_id)
    answer = _ask(trip, full, stands.place, trip.origin, ready_at=stands.free_at)
    places = {place.code: place for place in cases.places(also_inactive=True)}
    found = [_back(trip, stands, journey, places) for journey in answer.journeys]
    priced = [Choice("home", sketch, total_of(sketch, price)) for sketch in found]
    return min(priced, key=lambda one: one.total, default=None), answer.missing


def open_ended(trip: Trip, now: datetime, price: Price) -> Choice:
    """Nobody knows until when: who is on the way gets there, tonight's beds stay, the way home waits for a decision."""
    stands = here(trip, now)
    legs = [leg for leg in trip.legs if leg in stands.ridden or leg.direction == "there"]
    last = max(stands.tonight, clock.today(legs[-1].arrives_at) - timedelta(days=1))
    nights = [one for one in trip.nights if one.night <= last]
    ready = max(noon_after(last), legs[-1].arrives_at)
    present = min(trip.present_at, ready)
    sketch = Sketch(
        trip.travellers, legs, nights, present, min(max(trip.ends_at, present), ready), ready, ready,
        open_since=trip.open_since or now,
    )  # fmt: skip
    return Choice("open", sketch, total_of(sketch, price))


def _ask(trip: Trip, full: Mapping, origin: Place, destination: Place, **when):
    party = members(going(trip))
    shared = {"party": paying(party), "full_houses": full, "limits": limits_of(party)}
    return plan(planner_book(), Question(origin.code, destination.code, **shared, **when))


def houses(trip: Trip, stands: Here, hospital: Place) -> Iterator[Place]:
    """Where they slept or will sleep first, then those of the hospital's city by price."""
    mine = [one.place for one in trip.nights if one.kind == "lodging"]
    near = houses_by(hospital)
    at_hand = [stands.place] if stands.place.kind == "lodging" else []
    beside = [place for place in mine if same_town(place, hospital)]
    yield from list({place.id: place for place in (*at_hand, *beside, *near)}.values())[:HOUSES_LOOKED_AT]


def _at_house(trip: Trip, visit: Visit, stands: Here, house: Place, places, full: Mapping):
    """(rides there and to the visit, nights); the first night without room; None where no way leads there."""
    to_house = None
    if stands.place.id != house.id:
        found = _ask(trip, full, stands.place, house, ready_at=stands.free_at).journeys
        to_house = min(found, key=lambda one: (one.nights, one.arrives_at, one.cost_minor), default=None)
        if to_house is None:
            return None
    ways = _ask(trip, full, house, places[visit.hospital_code], arrive_by=visit.present_at).journeys
    on_the_day = min(ways, key=lambda one: (one.nights, one.cost_minor, -one.departs_at.timestamp()), default=None)
    if on_the_day is None:
        return None
    nights = evenings(to_house.arrives_at if to_house else stands.free_at, on_the_day.departs_at)
    shut = [night for night in nights if night in full.get(house.code, ())]
    if shut:
        return shut[0]
    people = going(trip)
    legs = legs_of(to_house, "there", people, places) + legs_of(on_the_day, "there", people, places)
    beds = nights_of(to_house, people, places) + nights_of(on_the_day, people, places)
    return legs, beds + [night_of(one, night, "lodging", house) for night in nights for one in people]


def stays_in_ward(trip: Trip, stands: Here) -> bool:
    """Somebody slept in the ward or on a chair last, or will tonight."""
    latest = [one for one in trip.nights if one.night in (stands.tonight, stands.tonight - timedelta(days=1))]
    return any(one.kind in ("hospital", "chair") for one in latest)


def _in_ward(trip: Trip, visit: Visit, stands: Here) -> tuple[list[Leg], list[BedNight]]:
    """The patient stays in, the others on chairs, until the visit."""
    nights = evenings(stands.free_at, visit.present_at)
    beds = [
        night_of(one, night, "hospital" if one.kind == "patient" else "chair", trip.hospital)
        for night in nights
        for one in going(trip)
    ]
    return [], beds


def _cheapest(trip, visit, stands, waited, homes: tuple[Journey, ...], places, price: Price, house) -> Choice:
    """Put together with the way home that makes the cheapest budget; without a way home, until ready for it."""
    sketches = [_until_visit(trip, visit, stands, waited, home, places) for home in homes or (None,)]
    best = min(((total_of(sketch, price), n) for n, sketch in enumerate(sketches)))
    code = f"wait:{house.code if house else 'ward'}"
    return Choice(code, sketches[best[1]], best[0], house)


def _until_visit(trip, visit: Visit, stands: Here, waited, home: Journey | None, places) -> Sketch:
    legs, nights = waited
    people, ready = going(trip), ready_at(visit, clock.zone())
    in_ward = [
        night_of(one, night, "hospital" if one.kind == "patient" else "chair", places[visit.hospital_code])
        for night in ward_nights(visit, clock.zone())
        for one in people
    ]
    return Sketch(
        trip.travellers,
        [*stands.ridden, *legs, *legs_of(home, "home", people, places)],
        [*stands.slept, *nights, *in_ward, *nights_of(home, people, places)],
        visit.present_at, visit.ends_at, ready, home.arrives_at if home else ready,
    )  # fmt: skip


def _back(trip: Trip, stands: Here, journey: Journey | None, places) -> Sketch:
    people = going(trip)
    home = legs_of(journey, "home", people, places)
    return Sketch(
        trip.travellers, [*stands.ridden, *home], [*stands.slept, *nights_of(journey, people, places)],
        trip.present_at, trip.ends_at, trip.ready_at, home[-1].arrives_at if home else stands.free_at,
    )  # fmt: skip
