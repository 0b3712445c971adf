"""Reads of what is written down about a trip: its authorisations and its result."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.foundation.db import db
from app.foundation.errors import NotFound
from app.foundation.language import _

from ..models import Trip
from ..records import Authorisation, TripResult


def authorisations_of(trip: Trip) -> list[Authorisation]:
    both = (joinedload(Authorisation.asked_by), joinedload(Authorisation.confirmed_by))
    wanted = select(Authorisation).where(Authorisation.trip_id == trip.id).order_by(Authorisation.id)
    return list(db.session.scalars(wanted.options(*both)))


def authorisation_or_404(trip: Trip, authorisation_id: int) -> Authorisation:
    given = db.session.get(Authorisation, authorisation_id)
    if given is None or given.trip_id != trip.id:
        raise NotFound(_("Esa autorización no está en este viaje."))
    return given


def unconfirmed(now: datetime) -> list[Authorisation]:
    """The oldest hundred whose hour to be confirmed has passed."""
    late = select(Authorisation).where(Authorisation.confirmed_at.is_(None), Authorisation.due_at <= now)
    wanted = late.order_by(Authorisation.due_at).limit(100).options(joinedload(Authorisation.trip))
    return list(db.session.scalars(wanted))


def result_of(trip: Trip) -> TripResult | None:
    return db.session.scalar(select(TripResult).where(TripResult.trip_id == trip.id))
