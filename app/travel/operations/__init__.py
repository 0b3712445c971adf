"""The verbs of `travel`: edit the book, choose a trip, plan it anew, correct it, live it."""

from .book import add_alert, end_alert, remove_route, save_route
from .moments import arrive, cancel_trip, depart, return_home
from .stays import confirm_stay
from .trips import correct_leg, plan_trip, replan
from .urgent import leave_at_once

__all__ = [
    "add_alert", "arrive", "cancel_trip", "confirm_stay", "correct_leg", "depart", "end_alert", "leave_at_once",
    "plan_trip", "remove_route", "replan", "return_home", "save_route",
]  # fmt: skip
