"""The way home of people who are back, where nobody had planned one: which they most likely took."""

from app.foundation import clock

from ..models import Trip
from ..planner import Answer, Question, plan
from ..rides import going, members
from ..rules import limits_of, paying
from .beds import full_houses
from .book import planner_book
from .on_site import BEYOND, here


def lacks_way_home(trip: Trip) -> bool:
    """They are back, and no ride brought any of them home: an urgent trip, or one that was left open."""
    people = {one.id for one in going(trip)}
    home = [leg for leg in trip.legs if leg.direction == "home"]
    on_them = any(one.traveller_id in people for leg in home for one in leg.seats)
    return trip.state == "returned" and bool(people and trip.legs) and not on_them


def ways_taken(trip: Trip) -> Answer:
    """From where they were to home, by the hour at which they said that they are back; the likeliest first.

    The fewest nights on the way, then the latest to arrive, then the cheapest: who is home writes when they come in.
    """
    stands, party = here(trip, trip.returned_at), members(going(trip))
    if stands.place.id == trip.origin_id:
        return Answer(())
    first, last = clock.today(trip.returned_at - BEYOND), clock.today(trip.returned_at)
    shared = {"party": paying(party), "limits": limits_of(party)}
    full = full_houses(first, last, party, trip.appointment_id)
    asked = Question(
        stands.place.code, trip.origin.code, arrive_by=trip.returned_at, full_houses=full, **shared
    )  # fmt: skip
    answer = plan(planner_book(), asked)
    there_since = stands.ridden[-1].arrives_at
    taken = [one for one in answer.journeys if one.departs_at >= there_since]
    return Answer(
        tuple(sorted(taken, key=lambda one: (one.nights, trip.returned_at - one.arrives_at, one.cost_minor))),
        answer.missing,
    )
