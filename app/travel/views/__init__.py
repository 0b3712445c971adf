"""Pages of `travel`: the route book and beds."""

from . import beds, routes
from .blueprint import bp

BLUEPRINTS = (bp,)
__all__ = ["BLUEPRINTS", "beds", "routes"]
