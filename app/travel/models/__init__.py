"""The tables of `travel`: the route book, and trips with who goes, rides, seats, stays and beds."""

from .book import Route, RouteAlert, RouteBook
from .plan import BedNight, Leg, Seat, Stay
from .trips import Traveller, Trip, TripEvent

__all__ = ["BedNight", "Leg", "Route", "RouteAlert", "RouteBook", "Seat", "Stay", "Traveller", "Trip", "TripEvent"]
