"""The tables of `travel`: the route book, and trips with who goes, rides, seats, stays and beds."""

from .book import Route, RouteAlert, RouteBook
from .in_kind import InKind
from .plan import BedNight, Leg, Seat, Stay
from .trips import Traveller, Trip, TripDate, TripEvent
from .vehicles import KeptApart, Vehicle, VehicleOut, VehicleRide, VehicleRun

__all__ = [
    "BedNight", "InKind", "KeptApart", "Leg", "Route", "RouteAlert", "RouteBook", "Seat", "Stay", "Traveller", "Trip",
    "TripDate", "TripEvent", "Vehicle", "VehicleOut", "VehicleRide", "VehicleRun",
]  # fmt: skip
