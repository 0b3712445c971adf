"""The way there of people who arrived before the rides that were planned for them: which they most likely took."""

from datetime import timedelta

from app.foundation import clock

from ..models import Leg, Trip
from ..planner import Answer, Question, plan
from ..rides import going, is_main, members
from ..rules import limits_of, paying
from .beds import full_houses
from .book import planner_book
from .on_site import BEYOND
from .staying_places import same_town


def outward(trip: Trip) -> list[Leg]:
    """The rides of all together, until the first hospital or a house of its town."""
    there = [leg for leg in trip.legs if leg.direction == "there" and is_main(leg)]
    end = next((n for n, leg in enumerate(there, 1) if _is_the_end(trip, leg)), len(there))
    return there[:end]


def _is_the_end(trip: Trip, leg: Leg) -> bool:
    place = leg.destination
    return place.kind == "hospital" or (place.kind == "lodging" and same_town(place, trip.hospital))


def not_ridden(trip: Trip) -> list[Leg]:
    """Of these, the rides that leave after they said that they were there: nobody was on them."""
    if trip.arrived_at is None or trip.state not in ("arrived", "returned"):
        return []
    return [leg for leg in outward(trip) if leg.departs_at >= trip.arrived_at]


def ways_there(trip: Trip) -> Answer:
    """From home to where those rides end, by the hour at which they said that they are there; the likeliest first:
    that leaves nearest to when they said that they left, else the latest to arrive; then the cheapest."""
    party, at, left = members(going(trip)), trip.arrived_at, trip.departed_at
    full = full_houses(clock.today(at - BEYOND), clock.today(at), party, trip.appointment_id)
    asked = Question(
        trip.origin.code, outward(trip)[-1].destination.code, arrive_by=at, party=paying(party),
        limits=limits_of(party), full_houses=full,
    )  # fmt: skip
    answer = plan(planner_book(), asked)

    def far(one) -> timedelta:
        return abs(one.departs_at - left) if left else at - one.arrives_at

    likely = sorted(answer.journeys, key=lambda one: (one.nights, far(one), one.cost_minor))
    return Answer(tuple(likely), answer.missing)
