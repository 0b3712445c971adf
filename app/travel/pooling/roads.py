"""How long and how far a vehicle drives between places: the book's roads without waiting, else estimates."""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from math import ceil

from ..book import Book, BookRoute
from ..estimates import kilometres

ON_WHEELS = ("raite", "redilas", "colectivo", "bus", "taxi", "vehicle")


def between(book: Book, codes: Iterable[str], day: date) -> tuple[dict, dict]:
    """(minutes, metres) by (from, to), for every pair of `codes` that a road or coordinates join.

    Minutes: the quickest way over the book's roads that are open that day, as their rides take them, without waits;
    without one, the straight line × tortuosity at the settings' speed. Metres: the straight line × tortuosity; where
    coordinates are missing, what the minutes make at that speed.
    """
    codes, roads = list(dict.fromkeys(codes)), _roads(book, day)
    minutes: dict[tuple[str, str], int] = {}
    metres: dict[tuple[str, str], int] = {}
    for start in codes:
        quickest = _quickest(roads, start)
        for end in codes:
            if start == end:
                continue
            far = _metres(book, start, end)
            lasts = quickest.get(end) or (far and max(1, ceil(far / 1000 / book.settings.kmh * 60)))
            if lasts:
                minutes[start, end] = lasts
                metres[start, end] = far or round(lasts / 60 * book.settings.kmh * 1000)
    return minutes, metres


def _roads(book: Book, day: date) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for route in book.routes:
        lasts = _lasts(book, route, day)
        if route.mode in ON_WHEELS and lasts is not None:
            found[route.origin].append((route.destination, lasts))
    return found


def _lasts(book: Book, route: BookRoute, day: date) -> int | None:
    """None: closed that day."""
    alerts = [alert for alert in route.alerts if alert.starts_on <= day <= alert.ends_on]
    if any(alert.closed for alert in alerts):
        return None
    usual = route.minutes_rain if day.month in book.settings.rain_months else route.minutes_dry
    return usual + sum(alert.extra_minutes for alert in alerts)


def _quickest(roads: dict[str, list[tuple[str, int]]], start: str) -> dict[str, int]:
    """Dijkstra's: minutes to every place that a road reaches."""
    known, ahead = {start: 0}, [(0, start)]
    while ahead:
        so_far, place = heapq.heappop(ahead)
        if so_far > known[place]:
            continue
        for end, lasts in roads.get(place, ()):
            if so_far + lasts < known.get(end, so_far + lasts + 1):
                known[end] = so_far + lasts
                heapq.heappush(ahead, (so_far + lasts, end))
    return known


def _metres(book: Book, start: str, end: str) -> int | None:
    one, other = book.places.get(start), book.places.get(end)
    if not one or not other or None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    straight = kilometres((one.latitude, one.longitude), (other.latitude, other.longitude))
    return round(straight * book.settings.tortuosity * 1000)
