"""Routes as a kind of sheet: the key is from, to, mode and its ordinal among the file's rows with those three.

Parallel routes are all kept; a route that the file lacks stays.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import User
from app.cases.models import Place
from app.cases.queries import PlaceBook, place_book
from app.cases.spellings.text import NotUnderstood, tidy
from app.cases.spellings.words import yes_or_no
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money
from app.travel import operations as travel
from app.travel.models import Route
from app.travel.spoken_times import days_code, departures_code
from app.travel.timetable import parse_days, parse_departures

from . import cells
from .columns import Column
from .plain import Fields, PlainKind, Plan
from .referral_sheet import Readers, Reading

COLUMNS = (
    Column("origin", "from", ("de", "desde", "origen"), required=True),
    Column("destination", "to", ("a", "hasta", "destino"), required=True),
    Column("mode", "mode", ("modo", "medio", "transporte"), required=True),
    Column("fare", "fare_mxn", ("pasaje", "tarifa", "fare"), required=True),
    Column("minutes_dry", "minutes_dry", ("minutos en secas", "minutos"), required=True),
    Column("minutes_rain", "minutes_rain", ("minutos en lluvias",)),
    Column("departures", "departures", ("salidas", "horarios"), required=True),
    Column("days", "days", ("días",)),
    Column("safe_after_dark", "safe_after_dark", ("seguro de noche",)),
)
_LABELS = {column.name: column.label for column in COLUMNS}
_MODES = {
    "walk": "walk", "a pie": "walk", "caminando": "walk", "raite": "raite", "redilas": "redilas",
    "camioneta pasajera": "redilas", "colectivo": "colectivo", "combi": "colectivo", "bus": "bus", "autobus": "bus",
    "taxi": "taxi", "vehicle": "vehicle", "vehiculo": "vehicle", "vehiculo del programa": "vehicle",
    "ambulance": "ambulance", "ambulancia": "ambulance",
}  # fmt: skip


def _readers() -> Readers:
    book = place_book()
    return {
        **dict.fromkeys(("origin", "destination"), _place_of(book)),
        "mode": cells.one_of(_MODES),
        "fare": cells.centavos,
        **dict.fromkeys(("minutes_dry", "minutes_rain"), cells.whole_number),
        "departures": _timetable(departures_code, parse_departures),
        "days": _timetable(days_code, parse_days),
        "safe_after_dark": yes_or_no,
    }


def _place_of(book: PlaceBook):
    def read(text: str) -> str:
        place = book.find(text)
        if place is None:
            raise NotUnderstood(text)
        return place.code

    return read


def _timetable(code_of, parse):
    """The book's code of what people write, if it can be read."""

    def read(text: str) -> str:
        code = code_of(tidy(text).lower())
        try:
            parse(code)
        except Refused as garbled:
            raise NotUnderstood(text) from garbled
        return code

    return read


def _key(reading: Reading) -> str:
    """Codes where the places are known, what was typed where they are not (such a row is refused)."""
    said = (reading.said.get(name, "") for name in ("origin", "destination", "mode"))
    parts = [part.replace(" ", "_") for part in said]
    return " ".join(parts) if all(parts) else ""


def _refusals(reading: Reading) -> list[str]:
    found = cells.missing_or_garbled(
        reading, _LABELS, ("origin", "destination", "mode", "fare", "minutes_dry", "departures")
    )
    if reading.get("origin") and reading.get("origin") == reading.get("destination"):
        found.append(_("Una ruta une dos lugares distintos."))
    if reading.get("minutes_dry") == 0 or reading.get("minutes_rain") == 0:
        found.append(_("Un tramo dura un minuto o más, en secas y en lluvias."))
    return found


def _fields(reading: Reading) -> Fields:
    fare, dry = reading.get("fare"), reading.get("minutes_dry")
    return {
        "fare": None if fare is None else Money(fare),
        "minutes_dry": dry,
        "minutes_rain": cells.text_of(reading, "minutes_rain", dry),
        "departures": reading.get("departures"),
        "days": cells.text_of(reading, "days", "daily"),
        "safe_after_dark": bool(reading.get("safe_after_dark")),
    }


def _held(_keys: Iterable[str], _subjects: dict[str, str]) -> dict[str, tuple[str, Fields]]:
    """The whole book, by key."""
    names = ("fare", "minutes_dry", "minutes_rain", "departures", "days", "safe_after_dark")
    return {
        f"{route.origin.code} {route.destination.code} {route.mode} {route.ordinal}": (
            f"route:{route.id}",
            {name: getattr(route, name) for name in names},
        )
        for route in db.session.scalars(select(Route))
    }


def _save(key: str, plan: Plan, now: datetime, by: User | None) -> str:
    start, end, mode, ordinal = key.split(" ")
    places = {place.code: place for place in db.session.scalars(select(Place).where(Place.code.in_((start, end))))}
    route = travel.save_route(places[start], places[end], mode, int(ordinal), by=by, now=now, **plan.fields)
    db.session.flush()
    return f"route:{route.id}"


def _remove(record_id: int, now: datetime, by: User | None) -> None:
    travel.remove_route(db.session.get(Route, record_id), by, now)


ROUTES = PlainKind("routes", COLUMNS, _readers, _key, _refusals, _fields, _held, _save, _remove, parallel=True)
