"""Legs for places that the book does not reach: distance × tortuosity, at the settings' speed and fare."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from math import asin, ceil, cos, radians, sin, sqrt

from app.foundation.money import half_up

from .book import Book, BookPlace, BookRoute
from .timetable import Departures

ESTIMATE_MODE = "raite"
_EARTH_KM = 6371.0088
_SPHERE_ERROR = 1.012  # the sphere and the ellipsoid differ by at most 0.6 %, so the nearest is within 1.2 %
_SOONER = ("town", "terminal", "community", "clinic", "hospital", "lodging")  # at equal distance


@lru_cache(maxsize=32)
def with_estimates(book: Book, origin: str, destination: str) -> Book:
    """The book, and a leg from `origin` if no route leaves it, and one into `destination` if none arrives.

    The leg joins the nearest (geodesic) place that has a route in the needed direction. It runs whenever
    wanted, by daylight: nobody has said that the way is safe after dark. Without coordinates there is no leg.
    """
    leaving = {route.origin for route in book.routes}
    arriving = {route.destination for route in book.routes}
    legs = []
    if origin not in leaving and (near := nearest(book, origin, leaving)):
        legs.append(_leg(book, origin, *near, outward=True))
    if destination not in arriving and (near := nearest(book, destination, arriving)):
        legs.append(_leg(book, destination, *near, outward=False))
    return replace(book, routes=(*book.routes, *legs)) if legs else book


def nearest(book: Book, code: str, among: set[str]) -> tuple[BookPlace, float] | None:
    """The place of `among` nearest to `code`, and the kilometres; None where coordinates are missing."""
    here = book.places[code]
    others = [book.places[other] for other in among if other != code]
    rough = [(_sphere_km(here, other), other) for other in others if _located(here) and _located(other)]
    if not rough:
        return None
    limit = min(km for km, _place in rough) * _SPHERE_ERROR + 0.001
    exact = [(_geodesic_km(here, other), other) for km, other in rough if km <= limit]
    km, place = min(exact, key=lambda pair: (pair[0], _SOONER.index(pair[1].kind), pair[1].code))
    return place, km


def _leg(book: Book, code: str, near: BookPlace, km: float, outward: bool) -> BookRoute:
    """Minutes are rounded up, the fare half up to the centavo; kilometres are those of the road."""
    settings = book.settings
    road = km * settings.tortuosity
    minutes = max(1, ceil(road / settings.kmh * 60))
    fare = half_up(Decimal(repr(road)) * settings.fare_per_km_minor)
    origin, destination = (code, near.code) if outward else (near.code, code)
    return BookRoute(
        origin, destination, ESTIMATE_MODE, fare, minutes, minutes, Departures(anytime=True),
        safe_after_dark=False, estimate=True,
    )  # fmt: skip


def _located(place: BookPlace) -> bool:
    return place.latitude is not None and place.longitude is not None


def _sphere_km(one: BookPlace, other: BookPlace) -> float:
    """Haversine: quick, and good enough to leave most places out."""
    south, north = radians(one.latitude or 0), radians(other.latitude or 0)
    east = radians((other.longitude or 0) - (one.longitude or 0))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(chord))


def _geodesic_km(one: BookPlace, other: BookPlace) -> float:
    return kilometres((one.latitude or 0, one.longitude or 0), (other.latitude or 0, other.longitude or 0))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """In a straight line over the ellipsoid."""
    from geopy.distance import geodesic  # heavy: imported where used

    return geodesic(one, other).km
