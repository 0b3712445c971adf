"""The reads of `travel`. None writes; lists are keyset-paged and take a fixed number of statements."""

from .beds import BedMap, full_houses, occupancy
from .book import alert_or_404, planner_book, route_or_404, route_page
from .expenses import Expenses, expenses
from .proposals import Proposal, Proposals, proposals
from .trips import (
    Outing,
    ahead,
    away,
    departing_before,
    first_leg,
    leg_or_404,
    live_among,
    live_trips_of_cases,
    sleeps_tonight,
    soonest_first,
    standing_trips,
    stay_or_404,
    trip_of,
    trip_or_404,
    trips_of_case,
    trips_to,
    under_way,
    way_home_starts,
)

__all__ = [
    "BedMap", "Expenses", "Outing", "Proposal", "Proposals", "ahead", "alert_or_404", "away", "departing_before",
    "expenses", "first_leg", "full_houses", "leg_or_404", "live_among", "live_trips_of_cases", "occupancy",
    "planner_book", "proposals", "route_or_404", "route_page", "sleeps_tonight", "soonest_first",
    "standing_trips", "stay_or_404", "trip_of", "trip_or_404", "trips_of_case", "trips_to", "under_way",
    "way_home_starts",
]  # fmt: skip
