"""An evening more at the destination, before they leave."""

from datetime import datetime

from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import Trip
from ..rides import Sketch
from .by_hand import corrected
from .on_site import lay


def stay_evening(trip: Trip, sketch: Sketch, words: str, by, now: datetime) -> Trip:
    """The trip becomes what the sketch says; `words`, for its history. Refused: they have left; no bed any more."""
    if trip.state != "chosen":
        raise Refused(_("Ya salieron: las noches se cambian en «Noches y estancia»."))
    lay(trip, sketch)
    return corrected(trip, words, by, now)
