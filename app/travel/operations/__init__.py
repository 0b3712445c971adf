"""The verbs of `travel`: edit the book, choose a trip, plan it anew, correct it, live it."""

from .authorisations import authorise, confirm
from .book import add_alert, end_alert, remove_route, save_route
from .moments import arrive, cancel_trip, depart, return_home
from .on_site import end_for, record_result, rewrite, set_night, transfer, undo_end
from .stays import confirm_stay
from .trips import correct_leg, plan_trip, replan
from .urgent import leave_at_once

__all__ = [
    "add_alert", "arrive", "authorise", "cancel_trip", "confirm", "confirm_stay", "correct_leg", "depart",
    "end_alert", "end_for", "leave_at_once", "plan_trip", "record_result", "remove_route", "replan", "return_home",
    "rewrite", "save_route", "set_night", "transfer", "undo_end",
]  # fmt: skip
