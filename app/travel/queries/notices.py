"""Reads of what happened on the road: notices, the trips that each hits, and those that it moved."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.cases.models import Appointment, Case
from app.foundation import clock
from app.foundation.clock import at_wall
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.money import Money

from ..models import Leg, Route, RouteAlert, Seat, Trip, TripEvent
from ..notices import AlertReplan, RouteNotice
from ..rides import is_main
from ..rules import LIVE
from .trips import under_way

LOOKED_AT = ("chosen", "replanned", "corrected")


@dataclass(frozen=True)
class HitLeg:
    """A ride on the notice's road. `alert` None: the row of the book itself was changed."""

    leg: Leg
    alert: RouteAlert | None

    @property
    def extra_fare(self) -> Money:
        """For the whole party."""
        each = self.alert.extra_fare if self.alert else Money.zero()
        return each * sum(bool(seat.fare) for seat in self.leg.seats)


@dataclass(frozen=True)
class Hit:
    """A trip, and its rides that the notice changes."""

    trip: Trip
    legs: tuple[HitLeg, ...]


@dataclass(frozen=True)
class Hits:
    """`ahead`: still at home, to be planned anew. `away`: they have left, or should have; a person decides (P1)."""

    ahead: list[Hit]
    away: list[Hit]


def notice_or_404(notice_id: int) -> RouteNotice:
    notice = db.session.get(RouteNotice, notice_id)
    if notice is None:
        raise NotFound(_("Ese aviso no está en el libro."))
    return notice


def notice_page(after: str | None = None, limit: int = 50) -> KeysetPage[RouteNotice]:
    """Newest first, each with its routes."""
    wanted = select(RouteNotice).options(selectinload(RouteNotice.alerts))
    return keyset_page(wanted, RouteNotice.id, after, limit, descending=True)


def hits(notice: RouteNotice, now: datetime, trip_id: int | None = None) -> Hits:
    """Trips whose rides use the notice's road on its days and that nobody has planned or corrected since.

    `trip_id`: of that one alone. The day is the local date of the ride's departure, as for the planner.
    """
    if notice.ended_at is not None:
        return Hits([], [])
    wanted = _with_rides(_on_the_road(notice, now))
    if trip_id is not None:
        wanted = wanted.where(Trip.id == trip_id)
    alerts = {alert.route_id: alert for alert in notice.alerts}
    found = [_hit(trip, notice, alerts, now) for trip in db.session.scalars(wanted).unique()]
    found = [hit for hit in found if hit.legs]
    away = [hit for hit in found if under_way(hit.trip) or hit.trip.departs_at <= now]
    return Hits([hit for hit in found if hit not in away], away)


def _on_the_road(notice: RouteNotice, now: datetime) -> Select:
    begins, ends = _instants(notice.starts_on, notice.ends_on)
    roads = [alert.route_id for alert in notice.alerts] or [notice.route_id]
    looked_at = (
        select(func.max(TripEvent.recorded_at))
        .where(TripEvent.trip_id == Trip.id, TripEvent.kind.in_(LOOKED_AT))
        .correlate(Trip)
        .scalar_subquery()
    )
    done = select(AlertReplan.id).where(AlertReplan.notice_id == notice.id, AlertReplan.trip_id == Trip.id).exists()
    on_it = and_(Leg.route_id.in_(roads), Leg.departs_at >= max(begins, now), Leg.departs_at < ends)
    return (
        select(Trip)
        .where(Trip.state.in_(LIVE), select(Leg.id).where(Leg.trip_id == Trip.id, on_it).exists())
        .where(or_(looked_at.is_(None), looked_at <= notice.since), ~done)
        .order_by(Trip.departs_at, Trip.id)
    )


def _with_rides(wanted: Select) -> Select:
    return wanted.options(
        joinedload(Trip.case).joinedload(Case.patient),
        joinedload(Trip.appointment).joinedload(Appointment.hospital),
        selectinload(Trip.travellers),
        selectinload(Trip.legs).selectinload(Leg.seats).joinedload(Seat.traveller),
    )


