"""Which dates a trip serves: one, or several of one case."""

from collections.abc import Collection, Sequence

from sqlalchemy.exc import IntegrityError

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from ..models import Trip, TripDate
from ..rules import Visit, ready_at


def serve(trip: Trip, visits: Sequence[Visit]) -> None:
    """These dates in this order, and no other. Refused: another trip serves one of them by now."""
    trip.dates.clear()
    _flush()
    trip.dates.extend(_row(visit, position) for position, visit in enumerate(visits, 1))
    _flush()


def serve_also(trip: Trip, served: Collection[int], visit: Visit | None) -> None:
    """Of what it serves now, those of `served` (ids of appointments) stay; then comes `visit`."""
    for row in [row for row in trip.dates if row.appointment_id not in served or _is(row, visit)]:
        trip.dates.remove(row)
    _flush()
    if visit is not None:
        trip.dates.append(_row(visit, max((row.position for row in trip.dates), default=0) + 1))
        _flush()


def serve_none(trip: Trip) -> None:
    """It was called off: the rows say what it was for, and another trip may serve them."""
    for row in trip.dates:
        row.standing = False


def move_on(trip: Trip, row: TripDate) -> None:
    """The date that comes next is the trip's now: until when to be where."""
    trip.appointment_id, trip.present_at = row.appointment_id, row.present_at
    trip.hospital = row.hospital
    db.session.flush()
    db.session.expire(trip, ["appointment"])


def _is(row: TripDate, visit: Visit | None) -> bool:
    return visit is not None and row.appointment_id == visit.appointment_id


def _row(visit: Visit, position: int) -> TripDate:
    return TripDate(
        appointment_id=visit.appointment_id, position=position, hospital=cases.place_or_404(visit.hospital_code),
        present_at=visit.present_at, ready_at=ready_at(visit, clock.zone()), standing=True,
    )  # fmt: skip


def _flush() -> None:
    """Two people chose at once and the database kept the first: the second is told in words."""
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise Refused(_("Alguien más acaba de elegir el viaje de esa cita: vuelva a abrir la página.")) from taken
