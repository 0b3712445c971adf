"""What the maps draw, as plain values: the book's places and lines, a trip's numbered rides."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.cases.models import Place

from .book import Book, BookPlace, BookRoute
from .models import Leg, Trip

OPEN, CHANGED, CLOSED = "open", "changed", "closed"
Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """All routes between two places, both ways, as one line."""

    ends: tuple[BookPlace, BookPlace]
    routes: tuple[BookRoute, ...]
    state: str


@dataclass(frozen=True)
class TripMap:
    """`places` by their part in the trip; `missing`: names of those without coordinates."""

    places: list[tuple[Place, str]] = field(default_factory=list)
    legs: list[tuple[int, Leg]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def point(place: BookPlace | Place) -> Point | None:
    return None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)


def lines(book: Book, today: date) -> list[Line]:
    pairs: dict[tuple[str, str], list[BookRoute]] = {}
    for route in book.routes:
        pairs.setdefault((min(route.origin, route.destination), max(route.origin, route.destination)), []).append(route)
    return [
        Line((book.places[one], book.places[other]), tuple(routes), _state(routes, today))
        for (one, other), routes in pairs.items()
    ]


def _state(routes: Iterable[BookRoute], today: date) -> str:
    """Closed where no route of the pair passes today; changed where some alert counts."""
    told = [[alert for alert in route.alerts if alert.on(today)] for route in routes]
    if all(any(alert.closed for alert in alerts) for alerts in told):
        return CLOSED
    return CHANGED if any(told) else OPEN


def of_trip(trip: Trip) -> TripMap:
    """Rides numbered in the order of the days; a bed and the hospital before a mere change of vehicle."""
    parts: dict[int, tuple[Place, str]] = {}
    for leg in trip.legs:
        for place in (leg.origin, leg.destination):
            parts.setdefault(place.id, (place, "change"))
    for stay in trip.stays:
        parts[stay.place_id] = (stay.place, "bed")
    parts[trip.origin_id] = (trip.origin, "home")
    parts[trip.hospital_id] = (trip.hospital, "hospital")
    places = list(parts.values())
    return TripMap(
        [pair for pair in places if point(pair[0])],
        [(number, leg) for number, leg in enumerate(trip.legs, 1) if point(leg.origin) and point(leg.destination)],
        [place.name for place, _part in places if not point(place)],
    )
