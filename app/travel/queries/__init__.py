"""The reads of `travel`. None writes; lists are keyset-paged and take a fixed number of statements."""

from .beds import BedMap, full_houses, occupancy
from .book import alert_or_404, planner_book, route_or_404, route_page
from .expenses import Expenses, expenses
from .on_site import Choice, Waiting, going_home, here, open_ended, total_of, waiting
from .proposals import Proposal, Proposals, proposals
from .records import authorisation_or_404, authorisations_of, result_of, unconfirmed
from .staying import evenings_so_far, longer, staying
from .trips import (
    ahead,
    away_page,
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
    "BedMap", "Choice", "Expenses", "Proposal", "Proposals", "Waiting", "ahead", "alert_or_404",
    "authorisation_or_404", "authorisations_of", "away_page", "departing_before", "evenings_so_far", "expenses",
    "first_leg", "full_houses", "going_home", "here", "leg_or_404", "live_among", "live_trips_of_cases", "longer",
    "occupancy", "open_ended", "planner_book", "proposals", "result_of", "route_or_404", "route_page",
    "sleeps_tonight", "soonest_first", "standing_trips", "stay_or_404", "staying", "total_of", "trip_of",
    "trip_or_404", "trips_of_case", "trips_to", "unconfirmed", "under_way", "waiting", "way_home_starts",
]  # fmt: skip
