"""The verbs of `travel`: edit the book, choose a trip, plan it anew, correct it, live it."""

from .apart import keep_apart, lift
from .authorisations import authorise, confirm
from .book import add_alert, end_alert, move_place, remove_route, save_route
from .by_hand import add_leg, change_stay, correct_leg, remove_leg
from .dates import move_on, serve_also
from .evening_more import stay_evening
from .in_kind import Given, record_in_kind, remove_in_kind
from .moments import arrive, cancel_trip, depart, return_home
from .notices import end_notice, end_replan, former_of, former_plan, give_notice, note_change, note_replan, untouched
from .on_site import end_for, record_result, rewrite, set_night, transfer, undo_end
from .party import ByHand, Way, join, leave
from .plans import plan_values, put_back
from .stays import NoBed, confirm_stay
from .trips import plan_trip, replan
from .urgent import leave_at_once
from .vehicle_days import bring_back, take_out
from .vehicles import begin_run, call_back, save_vehicle, take_along
from .way_home import note_way_home
from .way_there import note_way_there

__all__ = [
    "ByHand", "Given", "NoBed", "Way", "add_alert", "add_leg", "arrive", "authorise", "begin_run", "bring_back",
    "call_back", "cancel_trip", "change_stay", "confirm", "confirm_stay", "correct_leg", "depart", "end_alert",
    "end_for", "end_notice", "end_replan", "former_of", "former_plan", "give_notice", "join", "keep_apart", "leave",
    "leave_at_once", "lift", "move_on", "move_place", "note_change", "note_replan", "note_way_home", "note_way_there",
    "plan_trip", "plan_values", "put_back", "record_in_kind", "record_result", "remove_in_kind", "remove_leg",
    "remove_route", "replan", "return_home", "rewrite", "save_route", "save_vehicle", "serve_also", "set_night",
    "stay_evening", "take_along", "take_out", "transfer", "undo_end", "untouched",
]  # fmt: skip
