"""The reads of `travel`. None writes; lists are keyset-paged and take a fixed number of statements."""

from .beds import BedMap, full_houses, occupancy
from .book import alert_or_404, planner_book, rains, route_or_404, route_page
from .expenses import Expenses, expenses
from .notices import (
    Hit,
    HitLeg,
    Hits,
    closed_between,
    hits,
    how_many_use,
    in_force,
    locked_trip,
    notice_or_404,
    notice_page,
    replan_or_404,
    replans,
    routes_about,
    to_put_back,
)
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
    "BedMap", "Expenses", "Hit", "HitLeg", "Hits", "Outing", "Proposal", "Proposals", "ahead", "alert_or_404", "away",
    "closed_between", "departing_before", "expenses", "first_leg", "full_houses", "hits", "how_many_use", "in_force",
    "leg_or_404", "live_among", "live_trips_of_cases", "locked_trip", "notice_or_404", "notice_page", "occupancy",
    "planner_book", "proposals", "rains", "replan_or_404", "replans", "route_or_404", "route_page", "routes_about",
    "sleeps_tonight", "soonest_first", "standing_trips", "stay_or_404", "to_put_back", "trip_of", "trip_or_404",
    "trips_of_case", "trips_to", "under_way", "way_home_starts",
]  # fmt: skip
