"""The verbs of the route book. Each edit gives the book a new version."""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select

from app.cases import operations as cases
from app.cases.models import Place
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from ..book import MODES, Alert, BookRoute
from ..models import Route, RouteAlert, RouteBook
from ..timetable import parse_days, parse_departures

ROUTE_FIELDS = ("fare", "minutes_dry", "minutes_rain", "departures", "days", "safe_after_dark", "active")


def save_route(
    from_place: Place, to_place: Place, mode: str, ordinal: int | None, *, by, now: datetime, **fields
) -> Route:
    """The route of this key is added, or `fields` (of ROUTE_FIELDS) are written over it; the others stay.

    `ordinal` tells parallel routes of one mode apart; None adds another one. Refused, each beside its field:
    an unknown mode, equal places, no time or fare, departures or days that cannot be read.
    """
    check_mode(mode)
    route = _find(from_place, to_place, mode, ordinal) if ordinal else None
    created = route is None
    if created:
        route = Route(
            origin=from_place, destination=to_place, from_id=from_place.id, to_id=to_place.id, mode=mode,
            ordinal=ordinal or _next_ordinal(from_place, to_place, mode), departures="", days="daily", active=True,
            safe_after_dark=False, fare=Money.zero(), minutes_dry=0, minutes_rain=0,
        )  # fmt: skip
    return _write(route, created=created, by=by, now=now, **fields)


def _write(route: Route, *, created: bool = False, by, now: datetime, **fields) -> Route:
    """`fields` (of ROUTE_FIELDS) written over a route that is in hand. Refuses as save_route."""
    before = {name: getattr(route, name) for name in ROUTE_FIELDS}
    checked = before | {name: value for name, value in fields.items() if name in ROUTE_FIELDS}
    check_route(route.origin.code, route.destination.code, route.mode, **checked)
    changed = sorted(name for name, value in checked.items() if created or value != before[name])
    for name, value in checked.items():
        setattr(route, name, value)
    if changed:
        route.changed_at = now
        db.session.add(route)
        _new_version(now)
        action = "route.added" if created else "route.changed"
        audit.record(action, f"route:{route.id}", by, **{name: str(checked[name]) for name in changed})
    return route


def check_mode(mode: str) -> None:
    if mode not in MODES:
        raise Refused(_("Ese medio no existe. Use: %(modes)s.", modes=", ".join(MODES)), "mode")


def check_route(
    origin: str, destination: str, mode: str, *, fare: Money | None, minutes_dry: int | None, minutes_rain: int | None,
    departures: str, days: str, safe_after_dark: bool = False, active: bool = True,
) -> BookRoute:  # fmt: skip
    """A row of the book as the planner will read it. Refuses, each beside its field; writes nothing."""
    check_mode(mode)
    if fare is None:
        raise Refused(_("Falta el pasaje; si no cobra, escriba 0."), "fare")
    if not minutes_dry or not minutes_rain:
        raise Refused(_("Faltan los minutos de camino, en secas y en lluvias."), "minutes_dry")
    return BookRoute(
        origin, destination, mode, fare.amount_minor, minutes_dry, minutes_rain, parse_departures(departures),
        parse_days(days), safe_after_dark,
    )  # fmt: skip


def remove_route(route: Route, by, now: datetime) -> None:
    """Taken out of the book as if it had never been there; the caller knows that nothing was built on it."""
    audit.record("route.removed", f"route:{route.id}", by)
    db.session.delete(route)
    _new_version(now)


def add_alert(
    route: Route, starts_on: date, ends_on: date, reason: str, *, by, now: datetime, closed: bool = False,
    extra_minutes: int = 0, extra_fare: Money | None = None,
) -> RouteAlert:  # fmt: skip
    """Closed, slower or dearer on these dates of departure, both included. Refused: no reason, nothing changed."""
    extra = extra_fare or Money.zero()
    check_alert(Alert(starts_on, ends_on, closed, extra_minutes, extra.amount_minor), reason)
    alert = RouteAlert(
        route=route, starts_on=starts_on, ends_on=ends_on, closed=closed, extra_minutes=extra_minutes,
        extra_fare=extra, reason=reason.strip(), created_at=now, created_by_id=getattr(by, "id", None),
    )  # fmt: skip
    db.session.add(alert)
    _new_version(now)
    audit.record("route.alert", f"route:{route.id}", by, starts_on=starts_on, ends_on=ends_on, closed=closed)
    return alert


def check_alert(alert: Alert, reason: str) -> None:
    if alert.ends_on < alert.starts_on:
        raise Refused(_("El aviso termina el mismo día que empieza, o después."), "ends_on")
    if not reason.strip():
        raise Refused(_("Escriba qué pasó: derrumbe, vado, bloqueo…"), "reason")
    if alert.extra_minutes < 0 or alert.extra_fare_minor < 0:
        raise Refused(_("Un aviso no acorta ni abarata el camino."), "extra_minutes")
    if not (alert.closed or alert.extra_minutes or alert.extra_fare_minor):
        raise Refused(_("Diga qué cambia: sin paso, más minutos o más pasaje."), "closed")


def end_alert(alert: RouteAlert, last_day: date, by, now: datetime) -> None:
    """The way is open again after `last_day`; an alert that had not begun by then is taken out."""
    if last_day < alert.starts_on:
        alert.route.alerts.remove(alert)
    else:
        alert.ends_on = min(alert.ends_on, last_day)
    _new_version(now)
    audit.record("route.alert_ended", f"route:{alert.route_id}", by, last_day=last_day)


def move_place(
    place: Place, latitude: float | None, longitude: float | None, by, now: datetime
) -> tuple[float | None, float | None]:
    """Puts a place elsewhere on the map, or off it with None twice; returns where it was. Refuses as save_place."""
    former = place.latitude, place.longitude
    cases.save_place(place.code, now=now, by=by, latitude=latitude, longitude=longitude)
    audit.record("place.moved", f"place:{place.code}", by, was=former, now=(latitude, longitude))
    _new_version(now)
    return former


def _find(from_place: Place, to_place: Place, mode: str, ordinal: int) -> Route | None:
    same = (Route.from_id == from_place.id, Route.to_id == to_place.id, Route.mode == mode, Route.ordinal == ordinal)
    return db.session.scalar(select(Route).where(*same))


def _next_ordinal(from_place: Place, to_place: Place, mode: str) -> int:
    same = (Route.from_id == from_place.id, Route.to_id == to_place.id, Route.mode == mode)
    used = db.session.scalars(select(Route.ordinal).where(*same)).all()
    return max(used, default=0) + 1


def _new_version(now: datetime) -> None:
    """A random word, not a count: a version that was rolled back never comes again with other contents."""
    book = db.session.get(RouteBook, 1)
    if book is None:
        book = RouteBook(id=1)
        db.session.add(book)
    book.version, book.changed_at = uuid4().hex, now
    db.session.flush()
