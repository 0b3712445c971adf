"""An evening more at the destination, before they leave; it is remembered when the trip is planned anew."""

from datetime import datetime

from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import Trip
from ..queries.evening_more import EveningMore
from .by_hand import corrected
from .on_site import lay


def stay_evening(trip: Trip, evening: EveningMore, words: str, by, now: datetime) -> Trip:
    """The trip becomes what it sketches; `words`, for its history. Refused: they have left; no bed any more."""
    if trip.state != "chosen":
        raise Refused(_("Ya salieron: las noches se cambian en «Noches y estancia»."))
    lay(trip, evening.sketch)
    trip.evenings_before += evening.before
    trip.evenings_after += not evening.before
    return corrected(trip, words, by, now, kind="replanned")
