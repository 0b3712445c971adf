"""What any way between two places takes at least, whatever the hour: shortest ways over the map (Dijkstra's)."""

from collections.abc import Sequence
from functools import lru_cache
from heapq import heappop, heappush
from typing import NamedTuple

from .ways import WaysThere

PLACES_REMEMBERED = 512
UNREACHED = 1 << 62
Neighbours = list[list[tuple[int, int]]]


class Bounds(NamedTuple):
    """By place: least weight, least dark minutes, least minutes of rides with a transfer after each."""

    weights: list[int]
    darks: list[int]
    minutes: list[int]

    def without_darkness(self) -> "Bounds":
        return self._replace(darks=[0] * len(self.darks))


class Map:
    """The routes in a search's direction, between each two places the least that a ride takes."""

    def __init__(self, ways: WaysThere):
        self.ways = ways
        routes, transfer = ways.service.book.routes, ways.service.book.settings.transfer
        ends = [ways.ends(number) for number in range(len(routes))]
        self.weights = _least(ways.places, ends, [ways.weight(route.fare_minor) for route in routes])
        self.darks = _least(ways.places, ends, [ways.service.least_dark(number) for number in range(len(routes))])
        self.minutes = _least(
            ways.places, ends, [min(route.minutes_dry, route.minutes_rain) + transfer for route in routes]
        )
        self.bounds = lru_cache(maxsize=PLACES_REMEMBERED)(self._bounds)

    def _bounds(self, start: int) -> Bounds:
        """From `start` to every place."""
        return Bounds(*(_shortest(costs, start) for costs in (self.weights, self.darks, self.minutes)))


def _least(places: int, ends: Sequence[tuple[int, int]], costs: Sequence[int]) -> Neighbours:
    least: list[dict[int, int]] = [{} for _place in range(places)]
    for (start, end), cost in zip(ends, costs, strict=True):
        known = least[start]
        if cost < known.get(end, UNREACHED):
            known[end] = cost
    return [list(costs.items()) for costs in least]


def _shortest(neighbours: Neighbours, start: int) -> list[int]:
    least = [UNREACHED] * len(neighbours)
    least[start] = 0
    heap = [(0, start)]
    while heap:
        cost, place = heappop(heap)
        if cost > least[place]:
            continue
        for further, more in neighbours[place]:
            longer = cost + more
            if longer < least[further]:
                least[further] = longer
                heappush(heap, (longer, further))
    return least
