"""What people had changed of a trip by hand, once it is planned anew: evenings more are kept, the rest is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.cases import operations as cases
from app.coordination import evening_more, reads
from app.coordination.evening_more import Wish
from app.foundation.language import _
from app.travel.models import Trip

PLANNED = ("chosen", "replanned")
LONGEST = 400
BETWEEN = "; "


@dataclass(frozen=True)
class ByHand:
    """`told`: corrections in words."""

    told: list[str]
    evenings: Wish


def of(trip: Trip) -> ByHand:
    """Asked before it is planned anew."""
    return ByHand(changes(trip), evening_more.wish_of(trip))


def changes(trip: Trip) -> list[str]:
    """In words, each once, since the trip was last chosen or planned. Who joined, or an evening more, plans nothing
    anew, and says why."""
    found: list[str] = []
    for event in reversed(trip.events):
        if event.kind in PLANNED and not event.reason:
            break
        if event.kind == "corrected":
            found.append(event.reason or _("un tramo corregido"))
    return list(dict.fromkeys(reversed(found)))


def keep(trip: Trip, former: ByHand, now: datetime, by: User) -> None:
    """The evenings that can still be had; a task says what the new plan does not have any more, and why."""
    lost = [*evening_more.again(trip, former.evenings, now, by), *former.told]
    if lost and trip.state == "chosen":
        _ask(trip, lost, now)


def _ask(trip: Trip, lost: Sequence[str], now: datetime) -> None:
    """Once more, and with what nobody had looked at yet, where it was planned anew before."""
    before = cases.finish_task_by_key(_key(trip), _("Se planeó otra vez."), now)
    lost = [*before.reason.split(BETWEEN), *lost] if before and before.reason else lost
    title = _("Se planeó de nuevo: ver si hace falta lo que se había cambiado a mano")
    case, reason = reads.case_by_id(trip.case_id), BETWEEN.join(dict.fromkeys(lost))[:LONGEST]
    cases.raise_task(case, "travel", title, now, _key(trip), now, reason=reason)


def is_back(trip: Trip, now: datetime, by) -> None:
    cases.finish_task_by_key(_key(trip), _("El viaje volvió a ser el de antes."), now, by)


def _key(trip: Trip) -> str:
    return f"trip:{trip.id}:by_hand"
