"""Pages of `travel`: the route book, its map, a trip's map, beds, and help in kind."""

from . import beds, in_kind, maps, routes
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = ["BLUEPRINTS", "beds", "in_kind", "maps", "routes"]
