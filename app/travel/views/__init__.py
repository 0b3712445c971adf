"""Pages of `travel`: the route book, its map, beds, and a trip on its time line."""

from . import beds, maps, routes, trips
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = ["BLUEPRINTS", "beds", "maps", "routes", "trips"]
