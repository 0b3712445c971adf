"""Pages of `travel`: the route book, beds, and a trip on its time line."""

from . import beds, routes, trips
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = ["BLUEPRINTS", "beds", "routes", "trips"]
