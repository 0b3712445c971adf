"""The reads of `travel`. None writes; lists are keyset-paged and take a fixed number of statements."""

from .apart import kept_apart, kept_apart_or_404
from .asking import Asking
from .beds import BedMap, full_houses, occupancy
from .book import alert_or_404, nearest_way, planner_book, rains, route_or_404, route_page
from .evening_more import EveningMore, evenings_more
from .expenses import Expenses, expenses
from .in_kind import HelpInKind, help_in_kind, in_kind_or_404
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
from .on_site import Choice, Waiting, going_home, here, open_ended, total_of, waiting
from .party import key_of, own_way, own_ways, soonest_there
from .proposals import Between, Proposal, Proposals, proposals
from .records import authorisation_or_404, authorisations_of, result_of, unconfirmed
from .staying import evenings_so_far, longer, staying
from .staying_places import same_town
from .together import Joint, Shut, together
from .trips import (
    ahead,
    away_page,
    departing_before,
    first_leg,
    leg_or_404,
    live_among,
    live_trips,
    live_trips_of_cases,
    parties_to,
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
from .vehicles import (
    Choices,
    chairs_on,
    day_of,
    leave_home,
    out_or_404,
    public_cost,
    rides_now,
    run_or_404,
    runs_between,
    runs_of_day,
    still_rides,
    trips_of_day,
    vehicle_or_404,
    vehicles,
    ways,
    wished,
)
from .way_home import lacks_way_home, ways_taken
from .way_there import not_ridden, ways_there

__all__ = [
    "Asking", "BedMap", "Between", "Choice", "Choices", "EveningMore", "Expenses", "HelpInKind", "Hit", "HitLeg",
    "Hits", "Joint", "Proposal", "Proposals", "Shut", "Waiting", "ahead", "alert_or_404", "authorisation_or_404",
    "authorisations_of", "away_page", "chairs_on", "closed_between", "day_of", "departing_before", "evenings_more",
    "evenings_so_far", "expenses", "first_leg", "full_houses", "going_home", "help_in_kind", "here", "hits",
    "how_many_use", "in_force", "in_kind_or_404", "kept_apart", "kept_apart_or_404", "key_of", "lacks_way_home",
    "leave_home", "leg_or_404", "live_among", "live_trips", "live_trips_of_cases", "locked_trip", "longer",
    "nearest_way", "not_ridden", "notice_or_404", "notice_page", "occupancy", "open_ended", "out_or_404", "own_way",
    "own_ways", "parties_to", "planner_book", "proposals", "public_cost", "rains", "replan_or_404", "replans",
    "result_of", "rides_now", "route_or_404", "route_page", "routes_about", "run_or_404", "runs_between", "runs_of_day",
    "same_town", "sleeps_tonight", "soonest_first", "soonest_there", "standing_trips", "stay_or_404", "staying",
    "still_rides", "to_put_back", "together", "total_of", "trip_of", "trip_or_404", "trips_of_case", "trips_of_day",
    "trips_to", "unconfirmed", "under_way", "vehicle_or_404", "vehicles", "waiting", "way_home_starts", "ways",
    "ways_taken", "ways_there", "wished",
]  # fmt: skip
