"""Reads of trips: of a case, of an appointment, and of everybody who is away."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.cases.models import Case, Person
from app.foundation import clock
from app.foundation.db import LARGEST_ID, KeysetPage, db, page_key
from app.foundation.errors import NotFound
from app.foundation.language import _

from ..models import BedNight, Leg, Seat, Stay, Traveller, Trip, TripDate
from ..rides import is_main
from ..rules import LIVE, UNDER_WAY

AWAY_SHOWN = 50
NIGHT_BEGINS_AT = 5  # before five in the morning it is still last night's bed that somebody lies in


def whole(wanted: Select) -> Select:
    """With all that a trip page or a budget reads, in a fixed number of statements."""
    return wanted.options(
        selectinload(Trip.travellers),
        selectinload(Trip.legs).selectinload(Leg.seats).joinedload(Seat.traveller),
        selectinload(Trip.stays),
        selectinload(Trip.nights),
        selectinload(Trip.dates),
    )


def trip_of(appointment_id: int) -> Trip | None:
    """The trip that serves this appointment and was not cancelled, if there is one."""
    wanted = select(Trip).join(Trip.dates).where(TripDate.appointment_id == appointment_id, TripDate.standing)
    return db.session.scalar(whole(wanted))


def trips_to(appointment_ids: Iterable[int]) -> dict[int, Trip]:
    """Appointment → its trip that was not cancelled, with the rides and the dates alone."""
    rides = selectinload(Trip.legs).joinedload(Leg.origin)
    found = db.session.execute(_serving(appointment_ids).options(rides, selectinload(Trip.dates)))
    return dict(found.all())


def parties_to(appointment_ids: Iterable[int]) -> dict[int, Trip]:
    """Appointment → its trip that was not cancelled, with who travels: one statement."""
    found = db.session.execute(_serving(appointment_ids).options(joinedload(Trip.travellers))).unique()
    return dict(found.all())


def _serving(appointment_ids: Iterable[int]) -> Select:
    """(appointment, trip) for each of these dates that a trip serves."""
    wanted = select(TripDate.appointment_id, Trip).join(Trip, Trip.id == TripDate.trip_id)
    return wanted.where(TripDate.appointment_id.in_(list(appointment_ids)), TripDate.standing)


def trips_of_case(case_id: int) -> list[Trip]:
    """All of them, cancelled ones too, newest first."""
    return list(db.session.scalars(whole(select(Trip).where(Trip.case_id == case_id).order_by(Trip.id.desc()))))


def standing_trips(case_id: int) -> list[Trip]:
    """Those not cancelled, newest first, with dates, travellers, stays, rides and fares: two statements."""
    wanted = select(Trip).where(Trip.case_id == case_id, Trip.state != "cancelled").order_by(Trip.id.desc())
    rides = selectinload(Trip.legs).joinedload(Leg.seats)
    wanted = wanted.options(joinedload(Trip.dates), joinedload(Trip.travellers), joinedload(Trip.stays), rides)
    return list(db.session.scalars(wanted).unique())


def live_trips_of_cases(case_ids: Iterable[int]) -> dict[int, Trip]:
    """Case → its running trip, else the one that leaves first: one statement."""
    wanted = select(Trip).where(Trip.case_id.in_(list(case_ids)), Trip.state.in_(LIVE))
    return {trip.case_id: trip for trip in reversed(soonest_first(db.session.scalars(wanted)))}


def live_trips() -> list[Trip]:
    """Chosen or under way, whole, by departure."""
    return list(db.session.scalars(whole(select(Trip).where(Trip.state.in_(LIVE)).order_by(Trip.departs_at, Trip.id))))


def departing_before(until: datetime, now: datetime) -> list[Trip]:
    """Chosen trips that leave between now and `until`, soonest first."""
    wanted = select(Trip).where(Trip.state == "chosen", Trip.departs_at.between(now, until)).order_by(Trip.departs_at)
    return list(db.session.scalars(wanted))


def live_among(trips: list[Trip]) -> Trip | None:
    """The live one of a case, when its trips are at hand: who is away, else who leaves first."""
    return next(iter(soonest_first(trip for trip in trips if trip.state in LIVE)), None)


def soonest_first(trips: Iterable[Trip]) -> list[Trip]:
    """Those under way, then by their departure; without one, last."""
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(trips, key=lambda trip: (not under_way(trip), trip.departs_at or never, trip.id))


def ahead(trip: Trip) -> bool:
    """Chosen, and nobody has left."""
    return trip.state == "chosen"


def under_way(trip: Trip) -> bool:
    """Somebody has left and is not home yet."""
    return trip.state in UNDER_WAY


def first_leg(trip: Trip) -> Leg | None:
    """The ride that begins the patient's journey, not one of somebody who joins later; None without a way."""
    return next((leg for leg in trip.legs if leg.direction == "there" and is_main(leg)), None)


