"""Reads of calendars: whose a token is, and what happens around a navigator's cases or in a house."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.accounts.queries import token_hash
from app.cases import queries as cases
from app.cases.models import Appointment, Case, Place
from app.coordination import reads
from app.foundation import clock
from app.foundation.db import db
from app.travel.models import BedNight, Trip, TripEvent

from .entries import Entry, of_appointment, of_night, of_trip
from .models import CalendarToken

BACK = timedelta(days=30)


def owned_by(owner: User | Place) -> dict[str, int]:
    return {"user_id" if isinstance(owner, User) else "place_id": owner.id}


def subject(owner: User | Place) -> str:
    return f"user:{owner.id}" if isinstance(owner, User) else f"place:{owner.code}"


def live_token(owner: User | Place) -> CalendarToken | None:
    return db.session.scalar(select(CalendarToken).filter_by(**owned_by(owner), ended_at=None))


def owner_of(token: str) -> User | Place | None:
    """Whose calendar this opens; None for a token that never was, has ended, or is somebody's who has left."""
    found = db.session.scalar(select(CalendarToken).filter_by(token_hash=token_hash(token), ended_at=None))
    if found is None:
        return None
    owner = found.user or found.place
    return owner if owner.active else None


def entries_of(owner: User | Place, now: datetime) -> list[Entry]:
    """From thirty days ago on, in order of time."""
    entries = _of_navigator(owner, now) if isinstance(owner, User) else _of_house(owner, now)
    return sorted(entries, key=lambda entry: entry.order)


def _of_navigator(user: User, now: datetime) -> list[Entry]:
    """Dates, departures and returns of the cases that are theirs and that they may open: six statements."""
    theirs = cases.visible_cases(user).where(Case.navigator_id == user.id)
    by_id = {case.id: case for case in db.session.scalars(theirs)}
    appointments = _appointments(by_id, clock.today(now) - BACK)
    chains = reads.earlier_dates_of(appointments)
    trips = _trips(by_id, now)
    changes = _changes(trip.id for trip in trips)
    dated = [of_appointment(one, [one, *chains[one.id]][-1].id, len(chains[one.id])) for one in appointments]
    return dated + [entry for trip in trips for entry in of_trip(trip, by_id[trip.case_id], *changes[trip.id])]


def _appointments(case_ids: Iterable[int], since: date) -> list[Appointment]:
    """With a day, not moved to another one, of people who live."""
    wanted = select(Appointment).where(
        Appointment.case_id.in_(list(case_ids)), Appointment.on_day >= since, Appointment.state != "rescheduled",
    )  # fmt: skip
    return [one for one in db.session.scalars(wanted) if not one.case.patient.died_on]


def _trips(case_ids: Iterable[int], now: datetime) -> list[Trip]:
    """With a way; those that were cancelled too, so that a calendar strikes them out."""
    recent = or_(Trip.returns_at >= now - BACK, Trip.returns_at.is_(None) & (Trip.departs_at >= now - BACK))
    return list(db.session.scalars(select(Trip).where(Trip.case_id.in_(list(case_ids)), recent)))


def _changes(trip_ids: Iterable[int]) -> dict[int, tuple[int, datetime | None]]:
    """Trip → how often it changed, and when it last did."""
    counted = select(TripEvent.trip_id, func.count(), func.max(TripEvent.recorded_at))
    rows = db.session.execute(counted.where(TripEvent.trip_id.in_(list(trip_ids))).group_by(TripEvent.trip_id))
    return defaultdict(lambda: (0, None), {trip: (count, last) for trip, count, last in rows})


def _of_house(place: Place, now: datetime) -> list[Entry]:
    """A row for each trip and night: three statements."""
    wanted = select(BedNight).where(
        BedNight.place_id == place.id, BedNight.kind == "lodging", BedNight.night >= clock.today(now) - BACK
    )
    options = joinedload(BedNight.trip).joinedload(Trip.case), joinedload(BedNight.stay)
    nights: dict[tuple[int, date], list[BedNight]] = defaultdict(list)
    for bed in db.session.scalars(wanted.options(*options)):
        nights[bed.trip_id, bed.night].append(bed)
    changes = _changes({trip_id for trip_id, _night in nights})
    return [of_night(beds, *changes[trip_id]) for (trip_id, _night), beds in nights.items()]
