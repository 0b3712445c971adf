"""Reads of the route book: as the planner wants it, and as people look through it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from weakref import WeakKeyDictionary

from sqlalchemy import Select, case, or_, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import aliased, contains_eager, selectinload

from app.cases.models import Place
from app.foundation import clock
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _

from ..book import Alert, Book, BookPlace, BookRoute, PlannerSettings
from ..estimates import nearest, with_estimates
from ..models import Route, RouteAlert, RouteBook
from ..timetable import parse_days, parse_departures

PLACE_COLUMNS = (
    Place.code, Place.name, Place.kind, Place.price_minor, Place.latitude, Place.longitude,
    case((Place.priced_per == "room", Place.room_beds)),
)  # fmt: skip
ROUTE_COLUMNS = (
    Route.mode, Route.fare_minor, Route.minutes_dry, Route.minutes_rain, Route.departures, Route.days,
    Route.safe_after_dark, Route.id,
)  # fmt: skip


@dataclass(frozen=True)
class _Copy:
    """The book as it was read, and what it was read from: as long as that is equal, so is the book."""

    version: str | None
    places: tuple[tuple[object, ...], ...]
    book: Book


_copies: WeakKeyDictionary[Engine, _Copy] = WeakKeyDictionary()


def planner_book() -> Book:
    """Active places and routes with their alerts. Read again only after an edit: two statements otherwise."""
    version = db.session.scalar(select(RouteBook.version))
    places = tuple(map(tuple, db.session.execute(select(*PLACE_COLUMNS).where(Place.active).order_by(Place.id))))
    kept = _copies.get(db.engine)
    if kept is None or (kept.version, kept.places) != (version, places):
        kept = _copies[db.engine] = _Copy(version, places, _read(places))
    return kept.book


def _read(rows: tuple[tuple[object, ...], ...]) -> Book:
    """By columns: a big book is read after each edit, and needs none of its rows as objects."""
    places = {place.code: place for place in (BookPlace(*row) for row in rows)}
    origin, destination, alerts = aliased(Place), aliased(Place), _alerts()
    wanted = (
        select(origin.code, destination.code, *ROUTE_COLUMNS)
        .join(origin, Route.from_id == origin.id)
        .join(destination, Route.to_id == destination.id)
        .where(Route.active)
        .order_by(Route.id)
    )
    departures, days = cache(parse_departures), cache(parse_days)
    routes = [
        BookRoute(one, other, *figures, departures(times), days(weekdays), safe, alerts.get(key, ()), key=key)
        for one, other, *figures, times, weekdays, safe, key in db.session.execute(wanted)
        if one in places and other in places
    ]
    return Book(places, tuple(routes), PlannerSettings(zone=clock.zone()))


def _alerts() -> dict[int, tuple[Alert, ...]]:
    """Route's number → its alerts, the earliest first."""
    columns = RouteAlert.route_id, RouteAlert.starts_on, RouteAlert.ends_on, RouteAlert.closed, RouteAlert.extra_minutes
    wanted = select(*columns, RouteAlert.extra_fare_minor).order_by(RouteAlert.starts_on, RouteAlert.id)
    found: dict[int, tuple[Alert, ...]] = {}
    for route, *told in db.session.execute(wanted):
        found[route] = (*found.get(route, ()), Alert(*told))
    return found


def route_page(
    place: str = "", mode: str = "", after: str | None = None, limit: int = 50, *, only: str = "",
    today: date | None = None,
) -> KeysetPage[Route]:  # fmt: skip
    """A page of the book: routes from or to a place whose name or code holds `place`, of one mode, or all.

    `only` "alerts": with an alert that is in force on `today` or later; "inactive": those that no longer run.
    """
    origin, destination = aliased(Place), aliased(Place)
    wanted: Select = (
        select(Route)
        .join(origin, Route.from_id == origin.id)
        .join(destination, Route.to_id == destination.id)
        .options(
            contains_eager(Route.origin.of_type(origin)),
            contains_eager(Route.destination.of_type(destination)),
            selectinload(Route.alerts),
        )
    )
    if place:
        text = f"%{place}%"
        wanted = wanted.where(
            or_(*(column.ilike(text) for end in (origin, destination) for column in (end.code, end.name)))
        )
    if mode:
        wanted = wanted.where(Route.mode == mode)
    if only == "inactive":
        wanted = wanted.where(~Route.active)
    if only == "alerts" and today is not None:
        wanted = wanted.where(Route.alerts.any(RouteAlert.ends_on >= today))
    return keyset_page(wanted, Route.id, after, limit)


def nearest_way(code: str) -> tuple[BookPlace, float, BookRoute] | None:
    """For a place that the book does not reach: its nearest one, the kilometres, and the ride as it is estimated."""
    book = planner_book()
    if code not in book.places or any(code in (route.origin, route.destination) for route in book.routes):
        return None
    near = nearest(book, code, {route.origin for route in book.routes})
    if near is None:
        return None
    place, km = near
    ride = next(route for route in with_estimates(book, code, place.code).routes if route.origin == code)
    return place, km, ride


def rains(day: date) -> bool:
    """Does the planner take the minutes of the rains on this day?"""
    return day.month in PlannerSettings().rain_months


def route_or_404(route_id: int) -> Route:
    route = db.session.get(Route, route_id)
    if route is None:
        raise NotFound(_("Esa ruta no está en el libro."))
    return route


def alert_or_404(route: Route, alert_id: int) -> RouteAlert:
    alert = db.session.get(RouteAlert, alert_id)
    if alert is None or alert.route_id != route.id:
        raise NotFound(_("Ese aviso no está en el libro."))
    return alert
