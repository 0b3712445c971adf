"""Maps: of the book, where places are moved; of a trip. What they draw is read again only when the book changes."""

from datetime import date
from functools import lru_cache

from flask import jsonify, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_login import current_user

from app.cases import queries as cases
from app.cases.labels import PLACE_KINDS
from app.cases.models import Place
from app.foundation import clock, settings
from app.foundation.db import transaction
from app.foundation.forms import refusals_on
from app.foundation.language import _
from app.foundation.money import Money
from app.foundation.web import say

from .. import gazetteer, map_parts, operations, queries
from ..book import Book, BookRoute
from ..estimates import kilometres
from ..forms import PointForm
from ..models import Trip
from ..rules import MODE_NAMES
from .blueprint import bp, duration


@bp.get("/routes/map")
def book_map():
    return _map_page()


@bp.get("/routes/map/data")
def map_data():
    """What the map draws. The browser keeps it and asks whether it is still so."""
    response = jsonify(_drawn(queries.planner_book(), clock.today(), str(get_locale())))
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


@bp.route("/routes/map/places/<code>", methods=["GET", "POST"])
def move_place(code: str):
    """The same map with this place in hand: dragged, or its coordinates typed."""
    place = cases.place_or_404(code)
    form = PointForm(data={"latitude": place.latitude, "longitude": place.longitude})
    if form.validate_on_submit():
        with refusals_on(form):
            with transaction():
                former = operations.move_place(place, *form.point(), current_user, clock.now())
            say(_told(place, former))
            back = {"moved": code} | dict(zip(("was_lat", "was_lon"), former, strict=True))
            return redirect(url_for(".book_map", **{name: value for name, value in back.items() if value is not None}))
    return _map_page(form, place)


@bp.get("/routes/map/search")
def find_on_map():
    """Names of Mexico for putting a place; with a sentence where the configured server did not answer."""
    text, server = request.args.get("q", ""), settings.current().nominatim_url
    found, sentence = gazetteer.find(text), ""
    if server and len(text.strip()) > 1:
        asked = gazetteer.ask_nominatim(server, text.strip())
        if asked is None:
            sentence = _("El buscador de la red no contestó; esto es lo que trae el programa.")
        found = found + (asked or [])
    if not found and not sentence:
        sentence = _("Nadie se llama así: pruebe con menos letras, o señale el lugar en el mapa.")
    rows = [{"name": one.name, "state": one.state, "at": (one.latitude, one.longitude)} for one in found]
    return jsonify(found=rows, sentence=sentence)


@bp.get("/routes/map/places/<code>/nearest")
def nearest_way(code: str):
    """A part of the place's page: how far it is from what the book reaches."""
    place = cases.place_or_404(code)
    way = queries.nearest_way(place.code)
    return render_template("travel/nearest_way.html", way=way, fare=Money(way[2].fare_minor) if way else None)


@bp.get("/cases/<number>/trips/<int:trip_id>/map")
def trip_map(number: str, trip_id: int):
    case = cases.case_or_404(number, current_user)
    return render_template("travel/trip_map.html", case=case, trip=queries.trip_or_404(case.id, trip_id))


def _map_page(form: PointForm | None = None, place: Place | None = None):
    drawn = _drawn(queries.planner_book(), clock.today(), str(get_locale()))
    moved = cases.place_or_404(request.args["moved"]) if "moved" in request.args and not form else None
    was = request.args.get("was_lat", type=float), request.args.get("was_lon", type=float)
    return render_template(
        "travel/book_map.html", drawn=drawn, form=form or PointForm(formdata=None), place=place, moved=moved, was=was,
        kinds=PLACE_KINDS,
    )  # fmt: skip


def _told(place: Place, former: tuple[float | None, float | None]) -> str:
    here = map_parts.point(place)
    if here is None:
        return _("%(name)s ya no está en el mapa.", name=place.name)
    if None in former:
        return _("%(name)s ya está en el mapa.", name=place.name)
    return _("%(name)s se movió %(km)s km.", name=place.name, km=f"{kilometres(former, here):.1f}")


@lru_cache(maxsize=4)
def _drawn(book: Book, today: date, _language: str) -> dict[str, object]:
    """A book never changes: an edit makes another."""
    lines = [line for line in map_parts.lines(book, today) if all(map(map_parts.point, line.ends))]
    return {
        "places": [
            {
                "code": place.code, "name": place.name, "kind": place.kind, "kind_name": str(PLACE_KINDS[place.kind]),
                "at": map_parts.point(place), "table": url_for("travel.route_book", place=place.code),
                "move": url_for("travel.move_place", code=place.code),
                "routes": [_words(book, route, today) for route in book.routes if route.origin == place.code],
            }
            for place in sorted(book.places.values(), key=lambda place: place.name)
        ],
        "lines": [
            {
                "name": " – ".join(end.name for end in line.ends), "ends": [map_parts.point(end) for end in line.ends],
                "codes": [end.code for end in line.ends], "state": line.state,
                "routes": [_words(book, route, today, both=True) for route in line.routes],
            }
            for line in lines
        ],
    }  # fmt: skip


def _words(book: Book, route: BookRoute, today: date, both: bool = False) -> str:
    """`→ Jaltenango · redilas · $60.00 · 1 h 30 min · sin paso hoy`."""
    minutes = route.minutes_rain if queries.rains(today) else route.minutes_dry
    ends = f"{book.places[route.origin].name} → " if both else "→ "
    fare = str(Money(route.fare_minor)).removesuffix(" MXN")
    told = [ends + book.places[route.destination].name, str(MODE_NAMES[route.mode]), fare, duration(minutes)]
    alerts = [alert for alert in route.alerts if alert.on(today)]
    if alerts:
        told.append(_("sin paso hoy") if any(alert.closed for alert in alerts) else _("con cambios hoy"))
    return " · ".join(told)


@bp.app_template_filter("as_map")
def as_map(trip: Trip) -> dict[str, object]:
    """`{{ trip|as_map }}`: what the map of a trip draws, and the names of places without coordinates."""
    found = map_parts.of_trip(trip)
    return {
        "places": [
            {"name": place.name, "kind": place.kind, "part": part, "at": map_parts.point(place)}
            for place, part in found.places
        ],
        "legs": [
            {
                "number": number, "direction": leg.direction, "estimate": leg.estimate,
                "ends": [map_parts.point(leg.origin), map_parts.point(leg.destination)],
                "words": f"{leg.origin.name} → {leg.destination.name} · {MODE_NAMES[leg.mode]}",
            }
            for number, leg in found.legs
        ],
        "missing": found.missing,
    }  # fmt: skip


@bp.app_context_processor
def tiles() -> dict[str, str]:
    """The pictures that lie beneath a map, if the installation has any."""
    chosen = settings.current()
    return {"tiles_url": chosen.tiles_url, "tiles_credit": chosen.tiles_credit}
