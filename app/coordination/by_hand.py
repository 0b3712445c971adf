"""What people had changed of a trip by hand is gone once it is planned anew: somebody reads what it was."""

from datetime import datetime

from app.cases import operations as cases
from app.coordination import reads
from app.foundation.language import _
from app.travel.models import Trip

PLANNED = ("chosen", "replanned")
LONGEST = 200


def changes(trip: Trip) -> list[str]:
    """In words, each once, since the trip was last chosen or planned; asked before it is planned anew."""
    found: list[str] = []
    for event in reversed(trip.events):
        if event.kind in PLANNED:
            break
        if event.kind == "corrected":
            found.append(event.reason or _("un tramo corregido"))
    return list(dict.fromkeys(reversed(found)))


def ask_again(trip: Trip, lost: list[str], now: datetime) -> None:
    """A task says what the new plan does not have any more."""
    if lost and trip.state == "chosen":
        title = _("Se planeó de nuevo: ver si hace falta lo que se había cambiado a mano")
        case, reason = reads.case_by_id(trip.case_id), "; ".join(lost)[:LONGEST]
        cases.raise_task(case, "travel", title, now, _key(trip), now, reason=reason)


def is_back(trip: Trip, now: datetime, by) -> None:
    cases.finish_task_by_key(_key(trip), _("El viaje volvió a ser el de antes."), now, by)


def _key(trip: Trip) -> str:
    return f"trip:{trip.id}:by_hand"