def _hit(trip: Trip, notice: RouteNotice, alerts: dict[int, RouteAlert], now: datetime) -> Hit:
    begins, ends = _instants(notice.starts_on, notice.ends_on)
    legs = (
        HitLeg(leg, alerts.get(leg.route_id))
        for leg in trip.legs
        if max(begins, now) <= leg.departs_at < ends and (leg.route_id in alerts or leg.route_id == notice.route_id)
        if leg.route_id is not None and not _is_behind(trip, leg)
    )
    return Hit(trip, tuple(legs))


def _is_behind(trip: Trip, leg: Leg) -> bool:
    """Who is there already, earlier than planned or by another way, does not ride it any more."""
    return trip.state == "arrived" and leg.direction == "there" and is_main(leg)


def _instants(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first local midnight until the one after the last day."""
    return at_wall(first, time()), at_wall(last + timedelta(days=1), time())


def locked_trip(trip_id: int) -> Trip:
    """Nobody else plans it until we commit."""
    return db.session.scalar(
        select(Trip).where(Trip.id == trip_id).with_for_update(of=Trip).execution_options(populate_existing=True)
    )


def replans(notice: RouteNotice) -> list[AlertReplan]:
    """Every trip that the notice moved, in the order in which they leave now; with case and patient."""
    wanted = (
        select(AlertReplan)
        .where(AlertReplan.notice_id == notice.id)
        .options(joinedload(AlertReplan.trip).joinedload(Trip.case).joinedload(Case.patient))
        .order_by(AlertReplan.departs_before, AlertReplan.id)
    )
    return list(db.session.scalars(wanted))


def replan_or_404(replan_id: int) -> AlertReplan:
    row = db.session.get(AlertReplan, replan_id)
    if row is None:
        raise NotFound(_("Ese aviso no está en el libro."))
    return row


def to_put_back(notice: RouteNotice) -> list[int]:
    """The ids of what the notice moved and nobody has asked to be put back yet."""
    wanted = select(AlertReplan.id).where(AlertReplan.notice_id == notice.id, AlertReplan.ending.is_(None))
    return list(db.session.scalars(wanted.where(AlertReplan.outcome != "kept").order_by(AlertReplan.id)))


def closed_between(legs: list[tuple[int, date]]) -> bool:
    """Is one of these (route, local date of departure) closed by an alert now, or no longer run?"""
    routes = [route for route, _day in legs]
    if db.session.scalar(select(Route.id).where(Route.id.in_(routes), ~Route.active).limit(1)):
        return True
    alerts = db.session.scalars(select(RouteAlert).where(RouteAlert.route_id.in_(routes), RouteAlert.closed)).all()
    return any(one.route_id == route and one.starts_on <= day <= one.ends_on for one in alerts for route, day in legs)


def how_many_use(route: Route, now: datetime) -> int:
    """Trips ahead that ride on it and were planned before the row was last changed."""
    today = clock.today(now)
    probe = RouteNotice(
        kind="change", route_id=route.id, since=route.changed_at, starts_on=today, ends_on=today + timedelta(days=366)
    )
    return len(hits(probe, now).ahead)


def in_force(today: date) -> list[RouteNotice]:
    """Alerts of today and of days to come, the first to end first."""
    wanted = select(RouteNotice).where(
        RouteNotice.kind == "alert", RouteNotice.ended_at.is_(None), RouteNotice.ends_on >= today
    )
    return list(db.session.scalars(wanted.order_by(RouteNotice.ends_on, RouteNotice.id).limit(20)))


def routes_about(place_id: int, other_id: int | None = None) -> list[Route]:
    """Active routes from or to a place; with `other_id` those between the two, both ways."""
    ends = (
        or_(Route.from_id == place_id, Route.to_id == place_id)
        if other_id is None
        else or_(
            and_(Route.from_id == place_id, Route.to_id == other_id),
            and_(Route.from_id == other_id, Route.to_id == place_id),
        )
    )
    return list(db.session.scalars(select(Route).where(Route.active, ends).order_by(Route.id)))