def way_home_starts(trip: Trip) -> datetime | None:
    """When the first ride home leaves; without one, when the visit is over. None: they stay until somebody decides."""
    if trip.open_since:
        return None
    return next((leg.departs_at for leg in trip.legs if leg.direction == "home" and is_main(leg)), trip.ready_at)


def trip_or_404(case_id: int, trip_id: int) -> Trip:
    trip = db.session.scalar(whole(select(Trip).where(Trip.id == trip_id, Trip.case_id == case_id)))
    if trip is None:
        raise NotFound(_("Ese viaje no está en este caso."))
    return trip


def leg_or_404(case_id: int, leg_id: int) -> Leg:
    leg = db.session.scalar(select(Leg).join(Trip).where(Leg.id == leg_id, Trip.case_id == case_id))
    if leg is None:
        raise NotFound(_("Ese tramo no está en este caso."))
    return leg


def stay_or_404(trip: Trip, stay_id: int) -> Stay:
    stay = next((stay for stay in trip.stays if stay.id == stay_id), None)
    if stay is None:
        raise NotFound(_("Ese hospedaje no está en este viaje."))
    return stay


def away_page(now: datetime, after: str | None = None) -> KeysetPage[Trip]:
    """Everybody who has left, or should have by the plan; who is due home soonest first. Three statements.

    With the case, the party and their phones, rides with fares, and nights.
    """
    left = or_(Trip.state.in_(UNDER_WAY), (Trip.state == "chosen") & (Trip.departs_at <= now))
    people = joinedload(Trip.travellers).joinedload(Traveller.person).joinedload(Person.phones)
    rides = selectinload(Trip.legs).joinedload(Leg.seats)
    whose = joinedload(Trip.case).joinedload(Case.patient)
    wanted = select(Trip).where(left).options(whose, people, rides, selectinload(Trip.nights), joinedload(Trip.dates))
    due = func.coalesce(Trip.returns_at, Trip.ready_at)
    if after:
        when, last = page_key(_instant_and_id, after)
        wanted = wanted.where(or_(due > when, and_(due == when, Trip.id > last)))
    rows = list(db.session.scalars(wanted.order_by(due, Trip.id).limit(AWAY_SHOWN + 1)).unique())
    if len(rows) <= AWAY_SHOWN:
        return KeysetPage(rows, None)
    last_row = rows[AWAY_SHOWN - 1]
    return KeysetPage(rows[:AWAY_SHOWN], f"{(last_row.returns_at or last_row.ready_at).isoformat()}|{last_row.id}")


def _instant_and_id(key: str) -> tuple[datetime, int]:
    moment, _bar, last = key.partition("|")
    when, number = datetime.fromisoformat(moment), int(last)
    if when.tzinfo is None or not 0 <= number <= LARGEST_ID:
        raise ValueError(key)
    return when, number


def sleeps_tonight(trip: Trip, now: datetime) -> list[BedNight]:
    """The beds of the night that is coming, or that is not over yet."""
    evening = clock.today(now - timedelta(hours=NIGHT_BEGINS_AT))
    return [night for night in trip.nights if night.night == evening]
