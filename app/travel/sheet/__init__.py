"""The travel sheet: large type and a picture for every ride, for who travels (FEATURES 50).

Plain values in, PDF bytes out, equal for equal values. Nothing is told by colour: it is read off a grey copy.
"""

from .pages import draw
from .values import Piece, Receipt, TravelSheet, Visit, Way

__all__ = ["Piece", "Receipt", "TravelSheet", "Visit", "Way", "draw"]
