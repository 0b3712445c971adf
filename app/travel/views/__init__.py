"""Pages of `travel`: the route book, its map, a trip's map, and beds."""

from . import beds, maps, routes
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = ["BLUEPRINTS", "beds", "maps", "routes"]
