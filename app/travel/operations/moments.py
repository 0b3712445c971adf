"""The verbs of a trip as it is lived: they left, they arrived, they are home; or it was called off."""

from datetime import datetime

from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import Trip, TripEvent
from ..rules import check_moment
from . import stays
from .dates import serve_none


def depart(trip: Trip, occurred_at: datetime, by, now: datetime) -> None:
    """They left. Nothing keeps this from being recorded but a trip that is over (P4)."""
    _happen(trip, "departed", occurred_at, by, now, then=("draft", "chosen", "departed"))


def arrive(trip: Trip, occurred_at: datetime, by, now: datetime) -> None:
    """They are there, whether or not anybody wrote down that they left."""
    _happen(trip, "arrived", occurred_at, by, now, then=("draft", "chosen", "departed", "arrived"))


def return_home(trip: Trip, occurred_at: datetime, by, now: datetime) -> None:
    """They are home."""
    _happen(trip, "returned", occurred_at, by, now, then=("draft", "chosen", "departed", "arrived", "returned"))


def _happen(trip: Trip, what: str, occurred_at: datetime, by, now: datetime, then: tuple[str, ...]) -> None:
    """`then`: the states in which it may be told; later ones keep their state and only learn the hour.

    An hour that a person tells replaces an earlier one; one that came by itself (`by` None) never does.
    """
    if trip.state == "cancelled":
        raise Refused(_("Ese viaje está cancelado."))
    check_moment(occurred_at, now, None if what == "departed" else trip.departed_at)
    if getattr(trip, f"{what}_at") is not None and by is None:
        return
    setattr(trip, f"{what}_at", occurred_at)
    if trip.state in then:
        trip.state = what
    _tell(trip, what, occurred_at, by, now)


def cancel_trip(trip: Trip, reason: str, by, now: datetime) -> Trip:
    """Beds are given back; the rides stay to be read. Refused: no reason, or somebody is on the way (P1)."""
    if trip.state in ("departed", "arrived", "returned"):
        raise Refused(_("Ya salieron: el regreso, las camas y las comidas no se cancelan."))
    if not reason.strip():
        raise Refused(_("Escriba por qué se cancela el viaje."), "reason")
    if trip.state != "cancelled":
        stays.free_beds(trip)
        serve_none(trip)
        trip.state, trip.cancelled_reason = "cancelled", reason.strip()[:200]
        _tell(trip, "cancelled", now, by, now, reason.strip()[:200])
    return trip


def _tell(trip: Trip, kind: str, occurred_at: datetime, by, now: datetime, reason: str | None = None) -> None:
    told_by = getattr(by, "id", None)
    trip.events.append(
        TripEvent(kind=kind, occurred_at=occurred_at, recorded_at=now, recorded_by_id=told_by, reason=reason)
    )
    db.session.flush()
    audit.record(f"trip.{kind}", f"trip:{trip.id}", by, occurred_at=occurred_at)
